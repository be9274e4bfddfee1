#pragma once
#include <csignal>
#include <thread>
#include <utility>

namespace glia {

// What is sent to the process as a whole, such as Ctrl-C, passes by every thread that starts while
// this lives, and comes to the program's own. What a thread brings upon itself and profilers'
// timers still come to it.
class SignalsLeft {
 public:
  SignalsLeft() noexcept {
    sigset_t left;
    sigfillset(&left);
    for (const int own :
         {SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGPIPE, SIGPROF, SIGSEGV, SIGSYS, SIGTRAP, SIGXFSZ}) {
      sigdelset(&left, own);
    }
    pthread_sigmask(SIG_BLOCK, &left, &before_);
  }
  ~SignalsLeft() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SignalsLeft(const SignalsLeft&) = delete;
  SignalsLeft& operator=(const SignalsLeft&) = delete;

 private:
  sigset_t before_;
};

// A thread of the library's own. Throws std::system_error where the system starts none.
template <typename... What>
std::thread start_thread(What&&... what) {
  const SignalsLeft left;
  return std::thread(std::forward<What>(what)...);
}

}  // namespace glia
