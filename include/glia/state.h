#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "glia/export.h"
#include "glia/graph.h"

namespace GLIA_EXPORT glia {

// A named array in its canonical form: [out][in…], contiguous, unpadded.
struct Tensor {
  Shape shape = {};
  std::vector<float> values = {};
};

// Everything a network has learnt: its parameters and buffers by name ("hidden1.weight"), apart
// from any plan.
class State {
 public:
  State() = default;
  // Fresh parameters. A number depends on the seed, the parameter's name and its index, on nothing
  // else: adding a layer does not change the others.
  State(const Graph& graph, std::uint64_t seed);

  const Tensor& operator[](std::string_view name) const&;  // throws Error with the nearest name
  Tensor& operator[](std::string_view name) &;
  const Tensor& operator[](std::string_view name) const&& = delete;
  std::map<std::string, Tensor, std::less<>>& tensors() & noexcept { return tensors_; }
  const std::map<std::string, Tensor, std::less<>>& tensors() const& noexcept { return tensors_; }
  const std::map<std::string, Tensor, std::less<>>& tensors() const&& = delete;

  // Throws Error, naming the first parameter that is missing, foreign, of another shape or not
  // finite.
  void check(const Graph& graph) const;

 private:
  std::map<std::string, Tensor, std::less<>> tensors_;
};

// A whole moment of training, from which it goes on bit for bit: one type for checkpoint,
// recorder, fork, early stopping and the last good state.
struct Snapshot {
  State state = {};
  std::map<std::string, std::vector<float>> optimizer = {};  // "velocity:hidden1.weight", canonical
  std::uint64_t step = 0;                                    // steps done
  std::uint64_t epoch = 0;                                   // epochs done
  std::uint64_t batch = 0;                                   // batches done in this epoch…
  std::uint64_t batch_size = 0;  // …of so many samples; 0: the recipe's
  // Sums over this epoch's samples so far, each as often as its weight; their weights' own sum only
  // where they have any.
  double epoch_cost = 0;
  double epoch_correct = 0;
  std::optional<double> epoch_weight = {};
  double rate_factor = 1;   // a person's factor on the schedule's rate
  std::uint64_t edits = 0;  // edits of the journal already applied
  // "hidden1.weight[3,400]" → the value that is imposed again after each update
  std::map<std::string, float> held = {};

  // What early stopping remembers: the parameters with the lowest validation cost so far.
  struct Best {
    State state = {};
    double cost = 0;
    std::uint64_t epochs_since = 0;
  };
  std::optional<Best> best = {};  // only where the recipe has patience
};

}  // namespace glia
