#pragma once
#include <string>

namespace glia {
class Trainer;
}

namespace glia::cli {

// While it lives, the first SIGINT (Ctrl-C), SIGTERM or SIGHUP cancels the trainer that is
// Interruptible, which stops after the step it is in, and says `said` on stderr. Another within a
// second is the same wish, sent twice, and changes nothing; a later one ends the program at once.
// A signal that was ignored when the program started stays ignored. One at a time.
class Interrupt {
 public:
  explicit Interrupt(const std::string& said);
  ~Interrupt();  // what was interrupted stays so: signals go on as above until the program ends
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  // 128 + the signal that came, as shells have it; 0 when none did.
  static int exit_code() noexcept;
};

// While it lives, an Interrupt cancels this trainer: at once where a signal has come before it. One
// at a time.
class Interruptible {
 public:
  explicit Interruptible(Trainer& trainer);
  ~Interruptible();
  Interruptible(const Interruptible&) = delete;
  Interruptible& operator=(const Interruptible&) = delete;
};

}  // namespace glia::cli
