#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "core/extra_networks.h"
#include "core/fields.h"
#include "core/inspector.h"
#include "core/task.h"
#include "glia/trainer.h"

namespace glia::studio {

// The convolutional one: as it was given, or taught from `cnn_setup` in slices.
class Cnn {
 public:
  // `between`: as an Inspector takes it.
  Cnn(Engine& engine, TaskPtr task, std::shared_ptr<const ExtraNetworks> extra,
      std::function<void()> between);

  bool offered() const noexcept { return given() || extra_->cnn_setup; }
  const Model& model();  // as it is now; throws Error when it has learnt nothing
  void teach();          // throws Error when there is nothing to teach it by
  void stop() noexcept { trainer_.reset(); }
  void bring(TaskPtr task);  // from now on taught and tested by this
  bool learning() const noexcept { return trainer_ != nullptr; }
  void run(double seconds);
  std::optional<Evaluation> test();  // of model(); empty while it learns
  Json event();

  Inspector& inspector() noexcept { return inspector_; }

 private:
  const Model* given() const noexcept {
    return extra_->cnn ? &*extra_->cnn : learnt_ ? &*learnt_ : nullptr;
  }

  Inspector inspector_;
  Engine& engine_;
  TaskPtr task_;
  std::shared_ptr<const ExtraNetworks> extra_;
  std::unique_ptr<Trainer> trainer_;
  std::optional<Model> learnt_;
  std::optional<Evaluation> test_;
  double seconds_ = 0;  // of learning
  std::string failed_;
};

}  // namespace glia::studio
