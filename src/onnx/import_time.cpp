// Layers that go through time, and what is taken of their frames.
#include <algorithm>
#include <array>

#include "onnx/import_work.h"

namespace glia::from_onnx {
namespace {

// ONNX has an LSTM's gates as input, output, forget, candidate; Glia as input, forget, candidate,
// output.
constexpr std::array<std::int64_t, 4> kLstmGates{0, 2, 3, 1};
constexpr std::array<std::int64_t, 1> kRnnSums{0};

enum TimeInput : std::size_t { kX, kW, kR, kB, kLengths, kHidden, kCell, kPeepholes };

struct TimeSizes {
  std::int64_t frames = 0, features = 0, units = 0, directions = 1;
};

// The sizes of a tensor of weights, which must be these.
const Floats& weights(const Call& call, std::size_t i, const char* what, const Wholes& sizes) {
  const Floats& numbers = call.floats(i, what);
  if (call.constant(i, what).sizes != sizes) call.misfit(std::string(what) + " has other sizes");
  return numbers;
}

void expect_zero(const Call& call, std::size_t i, const char* what) {
  if (!call.has(i)) return;
  const Constant& known = call.constant(i, what);
  if (!known.floats() || std::ranges::any_of(*known.floats(), [](float x) { return x != 0; })) {
    call.refuse(std::string(what) + " is not zero, and Glia's layers begin with zeros");
  }
}

void expect_whole_length(const Call& call, std::int64_t frames) {
  if (!call.has(kLengths)) return;
  const Constant& known = call.constant(kLengths, "the lengths of its sequences");
  if (!known.wholes() ||
      std::ranges::any_of(*known.wholes(), [&](const Whole& n) { return n != Whole{frames}; })) {
    call.refuse("it stops before the last frame: Glia is told the lengths of samples when it runs");
  }
}

void expect_plain(const Call& call, const char* function) {
  const std::vector<std::string> usual = std::string(function) == "LSTM"
                                             ? std::vector<std::string>{"Sigmoid", "Tanh", "Tanh"}
                                             : std::vector<std::string>{"Tanh"};
  if (const auto* given = call.attribute("activations")) {
    for (int i = 0; i < given->strings_size(); ++i) {
      if (given->strings(i) != usual[static_cast<std::size_t>(i) % usual.size()]) {
        call.refuse("it bends its sums by " + in_quotes(given->strings(i)) +
                    ", and Glia's layer has others");
      }
    }
  }
  for (const char* name : {"clip", "activation_alpha", "activation_beta"}) {
    if (call.attribute(name)) call.refuse("Glia's layer has no " + in_quotes(name));
  }
  if (call.integer("input_forget", 0) != 0) call.refuse("its input and forget gates are one");
}

// What is done to each number of the input before must be the same in every frame.
Affine of_a_frame(const Call& call, const Affine& pending, const TimeSizes& sizes) {
  Affine found{.scale = {}, .shift = {}};
  const auto at = [&](const std::vector<double>& list, std::int64_t t, std::int64_t i) {
    return list.size() == 1 ? list[0] : list[static_cast<std::size_t>(t * sizes.features + i)];
  };
  for (std::int64_t i = 0; i < sizes.features; ++i) {
    found.scale.push_back(at(pending.scale, 0, i));
    found.shift.push_back(at(pending.shift, 0, i));
    if (pending.none()) continue;
    for (std::int64_t t = 1; t < sizes.frames; ++t) {
      if (at(pending.scale, t, i) != found.scale.back() ||
          at(pending.shift, t, i) != found.shift.back()) {
        call.refuse("before it stands another constant for each frame");
      }
    }
  }
  return found;
}

// Sums in Glia's order, `to` of ONNX's blocks of units.
std::map<std::string, Tensor> parameters(const Call& call, const TimeSizes& sizes,
                                         std::span<const std::int64_t> blocks,
                                         const Affine& first) {
  const auto gates = static_cast<std::int64_t>(blocks.size());
  const std::int64_t sums = gates * sizes.units;
  const Floats& w = weights(call, kW, "its W", {{sizes.directions}, {sums}, {sizes.features}});
  const Floats& r = weights(call, kR, "its R", {{sizes.directions}, {sums}, {sizes.units}});
  const bool biased = call.has(kB);
  if (biased) weights(call, kB, "its B", {{sizes.directions}, {2 * sums}});
  std::map<std::string, Tensor> made;
  for (std::int64_t d = 0; d < sizes.directions; ++d) {
    Floats input, hidden, bias;
    for (std::int64_t sum = 0; sum < sums; ++sum) {
      const std::int64_t row =
          blocks[static_cast<std::size_t>(sum / sizes.units)] * sizes.units + sum % sizes.units;
      double start = 0;
      if (biased) {
        const auto at = static_cast<std::size_t>(d * 2 * sums + row);
        const Floats& b = call.floats(kB, "its B");
        start = static_cast<double>(b[at]) +
                static_cast<double>(b[at + static_cast<std::size_t>(sums)]);
      }
      for (std::int64_t i = 0; i < sizes.features; ++i) {
        const double weight =
            static_cast<double>(w[static_cast<std::size_t>((d * sums + row) * sizes.features + i)]);
        start += weight * first.shift[static_cast<std::size_t>(i)];
        input.push_back(static_cast<float>(weight * first.scale[static_cast<std::size_t>(i)]));
      }
      const auto from = r.begin() + (d * sums + row) * sizes.units;
      hidden.insert(hidden.end(), from, from + sizes.units);
      bias.push_back(static_cast<float>(start));
    }
    const std::string prefix = d == 0 ? "" : "reverse_";
    made[prefix + "input_weight"] = {Shape{sums, sizes.features}, std::move(input)};
    made[prefix + "hidden_weight"] = {Shape{sums, sizes.units}, std::move(hidden)};
    made[prefix + "bias"] = {Shape{sums}, std::move(bias)};
  }
  return made;
}

void recurrent(Call& call, const std::string& op, std::span<const std::int64_t> blocks) {
  Live x = call.live(kX);
  if (!x.border.none()) expect_settled(call, x);
  if (x.axes.size() != 3) call.misfit("its input has not three axes");
  const bool batch_first = call.integer("layout", 0) != 0;
  const std::size_t time = batch_first ? 1 : 0;
  if (x.axes[1 - time] != std::vector<int>{kBatchFactor}) {
    call.refuse(std::string("its ") + (batch_first ? "first" : "second") +
                " axis is not that of the samples");
  }
  const Constant& w = call.constant(kW, "its W");
  if (w.sizes.size() != 3) call.misfit("its W has not three axes");
  const std::string direction = call.text("direction", "forward");
  if (direction == "reverse") {
    call.refuse("it goes backwards only, and Glia's layers go forward or both ways");
  }
  if (direction != "forward" && direction != "bidirectional") {
    call.misfit("its direction " + in_quotes(direction) + " is unknown");
  }
  TimeSizes sizes{.frames = x.size(time).value,
                  .features = x.size(2).value,
                  .units = w.sizes[1].value / static_cast<std::int64_t>(blocks.size()),
                  .directions = direction == "forward" ? 1 : 2};
  if (call.integer("hidden_size", sizes.units) != sizes.units) {
    call.misfit("its hidden_size does not fit its W");
  }
  expect_plain(call, op == "lstm" ? "LSTM" : "RNN");
  expect_zero(call, kHidden, "its first state");
  if (op == "lstm") {
    expect_zero(call, kCell, "its first cell");
    expect_zero(call, kPeepholes, "what its gates see of the cell");
  }
  expect_whole_length(call, sizes.frames);
  if (call.wanted.contains(2))
    call.refuse("its last cell is asked of it, which Glia does not give");
  const bool sequence = call.wanted.contains(0);
  if (sequence && call.wanted.contains(1)) {
    call.refuse(
        "all its frames and the last one are both asked of it, and Glia's layer gives one "
        "of them");
  }
  std::map<std::string, Tensor> params =
      parameters(call, sizes, blocks, of_a_frame(call, x.pending, sizes));
  x.pending = {};
  const int layer =
      call.work.add(op,
                    {{"hidden", sizes.units},
                     {"bidirectional", std::int64_t{sizes.directions == 2}},
                     {"output", std::string(sequence ? "sequence" : "last")}},
                    {shaped(call, x, Shape{sizes.frames, sizes.features})}, std::move(params));
  if (sequence) {
    call.give(Value(viewed(
        layer, batch_first ? Sizes{kBatchAxis, sizes.frames, sizes.directions, sizes.units}
                           : Sizes{sizes.frames, sizes.directions, kBatchAxis, sizes.units})));
  } else {
    call.give(Value(viewed(layer, batch_first ? Sizes{kBatchAxis, sizes.directions, sizes.units}
                                              : Sizes{sizes.directions, kBatchAxis, sizes.units})),
              1);
  }
}

// Whether x is a sequence that such a layer gives, and this axis its frames.
bool is_time(const Call& call, const Live& x, std::size_t axis) {
  const Layer& layer = call.work.layers[static_cast<std::size_t>(x.layer)];
  const auto output = layer.attributes.find("output");
  return (layer.op == "lstm" || layer.op == "rnn") && output != layer.attributes.end() &&
         output->second == Attribute(std::string("sequence")) && layer.shape[0] > 1 &&
         x.axes[axis] == std::vector<int>{0} && x.factors[0] == layer.shape[0];
}

// The frames' axis away, or 1: the layer gives the last frame, or their mean, in its place.
void take_frames(Call& call, std::size_t axis, bool keep, const std::string& what) {
  Live x = call.live(0);
  expect_settled(call, x);
  Layer& layer = call.work.layers[static_cast<std::size_t>(x.layer)];
  if (layer.shared) {
    call.refuse("its layer's frames are used in another way as well");
  }
  if (what == "last" && layer.attributes.at("bidirectional") == Attribute(std::int64_t{1})) {
    call.refuse(
        "it takes the last frame of a layer that goes both ways, in which the second has "
        "seen one frame only: take the last states (h_n) instead");
  }
  Attributes attributes = layer.attributes;
  attributes["output"] = what;
  call.work.change(x.layer, std::string(layer.op), attributes);
  x.factors.erase(x.factors.begin());
  x.axes[axis].clear();
  for (std::vector<int>& factors : x.axes) {
    for (int& factor : factors) factor -= factor > 0;
  }
  if (!keep) x.axes.erase(x.axes.begin() + static_cast<std::ptrdiff_t>(axis));
  call.give(Value(std::move(x)));
}

void take_one(Call& call) {
  const Live& x = call.live(0);
  const std::size_t axis = call.axis(call.integer("axis", 0), x.axes.size());
  const std::int64_t at = call.whole(1, "what it takes");
  const std::int64_t size = x.size(axis).value;
  const bool keep = !call.constant(1, "what it takes").sizes.empty();
  if (x.axes[axis].empty() && (at == 0 || at == -1)) {
    Live made = x;
    if (!keep) made.axes.erase(made.axes.begin() + static_cast<std::ptrdiff_t>(axis));
    call.give(Value(std::move(made)));
    return;
  }
  if (!is_time(call, x, axis) || (at != -1 && at != size - 1)) {
    call.refuse(
        "it takes a part of what a layer gives; of an LSTM or RNN it may be the last frame");
  }
  take_frames(call, axis, keep, "last");
}

void take_some(Call& call) {
  const Live& x = call.live(0);
  const std::int64_t from = call.whole(1, "where it starts"), to = call.whole(2, "its end");
  const std::size_t axis =
      call.axis(call.has(3) ? call.whole(3, "which axis it means") : 0, x.axes.size());
  const Whole size = x.size(axis);
  const std::int64_t step = call.has(4) ? call.whole(4, "its step") : 1;
  if (step == 1 && from == 0 && to >= (size.batch ? INT32_MAX : size.value)) {
    call.give(call.value(0));
    return;
  }
  const bool last = (from == -1 || from == size.value - 1) && to >= size.value;
  if (step != 1 || !last || !is_time(call, x, axis)) {
    call.refuse(
        "it takes a part of what a layer gives; of an LSTM or RNN it may be the last frame");
  }
  take_frames(call, axis, true, "last");
}

}  // namespace

bool takes_mean_of_frames(Call& call, std::size_t axis, bool keep) {
  if (call.live(0).axes[axis].empty()) {  // of one frame
    Live x = call.live(0);
    if (!keep) x.axes.erase(x.axes.begin() + static_cast<std::ptrdiff_t>(axis));
    call.give(Value(std::move(x)));
    return true;
  }
  if (!is_time(call, call.live(0), axis)) return false;
  take_frames(call, axis, keep, "mean");
  return true;
}

void add_time_operators(Operators& all) {
  all["LSTM"] = [](Call& call) { recurrent(call, "lstm", kLstmGates); };
  all["RNN"] = [](Call& call) { recurrent(call, "rnn", kRnnSums); };
  all["Gather"] = take_one;
  all["Slice"] = take_some;
}

}  // namespace glia::from_onnx
