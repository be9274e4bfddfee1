#include "io/foreign_parameters.h"

#include <algorithm>
#include <numeric>
#include <set>

#include "io/json.h"

namespace glia::io {
namespace {

// A parameter, as ops have it, and its word in PyTorch and in Keras. The sums of gates have two
// biases in PyTorch, one for each of their matrices; gates lie in the same order everywhere.
struct Words {
  std::string_view op, param, pytorch, keras;
  float nothing = -1;  // what stands for one that a layer may lack; −1: none may
};
constexpr Words kWords[] = {
    {"dense", "weight", "weight", "kernel"},
    {"dense", "bias", "bias", "bias", 0},
    {"conv2d", "weight", "weight", "kernel"},
    {"conv2d", "bias", "bias", "bias", 0},
    {"batch_norm", "scale", "weight", "gamma", 1},
    {"batch_norm", "shift", "bias", "beta", 0},
    {"batch_norm", "mean", "running_mean", "moving_mean"},
    {"batch_norm", "variance", "running_var", "moving_variance"},
    {"layer_norm", "gain", "weight", "gamma", 1},
    {"layer_norm", "bias", "bias", "beta", 0},
    {"lstm", "input_weight", "weight_ih", "kernel"},
    {"lstm", "hidden_weight", "weight_hh", "recurrent_kernel"},
    {"lstm", "bias", "bias_ih", "bias", 0},
    {"rnn", "input_weight", "weight_ih", "kernel"},
    {"rnn", "hidden_weight", "weight_hh", "recurrent_kernel"},
    {"rnn", "bias", "bias_ih", "bias", 0},
};
constexpr std::string_view kSecondBias = "bias_hh";
constexpr std::string_view kReverse = "reverse_";

std::string_view direction_of(std::string_view param) {
  return param.starts_with(kReverse) ? kReverse : std::string_view();
}

// Null where the op is none of the library's.
const Words* words_of(const Node& node, const ParamSpec& param) {
  const std::string_view name =
      std::string_view(param.name).substr(direction_of(param.name).size());
  const auto* found = std::find_if(std::begin(kWords), std::end(kWords), [&](const Words& words) {
    return words.op == node.op->name() && words.param == name;
  });
  return found == std::end(kWords) ? nullptr : found;
}

// The picture whose numbers come to `node` one after the other; rank 0: they come from none.
Shape picture_before(const Graph& graph, const Node& node) {
  const Node* at = &graph[node.inputs[0]];
  const std::int64_t elements = at->shape.elements();
  while (at->shape.rank() != 3) {
    const bool mixes =
        !at->op || at->op->name() == "dense" || at->op->name() == "lstm" || at->op->name() == "rnn";
    if (mixes) return {};
    at = &graph[at->inputs[0]];
    if (at->shape.elements() != elements) return {};
  }
  return at->shape;
}

// How a tensor lies: the sizes of its axes, where axis i of our parameter is their axis order[i].
// `sizes` may take one of its axes apart.
struct Lie {
  Shape shape;  // as the file says it
  std::vector<std::int64_t> sizes;
  std::vector<std::size_t> order;
};

Lie lie_of(const Graph& graph, const Node& node, const ParamSpec& param, WeightLayout layout) {
  const std::span<const std::int64_t> ours = param.shape.sizes();
  Lie lie{.shape = param.shape, .sizes = {ours.begin(), ours.end()}, .order = {}};
  lie.order.resize(ours.size());
  std::iota(lie.order.begin(), lie.order.end(), std::size_t{0});
  if (layout == WeightLayout::pytorch) return lie;
  const bool flat = node.op->name() == "dense" ||
                    (node.shape.rank() == 1 && param.shape.elements() == node.shape.elements());
  const Shape picture = flat ? picture_before(graph, node) : Shape();
  const bool of_picture = picture.rank() == 3 && ours.back() == picture.elements();
  if (ours.size() == 4) {  // [height][width][in][out]
    lie.sizes = {ours[2], ours[3], ours[1], ours[0]};
    lie.order = {3, 2, 0, 1};
  } else if (ours.size() == 2) {  // [in][out]
    lie.sizes = {ours[1], ours[0]};
    lie.order = {1, 0};
  }
  lie.shape = Shape(lie.sizes);
  if (of_picture && ours.size() == 2) {  // [height][width][channels][out]
    lie.sizes = {picture[1], picture[2], picture[0], ours[0]};
    lie.order = {3, 2, 0, 1};
  } else if (of_picture && ours.size() == 1) {
    lie.sizes = {picture[1], picture[2], picture[0]};
    lie.order = {2, 0, 1};
  }
  return lie;
}

// Their numbers in our order, added to what is in `to`.
void add_turned(const std::vector<float>& from, const Lie& lie, std::vector<float>& to) {
  const std::size_t rank = lie.sizes.size();
  std::vector<std::int64_t> stride(rank, 1);
  for (std::size_t i = rank; i-- > 1;) stride[i - 1] = stride[i] * lie.sizes[i];
  std::vector<std::int64_t> place(rank, 0);
  std::int64_t at = 0;
  for (float& value : to) {
    value += from[static_cast<std::size_t>(at)];
    for (std::size_t i = rank; i-- > 0;) {
      const std::size_t axis = lie.order[i];
      at += stride[axis];
      if (++place[i] < lie.sizes[axis]) break;
      at -= stride[axis] * lie.sizes[axis];
      place[i] = 0;
    }
  }
}

bool is_word_of(const Words& words, std::string_view word) {
  return word == words.pytorch || word == words.keras ||
         (words.pytorch == "bias_ih" && word == kSecondBias);
}

}  // namespace

bool is_foreign_word(std::string_view word) {
  return std::any_of(std::begin(kWords), std::end(kWords),
                     [&](const Words& words) { return is_word_of(words, word); });
}

std::string foreign_word_of(const Node& node, const ParamSpec& param) {
  const Words* words = words_of(node, param);
  return words ? std::string(words->keras) : "";
}

std::optional<WeightLayout> layout_by_words(const ForeignFile& file) {
  std::set<std::string, std::less<>> said;
  for (const ForeignLayer& layer : file.layers) {
    for (const ForeignTensor& tensor : layer.tensors) said.insert(tensor.word);
  }
  bool pytorch = false, keras = false;
  for (const Words& words : kWords) {
    if (words.pytorch == words.keras) continue;
    pytorch |= words.pytorch != "bias" && said.contains(words.pytorch);
    keras |= words.keras != "bias" && said.contains(words.keras);
  }
  if (pytorch == keras) return {};
  return pytorch ? WeightLayout::pytorch : WeightLayout::keras;
}

std::variant<Fit, std::string> fit(const ForeignLayer& layer, const Graph& graph, const Node& node,
                                   WeightLayout layout) {
  Fit result;
  std::size_t used = 0;
  for (const ParamSpec& param : node.spec.params) {
    const std::string name = parameter_name(node, param);
    const Words* words = words_of(node, param);
    if (!words) return "no other program has anything like " + in_quotes(name);
    const Lie lie = lie_of(graph, node, param, layout);
    // To −0 anything may be added and stays what it is.
    Tensor ours{param.shape,
                std::vector<float>(static_cast<std::size_t>(param.shape.elements()), -0.0F)};
    const bool reverse = !direction_of(param.name).empty();
    std::string_view found;
    for (const ForeignTensor& tensor : layer.tensors) {
      if (tensor.reverse != reverse || !is_word_of(*words, tensor.word)) continue;
      if (!found.empty() && (found == kSecondBias) == (tensor.word == kSecondBias)) {
        return in_quotes(layer.name) + " has two tensors for " + in_quotes(name);
      }
      if (tensor.tensor->shape != lie.shape) {
        return in_quotes(tensor.name) + " as " + in_quotes(name) + ": expected " + lie.shape.str() +
               ", got " + tensor.tensor->shape.str();
      }
      add_turned(tensor.tensor->values, lie, ours.values);
      found = tensor.word;
      ++used;
    }
    if (found.empty() && words->nothing < 0) {
      return in_quotes(layer.name) + " has nothing for " + in_quotes(name) + ", a " +
             std::string(words->pytorch) + " or " + std::string(words->keras);
    }
    if (found.empty()) {
      std::fill(ours.values.begin(), ours.values.end(), words->nothing);
      result.missing.push_back(name);
    }
    result.parameters.emplace_back(name, std::move(ours));
  }
  if (used < layer.tensors.size()) {
    return in_quotes(node.name) + " has no place for all of " + layer.str();
  }
  return result;
}

std::string wanted(const Graph& graph, const Node& node, WeightLayout layout) {
  std::string text = in_quotes(node.name) + " (";
  for (const ParamSpec& param : node.spec.params) {
    const Words* words = words_of(node, param);
    if (&param != &node.spec.params.front()) text += ", ";
    text += (words ? std::string(layout == WeightLayout::keras ? words->keras : words->pytorch)
                   : param.name) +
            " " + lie_of(graph, node, param, layout).shape.str();
  }
  return text + ")";
}

}  // namespace glia::io
