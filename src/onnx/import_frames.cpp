#include "onnx/import_frames.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "onnx/import_file.h"
#include "onnx/import_values.h"

namespace glia::from_onnx {
namespace {

// h[t] = tanh((x·W + b)[t] + (h[t−1]·R + c)), by the names of its values.
struct Frame {
  std::string sums;  // x·W + b of all frames
  std::int64_t number = 0;
  std::string before, r, c;  // h[t−1]; c empty: there is none
  bool same_layer(const Frame& other) const {
    return sums == other.sums && r == other.r && c == other.c;
  }
};

class Joining {
 public:
  explicit Joining(const onnx::GraphProto& graph) : graph_(graph) {
    for (int i = 0; i < graph.node_size(); ++i) {
      for (const std::string& name : graph.node(i).output()) makers_[name] = i;
    }
    for (const onnx::TensorProto& tensor : graph.initializer()) known_[tensor.name()] = &tensor;
  }

  using Chain = std::vector<std::string>;  // what its frames are called, in their order

  std::vector<Chain> chains() const {
    std::map<std::string, std::string> next;  // by the frame before
    std::vector<std::string> firsts;
    for (const onnx::NodeProto& node : graph_.node()) {
      if (node.op_type() != "Tanh" || node.input_size() != 1) continue;
      const std::optional<Frame> frame = frame_of(node);
      if (!frame) continue;
      if (frame->number == 0 && begins(frame->before)) firsts.push_back(node.output(0));
      if (frame->number > 0) next[frame->before] = node.output(0);
    }
    std::vector<Chain> found;
    for (const std::string& first : firsts) {
      Chain chain{first};
      for (auto at = next.find(first); at != next.end(); at = next.find(chain.back())) {
        if (!follows(chain.back(), at->second)) break;
        chain.push_back(at->second);
      }
      if (chain.size() > 1) found.push_back(std::move(chain));
    }
    return found;
  }

  // In a copy of the graph, the last frame's node becomes that of all.
  void join(const Chain& chain, onnx::GraphProto& copy) const {
    const Frame frame = frame_named(chain[0]);
    const std::string& last = chain.back();
    const auto [b, product] = without_bias(frame.sums);
    const onnx::NodeProto* turn = maker(product, "MatMul");
    if (!turn || turn->input_size() != 2 || !is_known(turn->input(1))) return;
    const onnx::TensorProto& r = *known_.at(frame.r);
    if (r.dims_size() != 2 || r.dims(0) != r.dims(1)) return;
    const std::int64_t units = r.dims(0);
    Floats bias;
    for (const std::string& part : {b, frame.c}) {
      Floats list(static_cast<std::size_t>(units), 0.0F);
      if (!part.empty()) list = numbers<Floats>(part).value_or(Floats{});
      bias.insert(bias.end(), list.begin(), list.end());
    }
    const std::optional<Floats> w = turned(turn->input(1), units), h = turned(frame.r, units);
    if (!w || !h || std::ssize(bias) != 2 * units) return;
    add_floats(copy, last + "/W", {1, units, std::ssize(*w) / units}, *w);
    add_floats(copy, last + "/R", {1, units, units}, *h);
    add_floats(copy, last + "/B", {1, 2 * units}, bias);
    add_whole(copy, last + "/frames", std::ssize(chain));  // these have to be all that there are
    onnx::NodeProto& rnn = *copy.mutable_node(makers_.at(last));
    rnn.set_op_type("RNN");
    rnn.set_input(0, turn->input(0));
    for (const char* what : {"/W", "/R", "/B", "/frames"}) rnn.add_input(last + what);
    rnn.set_output(0, last + "/Y");
    rnn.add_output(last);
    take_place_of_concat(chain, copy);
  }

 private:
  const onnx::NodeProto* maker(const std::string& name, const char* op) const {
    const auto found = makers_.find(name);
    if (found == makers_.end()) return nullptr;
    const onnx::NodeProto& node = graph_.node(found->second);
    return node.op_type() == op && is_own_domain(node.domain()) ? &node : nullptr;
  }

  // Numbers that the file holds; none: it does not, or of another type.
  template <typename List>
  std::optional<List> numbers(const std::string& name) const {
    const auto found = known_.find(name);
    if (found == known_.end()) return {};
    const Constant known = constant_of(*found->second);
    const auto* list = std::get_if<List>(&known.values);
    return list ? std::optional(*list) : std::nullopt;
  }
  bool is_known(const std::string& name) const { return known_.contains(name); }

  // Before axes of 1 came or went.
  std::string bare(std::string name) const {
    for (;;) {
      const onnx::NodeProto* node = maker(name, "Squeeze");
      if (!node) node = maker(name, "Unsqueeze");
      if (!node || node->input_size() < 1) return name;
      name = node->input(0);
    }
  }

  // Of a + b the one that is `known`, or empty, and the other.
  std::pair<std::string, std::string> without_bias(const std::string& name) const {
    const onnx::NodeProto* node = maker(name, "Add");
    if (!node || node->input_size() != 2) return {"", name};
    for (const int i : {0, 1}) {
      if (is_known(node->input(i))) return {node->input(i), node->input(1 - i)};
    }
    return {"", name};
  }

  // The frame of a sequence that is cut out, and which it is.
  std::optional<std::pair<std::string, std::int64_t>> cut(const std::string& name) const {
    const onnx::NodeProto* slice = maker(bare(name), "Slice");
    if (!slice || slice->input_size() < 4) return {};
    const auto one = [&](int i) {
      const auto list = numbers<Wholes>(slice->input(i));
      return list && list->size() == 1 ? (*list)[0].value : std::int64_t{-1};
    };
    const std::int64_t number = one(1);
    const bool stepped = slice->input_size() > 4 && one(4) != 1;
    if (number < 0 || one(2) != number + 1 || one(3) != 0 || stepped) return {};
    return std::pair(slice->input(0), number);
  }

  std::optional<Frame> frame_of(const onnx::NodeProto& tanh) const {
    const onnx::NodeProto* sum = maker(tanh.input(0), "Add");
    if (!sum || sum->input_size() != 2) return {};
    for (const int i : {0, 1}) {
      const auto frame = cut(sum->input(i));
      if (!frame) continue;
      const auto [c, product] = without_bias(sum->input(1 - i));
      const onnx::NodeProto* turn = maker(product, "MatMul");
      if (!turn || turn->input_size() != 2 || !is_known(turn->input(1))) return {};
      return Frame{frame->first, frame->second, turn->input(0), turn->input(1), c};
    }
    return {};
  }

  // A first state of zeros, of one layer.
  bool begins(const std::string& state) const {
    const onnx::NodeProto* added = maker(state, "Unsqueeze");
    if (!added || added->input_size() != 2) return false;
    const auto axes = numbers<Wholes>(added->input(1));
    if (!axes || *axes != Wholes{{0}}) return false;
    std::string name = bare(state);
    for (const char* op : {"Slice", "Expand"}) {
      const onnx::NodeProto* node = maker(name, op);
      if (node && node->input_size() > 0) name = bare(node->input(0));
    }
    const auto list = numbers<Floats>(name);
    return list && std::ranges::all_of(*list, [](float x) { return x == 0; });
  }

  Frame frame_named(const std::string& name) const { return *frame_of(*maker(name, "Tanh")); }
  bool follows(const std::string& before, const std::string& name) const {
    const Frame a = frame_named(before), b = frame_named(name);
    return a.same_layer(b) && b.number == a.number + 1;
  }

  // [in][out] as RNN has it, [out][in].
  std::optional<Floats> turned(const std::string& matrix, std::int64_t out) const {
    const onnx::TensorProto& from = *known_.at(matrix);
    const std::optional<Floats> list = numbers<Floats>(matrix);
    if (!list || from.dims_size() != 2 || from.dims(1) != out || list->empty()) return {};
    Floats made;
    for (std::int64_t o = 0; o < out; ++o) {
      for (std::int64_t i = o; i < std::ssize(*list); i += out) {
        made.push_back((*list)[static_cast<std::size_t>(i)]);
      }
    }
    return made;
  }

  static void add_floats(onnx::GraphProto& to, const std::string& name, const Sizes& sizes,
                         const Floats& list) {
    onnx::TensorProto& tensor = *to.add_initializer();
    tensor.set_name(name);
    tensor.set_data_type(onnx::TensorProto_DataType_FLOAT);
    for (const std::int64_t size : sizes) tensor.add_dims(size);
    for (const float number : list) tensor.add_float_data(number);
  }
  static void add_whole(onnx::GraphProto& to, const std::string& name, std::int64_t number) {
    onnx::TensorProto& tensor = *to.add_initializer();
    tensor.set_name(name);
    tensor.set_data_type(onnx::TensorProto_DataType_INT64);
    tensor.add_dims(1);
    tensor.add_int64_data(number);
  }

  // An RNN has an axis for its direction that the Concat of its frames has not.
  static void take_place_of_concat(const Chain& chain, onnx::GraphProto& copy) {
    const std::string direction = chain.back() + "/direction";
    for (onnx::NodeProto& node : *copy.mutable_node()) {
      const bool all =
          node.op_type() == "Concat" &&
          std::equal(node.input().begin(), node.input().end(), chain.begin(), chain.end());
      if (!all || node.attribute_size() != 1 || node.attribute(0).i() != 0) continue;
      add_whole(copy, direction, 1);
      node.set_op_type("Squeeze");
      node.clear_attribute();
      node.clear_input();
      node.add_input(chain.back() + "/Y");
      node.add_input(direction);
      return;
    }
  }

  const onnx::GraphProto& graph_;
  std::map<std::string, int> makers_;  // node by output
  std::map<std::string, const onnx::TensorProto*> known_;
};

}  // namespace

std::optional<onnx::ModelProto> with_frames_joined(const onnx::ModelProto& file) {
  const Joining joining(file.graph());
  const std::vector<Joining::Chain> chains = joining.chains();
  if (chains.empty()) return {};
  onnx::ModelProto copy = file;
  for (const Joining::Chain& chain : chains) joining.join(chain, *copy.mutable_graph());
  return copy;
}

}  // namespace glia::from_onnx
