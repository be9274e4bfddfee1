// What scikit-learn's pipelines have besides ONNX's own operators, and the two classes of one
// output.
#include <algorithm>

#include "onnx/import_file.h"
#include "onnx/import_network.h"

namespace glia::from_onnx {
namespace {

bool is_learner(const onnx::NodeProto& node) { return node.domain() == "ai.onnx.ml"; }

// (x − offset)·scale, a number for each column or one for all.
void scaler(Call& call) {
  const Live& x = call.live(0);
  const auto spread_out = [&](const char* name) {
    const Floats numbers = call.numbers(name);
    if (numbers.empty()) call.misfit("it has no " + in_quotes(name));
    const Constant known{.sizes = {{std::ssize(numbers)}}, .values = numbers};
    return spread(call, known, x);
  };
  std::vector<double> offset = spread_out("offset");
  const std::vector<double> scale = spread_out("scale");
  std::ranges::transform(offset, offset.begin(), std::negate<>());
  const Live moved = with_affine(call, x, {.scale = {1}, .shift = std::move(offset)});
  call.give(Value(with_affine(call, moved, {.scale = scale, .shift = {0}})));
}

// [1 − σ(z), σ(z)] is the softmax over 0 and z: an output for each of two classes.
void concat(Call& call) {
  const auto refuse = [&]() {
    call.refuse("it joins what several layers give, and in Glia a layer takes one");
  };
  if (call.inputs() == 1) return call.give(Value(call.live(0)));
  if (call.inputs() != 2) refuse();
  const Live &no = call.live(0), &yes = call.live(1);
  Layer& activation = call.work.layers[static_cast<std::size_t>(yes.layer)];
  if (no.layer != yes.layer || activation.op != "sigmoid" || !yes.pending.none() ||
      no.pending.scale != std::vector<double>{-1} || no.pending.shift != std::vector<double>{1} ||
      yes.elements() != 1 ||
      call.axis(call.integer("axis", 0), yes.axes.size()) + 1 != yes.axes.size()) {
    refuse();
  }
  const int before = activation.inputs[0];
  Layer& last = call.work.layers[static_cast<std::size_t>(before)];
  if (last.op != "dense" || last.shared) refuse();
  const std::int64_t in = last.params.at("weight").shape[1];
  Tensor& weight = last.params.at("weight");
  Tensor& bias = last.params.at("bias");
  weight.values.insert(weight.values.begin(), static_cast<std::size_t>(in), 0.0F);
  weight.shape = Shape{2, in};
  bias.values.insert(bias.values.begin(), 0.0F);
  bias.shape = Shape{2};
  call.work.change(before, "dense", {{"out", std::int64_t{2}}});
  call.work.change(yes.layer, "softmax", {});
  call.work.note("the one output of two classes came in as two, a softmax over 0 and that output");
  Live made = yes;
  made.factors = {2};
  made.axes.back() = {0};
  call.give(Value(std::move(made)));
}

std::vector<std::string> names_in(const onnx::NodeProto& node, std::string_view texts,
                                  std::string_view numbers) {
  std::vector<std::string> names;
  for (const onnx::AttributeProto& attribute : node.attribute()) {
    if (attribute.name() == texts) {
      names.insert(names.end(), attribute.strings().begin(), attribute.strings().end());
    } else if (attribute.name() == numbers) {
      for (const std::int64_t number : attribute.ints()) names.push_back(std::to_string(number));
    }
  }
  return names;
}

}  // namespace

std::vector<std::string> class_names(const onnx::GraphProto& graph) {
  for (const onnx::NodeProto& node : graph.node()) {
    if (!is_learner(node)) continue;
    std::vector<std::string> names = names_in(node, "classlabels_strings", "classlabels_int64s");
    if (!names.empty()) return names;
    if (node.op_type() != "ArrayFeatureExtractor" || node.input_size() < 1) continue;
    for (const onnx::TensorProto& tensor : graph.initializer()) {
      if (tensor.name() != node.input(0)) continue;
      const Constant labels = constant_of(tensor);
      if (const Texts* texts = labels.texts()) names = *texts;
      if (const Wholes* numbers = labels.wholes()) {
        for (const Whole& number : *numbers) names.push_back(std::to_string(number.value));
      }
      return names;
    }
  }
  return {};
}

void add_learner_operators(Operators& all) {
  all["Scaler"] = scaler;
  all["ZipMap"] = [](Call& call) { call.give(Value(call.live(0))); };
}

void add_joining_operators(Operators& all) { all["Concat"] = concat; }

}  // namespace glia::from_onnx
