#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "core/cached.h"
#include "core/inspector.h"
#include "core/shown.h"

namespace glia::studio {

// The network that is listened to: the one that is shown, without the neurons that a person muted,
// and what it makes of the test set.
class Listened {
 public:
  Listened(Shown& shown, Inspector& inspector) noexcept : shown_(shown), inspector_(inspector) {}

  void mute(const Neuron& neuron, bool on);  // throws Error
  void mute_none();
  void forget() noexcept { muted_.clear(); }  // they were another network's
  const std::vector<Neuron>& muted() const noexcept { return muted_; }

  const Model& model();
  const Evaluation& evaluation();
  void evaluated(const Evaluation& found);  // the shown network, by somebody else
  const std::vector<float>& outputs();      // [test samples][outputs]
  bool is_right(std::int64_t test);         // of classes
  int answer(std::int64_t test);            // to that sample; −1 where there is none

 private:
  std::span<const float> outputs_of(std::int64_t test);

  Shown& shown_;
  Inspector& inspector_;
  std::vector<Neuron> muted_;
  Cached<Model> model_;
  Cached<Evaluation> evaluation_;
  Cached<std::vector<float>> outputs_;
};

}  // namespace glia::studio
