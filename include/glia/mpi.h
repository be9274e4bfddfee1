#pragma once
#include <memory>

#include "glia/communicator.h"
#include "glia/export.h"

namespace GLIA_EXPORT glia {

// The processes that mpirun, srun or the like started together with this one: the library
// glia::dist. What MPI cannot do ends all of them, with its words.
//
// Contract: one in a program, and no other after it; its functions are called by one thread at a
// time.
class Mpi final : public Communicator {
 public:
  Mpi();            // throws Error{unsupported}
  ~Mpi() override;  // waits for the others' end
  Mpi(const Mpi&) = delete;
  Mpi& operator=(const Mpi&) = delete;

  int rank() const noexcept override { return rank_; }
  int size() const noexcept override { return size_; }
  void gather(std::byte* all, std::span<const std::int64_t> counts) noexcept override;
  void exchange(const std::byte* to, std::span<const std::int64_t> send, std::byte* from,
                std::span<const std::int64_t> receive) noexcept override;
  void begin_gather(int number, std::byte* all,
                    std::span<const std::int64_t> counts) noexcept override;
  void begin_exchange(int number, const std::byte* to, std::span<const std::int64_t> send,
                      std::byte* from, std::span<const std::int64_t> receive) noexcept override;
  bool arrived(int number) noexcept override;
  void finish(int number) noexcept override;
  [[noreturn]] void end_all(int code) noexcept override;

  // The processors that this process may use, shared out among the ranks that may use the same.
  int threads();

 private:
  struct UnderWay;
  int rank_ = 0, size_ = 1;
  std::unique_ptr<UnderWay> under_way_;
};

}  // namespace glia
