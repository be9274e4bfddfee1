#include "train/fit.h"

#include <cmath>
#include <cstdio>

#include "glia/abilities.h"
#include "glia/error.h"

namespace glia {
namespace {

// The activation that the network's outputs come from, or null.
const Node* last_activation(const Graph& graph) {
  const Node* node = &graph[graph.output()];
  while (node->op && Abilities(*node->op).passes_on) node = &graph[node->inputs[0]];
  return node->op && Abilities(*node->op).activation ? node : nullptr;
}

std::string text(float number) {
  char digits[32];
  std::snprintf(digits, sizeof digits, "%g", static_cast<double>(number));
  return digits;
}

}  // namespace

Judging judging(const Dataset& data, std::optional<Cost> cost) {
  if (data.labelled()) return {.by_class = true, .yes_above = {}};
  if (data.target_width() > 1) {
    return {.by_class = cost == Cost::softmax_cross_entropy || data.targets().classes,
            .yes_above = {}};
  }
  if (cost == Cost::softmax_cross_entropy || !data.targets().classes) return {};
  // Of what goes into the sigmoid, 0 is what ½ is made of.
  const bool before = cost && activation_in(*cost) == "sigmoid";
  return {.by_class = true, .yes_above = before ? 0.0F : 0.5F};
}

void expect_fit(const Graph& graph, const Dataset& data, std::string_view what) {
  const Shape& input = graph.input_shape();
  if (data.size() == 0) {
    throw Error(ErrorCode::invalid_argument, std::string(what) + " data: it has no samples");
  }
  if (data.shape().elements() != input.elements()) {
    throw Error(ErrorCode::shape_mismatch,
                std::string(what) + " data: the network takes " + input.str() + ", a sample is " +
                    data.shape().str(),
                {"data_shape", {{"expected", input.str()}, {"got", data.shape().str()}}});
  }
  const std::int64_t outputs = graph[graph.output()].shape.elements();
  if (data.target_width() != outputs) {
    throw Error(
        ErrorCode::shape_mismatch,
        std::string(what) + " data: the network has " + std::to_string(outputs) +
            " outputs, an answer has " + std::to_string(data.target_width()),
        {"data_outputs",
         {{"expected", std::to_string(outputs)}, {"got", std::to_string(data.target_width())}}});
  }
}

void expect_targets(Cost cost, float low, float high, std::string_view what) {
  const auto fail = [&](const std::string& expected, float got) {
    throw Error(ErrorCode::invalid_argument,
                std::string(what) + ": the cost " + std::string(name_of(cost)) +
                    " expects targets " + expected + ", got " + text(got) +
                    "; scale them, or learn by another cost, such as squared");
  };
  const bool likely = activation_in(cost) == "sigmoid";
  if (likely && !(low >= 0)) fail("from 0 to 1", low);
  if (likely && !(high <= 1)) fail("from 0 to 1", high);
  if (cost == Cost::softmax_cross_entropy && !(low >= 0)) fail("of at least 0", low);
}

void expect_targets(std::optional<Cost> cost, const Dataset& data, std::string_view what) {
  if (!cost || data.labelled()) return;
  const Dataset::Targets targets = data.targets();
  expect_targets(*cost, targets.low, targets.high, what);
}

std::vector<std::string> doubts(const Graph& graph, std::optional<Cost> cost) {
  std::vector<std::string> found;
  if (!cost) return found;
  const std::string name(name_of(*cost));
  const std::string meant(activation_in(*cost));
  if (meant.empty()) return found;
  const Node& output = graph[graph.output()];
  const Node* const last = last_activation(graph);
  if (last && !(last == &output && last->op->name() == meant)) {
    found.push_back("the cost " + name + " has a " + meant + " in it, and '" + last->name +
                    "' is a " + std::string(last->op->name()) +
                    ": the outputs pass through both; end the " + "network in " + meant +
                    " or without an activation");
  }
  if (*cost == Cost::softmax_cross_entropy && output.shape.elements() == 1) {
    found.push_back(
        "a softmax of one output is always 1, so that nothing can be learnt; take an "
        "output for each class, or the cost sigmoid_cross_entropy");
  }
  return found;
}

std::vector<std::string> doubts(const Graph& graph, Cost cost, const Dataset& data) {
  std::vector<std::string> found = doubts(graph, cost);
  const Dataset::Targets targets = data.targets();
  const Node* const last = last_activation(graph);
  if (activation_in(cost).empty() && last) {
    const Activation::Range reach = Abilities(*last->op).activation->range();
    if (targets.low < reach.low || targets.high > reach.high) {
      found.push_back("targets go from " + text(targets.low) + " to " + text(targets.high) +
                      ", and '" + last->name + "', a " + std::string(last->op->name()) +
                      ", gives " +
                      (std::isinf(reach.high) ? "nothing below " + text(reach.low)
                                              : text(reach.low) + " to " + text(reach.high)) +
                      ": it never gets there; scale the targets, or end the network without an "
                      "activation");
    }
  }
  if (cost == Cost::softmax_cross_entropy && targets.high > 1) {
    found.push_back("targets go up to " + text(targets.high) +
                    ", and softmax_cross_entropy takes "
                    "them for parts of 1: a row counts as often as it adds up to");
  }
  return found;
}

}  // namespace glia
