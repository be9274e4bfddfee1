#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/inspector.h"
#include "core/settings.h"
#include "glia/trainer.h"

namespace glia::studio {

// Some trainings under different settings, side by side: always the one that is behind goes on, so
// that they are compared after as many epochs each.
class Race {
 public:
  // Throws Error. `between`: as an Inspector takes it.
  // `slopes`: also how large each layer's are.
  struct Entrant {
    Settings settings;
    TaskPtr task;  // what it learns, and is judged by
  };
  Race(Engine& engine, const std::vector<Entrant>& entrants, std::int64_t epochs, bool slopes,
       std::function<void()> between);

  // Goes on for about so long: with the trainings or, now and then, with judging them all.
  void run(double seconds);
  bool done() const noexcept;  // and all are judged
  void stop() noexcept { stopped_ = true; }
  Json event() const;  // where all were whenever they were judged
  std::size_t size() const noexcept { return runners_.size(); }
  const Model& model(std::size_t runner) const { return runners_[runner].trainer->model(); }

 private:
  struct Runner {
    Settings settings;
    TaskPtr task;
    TrainingData data;
    std::unique_ptr<Trainer> trainer;
    std::unique_ptr<Inspector> judge;
    bool stopped = false;      // early, by its patience
    std::string failed;        // why it could not go on
    std::vector<Json> points;  // how it stood when it was judged: [step, epoch, cost, …]
    Json slopes;               // of its layers, then
  };
  // How a runner stood at a moment.
  struct Figures {
    std::uint64_t step = 0;
    double epochs = 0;
    Evaluation test, train;
  };
  // The judging of all of them as they stood at one moment, in pieces.
  struct Round {
    struct Entry {
      Model model;
      EvaluationInPieces test, train;
    };
    std::vector<Entry> entries;
    std::vector<Figures> found;
    std::size_t at = 0;  // whose turn it is
  };
  double epochs_of(const Runner& runner) const;
  double slowest() const;  // epochs of the runner that is behind, of those that run
  bool done(const Runner& runner) const;
  bool trained() const noexcept;
  void train(double seconds);
  bool round_is_due() const;
  void begin_round();
  void judge();  // one piece

  std::vector<Runner> runners_;
  std::int64_t epochs_;
  bool slopes_;
  bool stopped_ = false;
  double mark_ = 1;  // epochs after which all are judged next, however little time went by
  std::optional<Round> round_;
  double judging_ = 0, training_ = 0;  // seconds: of the last round, since it
};

}  // namespace glia::studio
