#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "glia/weights.h"
#include "io/foreign_layers.h"

// What the parameters of a node are in the files of other programs.
namespace glia::io {

bool is_foreign_word(std::string_view word);  // "weight", "recurrent_kernel"

// That of a parameter, for a tensor whose own name does not say it.
std::string foreign_word_of(const Node& node, const ParamSpec& param);

// The layout whose words a file uses; none where they say nothing.
std::optional<WeightLayout> layout_by_words(const ForeignFile& file);

// The parameters that a layer gives a node.
struct Fit {
  std::vector<std::pair<std::string, Tensor>> parameters;  // "hidden1.weight"
  std::vector<std::string> missing;                        // those that do nothing, for it has none
};
// Or why it does not.
std::variant<Fit, std::string> fit(const ForeignLayer& layer, const Graph& graph, const Node& node,
                                   WeightLayout layout);

// "'hidden1' (weight 16×784, bias 16)", as the layout has them.
std::string wanted(const Graph& graph, const Node& node, WeightLayout layout);

}  // namespace glia::io
