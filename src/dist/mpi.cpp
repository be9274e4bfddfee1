#include "glia/mpi.h"

#include <mpi.h>
#include <sched.h>

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <numeric>

#include "glia/error.h"
#include "glia/threads.h"

namespace glia {
namespace {

constexpr std::int64_t kMost = std::int64_t{1}
                               << 30;  // bytes of a message, which MPI counts by int

// Messages on their way, of any size.
class Messages {
 public:
  void send(const std::byte* from, std::int64_t bytes, int rank) {
    each(bytes, [&](std::int64_t at, int count, MPI_Request* request) {
      MPI_Isend(from + at, count, MPI_BYTE, rank, 0, MPI_COMM_WORLD, request);
    });
  }
  void receive(std::byte* to, std::int64_t bytes, int rank) {
    each(bytes, [&](std::int64_t at, int count, MPI_Request* request) {
      MPI_Irecv(to + at, count, MPI_BYTE, rank, 0, MPI_COMM_WORLD, request);
    });
  }
  void wait() {
    MPI_Waitall(static_cast<int>(requests_.size()), requests_.data(), MPI_STATUSES_IGNORE);
  }

 private:
  template <typename Post>
  void each(std::int64_t bytes, Post&& post) {
    for (std::int64_t at = 0; at < bytes; at += kMost) {
      MPI_Request request;
      post(at, static_cast<int>(std::min(kMost, bytes - at)), &request);
      requests_.push_back(request);
    }
  }

  std::vector<MPI_Request> requests_;
};

// Where it runs: the machine and those of its processors that it may use.
std::string place() {
  char name[MPI_MAX_PROCESSOR_NAME];
  int length = 0;
  MPI_Get_processor_name(name, &length);
  cpu_set_t processors;
  CPU_ZERO(&processors);
  sched_getaffinity(0, sizeof processors, &processors);
  return std::string(name, static_cast<std::size_t>(length)) + '\n' +
         std::string(reinterpret_cast<const char*>(&processors), sizeof processors);
}

}  // namespace

Mpi::Mpi() {
  int provided = 0;
  if (MPI_Init_thread(nullptr, nullptr, MPI_THREAD_SERIALIZED, &provided) != MPI_SUCCESS) {
    throw Error(ErrorCode::unsupported, "MPI could not be started");
  }
  MPI_Comm_rank(MPI_COMM_WORLD, &rank_);
  MPI_Comm_size(MPI_COMM_WORLD, &size_);
  if (provided < MPI_THREAD_SERIALIZED) {
    MPI_Finalize();
    throw Error(ErrorCode::unsupported,
                "MPI: expected one that several threads may call in turns (MPI_THREAD_SERIALIZED)");
  }
}

Mpi::~Mpi() { MPI_Finalize(); }

void Mpi::gather(std::byte* all, std::span<const std::int64_t> counts) noexcept {
  const std::int64_t sum = std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
  if (sum <= std::numeric_limits<int>::max()) {
    std::vector<int> sizes(counts.begin(), counts.end()), places(sizes.size());
    std::exclusive_scan(sizes.begin(), sizes.end(), places.begin(), 0);
    MPI_Allgatherv(MPI_IN_PLACE, 0, MPI_DATATYPE_NULL, all, sizes.data(), places.data(), MPI_BYTE,
                   MPI_COMM_WORLD);
    return;
  }
  Messages messages;
  std::int64_t before = 0;
  for (int r = 0; r < rank_; ++r) before += counts[static_cast<std::size_t>(r)];
  std::byte* place = all;
  for (int r = 0; r < size_; ++r) {
    const std::int64_t count = counts[static_cast<std::size_t>(r)];
    if (r != rank_) {
      messages.receive(place, count, r);
      messages.send(all + before, counts[static_cast<std::size_t>(rank_)], r);
    }
    place += count;
  }
  messages.wait();
}

void Mpi::exchange(const std::byte* to, std::span<const std::int64_t> send, std::byte* from,
                   std::span<const std::int64_t> receive) noexcept {
  Messages messages;
  const std::byte* mine = to;
  for (int r = 0; r < size_; ++r) {
    const std::int64_t count = send[static_cast<std::size_t>(r)];
    if (r == rank_) {
      mine = to;
    } else {
      messages.send(to, count, r);
    }
    to += count;
  }
  for (int r = 0; r < size_; ++r) {
    const std::int64_t count = receive[static_cast<std::size_t>(r)];
    if (r == rank_) {
      std::copy_n(mine, count, from);
    } else {
      messages.receive(from, count, r);
    }
    from += count;
  }
  messages.wait();
}

int Mpi::threads() {
  const std::string here = place();
  const std::vector<std::string> all = texts_of_all(*this, here);
  const auto sharing = static_cast<int>(std::count(all.begin(), all.end(), here));
  return threads_said().value_or(std::max(1, hardware_threads() / sharing));
}

void Mpi::end_all(int code) noexcept {
  MPI_Abort(MPI_COMM_WORLD, code);
  std::_Exit(code);
}

}  // namespace glia
