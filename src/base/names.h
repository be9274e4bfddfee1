#pragma once
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/nearest.h"
#include "glia/error.h"

namespace glia {

// The enumerator whose place in `names` is the name's. Throws Error with the nearest name or the
// list: "method 'adm': no such method. Did you mean 'adam'?"
template <typename Enum, std::size_t N>
Enum enumerator_named(std::string_view what, std::string_view name,
                      const std::array<std::string_view, N>& names) {
  for (std::size_t i = 0; i < N; ++i) {
    if (names[i] == name) return static_cast<Enum>(i);
  }
  const std::vector<std::string> known(names.begin(), names.end());
  const std::string kind(what);
  throw Error(ErrorCode::not_found,
              kind + " '" + std::string(name) + "': no such " + kind + "." + suggest(name, known));
}

template <typename Enum, std::size_t N>
std::string_view enumerator_name(Enum value,
                                 const std::array<std::string_view, N>& names) noexcept {
  const auto i = static_cast<std::size_t>(value);
  return i < N ? names[i] : "?";
}

}  // namespace glia
