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

Json error_answer(const Error& error) { return error_answer(name_of(error.code()), error.what()); }

}  // namespace glia::studio
