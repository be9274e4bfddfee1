#include "base/in_words.h"

#include <algorithm>

namespace glia {

std::string in_words(std::span<const std::string> names) {
  constexpr std::size_t kMost = 12;
  if (names.empty()) return "none";
  std::string text;
  for (const std::string& name : names.first(std::min(kMost, names.size()))) {
    text += (text.empty() ? "" : ", ") + name;
  }
  return names.size() > kMost ? text + ", … (" + std::to_string(names.size()) + " in all)" : text;
}

}  // namespace glia
