// Batch norms and layer norms, these also where several nodes make one together.
#include <algorithm>
#include <cmath>
#include <functional>

#include "onnx/import_work.h"

namespace glia::from_onnx {
namespace {

using Kind = Part::Kind;

Floats one_for_each(std::int64_t count, float value) {
  return Floats(static_cast<std::size_t>(count), value);
}

void batch_norm(Call& call) {
  Live x = call.live(0);
  if (!x.border.none()) expect_settled(call, x);
  if (call.integer("training_mode", 0) != 0) {
    call.refuse("it is in training mode: export the network in evaluation mode (model.eval())");
  }
  if (x.axes.size() < 2) call.misfit("its input has no channels");
  const std::int64_t channels = x.size(1).value;
  const char* const names[] = {"", "scale", "shift", "mean", "variance"};
  std::map<std::string, Tensor> params;
  for (std::size_t i = 1; i <= 4; ++i) {
    const Floats& numbers = call.floats(i, names[i]);
    if (std::ssize(numbers) != channels) {
      call.misfit("it has not one number for each of " + std::to_string(channels) + " channels");
    }
    params[names[i]] = {Shape{channels}, numbers};
  }
  const double epsilon = call.number("epsilon", 1e-5F);
  // As a scale and a shift, where the layer before or what comes next takes that up.
  if (!x.pending.none()) {
    Affine affine{.scale = {}, .shift = {}};
    const std::vector<std::int64_t> channel_of = [&] {
      std::vector<std::int64_t> strides(x.axes.size(), 0);
      strides[1] = 1;
      if (x.elements() > (std::int64_t{1} << 24)) expect_settled(call, x);
      return offsets(x, strides);
    }();
    for (const std::int64_t c : channel_of) {
      const auto of = [&](const char* name) {
        return static_cast<double>(params.at(name).values[static_cast<std::size_t>(c)]);
      };
      const double scale = of("scale") / std::sqrt(of("variance") + epsilon);
      affine.scale.push_back(scale);
      affine.shift.push_back(of("shift") - of("mean") * scale);
    }
    call.work.note("a batch norm after constants came in as a part of the next layer's weights");
    return call.give(Value(with_affine(call, std::move(x), affine)));
  }
  if (!x.natural() || x.axes[1].empty() == (channels > 1) ||
      (channels > 1 && x.axes[1].front() != 0)) {
    call.refuse("its channels are not the first axis of what the layer before gives");
  }
  std::vector<std::int64_t> sizes{channels};
  for (std::size_t i = 2; i < x.axes.size(); ++i) sizes.push_back(x.size(i).value);
  while (sizes.size() > 1 && sizes.back() == 1 && std::ssize(sizes) != 3) sizes.pop_back();
  const int before = shaped(call, x, Shape(sizes));
  x.layer = call.work.add("batch_norm",
                          {{"epsilon", epsilon}, {"momentum", 1 - call.number("momentum", 0.9F)}},
                          {before}, std::move(params));
  call.give(Value(std::move(x)));
}

// Over how many of the last axes; x's numbers on them must be its layer's innermost.
std::int64_t normed_numbers(const Call& call, const Live& x, std::size_t axes) {
  std::int64_t numbers = 1;
  for (std::size_t i = x.axes.size() - axes; i < x.axes.size(); ++i) {
    if (std::ranges::find(x.axes[i], kBatchFactor) != x.axes[i].end()) {
      call.refuse("it goes over samples");
    }
    numbers *= x.size(i).value;
  }
  return numbers;
}

void layer_norm(Call& call, Live x, std::size_t axes, double epsilon, Floats gain, Floats bias) {
  expect_settled(call, x);
  const std::int64_t width = normed_numbers(call, x, axes), outer = x.elements() / width;
  if (gain.empty()) gain = one_for_each(width, 1);
  if (bias.empty()) bias = one_for_each(width, 0);
  if (std::ssize(gain) != width || std::ssize(bias) != width) {
    call.misfit("it has not one number for each that it goes over");
  }
  const Shape& own = call.work.layers[static_cast<std::size_t>(x.layer)].shape;
  const bool fits = own.rank() > 0 && own[own.rank() - 1] == width && x.natural();
  const int before = fits ? x.layer : shaped(call, x, Shape{outer, width});
  x.layer = call.work.add(
      "layer_norm", {{"epsilon", epsilon}}, {before},
      {{"gain", {Shape{width}, std::move(gain)}}, {"bias", {Shape{width}, std::move(bias)}}});
  call.give(Value(std::move(x)));
}

void layer_normalization(Call& call) {
  const Live& x = call.live(0);
  if (call.wanted.size() > 1) call.refuse("its mean is asked of it as well");
  const std::size_t axis = call.axis(call.integer("axis", -1), x.axes.size());
  layer_norm(call, x, x.axes.size() - axis, call.number("epsilon", 1e-5F),
             call.floats(1, "its scale"), call.has(2) ? call.floats(2, "its bias") : Floats{});
}

// The axes of a mean, when they are the last ones.
std::optional<std::size_t> last_axes(Call& call, const Live& x,
                                     const std::vector<std::int64_t>& numbers) {
  std::vector<bool> goes(x.axes.size(), false);
  for (const std::int64_t number : numbers) goes[call.axis(number, goes.size())] = true;
  const auto first = std::ranges::find(goes, true);
  if (std::find(first, goes.end(), false) != goes.end()) return {};
  return static_cast<std::size_t>(goes.end() - first);
}

void reduce_mean(Call& call) {
  const bool keep = call.integer("keepdims", 1) != 0;
  const auto axes = call.axes(1, 18);
  if (!axes || axes->empty()) call.refuse("it takes the mean over samples");
  const auto* part = std::get_if<Part>(&call.value(0));
  Live x = part ? part->of : call.live(0);
  const std::optional<std::size_t> last = last_axes(call, x, *axes);
  if (part) {
    if (part->kind != Kind::squared || last != part->normed || !keep) {
      call.refuse("it takes the mean of what Glia knows as a part of a layer norm only");
    }
    Part made = *part;
    made.kind = Kind::variance;
    return call.give(Value(std::move(made)));
  }
  if (axes->size() == 1 &&
      takes_mean_of_frames(call, call.axis(axes->front(), x.axes.size()), keep)) {
    return;
  }
  // The mean of each plane of a picture.
  if (last == 2 && x.axes.size() == 4 && x.natural() &&
      x.axes[0] == std::vector<int>{kBatchFactor}) {
    expect_settled(call, x);
    const Shape picture{x.size(1).value, x.size(2).value, x.size(3).value};
    const int layer =
        call.work.add("average_pool", {{"size", std::int64_t{0}}, {"stride", std::int64_t{0}}},
                      {shaped(call, x, picture)});
    std::vector<std::int64_t> sizes{kBatchAxis, picture[0]};
    if (keep) sizes.insert(sizes.end(), 2, 1);
    return call.give(Value(viewed(layer, sizes)));
  }
  if (!last || !keep) {
    call.refuse("Glia takes means of a picture's planes, of a layer's frames and in a layer norm");
  }
  expect_settled(call, x);
  call.give(Value(Part{.kind = Kind::mean, .of = std::move(x), .normed = *last}));
}

// A sum is a mean, times how many there are.
void reduce_sum(Call& call) {
  const auto axes = call.axes(1, 13);
  const Live& x = call.live(0);
  if (!axes || axes->size() != 1) call.refuse("Glia sums up the frames of a layer only");
  const std::size_t axis = call.axis(axes->front(), x.axes.size());
  const auto frames = static_cast<double>(x.size(axis).value);
  if (!takes_mean_of_frames(call, axis, call.integer("keepdims", 1) != 0)) {
    call.refuse("Glia sums up the frames of a layer only");
  }
  std::get<Live>(call.out[0]).pending = {.scale = {frames}};
}

void square_root(Call& call) {
  const auto* part = std::get_if<Part>(&call.value(0));
  if (!part || part->kind != Kind::variance || part->scale != 1) {
    call.refuse("Glia has no square roots but those of a layer norm");
  }
  Part made = *part;
  made.kind = Kind::deviation;
  call.give(Value(std::move(made)));
}

void reciprocal(Call& call) {
  const auto* part = std::get_if<Part>(&call.value(0));
  if (!part || part->kind != Kind::deviation) {
    call.refuse("Glia has no operation that divides by a layer");
  }
  Part made = *part;
  made.kind = Kind::inverse;
  call.give(Value(std::move(made)));
}

bool same(const Part& a, const Part& b) {
  return a.of.layer == b.of.layer && a.of.same_view(b.of) && a.normed == b.normed;
}

bool same(const Part& part, const Live& x) {
  return part.of.layer == x.layer && part.of.same_view(x) && x.pending.none();
}

// A constant as one number for each that the norm goes over.
Floats for_each_normed(Call& call, const Part& part, const Constant& constant) {
  const auto width = static_cast<std::size_t>(normed_numbers(call, part.of, part.normed));
  const std::vector<double> numbers = spread(call, constant, part.of);
  Floats made(width);
  for (std::size_t i = 0; i < std::max(numbers.size(), width); ++i) {
    const double number = numbers[numbers.size() == 1 ? 0 : i];
    if (i < width) made[i] = static_cast<float>(number);
    if (static_cast<float>(number) != made[i % width]) {
      call.refuse("its constant differs between those that a layer norm goes over");
    }
  }
  return made;
}

void give_with_bias(Call& call, Part part, const Constant& constant, double sign) {
  Floats bias = for_each_normed(call, part, constant);
  if (part.bias.empty()) part.bias = Floats(bias.size(), 0);
  for (std::size_t i = 0; i < bias.size(); ++i) part.bias[i] += static_cast<float>(sign) * bias[i];
  call.give(Value(std::move(part)));
}

// What follows a mean and γ/√(σ² + ε) =: m in x·m + (β − μ·m), as Keras has it.
bool normed_by_factors(Call& call) {
  const std::string& op = call.node.op_type();
  for (const std::size_t at : {std::size_t{0}, std::size_t{1}}) {
    const auto* part = std::get_if<Part>(&call.value(at));
    if (!part || !part->of.natural()) continue;
    const Value& other = call.value(1 - at);
    const auto* constant = std::get_if<ConstantPtr>(&other);
    const auto* second = std::get_if<Part>(&other);
    Part made = *part;
    if (op == "Mul" && part->kind == Kind::inverse) {
      if (constant && part->gain.empty()) {
        made.gain = for_each_normed(call, *part, **constant);
        return call.give(Value(std::move(made))), true;
      }
      if (const auto* x = std::get_if<Live>(&other); x && same(*part, *x)) {
        made.kind = Kind::spread;
        return call.give(Value(std::move(made))), true;
      }
      if (second && second->kind == Kind::mean && same(*part, *second)) {
        made.kind = Kind::offset;
        made.scale = second->scale;
        return call.give(Value(std::move(made))), true;
      }
    }
    if ((op == "Add" || op == "Sub") && part->kind == Kind::offset && constant) {
      if (op == "Sub" && at == 1) made.scale = -made.scale;
      return give_with_bias(call, std::move(made), **constant, op == "Sub" && at == 0 ? -1 : 1),
             true;
    }
    if (part->kind == Kind::spread && second && second->kind == Kind::offset &&
        same(*part, *second) && part->gain == second->gain && part->shift == second->shift &&
        second->scale == (op == "Add" ? -1 : 1) && (op == "Add" || (op == "Sub" && at == 0))) {
      Floats bias = second->bias;
      if (op == "Sub") std::ranges::transform(bias, bias.begin(), std::negate<>());
      layer_norm(call, part->of, part->normed, part->shift, part->gain, std::move(bias));
      return true;
    }
  }
  return false;
}

}  // namespace

void negate(Call& call) {
  const auto* part = std::get_if<Part>(&call.value(0));
  if (part && (part->kind == Kind::mean || (part->kind == Kind::offset && part->bias.empty()))) {
    Part made = *part;
    made.scale = -made.scale;
    return call.give(Value(std::move(made)));
  }
  call.give(Value(with_affine(call, call.live(0), {.scale = {-1}, .shift = {0}})));
}

// x − μ, (x − μ)², and (x − μ)/√(σ² + ε).
bool normed(Call& call) {
  if (normed_by_factors(call)) return true;
  const std::string& op = call.node.op_type();
  const auto *a = std::get_if<Part>(&call.value(0)), *b = std::get_if<Part>(&call.value(1));
  const auto give = [&](const Part& from, Kind kind) {
    Part made = from;
    made.kind = kind;
    call.give(Value(std::move(made)));
    return true;
  };
  if (const Live* x = call.live_at(0); x && b && op == "Sub" && b->kind == Kind::mean) {
    return same(*b, *x) && b->scale == 1 && give(*b, Kind::centred);
  }
  if (!a || a->kind == Kind::erf) return false;
  if (op == "Pow") {
    const Constant& power = call.constant(1, "its exponent");
    const bool one = power.elements() == 1;
    const double exponent = !one             ? 0
                            : power.floats() ? static_cast<double>((*power.floats())[0])
                            : power.wholes() ? static_cast<double>((*power.wholes())[0].value)
                                             : 0;
    if (exponent == 2 && a->kind == Kind::centred) return give(*a, Kind::squared);
    if (exponent == 0.5 && a->kind == Kind::variance) return give(*a, Kind::deviation);
    if (exponent == -0.5 && a->kind == Kind::variance) return give(*a, Kind::inverse);
    call.refuse("Glia has no powers but those within a layer norm");
  }
  if (!b || !same(*a, *b)) return false;
  if (op == "Mul" && a->kind == Kind::centred && b->kind == Kind::centred) {
    return give(*a, Kind::squared);
  }
  const bool divided = op == "Div" && a->kind == Kind::centred && b->kind == Kind::deviation;
  const bool multiplied = op == "Mul" && a->kind == Kind::centred && b->kind == Kind::inverse;
  const bool turned = op == "Mul" && a->kind == Kind::inverse && b->kind == Kind::centred;
  if (!divided && !multiplied && !turned) return false;
  const Part& factor = turned ? *a : *b;
  layer_norm(call, a->of, a->normed, factor.shift, factor.gain, {});
  return true;
}

void add_norm_operators(Operators& all) {
  all["BatchNormalization"] = batch_norm;
  all["LayerNormalization"] = layer_normalization;
  all["ReduceMean"] = reduce_mean;
  all["ReduceSum"] = reduce_sum;
  all["Sqrt"] = square_root;
  all["Reciprocal"] = reciprocal;
}

}  // namespace glia::from_onnx
