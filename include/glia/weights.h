#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "glia/export.h"
#include "glia/graph.h"
#include "glia/model.h"

// Weights that another program saved, bare tensors in a .safetensors file, for a network that is
// described to Glia.
namespace GLIA_EXPORT glia {

// How a program lays weights down: PyTorch [out][in…], Keras [in…][out], with the channels of a
// picture behind its pixels.
enum class WeightLayout { pytorch, keras };
std::string_view name_of(WeightLayout layout) noexcept;
WeightLayout weight_layout_named(std::string_view name);  // throws Error with the list

struct ForeignNames {
  // What belongs to what where shapes leave it open. Theirs first: a layer and a node, "fc1" and
  // "hidden1", or a tensor and a parameter, "w1" and "hidden1.weight". What belongs to "" is left
  // out.
  std::vector<std::pair<std::string, std::string>> pairs = {};
  std::optional<WeightLayout> layout = {};  // none: as names and shapes tell
  // In Keras norms have another epsilon where nobody asks otherwise, which its files do not say:
  // 0.001. false: these are as the graph has them.
  bool usual_epsilon = true;
};

// A model without classes and form, of which weights say nothing; its cost is the usual one.
struct ForeignModel {
  Model model = {};
  WeightLayout layout = WeightLayout::pytorch;
  std::vector<std::pair<std::string, std::string>> taken = {};  // in the graph's order
  std::vector<std::string> by_number = {};  // of these, nodes that only numbers in names tell apart
  std::vector<std::string> missing = {};    // parameters that the file lacks, which do nothing
  std::vector<std::string> epsilons = {};   // norms that got Keras's
};

// Throws Error: {not_found} and {io} as load_model() does, {format} when the file is no whole one
// or a model of Glia itself, {invalid_argument} and {shape_mismatch} when it does not belong to the
// graph in one way alone.
ForeignModel load_foreign_weights(const std::string& path, const Graph& graph,
                                  const ForeignNames& names = {});

// That which a network is likely to have learnt by, where nothing tells: behind a softmax or a
// sigmoid its cross-entropy, else the squared one.
Cost usual_cost(const Graph& graph);

}  // namespace glia
