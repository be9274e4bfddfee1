#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "glia/export.h"

namespace GLIA_EXPORT glia {

// What a person does to a running training.
struct Edit {
  enum class Kind : std::uint8_t {
    set,            // parameter[index] = value, once
    hold,           // the same, and again after each update, until released
    release,        // let go of parameter[index]
    learning_rate,  // value: factor on the schedule's rate
    batch,          // value: samples a step, from the next epoch
  };
  Kind kind = Kind::set;
  std::string parameter = {};  // "hidden1.weight"
  std::int64_t index = 0;      // canonical, flat
  double value = 0;

  friend bool operator==(const Edit&, const Edit&) = default;
};

// An edit with its place: before step `step`, as number `order` of the run. A run is a function
// of seed, data, numeric path and journal.
struct JournalEntry {
  std::uint64_t step = 0;
  std::uint64_t order = 0;
  Edit edit = {};

  friend bool operator==(const JournalEntry&, const JournalEntry&) = default;
};
using Journal = std::vector<JournalEntry>;

}  // namespace glia
