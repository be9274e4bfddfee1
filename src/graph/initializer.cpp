#include "graph/initializer.h"

#include <algorithm>
#include <cmath>

#include "base/names.h"
#include "base/rng.h"

namespace glia {
namespace {

constexpr std::array<std::string_view, 6> kNames{"zero",  "one",    "textbook",
                                                 "lecun", "xavier", "he"};

// The i-th uniform() of Rng(key), without the ones before it.
double uniform_at(std::uint64_t key, std::uint64_t i) noexcept {
  const Philox4 block = philox(key, i / 2, 0);
  return i % 2 == 0 ? unit_double(block[0], block[1]) : unit_double(block[2], block[3]);
}

}  // namespace

std::string_view name_of(Initializer initializer) noexcept {
  return enumerator_name(initializer, kNames);
}

Initializer initializer_named(std::string_view name) {
  return enumerator_named<Initializer>("initializer", name, kNames);
}

std::span<const std::string_view> initializer_names() noexcept { return kNames; }

std::vector<float> initial_values(const ParamSpec& param, std::uint64_t key) {
  std::vector<float> values(static_cast<std::size_t>(param.shape.elements()));
  const auto fan_in = static_cast<double>(std::max<std::int64_t>(param.fan_in, 1));
  const auto fan_out = static_cast<double>(std::max<std::int64_t>(param.fan_out, 0));

  const auto normal = [&](double deviation) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      values[i] = static_cast<float>(deviation * normal_quantile(uniform_at(key, i)));
    }
  };
  const auto uniform = [&](double bound) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      values[i] = static_cast<float>(bound * (2 * uniform_at(key, i) - 1));
    }
  };
  switch (param.initializer) {
    case Initializer::zero:
      break;
    case Initializer::one:
      std::ranges::fill(values, 1.0F);
      break;
    case Initializer::textbook:
      normal(1);
      break;
    case Initializer::lecun:
      normal(std::sqrt(1 / fan_in));
      break;
    case Initializer::xavier:
      uniform(std::sqrt(6 / (fan_in + fan_out)));
      break;
    case Initializer::he:
      normal(std::sqrt(2 / fan_in));
      break;
  }
  for (std::int64_t i = param.preset.begin; i < param.preset.end; ++i) {
    values[static_cast<std::size_t>(i)] = static_cast<float>(param.preset.value);
  }
  return values;
}

}  // namespace glia
