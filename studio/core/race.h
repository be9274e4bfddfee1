#pragma once
#include <memory>
#include <string>
#include <vector>

#include "core/look.h"
#include "core/settings.h"
#include "glia/trainer.h"

namespace glia::studio {

// Some trainings under different settings, side by side: always the one that is behind goes on, so
// that they are compared after as many epochs each.
class Race {
 public:
  // Throws Error. `looker` judges; the graphs may differ from its own.
  Race(Engine& engine, const DataSplit& data, const std::vector<Settings>& runners,
       std::int64_t epochs);

  void run(double seconds);
  bool done() const noexcept;
  void stop() noexcept { stopped_ = true; }
  Json event();  // where all are, measured anew if they went on

 private:
  struct Runner {
    Settings settings;
    Lesson lesson;
    std::unique_ptr<Trainer> trainer;
    std::unique_ptr<glia::Session> judge;
    std::string failed;  // why it could not go on
    std::uint64_t judged_at = ~std::uint64_t{0};
    Evaluation test, train;
  };
  double epochs_of(const Runner& runner) const;
  bool done(const Runner& runner) const;

  const DataSplit& data_;
  std::vector<Runner> runners_;
  std::int64_t epochs_;
  bool stopped_ = false;
};

}  // namespace glia::studio
