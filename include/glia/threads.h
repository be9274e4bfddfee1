#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <type_traits>

#include "glia/export.h"

namespace GLIA_EXPORT glia {

// A fixed number of threads that run one function together, with a barrier between its phases.
// The caller is thread 0, so a pool of one is inline: it starts no thread at all.
//
// Contract: any thread may call run() at any time. On a pool of more than one, runs of several
// callers take turns, in the order in which they came. run() allocates nothing. From inside a run
// of the same pool there is no other: run() throws Error then, and inside() tells. Its threads take
// no signals that are sent to the process, which stay for the program's own threads; nor does what
// starts in run() by itself, since threads and processes inherit that.
class ThreadPool {
 public:
  // Throws Error unless 1…256, or when the system starts no more threads.
  explicit ThreadPool(int threads = 1);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  int size() const noexcept { return size_; }

  // Calls fn(thread) once for each thread in [0, size()) and returns when all have. Where fn
  // throws, the others' barriers no longer wait for that thread; when all are done the exception
  // comes out here, of several the one of the lowest thread.
  //
  // Returns for how many nanoseconds threads slept until others came: their work was very uneven,
  // or something else took a processor away. Waiting for one's turn does not count.
  template <typename Fn>
  std::int64_t run(Fn&& fn) {
    return run_erased(
        [](void* f, int thread) { (*static_cast<std::remove_reference_t<Fn>*>(f))(thread); },
        const_cast<void*>(static_cast<const void*>(&fn)));
  }

  // Inside run(), by every thread with its number: waits until all are here. Spins, then sleeps.
  void barrier(int thread) noexcept;

  // Whether the calling thread is inside a run of this pool, be it by way of other pools' runs.
  bool inside() const noexcept;

 private:
  using Call = void (*)(void*, int);
  std::int64_t run_erased(Call call, void* fn);

  struct Run;
  struct Shared;
  int size_;
  std::unique_ptr<Shared> shared_;
};

// Processors that this process may use, by its affinity and the quota of its control group (a
// container's limit, rounded up): 1…256.
int hardware_threads() noexcept;

// What GLIA_THREADS, OMP_NUM_THREADS or SLURM_CPUS_PER_TASK says, the first that has a number.
std::optional<int> threads_said() noexcept;

// How many threads to take where nobody chooses: threads_said(), or else hardware_threads().
int usual_threads() noexcept;

}  // namespace glia
