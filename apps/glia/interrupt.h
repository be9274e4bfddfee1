#pragma once

namespace glia {
class Trainer;
}

namespace glia::cli {

// While it lives, the first Ctrl-C (or SIGTERM) cancels the trainer, which stops after the step it
// is in; the second ends the program at once. One at a time.
class Interrupt {
 public:
  explicit Interrupt(Trainer& trainer);
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  bool requested() const noexcept;
};

}  // namespace glia::cli
