#include "interrupt.h"

#include <unistd.h>

#include <atomic>
#include <csignal>

#include "cli.h"
#include "glia/trainer.h"

namespace glia::cli {
namespace {

// A signal handler can reach nothing but statics.
std::atomic<Trainer*> trainer_to_cancel{nullptr};
std::atomic<bool> interrupted{false};

extern "C" void on_interrupt(int) {
  if (interrupted.exchange(true)) _exit(kInterrupted);
  if (Trainer* trainer = trainer_to_cancel.load()) trainer->cancel();
}

void handle(void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

}  // namespace

Interrupt::Interrupt(Trainer& trainer) {
  interrupted = false;
  trainer_to_cancel = &trainer;
  handle(on_interrupt);
}

Interrupt::~Interrupt() {
  handle(SIG_DFL);
  trainer_to_cancel = nullptr;
}

bool Interrupt::requested() const noexcept { return interrupted; }

}  // namespace glia::cli
