#pragma once
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "glia/data.h"
#include "glia/export.h"
#include "glia/model.h"
#include "glia/session.h"

namespace GLIA_EXPORT glia {

// How sure a network is of its answer, its brightest output: the probability that this is right, as
// far as the outputs a tell. T is the temperature; a model's, or 1.
//
//   softmax   a^(1/T) / Σ a^(1/T), which is the softmax of z / T (Guo et al., 2017)
//   sigmoid   Each output is the probability of its class by itself. Given that one class is right
//             at most: o^(1/T) / (1 + Σ o^(1/T)), where o = a / (1 − a) are the odds, e^z. Where
//             all outputs are dark the network is sure of none.
//
// Nothing for a network of one output, for others, whose outputs are no probabilities, and where an
// output is NaN or infinite. No temperature changes the answer.
std::optional<double> confidence(const Graph& graph, std::span<const float> outputs,
                                 double temperature);
std::optional<double> confidence(const Model& model, std::span<const float> outputs);
bool tells_confidence(const Graph& graph);

// The probability of each class, given that one of them is right: e^(z/T) / Σ e^(z/T), z being what
// goes into the softmax or the sigmoids. NaN for each where an output is NaN or infinite. Empty
// where the network tells no confidence.
std::vector<double> probabilities(const Model& model, std::span<const float> outputs);

// The network's outputs for each sample of `data`, in order.
void ask_each(Engine& engine, const Model& model, const Dataset& data,
              const std::function<void(std::int64_t sample, std::span<const float> outputs)>& told);

// The temperature whose confidences fit `held_back` best, labelled samples that nothing was learnt
// from: the mean of −ln of what is given to the right class is least. As if, by the rule of
// succession, one more of them were wrong, so that a few that are all right make no network
// certain. Nothing when there are none, or no confidence.
std::optional<double> fit_temperature(Engine& engine, const Model& model, const Dataset& held_back);

// How well confidence and the part of right answers agree: of samples whose confidence is about the
// same (15 bins of equal width), by how much the two differ; the mean over the samples is the
// expected calibration error (Naeini et al., 2015).
struct Judgement {
  double confidence = 0;
  bool right = false;
  double weight = 1;
};
struct Calibration {
  struct Bin {
    double samples = 0;     // by their weights
    double confidence = 0;  // the mean
    double right = 0;       // the part that is
  };
  std::vector<Bin> bins = {};  // from 0 to 1
  double error = 0;
};
Calibration calibration_of(std::span<const Judgement> judgements);
double calibration_error(std::span<const Judgement> judgements);

}  // namespace glia
