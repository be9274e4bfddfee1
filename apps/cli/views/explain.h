#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "data/sample.h"
#include "glia/inspect.h"

namespace glia::cli {

inline constexpr int kOcclusionWindow = 5;

// Which parts of a picture an answer hangs on, for any network.
struct WhyFigure {
  const Model& model;
  const Sample& sample;
  std::vector<float> outputs;
  int answer;
  Saliency saliency;
  Occlusion occlusion;
};
WhyFigure explain_answer(Engine& engine, const Model& model, const Sample& sample,
                         std::span<const float> outputs, int answer, int window);

// slope × input, summed over the channels of each pixel.
std::vector<double> products_by_pixel(const WhyFigure& figure);

// What the slopes are of: "what goes into the softmax".
std::string slopes_of(const Model& model);

std::string what_is_multiplied(const Sample& sample);  // "slope × pixel"

void print_explanation(const WhyFigure& figure, const Screen& screen);
void add_explanation(const WhyFigure& figure, nlohmann::ordered_json& line);

}  // namespace glia::cli
