#include "core/plane/pictures.h"

#include <algorithm>

#include "core/plane/inputs.h"

namespace glia::studio {
namespace {

// The middles of side × side cells, from the top left, row by row.
std::vector<float> grid(const std::vector<std::string>& inputs, std::int64_t side) {
  const auto middle = [side](std::int64_t i) {
    return kPlaneRange * ((2.0 * static_cast<double>(i) + 1) / static_cast<double>(side) - 1);
  };
  std::vector<float> values;
  for (std::int64_t row = 0; row < side; ++row) {
    for (std::int64_t column = 0; column < side; ++column) {
      add_inputs(inputs, middle(column), -middle(row), values);
    }
  }
  return values;
}

// [rows][width] as [width][rows], added to the pictures.
void add_pictures(std::span<const float> numbers, std::size_t rows, std::vector<float>& pictures) {
  const std::size_t width = numbers.size() / rows;
  for (std::size_t i = 0; i < width; ++i) {
    for (std::size_t at = i; at < numbers.size(); at += width) pictures.push_back(numbers[at]);
  }
}

}  // namespace

std::vector<float> PlanePictures::of(Inspector& inspector, const Model& model,
                                     const std::vector<std::string>& inputs,
                                     std::span<const Neuron> muted) {
  constexpr std::size_t kPoints = kSide * kSide;
  if (seen_.small.empty()) seen_ = {grid(inputs, kSide), grid(inputs, kOutputSide)};
  std::vector<Layer> hidden = dense_layers(model.graph);
  hidden.pop_back();
  std::vector<float> pictures;
  add_pictures(seen_.small, kPoints, pictures);
  std::vector<std::string> lights;
  for (const Layer& layer : hidden) lights.push_back(model.graph[layer.lights].name);
  const auto found = inspector.nodes_of_rows(model, seen_.small, kPoints, lights);
  for (std::size_t l = 0; l < hidden.size(); ++l) {
    const std::size_t begin = pictures.size();
    add_pictures(found[l], kPoints, pictures);
    for (const Neuron& neuron : muted) {
      if (neuron.layer != hidden[l].name) continue;
      std::fill_n(pictures.begin() + static_cast<std::ptrdiff_t>(
                                         begin + static_cast<std::size_t>(neuron.index) * kPoints),
                  kPoints, 0.0F);
    }
  }
  const std::vector<float> outputs =
      inspector.outputs(model, seen_.large, kOutputSide * kOutputSide);
  add_pictures(outputs, kOutputSide * kOutputSide, pictures);
  return pictures;
}

}  // namespace glia::studio
