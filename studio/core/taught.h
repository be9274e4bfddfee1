#pragma once
#include <array>
#include <optional>

#include "core/timeline.h"
#include "glia/model.h"

namespace glia::studio {

// The first network as somebody taught it beforehand: a branch beside the newborn one. A person
// goes from one to the other and finds each as it was left.
class Taught {
 public:
  // `model`: null when there is none. It and the timeline outlive this.
  Taught(Timeline& timeline, const Model* model) noexcept : timeline_(timeline), model_(model) {}

  bool offered() const;                   // one of the network that is trained
  void show(bool taught);                 // it, or the newborn one, is the present; throws Error
  void forget() noexcept { left_ = {}; }  // the network is another
  const Model* model() const noexcept { return model_; }  // null when there is none

 private:
  Timeline& timeline_;
  const Model* model_;
  std::array<std::optional<int>, 2> left_;  // where the newborn, the taught one was left
};

// Teaches the studio's first network by these data as `glia train --simd sse4` does: to the same
// bits on every machine, and by MNIST to those of that command.
Model teach_first_network(int threads, const DataSplit& data, Observer* observer = nullptr);
// Whether teach_first_network() would make it, with these data, again.
bool is_first_network(const Model& model, const DataSplit& data);

}  // namespace glia::studio
