#include "onnx/import_network.h"

#include <algorithm>

#include "glia/weights.h"

namespace glia::from_onnx {
namespace {

// Layers by themselves, which count for themselves: conv1, conv2, hidden1.
constexpr std::pair<std::string_view, std::string_view> kKinds[] = {
    {"dense", "hidden"}, {"conv2d", "conv"}, {"max_pool", "pool"}, {"average_pool", "pool"},
    {"lstm", "lstm"},    {"rnn", "rnn"},     {"add", "residual"},  {"reshape", "reshape"}};

std::string_view kind_of(std::string_view op) {
  const auto* found =
      std::ranges::find(kKinds, op, &std::pair<std::string_view, std::string_view>::first);
  return found == std::end(kKinds) ? std::string_view() : found->second;
}

std::vector<bool> needed(const Work& work, int output) {
  std::vector<bool> all(work.layers.size(), false);
  all[static_cast<std::size_t>(output)] = true;
  for (std::size_t i = all.size(); i-- > 0;) {
    if (!all[i]) continue;
    for (const int input : work.layers[i].inputs) all[static_cast<std::size_t>(input)] = true;
  }
  return all;
}

class Names {
 public:
  // What a layer is called, where `before` is the one that it follows and belongs to.
  std::string next(const Layer& layer, const std::string& before, bool last_dense) {
    if (layer.op.empty()) return "input";
    if (last_dense) return "output";
    const std::string_view kind = kind_of(layer.op);
    if (!kind.empty()) return numbered(std::string(kind));
    const bool norm = layer.op == "batch_norm" || layer.op == "layer_norm";
    const std::string what = norm ? "norm" : "activation";
    std::string name = before + "." + what;
    return taken_.insert(name).second ? name : numbered(what);
  }

 private:
  std::string numbered(const std::string& kind) { return kind + std::to_string(++counts_[kind]); }
  std::map<std::string, int> counts_;
  std::set<std::string> taken_;
};

}  // namespace

void build(const Work& work, int output, Model& model) {
  const std::vector<bool> wanted = needed(work, output);
  std::size_t last_dense = work.layers.size();
  for (std::size_t i = 0; i < work.layers.size(); ++i) {
    if (wanted[i] && work.layers[i].op == "dense") last_dense = i;
  }
  Names names;
  std::vector<NodeId> nodes(work.layers.size());
  std::vector<std::string> follows(work.layers.size());  // whose activation or norm comes next
  for (std::size_t i = 0; i < work.layers.size(); ++i) {
    const Layer& layer = work.layers[i];
    if (!wanted[i]) continue;
    const std::string before =
        layer.inputs.empty() ? "" : follows[static_cast<std::size_t>(layer.inputs[0])];
    const std::string name = names.next(layer, before, i == last_dense);
    const bool own = layer.op.empty() || !kind_of(layer.op).empty();
    follows[i] = own ? name : before;
    if (layer.op.empty()) {
      nodes[i] = model.graph.input(name, layer.shape);
      continue;
    }
    std::vector<NodeId> inputs;
    for (const int input : layer.inputs) inputs.push_back(nodes[static_cast<std::size_t>(input)]);
    nodes[i] = model.graph.add(name, make_op(layer.op, layer.attributes), std::move(inputs));
    for (const auto& [param, tensor] : layer.params) {
      model.state.tensors()[name + "." + param] = tensor;
    }
  }
  model.graph.set_output(nodes[static_cast<std::size_t>(output)]);
  model.cost = usual_cost(model.graph);
  model.state.check(model.graph);
}

}  // namespace glia::from_onnx
