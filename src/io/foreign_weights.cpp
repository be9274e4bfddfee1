#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "base/in_words.h"
#include "base/names.h"
#include "glia/weights.h"
#include "io/foreign_layers.h"
#include "io/foreign_parameters.h"
#include "io/json.h"
#include "io/model_file.h"
#include "io/safetensors.h"

namespace glia {
namespace io {
namespace {

constexpr std::array<std::string_view, 2> kLayouts{"pytorch", "keras"};
constexpr double kUsualEpsilon = 1e-5, kKerasEpsilon = 1e-3;

[[noreturn]] void refuse(const std::string& what) { throw Error(ErrorCode::shape_mismatch, what); }

using Indices = std::vector<std::size_t>;

// Finds for each node the layer that belongs to it.
class Matching {
 public:
  Matching(const Graph& graph, const SafeTensors& contents, const ForeignNames& names,
           WeightLayout layout)
      : graph_(graph), layout_(layout), file_(layers_of(contents)) {
    for (const Node& node : graph.nodes()) {
      if (!node.spec.params.empty()) nodes_.push_back(&node);
    }
    layer_of_.assign(nodes_.size(), kNone);
    fits_.resize(nodes_.size());
    for (const auto& [name, type] : contents.others) {
      if (!counts_batches(name)) others_[name] = type;
    }
    take_named(names);
    if (!others_.empty()) refuse_type(*others_.begin());
    if (!file_.others.empty()) refuse_other();
    take_by_shapes();
  }

  ForeignModel result() && {
    ForeignModel made;
    made.layout = layout_;
    made.model.graph = graph_;
    made.by_number = by_number_;
    for (std::size_t n = 0; n < nodes_.size(); ++n) {
      made.taken.emplace_back(file_.layers[layer_of_[n]].name, nodes_[n]->name);
      for (auto& [name, tensor] : fits_[n].parameters) {
        made.model.state.tensors()[name] = std::move(tensor);
      }
      made.missing.insert(made.missing.end(), fits_[n].missing.begin(), fits_[n].missing.end());
    }
    made.model.state.check(graph_);
    return made;
  }

 private:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  // --- what a person says ---

  void take_named(const ForeignNames& names) {
    std::map<std::size_t, ForeignLayer> made;  // of tensors that belong to a node's parameters
    std::vector<std::pair<std::string, std::size_t>> layers;
    for (const auto& [theirs, ours] : names.pairs) {
      if (is_tensor(theirs)) {
        if (const auto other = others_.find(theirs); other != others_.end()) {
          if (!ours.empty()) refuse_type(*other);
          others_.erase(other);
          continue;
        }
        ForeignTensor tensor = taken_tensor(theirs);
        if (ours.empty()) continue;
        const auto [node, param] = parameter_named(theirs, ours);
        if (!is_foreign_word(tensor.word)) tensor.word = foreign_word_of(*nodes_[node], *param);
        tensor.reverse = param->name.starts_with("reverse_");
        made[node].name = nodes_[node]->name;
        made[node].tensors.push_back(tensor);
      } else {
        const std::size_t layer = layer_named(theirs);
        if (ours.empty()) {
          file_.layers.erase(file_.layers.begin() + static_cast<std::ptrdiff_t>(layer));
        } else {
          layers.emplace_back(theirs, node_named(theirs, ours));
        }
      }
    }
    for (auto& [node, layer] : made) {
      file_.layers.push_back(std::move(layer));
      take(file_.layers.size() - 1, node);
    }
    for (const auto& [theirs, node] : layers) take(layer_named(theirs), node);
  }

  bool is_tensor(const std::string& theirs) const {
    for (const ForeignTensor& tensor : file_.others) {
      if (tensor.name == theirs) return true;
    }
    for (const ForeignLayer& layer : file_.layers) {
      for (const ForeignTensor& tensor : layer.tensors) {
        if (tensor.name == theirs) return true;
      }
    }
    return others_.find(theirs) != others_.end();
  }

  ForeignTensor taken_tensor(const std::string& name) {
    const auto take_of = [&](std::vector<ForeignTensor>& tensors) -> std::optional<ForeignTensor> {
      const auto found =
          std::find_if(tensors.begin(), tensors.end(),
                       [&](const ForeignTensor& tensor) { return tensor.name == name; });
      if (found == tensors.end()) return {};
      ForeignTensor tensor = *found;
      tensors.erase(found);
      return tensor;
    };
    if (const auto tensor = take_of(file_.others)) return *tensor;
    for (std::size_t i = 0; i < file_.layers.size(); ++i) {
      const auto tensor = take_of(file_.layers[i].tensors);
      if (!tensor) continue;
      if (file_.layers[i].tensors.empty()) {
        file_.layers.erase(file_.layers.begin() + static_cast<std::ptrdiff_t>(i));
      }
      return *tensor;
    }
    throw Error(ErrorCode::not_found, "tensor " + in_quotes(name) + " is named twice");
  }

  std::pair<std::size_t, const ParamSpec*> parameter_named(const std::string& theirs,
                                                           const std::string& ours) const {
    std::vector<std::string> known;
    for (std::size_t n = 0; n < nodes_.size(); ++n) {
      for (const ParamSpec& param : nodes_[n]->spec.params) {
        known.push_back(parameter_name(*nodes_[n], param));
        if (known.back() == ours) return {n, &param};
      }
    }
    throw Error(ErrorCode::not_found, in_quotes(theirs) +
                                          " is a tensor, and the network has no parameter " +
                                          in_quotes(ours) + "." + suggest(ours, known));
  }

  std::size_t node_named(const std::string& theirs, const std::string& ours) const {
    std::vector<std::string> known;
    for (std::size_t n = 0; n < nodes_.size(); ++n) {
      known.push_back(nodes_[n]->name);
      if (known.back() == ours) return n;
    }
    throw Error(ErrorCode::not_found, in_quotes(theirs) +
                                          " is a layer, and of the network's with weights none "
                                          "is called " +
                                          in_quotes(ours) + "." + suggest(ours, known));
  }

  std::size_t layer_named(const std::string& theirs) const {
    std::vector<std::string> known;
    for (std::size_t i = 0; i < file_.layers.size(); ++i) {
      known.push_back(file_.layers[i].name);
      if (known.back() == theirs) return i;
    }
    throw Error(ErrorCode::not_found, "the file has neither a layer nor a tensor " +
                                          in_quotes(theirs) + "." + suggest(theirs, known));
  }

  void take(std::size_t layer, std::size_t node) {
    if (layer_of_[node] != kNone) {
      throw Error(ErrorCode::invalid_argument,
                  in_quotes(nodes_[node]->name) + " is named twice, for " +
                      in_quotes(file_.layers[layer_of_[node]].name) + " and for " +
                      in_quotes(file_.layers[layer].name));
    }
    std::variant<Fit, std::string> found = fit(file_.layers[layer], graph_, *nodes_[node], layout_);
    if (const auto* why = std::get_if<std::string>(&found)) refuse(*why);
    fits_[node] = std::get<Fit>(std::move(found));
    layer_of_[node] = layer;
  }

  [[noreturn]] static void refuse_type(const std::pair<const std::string, std::string>& other) {
    refuse("tensor " + in_quotes(other.first) + " has numbers of the type " +
           in_quotes(other.second) + ", and a network's are F32, F16, BF16 or F64; leave it out: " +
           in_quotes(other.first + "="));
  }
  [[noreturn]] void refuse_other() const {
    std::vector<std::string> known;
    for (const ForeignTensor& tensor : file_.others) {
      known.push_back(tensor.name + " " + tensor.tensor->shape.str());
    }
    refuse("the file has tensors whose names say no layer: " + in_words(known) +
           "; name the parameter of each, such as " +
           in_quotes(file_.others[0].name + "=" + like()) +
           ", or leave it out: " + in_quotes(file_.others[0].name + "="));
  }
  std::string like() const {
    return nodes_.empty() ? "hidden1.weight"
                          : parameter_name(*nodes_[0], nodes_[0]->spec.params[0]);
  }

  // --- what shapes and numbers in names tell ---

  void take_by_shapes() {
    std::map<Indices, Indices> groups;  // nodes that layers fit, and those layers
    for (std::size_t i = 0; i < file_.layers.size(); ++i) {
      if (std::find(layer_of_.begin(), layer_of_.end(), i) != layer_of_.end()) continue;
      Indices nodes;
      for (std::size_t n = 0; n < nodes_.size(); ++n) {
        if (layer_of_[n] == kNone && fits(i, n)) nodes.push_back(n);
      }
      groups[nodes].push_back(i);
    }
    if (const auto none = groups.find({}); none != groups.end()) refuse_layer(none->second[0]);
    std::vector<int> claims(nodes_.size(), 0);
    for (const auto& [nodes, layers] : groups) {
      for (const std::size_t n : nodes) ++claims[n];
    }
    for (std::size_t n = 0; n < nodes_.size(); ++n) {
      if (layer_of_[n] == kNone && claims[n] == 0) refuse_node(n);
    }
    for (auto& [nodes, layers] : groups) {
      const bool shared =
          std::any_of(nodes.begin(), nodes.end(), [&](std::size_t n) { return claims[n] > 1; });
      if (layers.size() < nodes.size() && !shared) refuse_node(nodes.back());
      if (layers.size() > nodes.size() || shared || !by_numbers(layers)) {
        refuse_group(layers, nodes);
      }
      for (std::size_t i = 0; i < nodes.size(); ++i) {
        take(layers[i], nodes[i]);
        if (nodes.size() > 1) by_number_.push_back(nodes_[nodes[i]]->name);
      }
    }
  }

  bool fits(std::size_t layer, std::size_t node) const {
    return std::holds_alternative<Fit>(fit(file_.layers[layer], graph_, *nodes_[node], layout_));
  }

  // Puts them in the order of the numbers in their names, where nothing else is in these.
  bool by_numbers(Indices& layers) const {
    const auto of = [&](std::size_t i) { return NumberedName(file_.layers[i].name); };
    std::sort(layers.begin(), layers.end(),
              [&](std::size_t a, std::size_t b) { return of(a).numbers < of(b).numbers; });
    for (std::size_t i = 1; i < layers.size(); ++i) {
      const NumberedName before = of(layers[i - 1]), here = of(layers[i]);
      if (before.text != here.text || before.numbers == here.numbers) return false;
    }
    return true;
  }

  [[noreturn]] void refuse_layer(std::size_t layer) const {
    refuse("the file has " + file_.layers[layer].str() +
           ", which fits no layer of the network that is free: " + free_nodes() +
           "; describe the network that it belongs to, or leave it out: " +
           in_quotes(file_.layers[layer].name + "="));
  }
  [[noreturn]] void refuse_node(std::size_t node) const {
    std::vector<std::string> known;
    for (const ForeignLayer& layer : file_.layers) known.push_back(layer.str());
    refuse("the network has " + wanted(graph_, *nodes_[node], layout_) +
           ", and the file nothing that fits and is free; it has " + in_words(known) +
           "; describe the network that these belong to");
  }
  [[noreturn]] void refuse_group(Indices layers, const Indices& nodes) const {
    std::sort(layers.begin(), layers.end());  // by name
    std::vector<std::string> theirs, ours, pairs;
    for (const std::size_t i : layers) theirs.push_back(in_quotes(file_.layers[i].name));
    for (const std::size_t n : nodes) ours.push_back(in_quotes(nodes_[n]->name));
    for (std::size_t i = 0; i < std::min(layers.size(), nodes.size()); ++i) {
      pairs.push_back(file_.layers[layers[i]].name + "=" + nodes_[nodes[i]]->name);
    }
    std::string example;
    for (const std::string& pair : pairs) example += (example.empty() ? "" : ",") + pair;
    throw Error(ErrorCode::invalid_argument,
                "by its shapes each of " + in_words(theirs) + " fits each of " + in_words(ours) +
                    "; name what belongs to what, such as " + in_quotes(example));
  }
  std::string free_nodes() const {
    std::vector<std::string> free;
    for (std::size_t n = 0; n < nodes_.size(); ++n) {
      if (layer_of_[n] == kNone) free.push_back(wanted(graph_, *nodes_[n], layout_));
    }
    return in_words(free);
  }

  const Graph& graph_;
  const WeightLayout layout_;
  ForeignFile file_;
  std::map<std::string, std::string, std::less<>> others_;
  std::vector<const Node*> nodes_;     // those with parameters
  std::vector<std::size_t> layer_of_;  // of each
  std::vector<Fit> fits_;
  std::vector<std::string> by_number_;
};

bool same_parameters(const ForeignModel& a, const ForeignModel& b) {
  const auto& of_a = a.model.state.tensors();
  const auto& of_b = b.model.state.tensors();
  return std::equal(of_a.begin(), of_a.end(), of_b.begin(), of_b.end(),
                    [](const auto& x, const auto& y) {
                      return x.first == y.first && x.second.values == y.second.values;
                    });
}

// What has the weights by a layout, or the reason why nothing has.
std::variant<ForeignModel, Error> tried(const Graph& graph, const SafeTensors& contents,
                                        const ForeignNames& names, WeightLayout layout) {
  try {
    return Matching(graph, contents, names, layout).result();
  } catch (const Error& error) {
    return error;
  }
}

ForeignModel matched(const Graph& graph, const SafeTensors& contents, const ForeignNames& names) {
  if (names.layout) return Matching(graph, contents, names, *names.layout).result();
  const std::optional<WeightLayout> said = layout_by_words(layers_of(contents));
  const WeightLayout likely = said.value_or(WeightLayout::pytorch);
  const WeightLayout unlikely =
      likely == WeightLayout::pytorch ? WeightLayout::keras : WeightLayout::pytorch;
  auto first = tried(graph, contents, names, likely);
  auto* const found = std::get_if<ForeignModel>(&first);
  if (found && said) return std::move(*found);
  auto second = tried(graph, contents, names, unlikely);
  auto* const other = std::get_if<ForeignModel>(&second);
  if (found && other && !same_parameters(*found, *other)) {
    throw Error(ErrorCode::invalid_argument,
                "its matrices are square and its names tell no program, so that they fit as "
                "PyTorch lays them, out × in, and as Keras does, in × out; say the layout, "
                "pytorch or keras");
  }
  if (found) return std::move(*found);
  if (!other) throw std::get<Error>(first);
  if (said) {
    throw Error(
        std::get<Error>(first),
        std::get<Error>(first).what() + std::string("; as ") + std::string(name_of(unlikely)) +
            " lays weights down all would fit, which its names do not say: give the layout");
  }
  return std::move(*other);
}

// The same graph, in which norms with the epsilon that Glia takes have Keras's.
Graph with_keras_epsilon(const Graph& graph, std::vector<std::string>& changed) {
  Graph made;
  for (const Node& node : graph.nodes()) {
    if (!node.op) {
      made.input(node.name, node.shape);
      continue;
    }
    std::shared_ptr<const Op> op = node.op;
    Attributes attributes = op->attributes();
    const bool norm = op->name() == "batch_norm" || op->name() == "layer_norm";
    if (norm && attributes.at("epsilon") == Attribute(kUsualEpsilon)) {
      attributes["epsilon"] = kKerasEpsilon;
      op = make_op(op->name(), attributes);
      changed.push_back(node.name);
    }
    made.add(node.name, op, node.inputs);
  }
  made.set_output(graph.output());
  return made;
}

}  // namespace
}  // namespace io

std::string_view name_of(WeightLayout layout) noexcept {
  return enumerator_name(layout, io::kLayouts);
}
WeightLayout weight_layout_named(std::string_view name) {
  return enumerator_named<WeightLayout>("layout", name, io::kLayouts);
}

ForeignModel load_foreign_weights(const std::string& path, const Graph& graph,
                                  const ForeignNames& names) {
  const io::SafeTensors contents =
      io::read_safetensors(path, io::check_is_no_model, io::OtherTypes::unread);
  try {
    ForeignModel made = io::matched(graph, contents, names);
    if (made.layout == WeightLayout::keras && names.usual_epsilon) {
      made.model.graph = io::with_keras_epsilon(graph, made.epsilons);
    }
    made.model.cost = usual_cost(graph);
    made.model.history["weights"] =
        "of another program, as " + std::string(name_of(made.layout)) + " lays them down";
    return made;
  } catch (const Error& error) {
    throw Error(error, "cannot load '" + path + "': " + error.what());
  }
}

Cost usual_cost(const Graph& graph) {
  const Node& output = graph[graph.output()];
  const std::string_view last = output.op ? output.op->name() : std::string_view();
  if (last == "softmax") return Cost::softmax_cross_entropy;
  if (last == "sigmoid") return Cost::sigmoid_cross_entropy;
  return Cost::squared;
}

}  // namespace glia
