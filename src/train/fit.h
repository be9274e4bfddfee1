#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "glia/data.h"
#include "glia/graph.h"
#include "glia/training.h"

namespace glia {

// How it is told whether an answer is right.
struct Judging {
  bool by_class = false;           // whether targets name classes: the largest output answers…
  std::optional<float> yes_above;  // …or one output says yes above that
};
Judging judging(const Dataset& data, std::optional<Cost> cost);

// Throws Error unless a network can learn from data, which `what` names, or be tried on it.
void expect_fit(const Graph& graph, const Dataset& data, std::string_view what);
// Throws Error where the data's targets make no sense to the cost.
void expect_targets(std::optional<Cost> cost, const Dataset& data, std::string_view what);
void expect_targets(Cost cost, float low, float high, std::string_view what);

// What may be meant and mostly is not, a sentence each.
std::vector<std::string> doubts(const Graph& graph, std::optional<Cost> cost);
std::vector<std::string> doubts(const Graph& graph, Cost cost, const Dataset& data);

}  // namespace glia
