#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/inspector.h"
#include "glia/inspect.h"

namespace glia::studio {

// A gate of an LSTM that a person holds at a number, for some units, at some frames.
struct Hold {
  std::size_t gate = 0;              // as the sums lie: input, forget, candidate, output
  std::vector<std::int64_t> units;   // empty: all
  std::int64_t first = 0, last = 0;  // frames, both included
  double value = 0;

  bool covers(std::size_t which, std::int64_t unit, std::int64_t frame) const;
};
constexpr std::array<std::string_view, 4> kGates{"input_gate", "forget_gate", "cell_candidate",
                                                 "output_gate"};

// The first LSTM of a network, run in double by its equation (src/ops/lstm.cpp), so that a gate can
// be held; what comes after it is the engine's. Throws Error where the network has no LSTM, or
// where later nodes look at more than what it says.
class HeldLstm {
 public:
  // `heard`: what goes into the LSTM, [frames][features].
  HeldLstm(Engine& engine, const Model& model, std::span<const float> heard);

  static bool can_hold(const TimeLayer& layer);

  std::int64_t frames() const noexcept { return frames_; }
  std::int64_t units() const noexcept { return layer_.units; }
  int directions() const noexcept { return layer_.directions; }
  // What the network says of the first `until` frames.
  std::vector<float> outputs(std::int64_t until, std::span<const Hold> holds);
  // All gates, cells and hidden states of the whole: [directions][slots][frames][units], slots as
  // the layer names them.
  std::vector<float> seen(std::span<const Hold> holds) const;

  // The sum of one gate, put together: bias + what each input adds, then what each unit that spoke
  // a frame before adds.
  struct Sum {
    double bias = 0;
    std::vector<double> from_inputs, from_units;

    double total() const;
  };
  Sum sum(int direction, std::size_t gate, std::int64_t unit, std::int64_t frame) const;

 private:
  struct Direction {
    std::span<const float> input_weight, hidden_weight, bias;
    std::vector<double> sums;  // W·x + b of each frame, [frames][4·units]
  };
  // One direction's gates, cells and hidden states over the first `until` frames.
  struct Run {
    std::vector<double> gates, cells, hidden;  // [frames][4·units], [frames][units] twice
  };
  Run run(int direction, std::int64_t until, std::span<const Hold> holds) const;

  Model model_;  // whose weights are looked at
  TimeLayer layer_;
  std::vector<float> heard_;
  std::int64_t frames_ = 0, features_ = 0;
  std::vector<Direction> directions_;
  Model rest_;
  std::unique_ptr<Inspector> inspector_;  // of the rest
};

}  // namespace glia::studio
