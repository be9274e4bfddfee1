#include "glia/report.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "glia/abilities.h"
#include "train/fit.h"

namespace glia {
namespace {

std::size_t at(std::int64_t i) { return static_cast<std::size_t>(i); }

// Whether a table says that its targets are numbers, be they 0 and 1 only.
bool wants_numbers(const Model& model) {
  const TableForm* const table = model.form.table();
  return table && table->kind == TargetKind::numbers && !table->targets.empty();
}

// Above which a network of one output says yes: for a logistic ½, where its sum is 0.
float yes_above_of(const Model& model) {
  const Node& last = model.graph[model.graph.output()];
  const Activation* const activation = last.op ? Abilities(*last.op).activation : nullptr;
  const bool logistic =
      activation && activation->range().probability == Activation::Range::Probability::logistic;
  return model.cost == Cost::sigmoid_cross_entropy && !logistic ? 0.0F : 0.5F;
}

double or_zero(const std::optional<double>& score) { return score.value_or(0); }

std::optional<double> part(double of, double all) {
  if (all <= 0) return std::nullopt;
  return of / all;
}

// The area under the ROC curve of one class: pairs of a sample of it and one of another.
std::optional<double> auc_of(const Outcomes& outcomes, int label,
                             std::vector<std::uint32_t>& answered) {
  const auto output = at(outcomes.width == 1 ? 0 : label);
  const float sign = outcomes.width == 1 && label == 0 ? -1.0F : 1.0F;
  const auto score = [&](std::uint32_t i) { return sign * outcomes.of(i)[output]; };
  std::sort(answered.begin(), answered.end(),
            [&](std::uint32_t a, std::uint32_t b) { return score(a) > score(b); });
  double own = 0, others = 0, pairs = 0;  // samples above, and pairs won
  for (auto first = answered.begin(); first != answered.end();) {
    double own_here = 0, others_here = 0;  // with the same output
    auto next = first;
    for (; next != answered.end() && score(*next) == score(*first); ++next) {
      (outcomes.labels[*next] == label ? own_here : others_here) += outcomes.weight(*next);
    }
    pairs += others_here * (own + own_here / 2);
    own += own_here;
    others += others_here;
    first = next;
  }
  return part(pairs, own * others);
}

// How many outputs stand before that of the wanted class.
std::size_t rank_of(std::span<const float> outputs, std::size_t label) {
  std::size_t rank = 0;
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    rank += outputs[i] > outputs[label] || (outputs[i] == outputs[label] && i < label) ? 1 : 0;
  }
  return rank;
}

void add_means(ClassReport& report, std::span<const double> said) {
  double counted = 0, samples = 0, with_auc = 0, samples_with_auc = 0;
  MeanScores macro, weighted;
  double macro_auc = 0, weighted_auc = 0;
  for (std::size_t c = 0; c < report.classes.size(); ++c) {
    const ClassScores& scores = report.classes[c];
    if (scores.samples <= 0 && said[c] <= 0) continue;
    counted += 1;
    samples += scores.samples;
    const auto add = [&](MeanScores& to, double weight) {
      to.precision += weight * or_zero(scores.precision);
      to.recall += weight * or_zero(scores.recall);
      to.f1 += weight * or_zero(scores.f1);
    };
    add(macro, 1);
    add(weighted, scores.samples);
    if (!scores.auc) continue;
    with_auc += 1;
    samples_with_auc += scores.samples;
    macro_auc += *scores.auc;
    weighted_auc += scores.samples * *scores.auc;
  }
  const auto divide = [](MeanScores& means, double by) {
    if (by <= 0) return;
    means.precision /= by, means.recall /= by, means.f1 /= by;
  };
  divide(macro, counted);
  divide(weighted, samples);
  macro.auc = part(macro_auc, with_auc);
  weighted.auc = part(weighted_auc, samples_with_auc);
  report.macro = macro;
  report.weighted = weighted;
}

void add_calibration(ClassReport& report, const Model& model, const Outcomes& outcomes) {
  if (!tells_confidence(model.graph)) return;
  std::vector<Judgement> fitted, unfitted;
  for (std::int64_t i = 0; i < outcomes.size(); ++i) {
    const auto sure = confidence(model, outcomes.of(i));
    if (!sure) continue;
    const bool right = outcomes.answer(i) == outcomes.labels[at(i)];
    fitted.push_back({*sure, right, outcomes.weight(i)});
    if (!model.temperature) continue;
    unfitted.push_back({*confidence(model.graph, outcomes.of(i), 1), right, outcomes.weight(i)});
  }
  if (fitted.empty()) return;
  report.calibration = calibration_of(fitted);
  if (model.temperature) report.error_before = calibration_error(unfitted);
}

ClassReport class_report(const Model& model, const Outcomes& outcomes) {
  const auto classes = static_cast<std::size_t>(outcomes.classes);
  ClassReport report;
  report.classes.resize(classes);
  std::vector<double> said(classes), right(classes);
  std::vector<double> ranked(outcomes.width == 1 ? 1 : classes);  // by their rank
  std::vector<std::uint32_t> answered;
  double samples = 0;
  for (std::int64_t i = 0; i < outcomes.size(); ++i) {
    const auto label = at(outcomes.labels[at(i)]);
    const double weight = outcomes.weight(i);
    report.classes[label].samples += weight;
    samples += weight;
    const int answer = outcomes.answer(i);
    if (answer < 0) continue;
    answered.push_back(static_cast<std::uint32_t>(i));
    said[at(answer)] += weight;
    if (at(answer) == label) right[label] += weight;
    if (outcomes.width > 1) {
      ranked[rank_of(outcomes.of(i), label)] += weight;
    } else if (at(answer) == label) {
      ranked[0] += weight;
    }
  }
  for (std::size_t c = 0; c < classes; ++c) {
    ClassScores& scores = report.classes[c];
    scores.precision = part(right[c], said[c]);
    scores.recall = part(right[c], scores.samples);
    scores.f1 = part(2 * right[c], said[c] + scores.samples);
    scores.auc = auc_of(outcomes, static_cast<int>(c), answered);
  }
  double so_far = 0;
  for (const double here : ranked) {
    so_far += here;
    report.top.push_back(samples > 0 ? so_far / samples : 0);
  }
  add_means(report, said);
  add_calibration(report, model, outcomes);
  return report;
}

// Whether class `c` is there or not, as if nothing else were asked.
Outcomes only_class(const Outcomes& outcomes, std::int64_t c) {
  Outcomes only{.width = 1, .classes = 2, .weights = outcomes.weights};
  for (std::int64_t i = 0; i < outcomes.size(); ++i) {
    only.outputs.push_back(outcomes.of(i)[at(c)]);
    only.labels.push_back(outcomes.targets[at(i * outcomes.width + c)] > 0.5F ? 1 : 0);
  }
  return only;
}

SeveralReport several_report(const Outcomes& outcomes) {
  SeveralReport report;
  std::vector<bool> exact(at(outcomes.size()), true);
  std::vector<double> said(at(outcomes.width));
  for (std::int64_t c = 0; c < outcomes.width; ++c) {
    const Outcomes only = only_class(outcomes, c);
    ClassScores& scores = report.each.classes.emplace_back();
    std::vector<std::uint32_t> answered;
    double right = 0;
    for (std::int64_t i = 0; i < only.size(); ++i) {
      const int answer = only.answer(i), label = only.labels[at(i)];
      exact[at(i)] = exact[at(i)] && answer == label;
      if (answer >= 0) answered.push_back(static_cast<std::uint32_t>(i));
      if (label == 1) scores.samples += only.weight(i);
      if (answer == 1) said[at(c)] += only.weight(i);
      if (answer == 1 && label == 1) right += only.weight(i);
    }
    scores.precision = part(right, said[at(c)]);
    scores.recall = part(right, scores.samples);
    scores.f1 = part(2 * right, said[at(c)] + scores.samples);
    scores.auc = auc_of(only, 1, answered);
  }
  add_means(report.each, said);
  double all = 0, good = 0;
  for (std::int64_t i = 0; i < outcomes.size(); ++i) {
    all += outcomes.weight(i);
    good += exact[at(i)] ? outcomes.weight(i) : 0;
  }
  report.exact = all > 0 ? good / all : 0;
  return report;
}

NumberScores number_scores(const Outcomes& outcomes, std::span<const NumberPair> pairs) {
  NumberScores scores;
  std::vector<double> weights;
  for (std::int64_t i = 0; i < outcomes.size(); ++i) {
    if (brightest(outcomes.of(i)) >= 0) weights.push_back(outcomes.weight(i));
  }
  double all = 0, mean = 0;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    all += weights[i];
    mean += weights[i] * pairs[i].wanted;
  }
  if (all <= 0) return scores;
  mean /= all;
  double squares = 0, spread = 0;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const double apart = pairs[i].wanted - pairs[i].said, from_mean = pairs[i].wanted - mean;
    scores.mae += weights[i] * std::abs(apart);
    squares += weights[i] * apart * apart;
    spread += weights[i] * from_mean * from_mean;
  }
  scores.mae /= all;
  scores.rmse = std::sqrt(squares / all);
  const bool varies = std::any_of(pairs.begin(), pairs.end(), [&](const NumberPair& pair) {
    return pair.wanted != pairs[0].wanted;
  });
  if (varies) scores.r2 = 1 - squares / spread;
  return scores;
}

}  // namespace

std::int64_t Outcomes::size() const noexcept { return width > 0 ? std::ssize(outputs) / width : 0; }

std::span<const float> Outcomes::of(std::int64_t sample) const& noexcept {
  return std::span(outputs).subspan(at(sample * width), at(width));
}

int Outcomes::answer(std::int64_t sample) const noexcept {
  const int largest = brightest(of(sample));
  return largest >= 0 && width == 1 ? (of(sample)[0] > yes_above ? 1 : 0) : largest;
}

double Outcomes::weight(std::int64_t sample) const noexcept {
  return weights.empty() ? 1 : weights[at(sample)];
}

Outcomes outcomes_of(Engine& engine, const Model& model, const Dataset& data) {
  expect_fit(model.graph, data, "report");
  Outcomes outcomes;
  outcomes.width = model.graph[model.graph.output()].shape.elements();
  outcomes.yes_above = yes_above_of(model);
  outcomes.outputs.reserve(at(data.size() * outcomes.width));
  const Judging judged = judging(data, model.cost);
  const bool by_class = judged.by_class && (data.labelled() || !wants_numbers(model));
  if (by_class) outcomes.classes = outcomes.width == 1 ? 2 : static_cast<int>(outcomes.width);
  const bool by_sigmoids = model.cost == Cost::sigmoid_cross_entropy || model.cost == Cost::focal;
  outcomes.several = !by_class && outcomes.width > 1 && by_sigmoids && !wants_numbers(model);
  std::vector<float> target(at(outcomes.width));
  ask_each(engine, model, data, [&](std::int64_t i, std::span<const float> outputs) {
    outcomes.outputs.insert(outcomes.outputs.end(), outputs.begin(), outputs.end());
    if (data.has_weights()) outcomes.weights.push_back(double{data.weight(i)});
    if (data.labelled()) {
      outcomes.labels.push_back(data.label(i));
      return;
    }
    data.target(i, target.data());
    if (!by_class) {
      outcomes.targets.insert(outcomes.targets.end(), target.begin(), target.end());
    } else {
      outcomes.labels.push_back(outcomes.width == 1 ? static_cast<int>(target[0])
                                                    : brightest(target));
    }
  });
  return outcomes;
}

std::vector<NumberPair> number_pairs(const Model& model, const Outcomes& outcomes, std::int64_t i) {
  const TableForm* const table = model.form.table();
  const bool known = table && i < std::ssize(table->targets);
  const auto in_own_unit = [&](float number) {
    return known ? table->in_own_unit(at(i), double{number}) : double{number};
  };
  std::vector<NumberPair> pairs;
  for (std::int64_t sample = 0; sample < outcomes.size(); ++sample) {
    const std::span<const float> outputs = outcomes.of(sample);
    if (brightest(outputs) < 0) continue;
    pairs.push_back({in_own_unit(outcomes.targets[at(sample * outcomes.width + i)]),
                     in_own_unit(outputs[at(i)])});
  }
  return pairs;
}

Report report_of(const Model& model, const Outcomes& outcomes) {
  Report report;
  report.samples = outcomes.size();
  for (std::int64_t i = 0; i < outcomes.size(); ++i) {
    report.not_finite += brightest(outcomes.of(i)) < 0 ? 1 : 0;
  }
  if (outcomes.classes > 0) {
    report.classes = class_report(model, outcomes);
    return report;
  }
  if (outcomes.several) {
    report.several = several_report(outcomes);
    return report;
  }
  const TableForm* const table = model.form.table();
  for (std::int64_t i = 0; i < outcomes.width; ++i) {
    report.numbers.push_back(number_scores(outcomes, number_pairs(model, outcomes, i)));
    if (table && i < std::ssize(table->targets)) {
      report.numbers.back().name = table->targets[at(i)].name;
    }
  }
  return report;
}

}  // namespace glia
