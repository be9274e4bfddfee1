#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "glia/export.h"

namespace GLIA_EXPORT glia {

class Trainer;

// How anyone looks inside a running training: names a slot, gets a consistent copy with its step.
// Slots: a parameter ("hidden1.weight", canonical form), its gradient ("hidden1.weight.gradient"),
// a node's output for the last batch ("hidden1.activation", [rows][width]), or "cost".
//
// Contract: request() and read() may be called from any one thread while another runs the Trainer,
// which checks a flag at the end of a step, copies if it is asked, and never waits.
class Probe {
 public:
  // Throws Error with the nearest name, or when it is a node that the cost does not need.
  Probe(Trainer& trainer, const std::string& slot);
  ~Probe();
  Probe(const Probe&) = delete;
  Probe& operator=(const Probe&) = delete;

  // Asks for a copy at the end of the current step; of a gradient, at the end of the next one that
  // begins.
  void request() noexcept;
  // Moves the newest copy into `values` and its step into `step`; false when none came since the
  // last read.
  bool read(std::vector<float>& values, std::uint64_t& step);

  struct Request;

 private:
  std::shared_ptr<Request> request_;
};

}  // namespace glia
