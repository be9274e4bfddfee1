// Where what is needed between steps lies: storages whose lifetimes do not meet share a place. The
// largest come first, each at the lowest place that is free while it lives.
#include <algorithm>
#include <numeric>

#include "c_header/program.h"

namespace glia::headers {
namespace {

struct Life {
  int begin = -1, end = -1;  // steps
  void meet(int step) {
    if (begin < 0) begin = step;
    end = step;
  }
  bool meets(const Life& other) const { return begin <= other.end && other.begin <= end; }
};

std::vector<Life> lives_of(const Program& program) {
  std::vector<Life> lives(program.storages.size());
  const auto meet = [&](int storage, int step) {
    if (storage >= 0) lives[static_cast<std::size_t>(storage)].meet(step);
  };
  for (int at = 0; at < std::ssize(program.steps); ++at) {
    const Step& step = program.steps[static_cast<std::size_t>(at)];
    for (const int value : step.in)
      meet(program.values[static_cast<std::size_t>(value)].storage, at);
    meet(program.values[static_cast<std::size_t>(step.out)].storage, at);
    meet(step.recurrence.z, at);
    meet(step.recurrence.hidden_state, at);
    meet(step.recurrence.cell_state, at);
  }
  return lives;
}

}  // namespace

void place_memory(Program& program) {
  const std::vector<Life> lives = lives_of(program);
  std::vector<std::size_t> order(program.storages.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return program.storages[a].bytes > program.storages[b].bytes;
  });
  std::vector<std::size_t> placed;
  for (const std::size_t i : order) {
    Storage& storage = program.storages[i];
    if (storage.place != Place::scratch || lives[i].begin < 0) continue;
    std::vector<std::size_t> beside;
    for (const std::size_t other : placed) {
      if (lives[other].meets(lives[i])) beside.push_back(other);
    }
    std::sort(beside.begin(), beside.end(), [&](std::size_t a, std::size_t b) {
      return program.storages[a].offset < program.storages[b].offset;
    });
    std::int64_t at = 0;
    for (const std::size_t other : beside) {
      const Storage& taken = program.storages[other];
      if (at + storage.bytes <= taken.offset) break;
      at = std::max(at, (taken.offset + taken.bytes + 3) / 4 * 4);
    }
    storage.offset = at;
    program.memory_bytes = std::max(program.memory_bytes, at + storage.bytes);
    placed.push_back(i);
  }
}

}  // namespace glia::headers
