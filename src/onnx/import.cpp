#include "onnx/import.h"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <new>
#include <system_error>

#include "glia/error.h"
#include "glia/harmless.h"
#include "glia/onnx.h"
#include "glia/suggest.h"
#include "onnx/import_file.h"
#include "onnx/import_frames.h"
#include "onnx/import_network.h"
#include "onnx/kept_model.h"

namespace glia::from_onnx {
namespace {

struct Tables {
  Operators constant, live, learners;
};
const Tables& tables() {
  static const Tables all = [] {
    Tables made;
    add_constant_operators(made.constant);
    add_view_operators(made.live);
    add_dense_operators(made.live);
    add_picture_operators(made.live);
    add_time_operators(made.live);
    add_arithmetic_operators(made.live);
    add_norm_operators(made.live);
    add_joining_operators(made.live);
    made.live["Shape"] = made.constant.at("Shape");
    add_learner_operators(made.learners);
    return made;
  }();
  return all;
}

// Walks an ONNX graph and lays down Glia's layers.
class Walk {
 public:
  explicit Walk(const onnx::ModelProto& file) : file_(file), graph_(file.graph()) {
    for (const onnx::OperatorSetIdProto& set : file.opset_import()) {
      if (is_own_domain(set.domain())) work_.opset = set.version();
    }
  }

  Import run() {
    const std::string output = chosen_output();
    find_needed({output});
    read_constants();
    lay_input();
    visit_all();
    return finish(output);
  }

  std::vector<Constant> fold() {
    std::vector<std::string> outputs;
    for (const onnx::ValueInfoProto& output : graph_.output()) outputs.push_back(output.name());
    find_needed(outputs);
    read_constants();
    visit_all();
    std::vector<Constant> found;
    for (const std::string& output : outputs) {
      const auto* known = std::get_if<ConstantPtr>(&values_[output]);
      if (!known) unsupported("its output " + in_quotes(output) + " is no constant");
      found.push_back(**known);
    }
    return found;
  }

 private:
  static bool is_float(const onnx::ValueInfoProto& value) {
    if (value.type().has_sequence_type()) return true;  // what ZipMap makes of probabilities
    const int type = value.type().tensor_type().elem_type();
    return type == onnx::TensorProto_DataType_FLOAT || type == onnx::TensorProto_DataType_DOUBLE ||
           type == onnx::TensorProto_DataType_UNDEFINED;
  }

  // The one output of floats; a pipeline's label beside it is what the largest of them says.
  std::string chosen_output() {
    std::vector<std::string> found;
    for (const onnx::ValueInfoProto& output : graph_.output()) {
      if (is_float(output)) found.push_back(output.name());
    }
    if (found.size() != 1) {
      unsupported("it has " + std::to_string(found.size()) +
                  " outputs of floats, and a network of Glia's has one: export it with that alone");
    }
    if (graph_.output_size() > 1) {
      work_.note("an output with the answer itself was left out: it is that of the largest number");
    }
    return found[0];
  }

  void find_needed(const std::vector<std::string>& outputs) {
    std::set<std::string, std::less<>> wanted(outputs.begin(), outputs.end());
    needed_.assign(static_cast<std::size_t>(graph_.node_size()), false);
    for (const std::string& output : outputs) ++uses_[output];
    for (int i = graph_.node_size(); i-- > 0;) {
      const onnx::NodeProto& node = graph_.node(i);
      if (std::ranges::none_of(node.output(), [&](const std::string& name) {
            return !name.empty() && wanted.contains(name);
          })) {
        continue;
      }
      needed_[static_cast<std::size_t>(i)] = true;
      for (const std::string& name : node.input()) {
        wanted.insert(name);
        // Asking for its sizes changes nothing.
        uses_[name] += node.op_type() != "Shape";
      }
    }
  }

  void read_constants() {
    work_.budget = std::int64_t{1} << 22;
    for (const onnx::TensorProto& tensor : graph_.initializer()) {
      if (!uses_.contains(tensor.name())) continue;
      Constant known = constant_of(tensor);
      work_.budget += 8 * known.elements();
      values_[tensor.name()] = std::make_shared<const Constant>(std::move(known));
    }
  }

  const onnx::ValueInfoProto& live_input() {
    const onnx::ValueInfoProto* found = nullptr;
    for (const onnx::ValueInfoProto& input : graph_.input()) {
      if (values_.contains(input.name()) || !uses_.contains(input.name())) continue;
      if (found) {
        unsupported("it takes " + in_quotes(found->name()) + " and " + in_quotes(input.name()) +
                    ", and a network of Glia's takes one input");
      }
      found = &input;
    }
    if (!found) unsupported("its output does not come from an input");
    return *found;
  }

  // Nodes that take this value.
  std::vector<const onnx::NodeProto*> takers(const std::string& name) const {
    std::vector<const onnx::NodeProto*> found;
    for (const onnx::NodeProto& node : graph_.node()) {
      if (std::ranges::find(node.input(), name) != node.input().end()) found.push_back(&node);
    }
    return found;
  }

  static std::vector<std::int64_t> order_of(const onnx::NodeProto& node) {
    for (const onnx::AttributeProto& attribute : node.attribute()) {
      if (attribute.name() == "perm") return {attribute.ints().begin(), attribute.ints().end()};
    }
    return {};
  }

  static std::int64_t integer_of(const onnx::NodeProto& node, std::string_view name) {
    for (const onnx::AttributeProto& attribute : node.attribute()) {
      if (attribute.name() == name) return attribute.i();
    }
    return 0;
  }

  // Which axis of the input has the samples, by what takes it: the second of what goes through time
  // in ONNX's usual order.
  std::size_t samples_axis(const std::string& name) const {
    for (const onnx::NodeProto* node : takers(name)) {
      const std::string& op = node->op_type();
      if ((op == "LSTM" || op == "RNN" || op == "GRU") && integer_of(*node, "layout") == 0)
        return 1;
      if (op == "Gemm" && integer_of(*node, "transA") != 0 && node->input(0) == name) return 1;
      const std::vector<std::int64_t> order = order_of(*node);
      if (op == "Transpose" && order.size() == 3 && node->output_size() == 1 &&
          samples_axis_after(node->output(0))) {
        return static_cast<std::size_t>(order[1]) < order.size()
                   ? static_cast<std::size_t>(order[1])
                   : 0;
      }
    }
    return 0;
  }
  bool samples_axis_after(const std::string& name) const {
    return std::ranges::any_of(takers(name), [](const onnx::NodeProto* node) {
      return (node->op_type() == "LSTM" || node->op_type() == "RNN") &&
             integer_of(*node, "layout") == 0;
    });
  }

  // Whether it is turned from height × width × channels to what a convolution takes.
  bool channels_last(const std::string& name) const {
    std::string at = name;
    for (int steps = 0; steps < 8; ++steps) {
      const std::vector<const onnx::NodeProto*> all = takers(at);
      if (all.size() != 1 || all[0]->output_size() < 1) return false;
      if (all[0]->op_type() == "Transpose") {
        return order_of(*all[0]) == std::vector<std::int64_t>{0, 3, 1, 2};
      }
      at = all[0]->output(0);
    }
    return false;
  }

  void lay_input() {
    const onnx::ValueInfoProto& input = live_input();
    const onnx::TypeProto_Tensor& type = input.type().tensor_type();
    if (!input.type().has_tensor_type() || !is_float(input)) {
      unsupported("its input " + in_quotes(input.name()) + " takes no floats");
    }
    if (!type.has_shape()) unsupported("its input " + in_quotes(input.name()) + " has no sizes");
    std::vector<std::int64_t> sizes, open;
    for (const onnx::TensorShapeProto_Dimension& size : type.shape().dim()) {
      const bool known = size.has_dim_value() && size.dim_value() > 0;
      if (!known) open.push_back(std::ssize(sizes));
      sizes.push_back(known ? size.dim_value() : kBatchAxis);
    }
    if (sizes.empty()) unsupported("its input " + in_quotes(input.name()) + " is a single number");
    result_.input_axis = open.size() == 1 ? static_cast<std::size_t>(open[0])
                                          : std::min(samples_axis(input.name()), sizes.size() - 1);
    if (open.empty()) {
      work_.batch = sizes[result_.input_axis];
      work_.note("the file wants batches of " + std::to_string(*work_.batch) +
                 "; in Glia they may have any size");
    }
    sizes[result_.input_axis] = kBatchAxis;
    if (std::ranges::count(sizes, kBatchAxis) > 1) {
      unsupported("its input " + in_quotes(input.name()) +
                  " has several open sizes: export it with all but that of the batch fixed");
    }
    std::vector<std::int64_t> sample;
    for (const std::int64_t size : sizes) {
      if (size != kBatchAxis) sample.push_back(size);
    }
    product("its input", sample);
    if (sample.empty()) sample.push_back(1);
    Live x = viewed(0, sizes);
    if (sizes.size() == 4 && result_.input_axis == 0 &&
        (sizes[3] == 1 || channels_last(input.name()))) {
      const std::vector<std::int64_t> picture{kBatchAxis, sizes[3], sizes[1], sizes[2]};
      x = viewed(0, picture);
      x.axes = {x.axes[0], x.axes[2], x.axes[3], x.axes[1]};
      sample = {sizes[3], sizes[1], sizes[2]};
      result_.channels_last = sizes[3] > 1;
      work_.note(
          "a picture comes in as channels × height × width; in the file it is height × width "
          "× channels");
    }
    work_.layers.push_back({.shape = Shape(sample)});
    set(input.name(), Value(std::move(x)));
  }

  void set(const std::string& name, Value value) {
    const auto uses = uses_.find(name);
    if (const auto* live = std::get_if<Live>(&value);
        live && uses != uses_.end() && uses->second > 1) {
      work_.layers[static_cast<std::size_t>(live->layer)].shared = true;
    }
    values_[name] = std::move(value);
  }

  void visit_all() {
    for (int i = 0; i < graph_.node_size(); ++i) {
      if (needed_[static_cast<std::size_t>(i)]) visit(graph_.node(i));
    }
  }

  void visit(const onnx::NodeProto& node) {
    std::vector<Value> inputs;
    for (const std::string& name : node.input()) {
      inputs.push_back(name.empty() ? Value() : values_[name]);
    }
    Call call(work_, node, std::move(inputs));
    for (int i = 0; i < node.output_size(); ++i) {
      if (uses_.contains(node.output(i))) call.wanted.insert(static_cast<std::size_t>(i));
    }
    try {
      operator_of(call)(call);
    } catch (const Error& error) {
      const std::string who = called(node, work_.opset);
      const bool named = std::string_view(error.what()).starts_with(who);
      throw Error(error, named ? std::string(error.what()) : who + ": " + error.what());
    }
    for (std::size_t i = 0; i < call.out.size(); ++i) {
      const std::string& name = node.output(static_cast<int>(i));
      if (std::holds_alternative<std::monostate>(call.out[i])) {
        if (call.wanted.contains(i))
          call.refuse("its output " + in_quotes(name) + " is nothing that Glia makes");
        continue;
      }
      set(name, std::move(call.out[i]));
    }
  }

  static Operator operator_of(const Call& call) {
    const onnx::NodeProto& node = call.node;
    const bool own = is_own_domain(node.domain());
    const Operators& live = own ? tables().live : tables().learners;
    if (own || node.domain() == "ai.onnx.ml") {
      const bool folds = own && call.all_constant();
      const Operators& table = folds ? tables().constant : live;
      const auto found = table.find(node.op_type());
      if (found != table.end()) return found->second;
      if (folds && live.contains(node.op_type())) {
        call.refuse("Glia works it out for what comes from the input only");
      }
    }
    std::vector<std::string> known;
    for (const auto& [name, fn] : live) known.push_back(name);
    call.refuse("Glia has no operation for it; docs/en/onnx.md lists those that come in");
  }

  Import finish(const std::string& output) {
    const auto found = values_.find(output);
    const auto* live = found == values_.end() ? nullptr : std::get_if<Live>(&found->second);
    if (!live) unsupported("its output " + in_quotes(output) + " is not what a layer gives");
    if (!live->pending.none() || !live->border.none()) {
      unsupported("its output " + in_quotes(output) +
                  " ends in arithmetic with constants, which no layer of Glia can take up");
    }
    if (!live->natural()) {
      unsupported("its output " + in_quotes(output) +
                  " has its axes in another order than the layer before gives them");
    }
    for (std::size_t i = 0; i < live->axes.size(); ++i) {
      const std::vector<int>& axis = live->axes[i];
      if (std::ranges::find(axis, kBatchFactor) != axis.end()) result_.output_axis = i;
    }
    Model& model = result_.model;
    if (live->layer == 0) unsupported("it has no layer");
    build(work_, live->layer, model);
    const std::vector<std::string> classes = class_names(graph_);
    const Shape& shape = model.graph[model.graph.output()].shape;
    if (std::ssize(classes) == shape.elements()) {
      model.classes = classes;
      for (std::string& name : model.classes) name = harmless(name);
    }
    std::string maker = harmless(file_.producer_name() + " " + file_.producer_version());
    while (maker.ends_with(' ')) maker.pop_back();
    model.history["onnx"] = "opset " + std::to_string(work_.opset) +
                            (maker.empty() ? "" : ", made by " + maker.substr(0, 100));
    std::string notes;
    for (const std::string& note : work_.notes) notes += (notes.empty() ? "" : "; ") + note;
    if (!notes.empty()) model.history["onnx notes"] = notes;
    return std::move(result_);
  }

  const onnx::ModelProto& file_;
  const onnx::GraphProto& graph_;
  Work work_;
  Import result_;
  std::vector<bool> needed_;
  std::map<std::string, int, std::less<>> uses_;
  std::map<std::string, Value, std::less<>> values_;
};

}  // namespace

Import imported(const onnx::ModelProto& file) {
  const std::optional<onnx::ModelProto> joined = with_frames_joined(file);
  return Walk(joined ? *joined : file).run();
}

std::vector<Constant> folded(const onnx::ModelProto& file) { return Walk(file).fold(); }

}  // namespace glia::from_onnx

namespace glia {

Model decode_onnx(std::span<const std::uint8_t> bytes, const std::string& name) {
  const std::string where = "cannot load '" + name + "': ";
  try {
    const onnx::ModelProto file = from_onnx::parsed(bytes);
    if (std::optional<Model> kept = exchange::kept_model(file)) return std::move(*kept);
    return from_onnx::imported(file).model;
  } catch (const Error& error) {
    const ErrorCode code =
        error.code() == ErrorCode::unsupported ? ErrorCode::unsupported : ErrorCode::format;
    throw Error(code, where + error.what(), error.facts());
  } catch (const std::bad_alloc&) {
    throw Error(ErrorCode::unsupported, where + "there is not enough memory for it");
  }
}

Model load_onnx(const std::string& path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  if (!file) {
    throw Error(std::filesystem::exists(path) ? ErrorCode::io : ErrorCode::not_found,
                "cannot read '" + path + "': " + std::generic_category().message(errno));
  }
  if (!std::filesystem::is_regular_file(path)) {
    throw Error(ErrorCode::unsupported, "cannot load '" + path + "': it is not a file",
                {"not_a_file", {{"path", path}}});
  }
  const std::streamoff size = file.tellg();
  if (size < 0 || size >= std::streamoff{1} << 31) {
    throw Error(ErrorCode::unsupported,
                "cannot load '" + path + "': it is larger than 2 GB, and no ONNX file can be");
  }
  std::vector<std::uint8_t> bytes(static_cast<std::size_t>(size));
  file.seekg(0);
  file.read(reinterpret_cast<char*>(bytes.data()), size);
  if (!file) throw Error(ErrorCode::io, "cannot read '" + path + "'");
  return decode_onnx(bytes, path);
}

}  // namespace glia
