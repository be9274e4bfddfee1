#include "views/explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli.h"
#include "terminal/chart.h"
#include "terminal/print.h"

namespace glia::cli {
namespace {

Lines map_block(const std::string& title, const std::string& below, std::span<const double> values,
                const Sample& sample, const Screen& screen) {
  double most = 1e-30;
  for (double v : values) most = std::max(most, std::abs(v));
  Raster raster = sample.raster_of(values);
  for (double& v : raster.values) v /= most;
  Lines block = draw(raster, screen);
  block.insert(block.begin(), screen.bold(title));
  block.push_back(diverging_scale(most, screen));
  block.push_back(screen.dim(below));
  return block;
}

// Spectrograms lie in memory with time downwards.
ImageSize as_it_lies(const Sample& sample) {
  return sample.sound ? ImageSize{sample.size.height, sample.size.width} : sample.size;
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
  return {
      model,
      sample,
      {outputs.begin(), outputs.end()},
      answer,
      saliency(engine, model, sample.input, answer, sample.length),
      occlusion(engine, model, sample.input, as_it_lies(sample), window, answer, sample.length)};
}

std::vector<double> products_by_pixel(const WhyFigure& f) {
  return by_pixel<double>(f.saliency.products, f.sample.size);
}

std::string slopes_of(const Model& model) {
  const std::string_view before = activation_in(model.cost);
  if (before == "softmax") return say("what goes into the softmax");
  if (before == "sigmoid") return say("what goes into the sigmoid");
  return say("the output");
}

std::string what_is_multiplied(const Sample& sample) {
  return sample.sound ? say("slope × input") : say("slope × pixel");
}

void print_explanation(const WhyFigure& f, const Screen& screen) {
  const std::string name = class_name(f.model, f.answer);
  print("\n  {}\n\n", screen.bold(say("What the answer {} hangs on", name)));
  const int window = f.occlusion.window;
  const Lines slopes =
      map_block(what_is_multiplied(f.sample), say("slopes of {}", slopes_of(f.model)),
                products_by_pixel(f), f.sample, screen);
  const Lines drops = map_block(say("lost when {0}×{0} are covered", window),
                                say("of its light, {}", plain_number(double{f.occlusion.whole}, 4)),
                                f.occlusion.drops, f.sample, screen);
  if (2 * f.sample.size.width + 7 > screen.width) {
    print(slopes);
    print("\n");
    print(drops);
  } else {
    print(beside({slopes, drops}, 5));
  }
  print("\n  {}\n", screen.dim(say("orange speaks for the answer, blue against it; {} "
                                   "have no say in either",
                                   f.sample.sound ? say("zeros") : say("dark pixels"))));
}

void add_explanation(const WhyFigure& f, nlohmann::ordered_json& line) {
  line["saliency"] = {{"answer", class_name(f.model, f.answer)},
                      {"size", {f.occlusion.size.width, f.occlusion.size.height}},
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
