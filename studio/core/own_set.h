#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "core/fields.h"
#include "core/task.h"
#include "glia/input_form.h"

namespace glia::studio {

// A visitor's own examples by class, and which of them test: pictures, or by their form spoken
// words.
struct OwnSet {
  static constexpr int kSide = 28;
  static constexpr std::int64_t kTestsEvery = 5;  // of a class; of fewer examples the last one

  struct Class {
    std::string name = {};
    std::vector<std::uint8_t> pixels = {};       // of one picture after the other, kSide × kSide
    std::vector<std::vector<float>> waves = {};  // of words, as heard_part() leaves them

    std::int64_t examples() const noexcept {
      return waves.empty() ? std::ssize(pixels) / (kSide * kSide) : std::ssize(waves);
    }
  };
  struct Place {
    std::int64_t in_class = 0, example = 0;
  };
  std::vector<Class> classes = {};
  InputForm form = {};  // how they became what the network takes

  std::vector<Place> tests() const;  // class by class
  TaskPtr task() const;              // the test set in that order
};

// What a command brings; each throws Error.
InputForm own_form_in(const Fields& fields);
OwnSet own_set_in(const Fields& fields);
// A set of one example, as a network of such a form takes it.
Dataset own_example_in(const Fields& fields, const InputForm& form);

}  // namespace glia::studio
