#include "cli.h"
#include "glia/threads.h"

namespace glia::cli {
namespace {

Simd simd_named(const std::string& name) { return name.empty() ? Simd() : Simd(name); }

}  // namespace

int exit_code_of(const Error& error) noexcept {
  if (error.facts().kind == "not_a_file") return kBadFile;
  switch (error.code()) {
    case ErrorCode::invalid_argument:
      return kUsage;
    case ErrorCode::shape_mismatch:
    case ErrorCode::not_found:
    case ErrorCode::format:
      return kBadFile;
    case ErrorCode::diverged:
      return kDiverged;
    case ErrorCode::io:
    case ErrorCode::unsupported:
      return kFailed;
  }
  return kFailed;
}

std::unique_ptr<Engine> Common::engine() const {
  return std::make_unique<Engine>(threads ? threads : usual_threads(), simd_named(simd));
}

std::unique_ptr<Engine> Common::engine_of_one() const {
  return std::make_unique<Engine>(1, simd_named(simd));
}

}  // namespace glia::cli
