#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/inspector.h"
#include "core/race.h"
#include "core/settings.h"
#include "core/task.h"
#include "glia/picture_form.h"

namespace glia::studio {

// A visitor's own pictures by class, and which of them test.
struct OwnPictures {
  static constexpr int kSide = 28;
  static constexpr std::int64_t kTestsEvery = 5;  // of a class; of fewer pictures the last one

  struct Class {
    std::string name;
    std::vector<std::uint8_t> pixels;  // of one picture after the other, kSide × kSide each

    std::int64_t pictures() const noexcept { return std::ssize(pixels) / (kSide * kSide); }
  };
  struct Place {
    std::int64_t in_class = 0, picture = 0;
  };
  std::vector<Class> classes;
  PictureForm form;  // how they became kSide × kSide

  std::vector<Place> tests() const;  // class by class
  TaskPtr task() const;              // the test set in that order
};

// A network that learns them, beside the one that is shown.
class Own {
 public:
  // Throws Error. `between`: as an Inspector takes it.
  Own(Engine& engine, const OwnPictures& pictures, TaskPtr task, const Settings& settings,
      std::int64_t epochs, const std::function<void()>& between);

  bool learning() const noexcept { return !race_.done(); }
  void run(double seconds) { race_.run(seconds); }
  void stop() noexcept { race_.stop(); }
  Json event() const;  // how it stood whenever it was judged

  Model model() const;  // as it is now, ready to be saved
  std::vector<float> exam() { return inspector_.outputs(race_.model(0), task_->data->test); }
  std::vector<float> outputs(std::span<const float> picture) {
    return inspector_.outputs(race_.model(0), picture, 1);
  }

 private:
  TaskPtr task_;
  PictureForm form_;
  Race race_;  // of one
  Inspector inspector_;
};

}  // namespace glia::studio
