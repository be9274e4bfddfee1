#include "glia/confidence.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "glia/abilities.h"

namespace glia {
namespace {

constexpr std::int64_t kBatch = 256;
constexpr int kHalvings = 40;
constexpr std::size_t kBins = 15;

using Probability = Activation::Range::Probability;

// What the outputs say of the numbers before them.
Probability reading_of(const Graph& graph) {
  const Node& last = graph[graph.output()];
  if (!last.op || last.shape.elements() < 2) return Probability::none;
  const Activation* const activation = Abilities(*last.op).activation;
  return activation ? activation->range().probability : Probability::none;
}

// z of each outcome, but for a constant: of the classes, and after sigmoids of none of them.
void scores(Probability reading, std::span<const float> outputs, std::vector<double>& z) {
  constexpr double kLeast = 1e-37, kNearest = 1e-8;  // where float32 ends, at 0 and below 1
  z.clear();
  for (const float output : outputs) {
    const double a = std::clamp(double{output}, kLeast, 1.0);
    z.push_back(reading == Probability::softmax
                    ? std::log(a)
                    : std::log(a) - std::log(std::max(1 - a, kNearest)));
  }
  if (reading == Probability::logistic) z.push_back(0);
}

// e^(β·z), the largest being 1; returns their sum.
double weights(std::span<const double> z, double beta, std::vector<double>& w) {
  const double most = *std::max_element(z.begin(), z.end());
  double sum = 0;
  w.clear();
  for (const double score : z) {
    w.push_back(std::exp(beta * (score - most)));
    sum += w.back();
  }
  return sum;
}

}  // namespace

bool tells_confidence(const Graph& graph) { return reading_of(graph) != Probability::none; }

std::optional<double> confidence(const Graph& graph, std::span<const float> outputs,
                                 double temperature) {
  const Probability reading = reading_of(graph);
  const int answer = brightest(outputs);
  if (reading == Probability::none || answer < 0) return std::nullopt;
  std::vector<double> z, w;
  scores(reading, outputs, z);
  const double sum = weights(z, 1 / temperature, w);
  return w[static_cast<std::size_t>(answer)] / sum;
}

std::optional<double> confidence(const Model& model, std::span<const float> outputs) {
  return confidence(model.graph, outputs, model.temperature.value_or(1));
}

std::vector<double> probabilities(const Model& model, std::span<const float> outputs) {
  const Probability reading = reading_of(model.graph);
  if (reading == Probability::none) return {};
  std::vector<double> z, w;
  if (brightest(outputs) < 0) {
    w.assign(outputs.size(), std::numeric_limits<double>::quiet_NaN());
    return w;
  }
  scores(reading, outputs, z);
  z.resize(outputs.size());  // that none of them is right is left out
  const double sum = weights(z, 1 / model.temperature.value_or(1), w);
  for (double& one : w) one /= sum;
  return w;
}

void ask_each(Engine& engine, const Model& model, const Dataset& data,
              const std::function<void(std::int64_t, std::span<const float>)>& told) {
  Session session(engine, model.graph, {.batch = kBatch, .cost = {}, .watch = {}});
  session.load(model.state);
  const auto inputs = static_cast<std::size_t>(data.shape().elements());
  const auto outputs = static_cast<std::size_t>(model.graph[model.graph.output()].shape.elements());
  std::vector<float> in(kBatch * inputs), out(kBatch * outputs);
  const bool counted = data.has_lengths() && takes_lengths(model.graph, data.shape());
  std::vector<std::int64_t> lengths(counted ? kBatch : 0);
  for (std::int64_t begin = 0; begin < data.size(); begin += kBatch) {
    const std::int64_t rows = std::min(kBatch, data.size() - begin);
    const auto count = static_cast<std::size_t>(rows);
    for (std::size_t r = 0; r < count; ++r) {
      const std::int64_t sample = begin + static_cast<std::int64_t>(r);
      data.input(sample, in.data() + r * inputs);
      if (counted) lengths[r] = data.length(sample);
    }
    session.forward(std::span(in).first(count * inputs), std::span(out).first(count * outputs),
                    rows, std::span(lengths).first(counted ? count : 0));
    for (std::size_t r = 0; r < count; ++r) {
      told(begin + static_cast<std::int64_t>(r), std::span(out).subspan(r * outputs, outputs));
    }
  }
}

std::optional<double> fit_temperature(Engine& engine, const Model& model, const Dataset& data) {
  const Dataset held_back = data.matched_to(model.classes);
  const Probability reading = reading_of(model.graph);
  if (reading == Probability::none || !held_back.labelled()) return std::nullopt;
  std::vector<std::vector<double>> samples;
  std::vector<std::size_t> labels;
  ask_each(engine, model, held_back, [&](std::int64_t i, std::span<const float> outputs) {
    if (brightest(outputs) < 0) return;
    samples.emplace_back();
    scores(reading, outputs, samples.back());
    labels.push_back(static_cast<std::size_t>(held_back.label(i)));
  });
  if (samples.empty()) return std::nullopt;
  const double doubt = 1.0 / (static_cast<double>(samples.size()) + 2);
  // −β·z·t + ln Σ e^(β·z), summed, is convex in β = 1/T: its slope grows.
  std::vector<double> w;
  const auto slope = [&](double beta) {
    double total = 0;
    for (std::size_t s = 0; s < samples.size(); ++s) {
      const std::vector<double>& z = samples[s];
      const double sum = weights(z, beta, w);
      const double other = doubt / static_cast<double>(z.size() - 1);
      for (std::size_t k = 0; k < z.size(); ++k) {
        total += z[k] * (w[k] / sum - (k == labels[s] ? 1 - doubt : other));
      }
    }
    return total;
  };
  double low = Model::kLeastTemperature, high = Model::kMostTemperature;
  for (int i = 0; i < kHalvings; ++i) {
    const double middle = std::sqrt(low * high);
    (slope(1 / middle) > 0 ? low : high) = middle;
  }
  return std::round(std::sqrt(low * high) * 1e4) / 1e4;
}

Calibration calibration_of(std::span<const Judgement> judgements) {
  Calibration found;
  found.bins.resize(kBins);
  double samples = 0, apart = 0;
  for (const Judgement& j : judgements) {
    const auto place = static_cast<std::size_t>(j.confidence * static_cast<double>(kBins));
    Calibration::Bin& bin = found.bins[std::min(place, kBins - 1)];
    bin.samples += j.weight;
    bin.confidence += j.weight * j.confidence;
    bin.right += j.right ? j.weight : 0;
    samples += j.weight;
  }
  for (Calibration::Bin& bin : found.bins) {
    apart += std::abs(bin.confidence - bin.right);
    if (bin.samples <= 0) continue;
    bin.confidence /= bin.samples;
    bin.right /= bin.samples;
  }
  if (samples > 0) found.error = apart / samples;
  return found;
}

double calibration_error(std::span<const Judgement> judgements) {
  return calibration_of(judgements).error;
}

}  // namespace glia
