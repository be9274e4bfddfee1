#include "base/in_words.h"

#include <algorithm>

namespace glia {

std::string in_list(const std::string& name) {
  const bool clear =
      !name.empty() && name.find(',') == name.npos && name.front() != ' ' && name.back() != ' ';
  return clear ? name : "'" + name + "'";
}

std::string in_words(std::span<const std::string> names) {
  constexpr std::size_t kMost = 12;
  if (names.empty()) return "none";
  std::string text;
  for (const std::string& name : names.first(std::min(kMost, names.size()))) {
    text += (text.empty() ? "" : ", ") + in_list(name);
  }
  return names.size() > kMost ? text + ", … (" + std::to_string(names.size()) + " in all)" : text;
}

}  // namespace glia
