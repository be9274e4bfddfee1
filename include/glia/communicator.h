#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "glia/export.h"

namespace GLIA_EXPORT glia {

// Processes that do one thing together. Each has a rank, from 0, and calls the same functions in
// the same order; a call returns when what it waits for has come. What cannot go on, because
// another process is gone, ends this one: nothing here fails and comes back.
//
// One process needs none. glia::dist (glia/mpi.h) has one over MPI.
class Communicator {
 public:
  virtual ~Communicator() = default;
  virtual int rank() const noexcept = 0;
  virtual int size() const noexcept = 0;

  // Everyone's bytes for everyone. `all` holds those of rank 0, then of rank 1, …, counts[r] of
  // rank r; one's own are there before the call, all after it.
  virtual void gather(std::byte* all, std::span<const std::int64_t> counts) noexcept = 0;
  // From everyone to everyone else something of its own: send[r] bytes for rank r, one after the
  // other, and receive[r] from it.
  virtual void exchange(const std::byte* to, std::span<const std::int64_t> send, std::byte* from,
                        std::span<const std::int64_t> receive) noexcept = 0;

  // Ends all of them at once, with this exit code.
  [[noreturn]] virtual void end_all(int code) noexcept = 0;

  // The same, but they go on while this rank does something else: nobody touches the bytes until
  // finish() comes back. All ranks know what they began by its number, from 0 to 999, and each may
  // begin and finish in an order of its own. Who cannot do two things at once leaves these as they
  // are, which do all of it when it begins.
  virtual void begin_gather(int number, std::byte* all,
                            std::span<const std::int64_t> counts) noexcept;
  virtual void begin_exchange(int number, const std::byte* to, std::span<const std::int64_t> send,
                              std::byte* from, std::span<const std::int64_t> receive) noexcept;
  // Whether that is there, and finish() will not wait; lets everything that was begun go on.
  virtual bool arrived(int number) noexcept;
  virtual void finish(int number) noexcept;
};

// What every rank says, by rank.
std::vector<std::string> texts_of_all(Communicator& others, const std::string& mine);

// fn() by each of them, which waits for nobody in it. Throws at all where it threw at one: its own
// exception where that is of the same words, else an Error that names the rank.
void together(Communicator& others, const std::function<void()>& fn);

}  // namespace glia
