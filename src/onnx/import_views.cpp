// Nodes that only turn, split or join axes: they move no number of a layer, but change what the
// next one sees of it.
#include <algorithm>
#include <numeric>

#include "onnx/import_file.h"
#include "onnx/import_work.h"

namespace glia::from_onnx {

Whole Live::size(std::size_t axis) const {
  Whole size{1};
  for (const int factor : axes[axis]) {
    if (factor == kBatchFactor) {
      size.batch = true;
    } else {
      size.value *= factors[static_cast<std::size_t>(factor)];
    }
  }
  return size;
}

Wholes Live::sizes() const {
  Wholes all;
  for (std::size_t i = 0; i < axes.size(); ++i) all.push_back(size(i));
  return all;
}

std::int64_t Live::elements() const {
  return std::accumulate(factors.begin(), factors.end(), std::int64_t{1}, std::multiplies<>());
}

bool Live::natural() const {
  int next = 0;
  for (const std::vector<int>& axis : axes) {
    for (const int factor : axis) {
      if (factor != kBatchFactor && factor != next++) return false;
    }
  }
  return true;
}

namespace {

// Without splits that no axis makes use of: factors that always come one after the other are one.
void join_factors(Live& x) {
  for (int factor = 0; factor + 1 < static_cast<int>(x.factors.size());) {
    auto axis = x.axes.begin();
    std::vector<int>::iterator at;
    for (; axis != x.axes.end(); ++axis) {
      at = std::ranges::find(*axis, factor);
      if (at != axis->end()) break;
    }
    if (axis == x.axes.end() || at + 1 == axis->end() || *(at + 1) != factor + 1) {
      ++factor;
      continue;
    }
    axis->erase(at + 1);
    const auto inner = x.factors.begin() + factor + 1;
    x.factors[static_cast<std::size_t>(factor)] *= *inner;
    x.factors.erase(inner);
    for (std::vector<int>& list : x.axes) {
      for (int& index : list) index -= index > factor;
    }
  }
}

}  // namespace

bool Live::same_view(const Live& other) const {
  Live a = *this, b = other;
  join_factors(a);
  join_factors(b);
  return a.factors == b.factors && a.axes == b.axes && border.none() && other.border.none();
}

Live viewed(int layer, std::span<const std::int64_t> sizes) {
  Live made{.layer = layer};
  for (const std::int64_t size : sizes) {
    std::vector<int> axis;
    if (size == kBatchAxis) {
      axis.push_back(kBatchFactor);
    } else if (size > 1) {
      axis.push_back(static_cast<int>(made.factors.size()));
      made.factors.push_back(size);
    }
    made.axes.push_back(std::move(axis));
  }
  return made;
}

namespace {

// Takes a view's factors, outermost first, and puts them together anew.
class Regrouping {
 public:
  Regrouping(const Call& call, const Live& x) : call_(call), x_(x) {
    for (const std::vector<int>& axis : x.axes) {
      left_.insert(left_.end(), axis.begin(), axis.end());
    }
    x_.axes.clear();
  }

  void take(Whole wanted) {
    const std::optional<std::int64_t> batch = call_.work.batch;
    if (batch && wanted.batch) wanted = {wanted.value * *batch};
    std::vector<int> axis;
    Whole have{1};
    while (have != wanted || (axis.empty() && batch == 1 && batch_is_next())) {
      if (at_ == left_.size()) mismatch();
      if (batch_is_next()) {
        if (batch && wanted.value % (have.value * *batch) == 0) {
          have.value *= *batch;
        } else if (!batch && wanted.batch && !have.batch) {
          have.batch = true;
        } else {
          mismatch();
        }
      } else {
        have.value *= part_of(wanted.value, have.value);
      }
      axis.push_back(left_[at_++]);
    }
    x_.axes.push_back(std::move(axis));
  }

  Live finish() {
    if (at_ + 1 == left_.size() && batch_is_next() && call_.work.batch == 1 && !x_.axes.empty()) {
      x_.axes.back().push_back(kBatchFactor);
      ++at_;
    }
    if (at_ != left_.size()) mismatch();
    return std::move(x_);
  }

 private:
  bool batch_is_next() const { return at_ < left_.size() && left_[at_] == kBatchFactor; }

  // The next factor, of which as much as fits is split off.
  std::int64_t part_of(std::int64_t wanted, std::int64_t have) {
    const int factor = left_[at_];
    std::int64_t& size = x_.factors[static_cast<std::size_t>(factor)];
    if (have == 0 || wanted % have != 0) mismatch();
    const std::int64_t rest = wanted / have;
    if (rest % size == 0) return size;
    if (rest < 2 || size % rest != 0) mismatch();
    const std::int64_t inner = size / rest;
    size = rest;
    x_.factors.insert(x_.factors.begin() + factor + 1, inner);
    const auto later = [&](int& index) { index += index > factor; };
    std::ranges::for_each(left_, later);
    for (std::vector<int>& axis : x_.axes) std::ranges::for_each(axis, later);
    left_.insert(left_.begin() + static_cast<std::ptrdiff_t>(at_) + 1, factor + 1);
    return rest;
  }

  [[noreturn]] void mismatch() const {
    call_.refuse("its sizes neither join nor split those of its input, or mix samples of a batch");
  }

  const Call& call_;
  Live x_;
  std::vector<int> left_;
  std::size_t at_ = 0;
};

void give_view(Call& call, Live x) { call.give(Value(std::move(x))); }

void reshape(Call& call) {
  const Live& x = call.live(0);
  const Constant& shape = call.constant(1, "its sizes");
  if (!shape.wholes() || shape.goes_with_batch()) call.misfit("its sizes are no whole numbers");
  Wholes sizes = *shape.wholes();
  Whole known{1};
  std::size_t open = sizes.size();
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    if (sizes[i] == Whole{0} && call.integer("allowzero", 0) == 0) {
      if (i >= x.axes.size()) call.misfit("it keeps an axis that is not there");
      sizes[i] = x.size(i);
    }
    if (sizes[i] == Whole{-1} && open == sizes.size()) {
      open = i;
      continue;
    }
    if (sizes[i].value < 1 || sizes[i].value > kMostNumbers ||
        known.value > kMostNumbers / sizes[i].value || (known.batch && sizes[i].batch)) {
      call.misfit("its sizes do not fit its input");
    }
    known = {known.value * sizes[i].value, known.batch || sizes[i].batch};
  }
  if (open < sizes.size()) {
    Whole all{x.elements(), true};
    if (call.work.batch) {
      if (known.batch) known = {known.value * *call.work.batch};
      all = {all.value * *call.work.batch};
    }
    if (all.value % known.value != 0 || (known.batch && !all.batch)) {
      call.misfit("its sizes do not fit its input");
    }
    sizes[open] = {all.value / known.value, all.batch && !known.batch};
  }
  give_view(call, reshaped(call, x, sizes));
}

void flatten(Call& call) {
  const Live& x = call.live(0);
  std::int64_t at = call.integer("axis", 1);
  if (at < 0) at += std::ssize(x.axes);
  if (at < 0 || at > std::ssize(x.axes)) call.misfit("it names an axis that is not there");
  Live flat = x;
  flat.axes.assign(2, {});
  for (std::size_t i = 0; i < x.axes.size(); ++i) {
    std::vector<int>& to = flat.axes[static_cast<std::int64_t>(i) < at ? 0 : 1];
    to.insert(to.end(), x.axes[i].begin(), x.axes[i].end());
  }
  give_view(call, std::move(flat));
}

// Takes the axes that are said away; the batch, where it is one of them, joins another axis.
void squeeze(Call& call) {
  const Live& x = call.live(0);
  std::vector<bool> goes(x.axes.size(), false);
  const auto axes = call.axes(1, 13);
  for (std::size_t i = 0; !axes && i < goes.size(); ++i) goes[i] = x.axes[i].empty();
  for (const std::int64_t number : axes.value_or(std::vector<std::int64_t>{})) {
    goes[call.axis(number, goes.size())] = true;
  }
  Live made = x;
  made.axes.clear();
  bool batch = false;
  for (std::size_t i = 0; i < goes.size(); ++i) {
    const bool is_batch = x.axes[i] == std::vector<int>{kBatchFactor} && call.work.batch == 1;
    if (!goes[i]) {
      made.axes.push_back(x.axes[i]);
    } else if (is_batch) {
      batch = true;
    } else if (!x.axes[i].empty()) {
      call.misfit("it takes away an axis that is not 1");
    }
  }
  if (batch && made.axes.empty()) call.refuse("it leaves no axis");
  if (batch) made.axes[0].insert(made.axes[0].begin(), kBatchFactor);
  give_view(call, std::move(made));
}

void unsqueeze(Call& call) {
  Live made = call.live(0);
  const auto axes = call.axes(1, 13);
  if (!axes) call.misfit("it says no axes");
  const std::size_t rank = made.axes.size() + axes->size();
  std::vector<bool> added(rank, false);
  for (const std::int64_t number : *axes) added[call.axis(number, rank)] = true;
  if (std::ranges::count(added, true) != std::ssize(*axes)) call.misfit("it adds an axis twice");
  for (std::size_t i = 0; i < rank; ++i) {
    if (added[i]) made.axes.insert(made.axes.begin() + static_cast<std::ptrdiff_t>(i), {{}});
  }
  give_view(call, std::move(made));
}

void transpose(Call& call) {
  const Live& x = call.live(0);
  expect_settled(call, Live{.border = x.border});
  std::vector<std::int64_t> order = call.integers("perm");
  if (!call.attribute("perm")) {
    order.resize(x.axes.size());
    std::iota(order.rbegin(), order.rend(), 0);
  }
  Live made = x;
  made.axes.clear();
  std::vector<bool> seen(x.axes.size(), false);
  for (const std::int64_t number : order) {
    const std::size_t axis = call.axis(number, x.axes.size());
    seen[axis] = true;
    made.axes.push_back(x.axes[axis]);
  }
  if (order.size() != x.axes.size() || std::ranges::find(seen, false) != seen.end()) {
    call.misfit("its order of axes is none");
  }
  give_view(call, std::move(made));
}

// A float stays one: Glia computes with 32 bits whatever the file has.
void cast(Call& call) {
  switch (call.integer("to", 0)) {
    case onnx::TensorProto_DataType_FLOAT:
    case onnx::TensorProto_DataType_DOUBLE:
      return give_view(call, call.live(0));
    default:
      call.refuse("it makes whole or short numbers of what a layer gives");
  }
}

void expand(Call& call) {
  const Live& x = call.live(0);
  const Constant& shape = call.constant(1, "its sizes");
  if (!shape.wholes()) call.misfit("its sizes are no whole numbers");
  const Wholes& sizes = *shape.wholes();
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    const bool there = i + x.axes.size() >= sizes.size();
    if (sizes[i] == Whole{1} || (there && sizes[i] == x.size(i + x.axes.size() - sizes.size()))) {
      continue;
    }
    call.refuse("it repeats what a layer gives");
  }
  give_view(call, x);
}

// One of two, where it is known which.
void choose(Call& call) {
  const Constant& condition = call.constant(0, "its condition");
  const Wholes* truths = condition.wholes();
  if (!truths || truths->empty() ||
      std::ranges::any_of(*truths, [&](const Whole& truth) { return truth != truths->front(); })) {
    call.refuse("it chooses between numbers one by one");
  }
  const std::size_t chosen = truths->front().value != 0 ? 1 : 2;
  static_cast<void>(call.live(chosen));
  call.give(call.value(chosen));
}

}  // namespace

Live reshaped(const Call& call, const Live& x, const Wholes& sizes) {
  expect_settled(call, Live{.border = x.border});
  Regrouping regrouping(call, x);
  for (const Whole& size : sizes) regrouping.take(size);
  return regrouping.finish();
}

std::vector<std::int64_t> offsets(const Live& x, std::span<const std::int64_t> strides) {
  std::vector<std::int64_t> of_factor(x.factors.size(), 0);
  for (std::size_t axis = 0; axis < x.axes.size(); ++axis) {
    std::int64_t stride = strides[axis];
    for (auto factor = x.axes[axis].rbegin(); factor != x.axes[axis].rend(); ++factor) {
      if (*factor == kBatchFactor) continue;
      const auto place = static_cast<std::size_t>(*factor);
      of_factor[place] = stride;
      stride *= x.factors[place];
    }
  }
  std::vector<std::int64_t> found{0};
  for (std::size_t i = 0; i < x.factors.size(); ++i) {
    std::vector<std::int64_t> finer;
    finer.reserve(found.size() * static_cast<std::size_t>(x.factors[i]));
    for (const std::int64_t before : found) {
      for (std::int64_t k = 0; k < x.factors[i]; ++k) finer.push_back(before + k * of_factor[i]);
    }
    found = std::move(finer);
  }
  return found;
}

std::vector<std::int64_t> columns(const Call& call, const Live& x) {
  if (x.axes.empty()) call.refuse("its input is a single number");
  const std::vector<int>& last = x.axes.back();
  const bool batch = std::ranges::find(last, kBatchFactor) != last.end();
  const std::size_t inside = last.size() - (batch ? 1 : 0);
  if (inside != x.factors.size() || (batch && call.work.batch != 1)) {
    call.refuse("it works on a part of each sample only, such as each frame by itself");
  }
  std::vector<std::int64_t> strides(x.axes.size(), 0);
  strides.back() = 1;
  return offsets(x, strides);
}

int shaped(Call& call, const Live& x, const Shape& shape) {
  if (!x.natural()) {
    call.refuse("its input's axes lie in another order than the layer before gives them");
  }
  if (call.work.layers[static_cast<std::size_t>(x.layer)].shape == shape) return x.layer;
  const std::vector<std::int64_t> sizes(shape.sizes().begin(), shape.sizes().end());
  return call.work.add("reshape", {{"shape", sizes}}, {x.layer});
}

void expect_settled(const Call& call, const Live& x) {
  if (!x.pending.none()) {
    call.refuse(
        "before it stands an addition or a multiplication by constants, which no layer of "
        "Glia can take up there");
  }
  if (!x.border.none()) call.refuse("before it stands a Pad, which only a convolution can take up");
}

void add_view_operators(Operators& all) {
  all["Identity"] = [](Call& call) { call.give(call.value(0)); };
  all["Dropout"] = [](Call& call) {
    if (call.has(2) && call.whole(2, "whether it learns") != 0) {
      call.refuse("it is in training mode: export the network in evaluation mode (model.eval())");
    }
    call.give(call.value(0));
  };
  all["Reshape"] = reshape;
  all["Flatten"] = flatten;
  all["Squeeze"] = squeeze;
  all["Unsqueeze"] = unsqueeze;
  all["Transpose"] = transpose;
  all["Cast"] = cast;
  all["Expand"] = expand;
  all["Where"] = choose;
}

}  // namespace glia::from_onnx
