// Constants whose numbers are only moved, taken or repeated; and the sizes of what is there.
#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "onnx/import_constants.h"

namespace glia::from_onnx {

Sizes known_sizes(const Call& call, const Constant& x) {
  Sizes sizes;
  for (const Whole& size : x.sizes) {
    if (size.batch) call.refuse("it works on constants whose sizes go with the batch");
    sizes.push_back(size.value);
  }
  return sizes;
}

Wholes wholes(const Sizes& sizes) {
  Wholes all;
  for (const std::int64_t size : sizes) all.push_back({size});
  return all;
}

Sizes strides_of(const Sizes& sizes) {
  Sizes strides(sizes.size(), 1);
  for (std::size_t i = sizes.size(); i-- > 1;) strides[i - 1] = strides[i] * sizes[i];
  return strides;
}

Sizes walk(Work& work, const Sizes& sizes, const Sizes& strides, std::int64_t from) {
  const std::int64_t total = product("a constant", sizes);
  work.spend(total);
  Sizes places;
  places.reserve(static_cast<std::size_t>(total));
  Sizes index(sizes.size(), 0);
  std::int64_t place = from;
  for (std::int64_t i = 0; i < total; ++i) {
    places.push_back(place);
    for (std::size_t axis = sizes.size(); axis-- > 0;) {
      place += strides[axis];
      if (++index[axis] < sizes[axis]) break;
      place -= strides[axis] * sizes[axis];
      index[axis] = 0;
    }
  }
  return places;
}

Constant picked(const Constant& x, const Sizes& sizes, const Sizes& places) {
  Constant made{.sizes = wholes(sizes)};
  std::visit(
      [&](const auto& list) {
        std::decay_t<decltype(list)> found;
        found.reserve(places.size());
        for (const std::int64_t place : places) {
          found.push_back(list[static_cast<std::size_t>(place)]);
        }
        made.values = std::move(found);
      },
      x.values);
  return made;
}

Sizes joined(const Call& call, Sizes a, Sizes b) {
  if (a.size() < b.size()) std::swap(a, b);
  b.insert(b.begin(), a.size() - b.size(), 1);
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] == 1) a[i] = b[i];
    if (b[i] != 1 && b[i] != a[i]) call.misfit("its inputs have sizes that do not meet");
  }
  return a;
}

Constant stretched(const Call& call, const Constant& x, const Sizes& sizes) {
  Sizes own = known_sizes(call, x);
  own.insert(own.begin(), sizes.size() - own.size(), 1);
  Sizes strides = strides_of(own);
  for (std::size_t i = 0; i < own.size(); ++i) {
    if (own[i] == 1) strides[i] = 0;
  }
  return picked(x, sizes, walk(call.work, sizes, strides));
}

namespace {

void fold_constant_of_shape(Call& call) {
  const Constant& shape = call.constant(0, "its sizes");
  if (!shape.wholes()) call.misfit("its sizes are no whole numbers");
  Constant value{.values = Floats{0}};
  if (const auto* given = call.attribute("value")) value = constant_of(given->t());
  if (value.elements() != 1) call.misfit("its value is not one number");
  Constant made{.sizes = *shape.wholes(), .values = value.values};
  value.sizes.clear();
  call.give(made.goes_with_batch() ? std::move(made)
                                   : stretched(call, value, known_sizes(call, made)));
}

void fold_expand(Call& call) {
  const Constant& x = call.constant(0, "its input");
  const Constant& shape = call.constant(1, "its sizes");
  if (!shape.wholes()) call.misfit("its sizes are no whole numbers");
  const Constant wanted{.sizes = *shape.wholes()};
  const bool same = std::visit(
      [](const auto& list) {
        return !list.empty() &&
               std::ranges::all_of(list, [&](const auto& one) { return one == list[0]; });
      },
      x.values);
  if (wanted.goes_with_batch() && same) {
    Constant made{.sizes = wanted.sizes};
    std::visit([&](const auto& list) { made.values = std::decay_t<decltype(list)>{list[0]}; },
               x.values);
    call.give(std::move(made));
    return;
  }
  const Sizes sizes = joined(call, known_sizes(call, x), known_sizes(call, wanted));
  call.give(stretched(call, x, sizes));
}

// Reshape, Flatten, Squeeze and Unsqueeze move no number of a constant.
void fold_resized(Call& call, const Sizes& sizes) {
  Constant made = call.constant(0, "its input");
  if (product("its result", sizes) != made.elements()) {
    call.misfit("its sizes do not fit " + std::to_string(made.elements()) + " numbers");
  }
  made.sizes = wholes(sizes);
  call.give(std::move(made));
}

void fold_reshape(Call& call) {
  const Constant& x = call.constant(0, "its input");
  Sizes own = known_sizes(call, x), sizes = call.integers(1, "its sizes");
  std::int64_t known = 1;
  std::size_t open = sizes.size();
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    if (sizes[i] == 0 && call.integer("allowzero", 0) == 0) {
      if (i >= own.size()) call.misfit("it keeps an axis that is not there");
      sizes[i] = own[i];
    }
    if (sizes[i] == -1 && open == sizes.size()) {
      open = i;
    } else {
      known = product("its result", std::array{known, sizes[i]});
    }
  }
  if (open < sizes.size()) sizes[open] = known > 0 ? x.elements() / known : 0;
  fold_resized(call, sizes);
}

void fold_flatten(Call& call) {
  const Sizes own = known_sizes(call, call.constant(0, "its input"));
  std::int64_t at = call.integer("axis", 1);
  if (at < 0) at += std::ssize(own);
  if (at < 0 || at > std::ssize(own)) call.misfit("it names an axis that is not there");
  const auto all = std::span(own);
  const auto split = static_cast<std::size_t>(at);
  fold_resized(
      call, {product("its result", all.first(split)), product("its result", all.subspan(split))});
}

void fold_squeeze(Call& call) {
  const Constant& x = call.constant(0, "its input");
  std::vector<bool> goes(x.sizes.size(), false);
  const auto axes = call.axes(1, 13);
  for (std::size_t i = 0; !axes && i < goes.size(); ++i) goes[i] = x.sizes[i] == Whole{1};
  for (const std::int64_t number : axes.value_or(Sizes{}))
    goes[call.axis(number, goes.size())] = true;
  Constant made = x;
  made.sizes.clear();
  for (std::size_t i = 0; i < goes.size(); ++i) {
    if (!goes[i]) made.sizes.push_back(x.sizes[i]);
    if (goes[i] && x.sizes[i] != Whole{1}) call.misfit("it takes away an axis that is not 1");
  }
  call.give(std::move(made));
}

void fold_unsqueeze(Call& call) {
  Constant made = call.constant(0, "its input");
  const auto axes = call.axes(1, 13);
  if (!axes) call.misfit("it says no axes");
  const std::size_t rank = made.sizes.size() + axes->size();
  std::vector<bool> added(rank, false);
  for (const std::int64_t number : *axes) added[call.axis(number, rank)] = true;
  Wholes sizes;
  std::size_t next = 0;
  for (std::size_t i = 0; i < rank; ++i) {
    if (!added[i] && next >= made.sizes.size()) call.misfit("it adds an axis twice");
    sizes.push_back(added[i] ? Whole{1} : made.sizes[next++]);
  }
  made.sizes = std::move(sizes);
  call.give(std::move(made));
}

void fold_transpose(Call& call) {
  const Constant& x = call.constant(0, "its input");
  const Sizes own = known_sizes(call, x), strides = strides_of(own);
  Sizes order = call.integers("perm");
  if (!call.attribute("perm")) {
    order.resize(own.size());
    std::iota(order.rbegin(), order.rend(), 0);
  }
  Sizes sizes, by, seen(own.size(), 0);
  for (const std::int64_t number : order) {
    const std::size_t axis = call.axis(number, own.size());
    ++seen[axis];
    sizes.push_back(own[axis]);
    by.push_back(strides[axis]);
  }
  if (std::ranges::any_of(seen, [](std::int64_t n) { return n != 1; })) {
    call.misfit("its order of axes is none");
  }
  call.give(picked(x, sizes, walk(call.work, sizes, by)));
}

void fold_gather(Call& call) {
  const Constant& x = call.constant(0, "its input");
  const Constant& chosen = call.constant(1, "what it takes");
  const Sizes own = known_sizes(call, x), at = call.integers(1, "what it takes");
  if (own.empty()) call.misfit("it takes from a single number");
  const std::size_t axis = call.axis(call.integer("axis", 0), own.size());
  Sizes picks;
  for (const std::int64_t number : at) {
    if (number < -own[axis] || number >= own[axis]) call.misfit("it takes what is not there");
    picks.push_back(number < 0 ? number + own[axis] : number);
  }
  const Sizes strides = strides_of(own);
  Sizes sizes(own.begin(), own.begin() + static_cast<std::ptrdiff_t>(axis));
  for (const Whole& size : chosen.sizes) sizes.push_back(size.value);
  sizes.insert(sizes.end(), own.begin() + static_cast<std::ptrdiff_t>(axis) + 1, own.end());
  const auto before = static_cast<std::ptrdiff_t>(axis);
  const Sizes outer = walk(call.work, {own.begin(), own.begin() + before},
                           {strides.begin(), strides.begin() + before});
  const std::int64_t run = strides[axis];
  Sizes places;
  call.work.spend(product("its result", sizes));
  for (const std::int64_t from : outer) {
    for (const std::int64_t pick : picks) {
      for (std::int64_t i = 0; i < run; ++i) places.push_back(from + pick * run + i);
    }
  }
  call.give(picked(x, sizes, places));
}

void fold_slice(Call& call) {
  const Constant& x = call.constant(0, "its input");
  const bool batch = x.goes_with_batch();  // then one value stands for all
  Sizes sizes;
  for (const Whole& size : x.sizes) sizes.push_back(size.value);
  Sizes strides = batch ? Sizes(sizes.size(), 0) : strides_of(sizes);
  const Sizes starts = call.integers(1, "where it starts"), ends = call.integers(2, "its end");
  Sizes axes(starts.size()), steps(starts.size(), 1);
  std::iota(axes.begin(), axes.end(), 0);
  if (call.has(3)) axes = call.integers(3, "which axes it means");
  if (call.has(4)) steps = call.integers(4, "its steps");
  if (ends.size() != starts.size() || axes.size() != starts.size() ||
      steps.size() != starts.size()) {
    call.misfit("its inputs do not fit one another");
  }
  std::int64_t from = 0;
  for (std::size_t i = 0; i < starts.size(); ++i) {
    const std::size_t axis = call.axis(axes[i], sizes.size());
    const std::int64_t size = sizes[axis], step = steps[i];
    if (size == 0) continue;
    if (x.sizes[axis].batch) {
      if (starts[i] == 0 && ends[i] >= INT32_MAX && step == 1) continue;
      call.refuse("it takes some samples of a batch");
    }
    if (step == 0 || step == INT64_MIN) call.misfit("it has a step of 0");
    const auto bounded = [&](std::int64_t at, std::int64_t low, std::int64_t high) {
      return std::clamp(at < 0 ? std::max(at, -size - 1) + size : at, low, high);
    };
    const std::int64_t begin =
        step > 0 ? bounded(starts[i], 0, size) : bounded(starts[i], 0, size - 1);
    const std::int64_t end = step > 0 ? bounded(ends[i], 0, size) : bounded(ends[i], -1, size - 1);
    const std::int64_t way = step > 0 ? end - begin : begin - end, by = std::abs(step);
    from += begin * strides[axis];
    sizes[axis] = way > 0 ? (way - 1) / by + 1 : 0;
    strides[axis] *= sizes[axis] > 1 ? step : 0;
  }
  if (batch) {
    Constant made = x;
    for (std::size_t i = 0; i < sizes.size(); ++i) made.sizes[i].value = sizes[i];
    return call.give(std::move(made));
  }
  call.give(picked(x, sizes, walk(call.work, sizes, strides, from)));
}

void fold_split(Call& call) {
  const Constant& x = call.constant(0, "its input");
  const Sizes own = known_sizes(call, x), strides = strides_of(own);
  const std::size_t axis = call.axis(call.integer("axis", 0), own.size());
  const auto parts = static_cast<std::int64_t>(call.out.size());
  const std::int64_t length = (own[axis] + parts - 1) / std::max<std::int64_t>(parts, 1);
  Sizes lengths;
  for (std::int64_t i = 0; i < parts; ++i) {
    lengths.push_back(std::clamp<std::int64_t>(own[axis] - i * length, 0, length));
  }
  if (call.has(1)) lengths = call.integers(1, "its lengths");
  std::int64_t from = 0;
  for (std::size_t i = 0; i < lengths.size(); ++i) {
    if (lengths[i] < 0 || from > own[axis] - lengths[i]) call.misfit("its lengths do not fit");
    Sizes sizes = own;
    sizes[axis] = lengths[i];
    call.give(picked(x, sizes, walk(call.work, sizes, strides, from * strides[axis])), i);
    from += lengths[i];
  }
}

// Where the numbers of an axis come from that grew at both ends; −1: nowhere.
Sizes padded_axis(const Call& call, std::int64_t size, std::int64_t before, std::int64_t after) {
  const std::string mode = call.text("mode", "constant");
  product("its result",
          std::array{std::max<std::int64_t>(size + std::max<std::int64_t>(before, 0), 0),
                     std::max<std::int64_t>(after, 1)});
  Sizes from;
  for (std::int64_t i = -before; i < size + after; ++i) {
    const bool inside = i >= 0 && i < size;
    if (inside || mode == "constant" || size == 0) {
      from.push_back(inside ? i : -1);
    } else if (mode == "edge") {
      from.push_back(std::clamp<std::int64_t>(i, 0, size - 1));
    } else if (mode == "wrap") {
      from.push_back((i % size + size) % size);
    } else if (mode == "reflect") {
      const std::int64_t period = std::max<std::int64_t>(2 * size - 2, 1);
      const std::int64_t at = (i % period + period) % period;
      from.push_back(std::min(at, period - at) % size);
    } else {
      call.misfit("its mode " + in_quotes(mode) + " is unknown");
    }
  }
  return from;
}

void fold_pad(Call& call) {
  const Constant& x = call.constant(0, "its input");
  const Sizes own = known_sizes(call, x), strides = strides_of(own);
  const Sizes pads = call.integers(1, "how much it puts around");
  Sizes axes(own.size());
  std::iota(axes.begin(), axes.end(), 0);
  if (call.has(3)) axes = call.integers(3, "which axes it means");
  if (pads.size() != 2 * axes.size() || !x.floats()) {
    call.refuse("it was expected to put floats around floats, at both ends of each axis");
  }
  const float fill = call.has(2) ? call.single(2, "what it puts around") : 0;
  std::vector<Sizes> from;
  for (const std::int64_t size : own) {
    from.emplace_back(static_cast<std::size_t>(size));
    std::iota(from.back().begin(), from.back().end(), 0);
  }
  for (std::size_t i = 0; i < axes.size(); ++i) {
    const std::int64_t before = pads[i], after = pads[i + axes.size()];
    if (std::max(std::abs(before), std::abs(after)) > kMostNumbers) {
      call.refuse("it puts too much around");
    }
    const std::size_t axis = call.axis(axes[i], own.size());
    from[axis] = padded_axis(call, own[axis], before, after);
  }
  Sizes sizes, places{0};
  for (const Sizes& axis : from) sizes.push_back(std::ssize(axis));
  call.work.spend(product("its result", sizes));
  for (std::size_t axis = 0; axis < own.size(); ++axis) {
    Sizes finer;
    for (const std::int64_t place : places) {
      for (const std::int64_t at : from[axis]) {
        finer.push_back(place < 0 || at < 0 ? -1 : place + at * strides[axis]);
      }
    }
    places = std::move(finer);
  }
  Floats numbers;
  for (const std::int64_t place : places) {
    numbers.push_back(place < 0 ? fill : (*x.floats())[static_cast<std::size_t>(place)]);
  }
  call.give(Constant{.sizes = wholes(sizes), .values = std::move(numbers)});
}

void fold_concat(Call& call) {
  const Constant& first = call.constant(0, "its input");
  Sizes sizes = known_sizes(call, first);
  if (sizes.empty()) call.misfit("it joins single numbers");
  const std::size_t axis = call.axis(call.integer("axis", 0), sizes.size());
  sizes[axis] = 0;
  std::int64_t outer = 1;
  for (std::size_t i = 0; i < axis; ++i) outer *= sizes[i];
  for (std::size_t i = 0; i < call.inputs(); ++i) {
    const Constant& next = call.constant(i, "an input");
    const Sizes own = known_sizes(call, next);
    for (std::size_t j = 0; j < std::max(own.size(), sizes.size()); ++j) {
      if (own.size() != sizes.size() || (j != axis && own[j] != sizes[j])) {
        call.misfit("its inputs have sizes that do not meet");
      }
    }
    if (next.values.index() != first.values.index()) call.misfit("its inputs are of two kinds");
    sizes[axis] += own[axis];
  }
  call.work.spend(product("its result", sizes));
  Constant made{.sizes = wholes(sizes), .values = first.values};
  std::visit(
      [&](auto& list) {
        using List = std::decay_t<decltype(list)>;
        list.clear();
        for (std::int64_t o = 0; o < outer; ++o) {
          for (std::size_t i = 0; i < call.inputs(); ++i) {
            const List& from = std::get<List>(call.constant(i, "an input").values);
            const std::int64_t run = std::ssize(from) / outer;
            list.insert(list.end(), from.begin() + o * run, from.begin() + (o + 1) * run);
          }
        }
      },
      made.values);
  call.give(std::move(made));
}

void fold_shape(Call& call) {
  const Value& x = call.value(0);
  Wholes sizes;
  if (const auto* known = std::get_if<ConstantPtr>(&x)) {
    sizes = (*known)->sizes;
  } else {
    sizes = call.live(0).sizes();
  }
  const auto rank = std::ssize(sizes);
  const auto bounded = [&](std::int64_t at) {
    return std::clamp<std::int64_t>(at < 0 ? std::max(at, -rank) + rank : at, 0, rank);
  };
  const std::int64_t begin = bounded(call.integer("start", 0));
  const std::int64_t end = std::max(begin, bounded(call.integer("end", rank)));
  sizes = {sizes.begin() + begin, sizes.begin() + end};
  const std::int64_t count = std::ssize(sizes);
  call.give(Constant{.sizes = {{count}}, .values = std::move(sizes)});
}

}  // namespace

void add_constant_moves(Operators& all) {
  all["ConstantOfShape"] = fold_constant_of_shape;
  all["Expand"] = fold_expand;
  all["Shape"] = fold_shape;
  all["Reshape"] = fold_reshape;
  all["Flatten"] = fold_flatten;
  all["Squeeze"] = fold_squeeze;
  all["Unsqueeze"] = fold_unsqueeze;
  all["Transpose"] = fold_transpose;
  all["Gather"] = fold_gather;
  all["Slice"] = fold_slice;
  all["Split"] = fold_split;
  all["Pad"] = fold_pad;
  all["Concat"] = fold_concat;
}

}  // namespace glia::from_onnx
