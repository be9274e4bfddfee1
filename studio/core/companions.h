#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/fields.h"
#include "core/look.h"
#include "glia/data.h"
#include "glia/model.h"
#include "glia/speech.h"
#include "glia/trainer.h"

namespace glia::studio {

// Networks that stand beside a visitor's own; all of them may be missing.
struct Companions {
  std::optional<Model> cnn;  // has learnt to read the studio's pictures…
  struct Lesson {
    Graph graph;
    Recipe recipe;
  };
  std::optional<Lesson> lesson;  // …or is to learn it, when a visitor asks

  std::optional<Model> speech;  // has learnt to hear
  struct Spoken {
    Recording recording;
    std::string label;
  };
  std::vector<Spoken> recordings;  // offered to be heard
  bool synthetic = false;          // a machine spoke them
};
// Throws Error, which begins with `what`, when a network takes more than one input.
void expect_one_input(const Graph& graph, const std::string& what);
// Throws Error, which begins with `what`, when the network's classes have other names than the
// pictures', or another order; where either has none, they go by place.
void expect_classes(const Model& model, const DataSplit& data, const std::string& what);
// Throws Error when one of them is not for these pictures, or does not hear.
void check_companions(const Companions& companions, const DataSplit& data);

// The convolutional one: as it was given, or taught from `lesson` in slices.
class Cnn {
 public:
  // `between`: as a Looker takes it.
  Cnn(Engine& engine, const DataSplit& data, std::shared_ptr<const Companions> companions,
      std::function<void()> between);

  bool offered() const noexcept { return given() || companions_->lesson; }
  const Model& model();  // as it is now; throws Error when it has learnt nothing
  void teach();          // throws Error when there is nothing to teach it by
  void stop() noexcept { trainer_.reset(); }
  bool learning() const noexcept { return trainer_ != nullptr; }
  void run(double seconds);
  std::optional<Evaluation> test();  // of model(); empty while it learns
  Json event();

  Looker looker;

 private:
  const Model* given() const noexcept {
    return companions_->cnn ? &*companions_->cnn : learnt_ ? &*learnt_ : nullptr;
  }

  Engine& engine_;
  const DataSplit& data_;
  std::shared_ptr<const Companions> companions_;
  std::unique_ptr<Trainer> trainer_;
  std::optional<Model> learnt_;
  std::optional<Evaluation> test_;
  double seconds_ = 0;  // of learning
  std::string failed_;
};

}  // namespace glia::studio
