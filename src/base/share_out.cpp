#include "base/share_out.h"

#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

#include "base/start_thread.h"

namespace glia {

void share_out(int threads, const std::function<void(int)>& work) {
  std::mutex mutex;
  std::exception_ptr failure;
  const auto part = [&](int thread) noexcept {
    try {
      work(thread);
    } catch (...) {
      const std::lock_guard lock(mutex);
      if (!failure) failure = std::current_exception();
    }
  };
  std::vector<std::thread> others;
  if (threads > 1) others.reserve(static_cast<std::size_t>(threads) - 1);
  try {
    for (int t = 1; t < threads; ++t) others.push_back(start_thread(part, t));
  } catch (const std::system_error&) {  // those that started will do
  }
  part(0);
  for (std::thread& other : others) other.join();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace glia
