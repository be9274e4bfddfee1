#include "terminal/interrupt.h"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <ctime>
#include <string>
#include <string_view>

#include "glia/trainer.h"

namespace glia::cli {
namespace {

constexpr std::array kSignals{SIGINT, SIGTERM, SIGHUP};
constexpr std::int64_t kSameWish = 1'000'000'000;  // nanoseconds

// A signal handler can reach nothing but statics.
std::atomic<Trainer*> trainer_to_cancel{nullptr};
std::atomic<std::int64_t> first_at{0};
std::atomic<int> first_signal{0};
std::atomic<bool> line_to_clear{false};
std::string words;  // that are said then, made before there is a handler
static_assert(std::atomic<std::int64_t>::is_always_lock_free);

std::int64_t now() {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec + 1;
}

// Not through a FILE, which the thread that was interrupted may hold; and never waiting for a
// reader.
void tell(std::string_view text) {
  pollfd ready{STDERR_FILENO, POLLOUT, 0};
  if (poll(&ready, 1, 0) == 1 && (ready.revents & POLLOUT) != 0) {
    [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, text.data(), text.size());
  }
}

extern "C" void on_signal(int number) {
  const int error = errno;
  const std::int64_t at = now();
  std::int64_t first = 0;
  if (first_at.compare_exchange_strong(first, at)) {
    first_signal = number;
    if (Trainer* trainer = trainer_to_cancel.load()) trainer->cancel();
    if (line_to_clear) tell("\r\x1b[K");
    tell(words);
  } else if (at - first >= kSameWish) {
    _exit(128 + number);
  }
  errno = error;
}

void handle(void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  sigemptyset(&action.sa_mask);
  for (const int number : kSignals) sigaddset(&action.sa_mask, number);
  action.sa_flags = SA_RESTART;
  for (const int number : kSignals) {
    struct sigaction before {};
    sigaction(number, nullptr, &before);
    if (before.sa_handler != SIG_IGN) sigaction(number, &action, nullptr);
  }
}

}  // namespace

Interrupt::Interrupt(const std::string& said) {
  first_at = 0;
  first_signal = 0;
  words = said;
  line_to_clear = isatty(STDERR_FILENO) == 1;
  handle(on_signal);
}

Interrupt::~Interrupt() {
  if (first_at == 0) handle(SIG_DFL);
}

int Interrupt::exit_code() noexcept { return first_signal == 0 ? 0 : 128 + first_signal; }

Interruptible::Interruptible(Trainer& trainer) {
  trainer_to_cancel = &trainer;
  if (first_signal != 0) trainer.cancel();
}

Interruptible::~Interruptible() { trainer_to_cancel = nullptr; }

}  // namespace glia::cli
