#include "explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "chart.h"
#include "cli.h"

namespace glia::cli {
namespace {

Lines map_block(const std::string& title, const std::string& below, std::span<const double> values,
                ImageSize size, const Screen& screen) {
  double most = 1e-30;
  for (double v : values) most = std::max(most, std::abs(v));
  Raster raster{size, {values.begin(), values.end()}, true, {}};
  for (double& v : raster.values) v /= most;
  Lines block = draw(raster, screen);
  block.insert(block.begin(), screen.bold(title));
  block.push_back(diverging_scale(most, screen));
  block.push_back(screen.dim(below));
  return block;
}

}  // namespace

WhyFigure explain_answer(Engine& engine, const Model& model, const Sample& sample,
                         std::span<const float> outputs, int answer, int window) {
  if (sample.size.width < 1) {
    throw UsageError(fmt::format("the inputs of this network are {}, which is no picture",
                                 model.graph.input_shape().str()));
  }
  const int longest = std::min(sample.size.width, sample.size.height);
  if (window > longest) {
    throw UsageError(fmt::format("--window: expected 1 to {}, the side of the picture, got {}",
                                 longest, window));
  }
  return {model,
          sample,
          {outputs.begin(), outputs.end()},
          answer,
          saliency(engine, model, sample.input, answer),
          occlusion(engine, model, sample.input, sample.size, window, answer)};
}

std::vector<double> products_by_pixel(const WhyFigure& f) {
  std::vector<double> sums(static_cast<std::size_t>(f.sample.size.width) *
                           static_cast<std::size_t>(f.sample.size.height));
  for (std::size_t i = 0; i < f.saliency.products.size(); ++i) {
    sums[i % sums.size()] += f.saliency.products[i];
  }
  return sums;
}

std::string slopes_of(const Model& model) {
  switch (model.cost) {
    case Cost::squared:
      return "the output";
    case Cost::softmax_cross_entropy:
      return "what goes into the softmax";
    case Cost::sigmoid_cross_entropy:
      return "what goes into the sigmoid";
  }
  return "";
}

void print_explanation(const WhyFigure& f, const Screen& screen) {
  const std::string name = class_name(f.model, f.answer);
  fmt::print("\n  {}\n\n", screen.bold(fmt::format("What the answer {} hangs on", name)));
  const int window = f.occlusion.window;
  print(
      beside({map_block("slope × pixel", fmt::format("slopes of {}", slopes_of(f.model)),
                        products_by_pixel(f), f.sample.size, screen),
              map_block(fmt::format("lost when {0}×{0} are covered", window),
                        fmt::format("of its light, {}", plain_number(double{f.occlusion.whole}, 4)),
                        f.occlusion.drops, f.sample.size, screen)},
             5));
  fmt::print("\n  {}\n", screen.dim("orange speaks for the answer, blue against it; dark pixels "
                                    "have no say in either"));
}

void add_explanation(const WhyFigure& f, nlohmann::ordered_json& line) {
  line["saliency"] = {{"answer", class_name(f.model, f.answer)},
                      {"size", {f.sample.size.width, f.sample.size.height}},
                      {"gradient", f.saliency.gradient},
                      {"products", f.saliency.products},
                      {"total", f.saliency.total()}};
  line["occlusion"] = {{"answer", class_name(f.model, f.answer)},
                       {"size", {f.occlusion.size.width, f.occlusion.size.height}},
                       {"window", f.occlusion.window},
                       {"output", double{f.occlusion.whole}},
                       {"drops", f.occlusion.drops}};
}

}  // namespace glia::cli
