#include "data/labels.h"

#include <algorithm>

namespace glia {

Column label_column(const std::vector<std::int32_t>& labels, int classes) {
  if (!fit_bytes(classes)) return {"label", Shape{1}, labels};
  std::vector<std::uint8_t> bytes(labels.size());
  std::ranges::transform(labels, bytes.begin(),
                         [](std::int32_t label) { return static_cast<std::uint8_t>(label); });
  return {"label", Shape{1}, std::move(bytes)};
}

}  // namespace glia
