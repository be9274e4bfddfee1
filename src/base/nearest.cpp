#include "base/nearest.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace glia {
namespace {

// Levenshtein's distance.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replace = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replace, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

// How far from it a misspelt word may be: never all of it, and numbers are not misspelt.
std::size_t farthest(std::string_view word) {
  constexpr std::size_t kLongest = 80;
  const bool number = word.find_first_not_of("0123456789") == word.npos;
  if (number || word.size() > kLongest) return 0;
  return std::min(std::max<std::size_t>(2, word.size() / 3), word.size() - 1);
}

}  // namespace

std::string suggest(std::string_view word, std::span<const std::string> known) {
  if (known.empty()) return "";
  const std::string* best = nullptr;
  std::size_t best_distance = farthest(word) + 1;
  for (const std::string& name : known) {
    const std::size_t d =
        best_distance == 1 || name.size() > 80 ? best_distance : distance(word, name);
    if (d < best_distance) {
      best_distance = d;
      best = &name;
    }
  }
  if (best) return " Did you mean '" + *best + "'?";
  std::string text = " Known: ";
  for (std::size_t i = 0; i < known.size(); ++i) {
    if (i == 20) return text + ", ….";
    text += (i ? ", " : "") + known[i];
  }
  return text + ".";
}

}  // namespace glia
