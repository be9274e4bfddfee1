#include "core/answers.h"

namespace glia::studio {
namespace {

std::string_view name_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::invalid_argument:
      return "invalid_argument";
    case ErrorCode::shape_mismatch:
      return "shape_mismatch";
    case ErrorCode::not_found:
      return "not_found";
    case ErrorCode::io:
      return "io";
    case ErrorCode::format:
      return "format";
    case ErrorCode::diverged:
      return "diverged";
    case ErrorCode::unsupported:
      return "unsupported";
  }
  return "";
}

}  // namespace

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
