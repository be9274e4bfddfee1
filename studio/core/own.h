#pragma once
#include <cstdint>
#include <functional>
#include <vector>

#include "core/inspector.h"
#include "core/own_set.h"
#include "core/race.h"
#include "core/settings.h"
#include "core/task.h"

namespace glia::studio {

// A network that learns a visitor's own examples, beside the one that is shown.
class Own {
 public:
  // Throws Error. `between`: as an Inspector takes it.
  Own(Engine& engine, InputForm form, TaskPtr task, const Settings& settings, std::int64_t epochs,
      const std::function<void()>& between);

  bool learning() const noexcept { return !race_.done(); }
  void run(double seconds) { race_.run(seconds); }
  void stop() noexcept { race_.stop(); }
  Json event() const;  // how it stood whenever it was judged

  const InputForm& form() const noexcept { return form_; }
  Model model() const;  // as it is now, ready to be saved
  std::vector<float> exam() { return outputs(task_->data->test); }
  std::vector<float> outputs(const Dataset& examples) {
    return inspector_.outputs(race_.model(0), examples);
  }
  Inspector& inspector() noexcept { return inspector_; }

 private:
  TaskPtr task_;
  InputForm form_;
  Race race_;  // of one
  Inspector inspector_;
};

}  // namespace glia::studio
