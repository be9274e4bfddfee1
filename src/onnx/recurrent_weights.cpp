#include "onnx/recurrent_weights.h"

#include <algorithm>
#include <array>

namespace glia::exchange {
namespace {

// What is sliced the same both ways.
struct Slices {
  explicit Slices(const Node& node) : prefix(node.name + ".") {
    const bool lstm = node.op->name() == "lstm";
    gates = lstm ? 4 : 1;
    directions = std::ssize(node.spec.params) / 3;
    units = node.spec.params[1].shape[1];
    features = node.spec.params[0].shape[1];
  }

  // Where Glia's gate number g stands in ONNX.
  std::int64_t place(std::int64_t g) const {
    constexpr std::array<std::int64_t, 4> kPlaces{0, 2, 3, 1};
    return kPlaces[static_cast<std::size_t>(g)];
  }
  std::string parameter(std::int64_t direction, const char* name) const {
    return prefix + (direction == 0 ? "" : "reverse_") + name;
  }

  // fn(offset in Glia's parameter, offset in ONNX's tensor, how many): gate by gate of a direction,
  // whose part of the tensor has `parts` times as many numbers.
  template <typename Fn>
  void each_gate(std::int64_t direction, std::int64_t width, std::int64_t parts, Fn&& fn) const {
    const std::int64_t size = units * width, start = direction * parts * gates * size;
    for (std::int64_t g = 0; g < gates; ++g) fn(g * size, start + place(g) * size, size);
  }

  std::string prefix;
  std::int64_t gates, directions, units, features;
};

}  // namespace

RecurrentWeights recurrent_weights(const Node& node, const State& state) {
  const Slices slices(node);
  const std::int64_t d = slices.directions, sums = slices.gates * slices.units;
  const auto empty = [](const Shape& shape) {
    return Tensor{shape, std::vector<float>(static_cast<std::size_t>(shape.elements()))};
  };
  RecurrentWeights weights{.w = empty({d, sums, slices.features}),
                           .r = empty({d, sums, slices.units}),
                           .b = empty({d, 2 * sums})};
  const auto put = [&](std::int64_t direction, const char* name, std::int64_t width,
                       std::int64_t parts, Tensor& to) {
    const Tensor& from = state[slices.parameter(direction, name)];
    slices.each_gate(direction, width, parts,
                     [&](std::int64_t ours, std::int64_t theirs, std::int64_t size) {
                       std::copy_n(from.values.begin() + ours, size, to.values.begin() + theirs);
                     });
  };
  for (std::int64_t direction = 0; direction < d; ++direction) {
    put(direction, "input_weight", slices.features, 1, weights.w);
    put(direction, "hidden_weight", slices.units, 1, weights.r);
    put(direction, "bias", 1, 2, weights.b);
  }
  return weights;
}

void take_recurrent_weights(const Node& node, const RecurrentWeights& weights, State& state) {
  const Slices slices(node);
  const std::int64_t sums = slices.gates * slices.units;
  const auto take = [&](std::int64_t direction, const char* name, const Shape& shape,
                        std::int64_t parts, const Tensor& from) {
    Tensor to{shape, std::vector<float>(static_cast<std::size_t>(shape.elements()))};
    const std::int64_t width = shape.elements() / sums;
    slices.each_gate(direction, width, parts,
                     [&](std::int64_t ours, std::int64_t theirs, std::int64_t size) {
                       for (std::int64_t i = 0; i < size; ++i) {
                         const auto part = [&](std::int64_t p) {
                           return from.values[static_cast<std::size_t>(theirs + p * sums + i)];
                         };
                         float& value = to.values[static_cast<std::size_t>(ours + i)];
                         value = part(0);
                         if (parts == 2 && part(1) != 0) value += part(1);  // −0 stays what it is
                       }
                     });
    state.tensors()[slices.parameter(direction, name)] = std::move(to);
  };
  for (std::int64_t direction = 0; direction < slices.directions; ++direction) {
    take(direction, "input_weight", {sums, slices.features}, 1, weights.w);
    take(direction, "hidden_weight", {sums, slices.units}, 1, weights.r);
    take(direction, "bias", {sums}, 2, weights.b);
  }
}

}  // namespace glia::exchange
