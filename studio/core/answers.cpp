#include "core/answers.h"

namespace glia::studio {
Json error_answer(std::string_view code, const std::string& text) {
  return {{"error", {{"code", code}, {"text", text}}}};
}

Json error_answer(const Error& error) {
  Json answer = error_answer(name_of(error.code()), error.what());
  if (const Error::Facts& facts = error.facts(); !facts.kind.empty()) {
    answer["error"]["facts"] = {{"kind", facts.kind}, {"values", facts.values}};
  }
  return answer;
}

}  // namespace glia::studio
