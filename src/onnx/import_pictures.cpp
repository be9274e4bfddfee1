// Operators on pictures: convolutions, pools, and zeros around a picture.
#include <algorithm>

#include "onnx/import_work.h"

namespace glia::from_onnx {
namespace {

// Channels × height × width of one sample; a row of numbers with channels is a picture one high.
struct Plane {
  std::int64_t channels = 0, height = 0, width = 0;
  bool row = false;
};

Plane plane_of(Call& call, const Live& x) {
  const std::size_t rank = x.axes.size();
  if (rank != 3 && rank != 4) {
    call.refuse("it works on " + std::to_string(rank - std::min<std::size_t>(rank, 2)) +
                " axes, and Glia's pictures have two");
  }
  Plane plane{.row = rank == 3};
  const bool one = call.work.batch == 1 && x.axes[0].empty();
  if (x.axes[0] != std::vector<int>{kBatchFactor} && !one) {
    call.refuse("its first axis is not that of the samples");
  }
  plane.channels = x.size(1).value;
  plane.height = plane.row ? 1 : x.size(2).value;
  plane.width = x.size(rank - 1).value;
  return plane;
}

int picture_layer(Call& call, const Live& x, const Plane& plane) {
  return shaped(call, x, Shape{plane.channels, plane.height, plane.width});
}

// One number an axis of the plane; a row gets `other` for its height.
std::pair<std::int64_t, std::int64_t> two(Call& call, const Plane& plane, const Sizes& list,
                                          std::int64_t fallback, const char* what) {
  if (list.empty()) return {fallback, fallback};
  if (list.size() != (plane.row ? 1U : 2U)) {
    call.misfit(std::string(what) + " has not one number for each axis of a picture");
  }
  return plane.row ? std::pair(fallback, list[0]) : std::pair(list[0], list[1]);
}

struct Window {
  std::int64_t high = 1, wide = 1, stride = 1;
  Border border = {};
};

// How many numbers `pads` or `auto_pad` put before and after an axis.
std::pair<std::int64_t, std::int64_t> same_border(std::int64_t size, std::int64_t window,
                                                  std::int64_t stride, bool upper) {
  const std::int64_t outputs = (size - 1) / stride + 1;
  const std::int64_t all = std::max<std::int64_t>(0, (outputs - 1) * stride + window - size);
  const std::int64_t less = all / 2;
  return upper ? std::pair(less, all - less) : std::pair(all - less, less);
}

Window window_of(Call& call, const Plane& plane, std::int64_t high, std::int64_t wide) {
  Window window{.high = high, .wide = wide};
  const auto [down, right] = two(call, plane, call.integers("strides"), 1, "strides");
  const bool tall = plane.height > 1 || !plane.row;
  if (down != right && tall) call.refuse("its strides differ, and Glia's are equal both ways");
  window.stride = right;
  const auto [dilated_down, dilated] = two(call, plane, call.integers("dilations"), 1, "dilations");
  if (dilated_down != 1 || dilated != 1) call.refuse("it is dilated, and Glia's windows are not");
  if (high < 1 || wide < 1 || high > 65536 || wide > 65536 || window.stride < 1 ||
      window.stride > 65536) {
    call.misfit("its window or stride makes no sense");
  }
  const std::string automatic = call.text("auto_pad", "NOTSET");
  if (automatic == "SAME_UPPER" || automatic == "SAME_LOWER") {
    const bool upper = automatic == "SAME_UPPER";
    const auto [top, bottom] = plane.row ? std::pair<std::int64_t, std::int64_t>(0, 0)
                                         : same_border(plane.height, high, window.stride, upper);
    const auto [left, after] = same_border(plane.width, wide, window.stride, upper);
    window.border = {top, left, bottom, after};
  } else if (automatic != "NOTSET" && automatic != "VALID") {
    call.misfit("its auto_pad " + in_quotes(automatic) + " is unknown");
  } else if (const Sizes pads = call.integers("pads"); !pads.empty() && automatic == "NOTSET") {
    if (pads.size() != (plane.row ? 2U : 4U)) call.misfit("its pads do not fit its picture");
    window.border =
        plane.row ? Border{0, pads[0], 0, pads[1]} : Border{pads[0], pads[1], pads[2], pads[3]};
  }
  const Border& b = window.border;
  for (const std::int64_t side : {b.top, b.left, b.bottom, b.right}) {
    if (side < 0 || side > 65536) call.misfit("its pads make no sense");
  }
  return window;
}

Live picture_view(const Call& call, int layer, const Plane& like) {
  const Shape& shape = call.work.layers[static_cast<std::size_t>(layer)].shape;
  if (like.row) return viewed(layer, Sizes{kBatchAxis, shape[0], shape[2]});
  return viewed(layer, Sizes{kBatchAxis, shape[0], shape[1], shape[2]});
}

// A filter of high × wide behind any border does what a square one with an equal border does whose
// further weights are zeros, as long as it stops as often.
struct Square {
  std::int64_t kernel = 0, padding = 0, down = 0, right = 0;  // where the filter's corner lies
};

Square square_of(Call& call, const Plane& plane, const Window& window) {
  constexpr std::int64_t kMost = 255, kLarger = 16;
  const Border& b = window.border;
  const auto stops = [&](std::int64_t size) { return size < 0 ? -1 : size / window.stride; };
  const std::int64_t rows = stops(plane.height + b.top + b.bottom - window.high);
  const std::int64_t columns = stops(plane.width + b.left + b.right - window.wide);
  if (rows < 0 || columns < 0) call.misfit("its filter is larger than its picture");
  for (std::int64_t padding = std::max(b.top, b.left); padding < kMost; ++padding) {
    const std::int64_t down = padding - b.top, right = padding - b.left;
    const std::int64_t least = std::max(window.high + down, window.wide + right);
    for (std::int64_t side = std::max(least, padding + 1);
         side <= kMost && side * side <= kLarger * window.high * window.wide; ++side) {
      if (stops(plane.height + 2 * padding - side) == rows &&
          stops(plane.width + 2 * padding - side) == columns && window.stride <= kMost) {
        return {side, padding, down, right};
      }
    }
  }
  call.refuse("a filter of " + std::to_string(window.high) + "×" + std::to_string(window.wide) +
              " with such a border is no square of Glia's");
}

// One number a channel, or the same for all.
std::vector<double> by_channel(Call& call, const std::vector<double>& numbers, const Plane& plane) {
  std::vector<double> found;
  const std::int64_t pixels = plane.height * plane.width;
  for (std::int64_t c = 0; c < plane.channels; ++c) {
    const auto first = numbers.begin() + (numbers.size() == 1 ? 0 : c * pixels);
    found.push_back(*first);
    if (numbers.size() > 1 &&
        !std::all_of(first, first + pixels, [&](double x) { return x == *first; })) {
      call.refuse(
          "before it stands another constant for each pixel, which a filter cannot take up");
    }
  }
  return found;
}

// Filters that see a part of the channels do what those that see all do whose further weights are
// zeros; so that a network does not become many times as large, of few parts.
std::int64_t groups_of(Call& call, const Plane& plane, std::int64_t out) {
  constexpr std::int64_t kMost = 16;
  const std::int64_t groups = call.integer("group", 1);
  if (groups < 1 || plane.channels % groups != 0 || out % groups != 0) {
    call.misfit("its groups do not share out its channels and filters");
  }
  if (groups > kMost) {
    call.refuse("its channels go in " + std::to_string(groups) +
                " groups, and in Glia each filter sees all channels: with zeros for the others it "
                "would have so many times the weights, and 16 times are the most");
  }
  if (groups > 1) {
    call.work.note("filters that see one of " + std::to_string(groups) +
                   " groups of channels came in with zeros for the others");
  }
  return groups;
}

void conv(Call& call) {
  const Live& x = call.live(0);
  const Plane plane = plane_of(call, x);
  const Constant& weight = call.constant(1, "its weight");
  const Floats& numbers = call.floats(1, "its weight");
  if (weight.sizes.size() != x.axes.size()) call.misfit("its weight does not fit its picture");
  const std::int64_t out = weight.sizes[0].value;
  const std::int64_t groups = groups_of(call, plane, out);
  const std::int64_t seen = plane.channels / groups;  // channels that a filter sees
  const std::int64_t high = plane.row ? 1 : weight.sizes[2].value;
  const std::int64_t wide = weight.sizes.back().value;
  const auto [said_high, said_wide] =
      two(call, plane, call.integers("kernel_shape"), 0, "kernel_shape");
  if (weight.sizes[1].value != seen || (call.attribute("kernel_shape") &&
                                        (said_wide != wide || (!plane.row && said_high != high)))) {
    call.misfit("its weight does not fit its picture or its kernel_shape");
  }
  Window window = window_of(call, plane, high, wide);
  window.border.top += x.border.top;
  window.border.left += x.border.left;
  window.border.bottom += x.border.bottom;
  window.border.right += x.border.right;
  const Square square = square_of(call, plane, window);
  if (square.kernel != high || square.kernel != wide) {
    call.work.note("filters of " + std::to_string(high) + "×" + std::to_string(wide) +
                   " came in as squares of " + std::to_string(square.kernel) +
                   " whose further weights are zeros");
  }
  Live plain = x;
  plain.border = {};
  const std::vector<double> scale = by_channel(call, x.pending.scale, plane);
  const std::vector<double> shift = by_channel(call, x.pending.shift, plane);
  if (square.padding > 0 && std::ranges::any_of(shift, [](double t) { return t != 0; })) {
    call.refuse(
        "its border of zeros lies around a picture from which something was taken away "
        "before, and Glia puts zeros around the picture itself: take that away outside the "
        "network");
  }
  plain.pending = {};
  const std::int64_t side = square.kernel, taps = side * side;
  Floats filters(static_cast<std::size_t>(out * plane.channels * taps), 0.0F);
  Floats bias(static_cast<std::size_t>(out), 0.0F);
  const bool has_bias = call.has(2);
  if (has_bias && std::ssize(call.floats(2, "its bias")) != out) {
    call.misfit("its bias has not one number a filter");
  }
  std::size_t from = 0;
  for (std::int64_t o = 0; o < out; ++o) {
    double start =
        has_bias ? static_cast<double>(call.floats(2, "its bias")[static_cast<std::size_t>(o)]) : 0;
    const std::int64_t first = o / (out / groups) * seen;
    for (std::int64_t c = first; c < first + seen; ++c) {
      for (std::int64_t i = 0; i < high * wide; ++i) {
        const double w = static_cast<double>(numbers[from++]);
        const std::int64_t row = square.down + i / wide, column = square.right + i % wide;
        const auto to =
            static_cast<std::size_t>((o * plane.channels + c) * taps + row * side + column);
        filters[to] = static_cast<float>(w * scale[static_cast<std::size_t>(c)]);
        start += w * shift[static_cast<std::size_t>(c)];
      }
    }
    bias[static_cast<std::size_t>(o)] = static_cast<float>(start);
  }
  const int layer = call.work.add(
      "conv2d",
      {{"out", out}, {"kernel", side}, {"stride", window.stride}, {"padding", square.padding}},
      {picture_layer(call, plain, plane)},
      {{"weight", {Shape{out, plane.channels, side, side}, filters}},
       {"bias", {Shape{out}, bias}}});
  call.give(Value(picture_view(call, layer, plane)));
}

void pool(Call& call, const std::string& op) {
  const Live& x = call.live(0);
  expect_settled(call, x);
  const Plane plane = plane_of(call, x);
  if (call.wanted.contains(1)) call.refuse("where its largest numbers stood is asked of it");
  const auto [high, wide] = two(call, plane, call.integers("kernel_shape"), 1, "kernel_shape");
  const Window window = window_of(call, plane, high, wide);
  if (!window.border.none()) call.refuse("it has a border, and Glia's pools have none");
  const bool whole = high == plane.height && wide == plane.width;
  if (!whole && high != wide) call.refuse("its window is no square");
  if (high > plane.height || wide > plane.width)
    call.misfit("its window is larger than its picture");
  if (call.integer("ceil_mode", 0) != 0 && !whole &&
      ((plane.height - high) % window.stride != 0 || (plane.width - wide) % window.stride != 0)) {
    call.refuse("with ceil_mode its last windows reach over the border, which Glia's do not");
  }
  const int layer = call.work.add(
      op, {{"size", whole ? std::int64_t{0} : wide}, {"stride", whole ? 0 : window.stride}},
      {picture_layer(call, x, plane)});
  call.give(Value(picture_view(call, layer, plane)));
}

void global_pool(Call& call, const std::string& op) {
  const Live& x = call.live(0);
  expect_settled(call, x);
  const Plane plane = plane_of(call, x);
  const int layer = call.work.add(op, {{"size", std::int64_t{0}}, {"stride", std::int64_t{0}}},
                                  {picture_layer(call, x, plane)});
  call.give(Value(picture_view(call, layer, plane)));
}

void pad(Call& call) {
  Live x = call.live(0);
  if (call.text("mode", "constant") != "constant") {
    call.refuse("it repeats the picture around itself, and Glia's borders are zeros");
  }
  if (call.has(2) && call.single(2, "what it puts around") != 0) {
    call.refuse("it puts other numbers than zeros around");
  }
  const Sizes pads = call.integers(1, "how much it puts around");
  Sizes axes;
  for (std::size_t i = 0; i < x.axes.size(); ++i) axes.push_back(static_cast<std::int64_t>(i));
  if (call.has(3)) axes = call.integers(3, "which axes it means");
  if (pads.size() != 2 * axes.size()) call.misfit("its pads do not fit its axes");
  for (std::size_t i = 0; i < axes.size(); ++i) {
    const std::int64_t before = pads[i], after = pads[i + axes.size()];
    if (before == 0 && after == 0) continue;
    if (before < 0 || after < 0 || before > 65536 || after > 65536) {
      call.refuse("it takes away from a picture, or puts too much around");
    }
    const std::size_t axis = call.axis(axes[i], x.axes.size());
    if (axis + 1 == x.axes.size() && axis >= 2) {
      x.border.left += before;
      x.border.right += after;
    } else if (axis == 2 && x.axes.size() == 4) {
      x.border.top += before;
      x.border.bottom += after;
    } else {
      call.refuse("it puts something around others than the two axes of a picture");
    }
  }
  call.give(Value(std::move(x)));
}

}  // namespace

void add_picture_operators(Operators& all) {
  all["Conv"] = conv;
  all["MaxPool"] = [](Call& call) { pool(call, "max_pool"); };
  all["AveragePool"] = [](Call& call) { pool(call, "average_pool"); };
  all["GlobalAveragePool"] = [](Call& call) { global_pool(call, "average_pool"); };
  all["GlobalMaxPool"] = [](Call& call) { global_pool(call, "max_pool"); };
  all["Pad"] = pad;
}

}  // namespace glia::from_onnx
