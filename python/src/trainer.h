#pragma once
#include <nanobind/nanobind.h>
#include <unistd.h>

#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "engine.h"
#include "glia/settings.h"
#include "glia/trainer.h"

namespace glia::python {

namespace nb = nanobind;

// Who may use a trainer: one thread at a time, in the order in which they come. Whoever runs it for
// long lets the others in between two slices.
class Turns {
 public:
  // Waits without the GIL. Throws Error when this is a child of the process that had it.
  void take();
  void give() noexcept;
  void let_others() noexcept;  // of whoever has it: gives it to those who wait, and takes it again
  bool mine() const noexcept;

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::uint64_t come_ = 0, turn_ = 0;
  std::thread::id owner_ = {};
  pid_t process_ = getpid();
};

// A Trainer that Python's threads share: what is asked while it runs is answered between two
// steps, at most a slice later.
class SharedTrainer : Observer {
 public:
  SharedTrainer(EnginePointer engine, const Model& model, const DataSplit& split,
                const Settings& settings);

  std::string run(std::optional<std::uint64_t> steps, std::optional<double> seconds,
                  std::optional<std::uint64_t> epochs, const nb::object& on_progress,
                  const nb::object& on_epoch);
  void cancel() noexcept { trainer_.cancel(); }
  bool submit(const Edit& edit) { return trainer_.submit(edit); }

  // Calls it between two steps, without the GIL; in a callback of run() at once.
  template <typename Ask>
  auto between_steps(Ask&& ask) {
    if (turns_.mine()) return ask(trainer_);
    const nb::gil_scoped_release release;
    turns_.take();
    const struct Given {
      Turns& turns;
      ~Given() { turns.give(); }
    } given{turns_};
    return ask(trainer_);
  }
  const Settings& settings() const noexcept { return settings_; }
  const EnginePointer& engine() const noexcept { return engine_; }

 private:
  void progress(const Progress& progress) override { tell(on_progress_, progress); }
  void epoch(const EpochReport& report) override { tell(on_epoch_, report); }
  template <typename Told>
  void tell(const nb::object* callback, const Told& told);
  StopReason run_slices(std::optional<std::uint64_t> steps, std::optional<double> seconds,
                        std::optional<std::uint64_t> epochs);
  void rethrow();

  EnginePointer engine_;
  Settings settings_;
  Trainer trainer_;
  Turns turns_;
  const nb::object* on_progress_ = nullptr;  // of the run that goes on
  const nb::object* on_epoch_ = nullptr;
  std::exception_ptr thrown_ = {};  // by a callback
};

}  // namespace glia::python
