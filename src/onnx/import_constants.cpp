// What is computed of constants alone, before anything runs: folded away.
#include "onnx/import_constants.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace glia::from_onnx {
namespace {

Whole combine(const Call& call, const std::string& op, Whole a, Whole b) {
  const auto no = [&]() -> Whole {
    call.refuse("it computes what Glia cannot follow of the size of the batch");
  };
  const auto checked = [&](bool overflow, std::int64_t value) {
    if (overflow) call.misfit("its whole numbers become too large");
    return value;
  };
  std::int64_t r = 0;
  if (op == "Add" || op == "Sub") {
    const bool overflow = op == "Add" ? __builtin_add_overflow(a.value, b.value, &r)
                                      : __builtin_sub_overflow(a.value, b.value, &r);
    if (a.batch != b.batch && a.value != 0 && b.value != 0) return no();
    return {checked(overflow, r), a.value != 0 ? a.batch : b.batch};
  }
  if (op == "Mul") {
    if (a.batch && b.batch) return no();
    const bool overflow = __builtin_mul_overflow(a.value, b.value, &r);
    return {checked(overflow, r), a.batch || b.batch};
  }
  if (op == "Div") {
    if (b.value == 0) call.misfit("it divides by 0");
    if (b.value == -1) return {checked(a.value == INT64_MIN, -a.value), a.batch};
    if ((b.batch && !a.batch) || (a.batch && a.value % b.value != 0)) return no();
    return {a.value / b.value, a.batch && !b.batch};
  }
  if (a.batch || b.batch) return op == "Equal" ? Whole{a == b} : no();
  if (op == "Equal") return {a.value == b.value};
  if (op == "GreaterOrEqual") return {a.value >= b.value};
  call.refuse("it works on whole numbers");
}

float combine(const Call&, const std::string& op, float a, float b) {
  if (op == "Add") return a + b;
  if (op == "Sub") return a - b;
  if (op == "Mul") return a * b;
  if (op == "Div") return a / b;
  if (op == "Pow") return std::pow(a, b);
  if (op == "GreaterOrEqual") return a >= b ? 1.0F : 0.0F;
  return a == b ? 1.0F : 0.0F;
}

// Sizes in which two meet of which one has as many numbers as the batch, all the same.
Wholes joined_with_batch(const Call& call, const Constant& a, const Constant& b) {
  const bool a_is_longer = a.sizes.size() >= b.sizes.size();
  Wholes sizes = a_is_longer ? a.sizes : b.sizes;
  const Wholes& other = a_is_longer ? b.sizes : a.sizes;
  for (std::size_t i = 0; i < other.size(); ++i) {
    Whole& size = sizes[sizes.size() - other.size() + i];
    if (size == Whole{1}) size = other[i];
    if (other[i] != Whole{1} && other[i] != size) {
      call.misfit("its inputs have sizes that do not meet");
    }
  }
  return sizes;
}

void fold_binary(Call& call) {
  Constant a = call.constant(0, "an input"), b = call.constant(1, "an input");
  if (a.values.index() != b.values.index() || a.texts()) {
    if (call.node.op_type() != "Pow") call.refuse("it combines constants of two kinds");
    if (const Wholes* exponents = b.wholes()) {
      Floats numbers;
      for (const Whole& whole : *exponents) numbers.push_back(static_cast<float>(whole.value));
      b.values = std::move(numbers);
    }
    if (!a.floats() || !b.floats()) call.refuse("it works on whole numbers");
  }
  // One value for all where sizes go with the batch.
  const bool batch = a.goes_with_batch() || b.goes_with_batch();
  Constant made;
  if (batch) {
    made.sizes = joined_with_batch(call, a, b);
    const Sizes all{std::max(a.elements(), b.elements())};
    for (Constant* each : {&a, &b}) {
      if (each->elements() == 1) *each = stretched(call, Constant{.values = each->values}, all);
    }
  } else {
    const Sizes sizes = joined(call, known_sizes(call, a), known_sizes(call, b));
    a = stretched(call, a, sizes);
    b = stretched(call, b, sizes);
    made.sizes = wholes(sizes);
  }
  std::visit(
      [&](const auto& left) {
        using List = std::decay_t<decltype(left)>;
        if constexpr (!std::is_same_v<List, Texts>) {
          const List& right = std::get<List>(b.values);
          List results;
          for (std::size_t i = 0; i < left.size(); ++i) {
            results.push_back(combine(call, call.node.op_type(), left[i], right[i]));
          }
          if (batch && !results.empty()) {
            if (std::ranges::find_if(results, [&](const auto& one) { return one != results[0]; }) !=
                results.end()) {
              call.refuse("it works on constants whose sizes go with the batch");
            }
            results.resize(1);
          }
          made.values = std::move(results);
        }
      },
      a.values);
  if (call.node.op_type() == "Equal" || call.node.op_type() == "GreaterOrEqual") {
    if (const Floats* found = made.floats()) {
      Wholes truths;
      for (const float truth : *found) truths.push_back({truth != 0});
      made.values = std::move(truths);
    }
  }
  call.give(std::move(made));
}

void fold_each(Call& call, const std::function<float(float)>& fn) {
  Constant made = call.constant(0, "its input");
  const Floats* numbers = made.floats();
  if (!numbers) call.refuse("it works on whole numbers");
  Floats results;
  for (const float x : *numbers) results.push_back(fn(x));
  made.values = std::move(results);
  call.give(std::move(made));
}

void fold_clip(Call& call) {
  const float low = call.has(1) ? call.single(1, "its least number") : -INFINITY;
  const float high = call.has(2) ? call.single(2, "its largest number") : INFINITY;
  fold_each(call, [&](float x) { return std::min(std::max(x, low), high); });
}

void fold_where(Call& call) {
  Constant choice = call.constant(0, "its condition");
  Constant a = call.constant(1, "an input"), b = call.constant(2, "an input");
  Sizes sizes = joined(call, known_sizes(call, choice), known_sizes(call, a));
  sizes = joined(call, sizes, known_sizes(call, b));
  choice = stretched(call, choice, sizes);
  a = stretched(call, a, sizes);
  b = stretched(call, b, sizes);
  if (!choice.wholes() || a.values.index() != b.values.index()) call.refuse("of mixed numbers");
  std::visit(
      [&](auto& list) {
        const auto& other = std::get<std::decay_t<decltype(list)>>(b.values);
        for (std::size_t i = 0; i < list.size(); ++i) {
          if ((*choice.wholes())[i].value == 0) list[i] = other[i];
        }
      },
      a.values);
  call.give(std::move(a));
}

void fold_constant(Call& call) {
  Constant made;
  if (const auto* tensor = call.attribute("value")) {
    made = constant_of(tensor->t());
  } else if (call.attribute("value_float")) {
    made.values = Floats{static_cast<float>(call.number("value_float", 0))};
  } else if (call.attribute("value_int")) {
    made.values = Wholes{{call.integer("value_int", 0)}};
  } else if (call.attribute("value_floats")) {
    const Floats numbers = call.numbers("value_floats");
    made = {.sizes = {{std::ssize(numbers)}}, .values = numbers};
  } else if (call.attribute("value_ints")) {
    const Sizes numbers = call.integers("value_ints");
    made = {.sizes = {{std::ssize(numbers)}}, .values = wholes(numbers)};
  } else {
    call.refuse("it holds no numbers");
  }
  call.give(std::move(made));
}

void fold_cast(Call& call) {
  Constant made = call.constant(0, "its input");
  const std::int64_t to = call.integer("to", 0);
  const bool real =
      to == onnx::TensorProto_DataType_FLOAT || to == onnx::TensorProto_DataType_DOUBLE;
  const bool whole = to == onnx::TensorProto_DataType_INT64 ||
                     to == onnx::TensorProto_DataType_INT32 ||
                     to == onnx::TensorProto_DataType_BOOL;
  if ((!real && !whole) || made.texts()) call.refuse("it makes another type of constants");
  if (const Wholes* from = made.wholes(); from && real) {
    Floats numbers;
    for (const Whole& number : *from) {
      if (number.batch) call.refuse("it computes with the size of the batch");
      numbers.push_back(static_cast<float>(number.value));
    }
    made.values = std::move(numbers);
  } else if (const Floats* floats = made.floats(); floats && whole) {
    Wholes numbers;
    for (const float number : *floats) {
      if (!(std::abs(number) < 9e18F)) call.misfit("it makes whole numbers of what is too large");
      numbers.push_back({static_cast<std::int64_t>(number)});
    }
    made.values = std::move(numbers);
  }
  if (to == onnx::TensorProto_DataType_BOOL) {
    Wholes truths;
    for (const Whole& number : *made.wholes()) truths.push_back({number.value != 0});
    made.values = std::move(truths);
  }
  call.give(std::move(made));
}

void fold_reduce_mean(Call& call) {
  const Constant& x = call.constant(0, "its input");
  if (!x.floats()) call.refuse("it works on whole numbers");
  const Sizes own = known_sizes(call, x);
  auto axes = call.axes(1, 18);
  if (axes && axes->empty()) axes.reset();
  std::vector<bool> goes(own.size(), !axes && call.integer("noop_with_empty_axes", 0) == 0);
  for (const std::int64_t number : axes.value_or(Sizes{}))
    goes[call.axis(number, own.size())] = true;
  Sizes kept = own, sizes;
  for (std::size_t i = 0; i < own.size(); ++i) {
    if (goes[i]) kept[i] = 1;
    if (!goes[i] || call.integer("keepdims", 1) != 0) sizes.push_back(kept[i]);
  }
  const std::int64_t results = product("its result", kept);
  if (results == 0 || x.elements() == 0) call.misfit("it has no numbers to take the mean of");
  Sizes strides = strides_of(kept);
  for (std::size_t i = 0; i < own.size(); ++i) {
    if (goes[i]) strides[i] = 0;
  }
  std::vector<double> sums(static_cast<std::size_t>(results), 0);
  const Sizes places = walk(call.work, own, strides);
  for (std::size_t i = 0; i < places.size(); ++i) {
    sums[static_cast<std::size_t>(places[i])] += static_cast<double>((*x.floats())[i]);
  }
  Floats means;
  for (const double sum : sums) {
    means.push_back(
        static_cast<float>(sum * static_cast<double>(results) / static_cast<double>(x.elements())));
  }
  call.give(Constant{.sizes = wholes(sizes), .values = std::move(means)});
}

}  // namespace

void add_constant_operators(Operators& all) {
  add_constant_moves(all);
  all["Constant"] = fold_constant;
  all["Cast"] = fold_cast;
  all["Identity"] = [](Call& call) { call.give(call.value(0)); };
  all["Where"] = fold_where;
  all["Clip"] = fold_clip;
  all["ReduceMean"] = fold_reduce_mean;
  all["Sqrt"] = [](Call& call) { fold_each(call, [](float x) { return std::sqrt(x); }); };
  all["Neg"] = [](Call& call) { fold_each(call, [](float x) { return -x; }); };
  all["Reciprocal"] = [](Call& call) { fold_each(call, [](float x) { return 1 / x; }); };
  for (const char* name : {"Add", "Sub", "Mul", "Div", "Pow", "Equal", "GreaterOrEqual"})
    all[name] = fold_binary;
}

}  // namespace glia::from_onnx
