#include "glia/error.h"

#include <array>

#include "base/names.h"

namespace glia {
namespace {

constexpr std::array<std::string_view, 7> kErrorNames = {
    "invalid_argument", "shape_mismatch", "not_found", "io", "format", "diverged", "unsupported"};

}  // namespace

std::string_view name_of(ErrorCode code) noexcept { return enumerator_name(code, kErrorNames); }

}  // namespace glia
