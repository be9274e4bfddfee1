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

// Teaches the studio's first network for a moment by these data.
std::unique_ptr<Trainer> first_teacher(Engine& engine, const DataSplit& data);
Model teach_first_network(Engine& engine, const DataSplit& data);
// Whether teach_first_network() would make it, with these data, again.
bool is_first_network(const Model& model, const Engine& engine, const DataSplit& data);

}  // namespace glia::studio
