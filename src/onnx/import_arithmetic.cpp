// Sums and products: of two layers, of a layer and constants, and those that make a GELU.
#include <algorithm>
#include <cmath>

#include "onnx/import_work.h"

namespace glia::from_onnx {
namespace {

constexpr std::int64_t kMostSpread = std::int64_t{1} << 24;

double at(const std::vector<double>& list, std::size_t i) {
  return list.size() == 1 ? list[0] : list[i];
}

Affine composed(const Affine& first, const Affine& second) {
  const auto size = [](const Affine& a) { return std::max(a.scale.size(), a.shift.size()); };
  const std::size_t count = std::max(size(first), size(second));
  Affine made{.scale = std::vector<double>(count), .shift = std::vector<double>(count)};
  for (std::size_t i = 0; i < count; ++i) {
    const double scale = at(second.scale, i);
    made.scale[i] = at(first.scale, i) * scale;
    if (std::abs(made.scale[i] - 1) < 1e-12) made.scale[i] = 1;  // n · 1/n
    made.shift[i] = at(first.shift, i) * scale + at(second.shift, i);
  }
  for (std::vector<double>* list : {&made.scale, &made.shift}) {
    if (std::ranges::all_of(*list, [&](double x) { return x == list->front(); })) list->resize(1);
  }
  return made;
}

// Where a layer's outputs have a scale and a shift of their own: one for each of `outputs` runs of
// equal length, or one for each last place.
std::optional<Affine> by_output(const Affine& affine, std::size_t numbers, std::size_t outputs,
                                bool last) {
  Affine found{.scale = std::vector<double>(outputs), .shift = std::vector<double>(outputs)};
  const std::size_t run = numbers / outputs;
  const auto output_of = [&](std::size_t i) { return last ? i % outputs : i / run; };
  for (std::size_t o = 0; o < outputs; ++o) {
    const std::size_t first = last ? o : o * run;
    found.scale[o] = at(affine.scale, first);
    found.shift[o] = at(affine.shift, first);
  }
  const bool uniform = affine.scale.size() == 1 && affine.shift.size() == 1;
  for (std::size_t i = 0; !uniform && i < numbers; ++i) {
    if (at(affine.scale, i) != found.scale[output_of(i)] ||
        at(affine.shift, i) != found.shift[output_of(i)]) {
      return {};
    }
  }
  return found;
}

struct Folds {
  const char* op;
  const char* weight;
  const char* bias;
  bool last;  // an output is a place on the last axis
};
constexpr Folds kFolds[] = {{"dense", "weight", "bias", false},
                            {"conv2d", "weight", "bias", false},
                            {"batch_norm", "scale", "shift", false},
                            {"layer_norm", "gain", "bias", true}};

bool fold(Layer& layer, const Affine& affine) {
  const auto* way = std::ranges::find_if(kFolds, [&](const Folds& f) { return layer.op == f.op; });
  if (layer.shared || way == std::end(kFolds)) return false;
  Tensor& weight = layer.params.at(way->weight);
  Tensor& bias = layer.params.at(way->bias);
  const std::size_t outputs = bias.values.size();
  const auto numbers = static_cast<std::size_t>(layer.shape.elements());
  const std::optional<Affine> each = by_output(affine, numbers, outputs, way->last);
  if (!each) return false;
  const std::size_t row = weight.values.size() / outputs;
  for (std::size_t o = 0; o < outputs; ++o) {
    for (std::size_t i = o * row; i < (o + 1) * row; ++i) {
      weight.values[i] = static_cast<float>(static_cast<double>(weight.values[i]) * each->scale[o]);
    }
    bias.values[o] =
        static_cast<float>(static_cast<double>(bias.values[o]) * each->scale[o] + each->shift[o]);
  }
  return true;
}

bool near(double a, double b) { return std::abs(a - b) <= 1e-5 * std::abs(b); }

// x·(1 + erf(x/√2))·½, in whatever order its factors come.
std::optional<Live> gelu_of(Call& call, const Live& x, const Part& part) {
  const bool fits = part.kind == Part::Kind::erf && x.layer == part.of.layer &&
                    x.same_view(part.of) && near(part.inner, std::sqrt(0.5)) &&
                    part.scale == part.shift && x.pending.scale.size() == 1 &&
                    x.pending.shift == std::vector<double>{0};
  if (!fits) return {};
  Live made = x;
  made.layer = call.work.add("gelu", {}, {x.layer});
  const double factor = x.pending.scale[0] * part.scale / 0.5;
  made.pending = {.scale = {near(factor, 1) ? 1 : factor}};
  return made;
}

// Two layers of the same shape. One that is the other's numbers in another shape is reshaped.
void add_layers(Call& call, const Live& a, const Live& b) {
  expect_settled(call, a);
  expect_settled(call, b);
  if (!a.same_view(b)) {
    call.refuse("its inputs are two layers whose sizes or axes differ, and Glia adds like to like");
  }
  const Shape shape = call.work.layers[static_cast<std::size_t>(a.layer)].shape;
  const int other = shaped(call, b, shape);
  Live made = a;
  made.layer = call.work.add("add", {}, {a.layer, other});
  call.give(Value(std::move(made)));
}

// A number for all of a constant that is one.
std::optional<double> single(const Constant& constant) {
  if (!constant.floats() || constant.elements() != 1) return {};
  return static_cast<double>((*constant.floats())[0]);
}

// What a node does to x by a constant c: s·x + t.
Affine affine_of(const std::string& op, bool constant_first, const std::vector<double>& c) {
  Affine made;
  std::vector<double> signs = c;
  if (op == "Add") made.shift = c;
  if (op == "Mul") made.scale = c;
  if (op == "Sub") {
    if (!constant_first) std::ranges::transform(c, signs.begin(), std::negate<>());
    made.shift = signs;
    made.scale = {constant_first ? -1.0 : 1.0};
  }
  if (op == "Div") {
    std::ranges::transform(c, signs.begin(), [](double x) { return 1 / x; });
    made.scale = signs;
  }
  return made;
}

void part_and_number(Call& call, Part part, const Constant& constant, bool constant_first) {
  const std::string& op = call.node.op_type();
  const std::optional<double> c = single(constant);
  const bool linear = part.kind == Part::Kind::erf || part.kind == Part::Kind::variance;
  if (!c || !linear || (op == "Div" && constant_first)) {
    static_cast<void>(call.live(constant_first ? 1 : 0));  // refuses
  }
  const Affine affine = affine_of(op, constant_first, {*c});
  part.scale *= affine.scale[0];
  part.shift = part.shift * affine.scale[0] + affine.shift[0];
  call.give(Value(std::move(part)));
}

void arithmetic(Call& call) {
  const std::string& op = call.node.op_type();
  if (normed(call)) return;
  const Value &a = call.value(0), &b = call.value(1);
  const auto *x = std::get_if<Live>(&a), *y = std::get_if<Live>(&b);
  const auto *first = std::get_if<Part>(&a), *second = std::get_if<Part>(&b);
  const bool constant_first = std::holds_alternative<ConstantPtr>(a);
  const auto* c = std::get_if<ConstantPtr>(constant_first ? &a : &b);
  if (x && y) {
    if (op != "Add") {
      call.refuse("it combines what two layers give, and Glia can only add such");
    }
    return add_layers(call, *x, *y);
  }
  if (op == "Mul" && ((x && second) || (y && first))) {
    if (std::optional<Live> made = gelu_of(call, x ? *x : *y, x ? *second : *first)) {
      return call.give(Value(std::move(*made)));
    }
  }
  if (c && (first || second))
    return part_and_number(call, first ? *first : *second, **c, constant_first);
  if (!c) call.refuse("it combines parts of a layer norm or GELU in a way that Glia does not know");
  const Live& live = constant_first ? call.live(1) : call.live(0);
  if (op == "Div" && constant_first) call.refuse("Glia has no operation that divides by a layer");
  if (op == "Pow") {
    if (single(**c) == 1) return call.give(Value(live));
    call.refuse("Glia has no powers but those within a layer norm");
  }
  Live wide = live;
  if ((*c)->sizes.size() > wide.axes.size()) {
    wide.axes.insert(wide.axes.begin(), (*c)->sizes.size() - wide.axes.size(), {});
  }
  const std::vector<double> numbers = spread(call, **c, wide);
  call.give(Value(with_affine(call, std::move(wide), affine_of(op, constant_first, numbers))));
}

void erf(Call& call) {
  const Live& x = call.live(0);
  if (x.pending.scale.size() != 1 || x.pending.shift != std::vector<double>{0}) {
    call.refuse("Glia has no Erf but that of a GELU");
  }
  Part part{.kind = Part::Kind::erf, .of = x, .inner = x.pending.scale[0]};
  part.of.pending = {};
  call.give(Value(std::move(part)));
}

}  // namespace

std::vector<double> spread(const Call& call, const Constant& constant, const Live& x) {
  const Floats* numbers = constant.floats();
  if (!numbers) call.refuse("its constant has no floats");
  if (numbers->size() == 1) return {static_cast<double>((*numbers)[0])};
  if (constant.goes_with_batch()) call.refuse("its constant goes with the size of the batch");
  if (x.elements() > kMostSpread) call.refuse("its constant would be spread over too many numbers");
  std::vector<std::int64_t> strides(x.axes.size(), 0);
  std::int64_t stride = 1;
  for (std::size_t i = constant.sizes.size(); i-- > 0;) {
    const std::int64_t size = constant.sizes[i].value;
    const std::size_t axis = i + x.axes.size() - constant.sizes.size();
    if (size == 1) continue;
    if (std::ranges::find(x.axes[axis], kBatchFactor) != x.axes[axis].end() &&
        call.work.batch != 1) {
      call.refuse("its constant differs from sample to sample, and a layer does the same to all");
    }
    if (x.size(axis).value != size) {
      call.refuse("its constant makes more of a layer's numbers than there are");
    }
    strides[axis] = stride;
    stride *= size;
  }
  std::vector<double> found;
  for (const std::int64_t place : offsets(x, strides)) {
    found.push_back(static_cast<double>((*numbers)[static_cast<std::size_t>(place)]));
  }
  return found;
}

Live with_affine(Call& call, Live x, const Affine& affine) {
  if (!x.border.none()) expect_settled(call, x);
  Layer& layer = call.work.layers[static_cast<std::size_t>(x.layer)];
  if (x.pending.none() && fold(layer, affine)) return x;
  x.pending = composed(x.pending, affine);
  return x;
}

void add_arithmetic_operators(Operators& all) {
  for (const char* name : {"Add", "Sub", "Mul", "Div", "Pow"}) all[name] = arithmetic;
  all["Neg"] = negate;
  all["Erf"] = erf;
}

}  // namespace glia::from_onnx
