#include "core/heard.h"

#include <algorithm>

namespace glia::studio {

std::span<const std::int64_t> counted(const Model& model, std::span<const std::int64_t> lengths) {
  return takes_lengths(model.graph, model.form.sound()->shape()) ? lengths
                                                                 : std::span<const std::int64_t>();
}

std::vector<float> said_until(Inspector& inspector, const Model& model, std::span<const float> word,
                              std::int64_t frames, std::int64_t every) {
  const std::int64_t bands = model.form.sound()->bands, count = (frames + every - 1) / every;
  std::vector<float> inputs(static_cast<std::size_t>(count) * word.size());
  std::vector<std::int64_t> lengths;
  for (std::int64_t m = 0; m < count; ++m) {
    const std::int64_t until = std::min((m + 1) * every, frames);
    std::copy_n(word.begin(), until * bands, inputs.begin() + m * std::ssize(word));
    lengths.push_back(until);
  }
  return inspector.outputs(model, inputs, count, counted(model, lengths));
}

std::vector<float> said_without(Inspector& inspector, const Model& model,
                                std::span<const float> word, std::int64_t frames,
                                std::int64_t window) {
  const std::int64_t bands = model.form.sound()->bands;
  std::vector<float> inputs;
  for (std::int64_t at = 0; at < frames; ++at) {
    const auto row = static_cast<std::ptrdiff_t>(inputs.size());
    inputs.insert(inputs.end(), word.begin(), word.end());
    const std::int64_t first = std::max<std::int64_t>(0, at - (window - 1) / 2);
    const std::int64_t end = std::min(frames, at - (window - 1) / 2 + window);
    std::fill_n(inputs.begin() + row + first * bands, (end - first) * bands, 0.0F);
  }
  const std::vector<std::int64_t> lengths(static_cast<std::size_t>(frames), frames);
  return inspector.outputs(model, inputs, frames, counted(model, lengths));
}

}  // namespace glia::studio
