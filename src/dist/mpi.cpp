#include "glia/mpi.h"

#include <mpi.h>
#include <sched.h>

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <numeric>
#include <vector>

#include "glia/error.h"
#include "glia/threads.h"

namespace glia {
namespace {

constexpr std::int64_t kMost = std::int64_t{1}
                               << 30;  // bytes of a message, which MPI counts by int

// Messages on their way, of any size, all with one tag.
class Messages {
 public:
  explicit Messages(int tag = 0) : tag_(tag) {}

  // As Communicator has them; `rank` is this one.
  void gather(int rank, std::byte* all, std::span<const std::int64_t> counts) {
    std::int64_t before = 0;
    for (int r = 0; r < rank; ++r) before += counts[static_cast<std::size_t>(r)];
    std::byte* place = all;
    for (int r = 0; r < std::ssize(counts); ++r) {
      const std::int64_t count = counts[static_cast<std::size_t>(r)];
      if (r != rank) {
        receive(place, count, r);
        send(all + before, counts[static_cast<std::size_t>(rank)], r);
      }
      place += count;
    }
  }
  void exchange(int rank, const std::byte* to, std::span<const std::int64_t> sent, std::byte* from,
                std::span<const std::int64_t> received) {
    std::byte* mine = from;
    for (int r = 0; r < std::ssize(received); ++r) {
      const std::int64_t count = received[static_cast<std::size_t>(r)];
      if (r == rank) {
        mine = from;
      } else {
        receive(from, count, r);
      }
      from += count;
    }
    for (int r = 0; r < std::ssize(sent); ++r) {
      const std::int64_t count = sent[static_cast<std::size_t>(r)];
      if (r == rank) {
        std::copy_n(to, count, mine);
      } else {
        send(to, count, r);
      }
      to += count;
    }
  }
  bool arrived() {
    int all = 0;
    MPI_Testall(static_cast<int>(requests_.size()), requests_.data(), &all, MPI_STATUSES_IGNORE);
    return all != 0;
  }
  void wait() {
    MPI_Waitall(static_cast<int>(requests_.size()), requests_.data(), MPI_STATUSES_IGNORE);
    requests_.clear();
  }

 private:
  void send(const std::byte* from, std::int64_t bytes, int rank) {
    each(bytes, [&](std::int64_t at, int count, MPI_Request* request) {
      MPI_Isend(from + at, count, MPI_BYTE, rank, tag_, MPI_COMM_WORLD, request);
    });
  }
  void receive(std::byte* to, std::int64_t bytes, int rank) {
    each(bytes, [&](std::int64_t at, int count, MPI_Request* request) {
      MPI_Irecv(to + at, count, MPI_BYTE, rank, tag_, MPI_COMM_WORLD, request);
    });
  }
  template <typename Post>
  void each(std::int64_t bytes, Post&& post) {
    for (std::int64_t at = 0; at < bytes; at += kMost) {
      MPI_Request request;
      post(at, static_cast<int>(std::min(kMost, bytes - at)), &request);
      requests_.push_back(request);
    }
  }

  int tag_;
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

// What was begun, by number.
struct Mpi::UnderWay {
  Messages& of(int number) {
    while (std::ssize(all) <= number) all.emplace_back(static_cast<int>(std::ssize(all)) + 1);
    return all[static_cast<std::size_t>(number)];
  }
  std::vector<Messages> all;
};

Mpi::Mpi() : under_way_(std::make_unique<UnderWay>()) {
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
  messages.gather(rank_, all, counts);
  messages.wait();
}

void Mpi::exchange(const std::byte* to, std::span<const std::int64_t> send, std::byte* from,
                   std::span<const std::int64_t> receive) noexcept {
  Messages messages;
  messages.exchange(rank_, to, send, from, receive);
  messages.wait();
}

void Mpi::begin_gather(int number, std::byte* all, std::span<const std::int64_t> counts) noexcept {
  under_way_->of(number).gather(rank_, all, counts);
}

void Mpi::begin_exchange(int number, const std::byte* to, std::span<const std::int64_t> send,
                         std::byte* from, std::span<const std::int64_t> receive) noexcept {
  under_way_->of(number).exchange(rank_, to, send, from, receive);
}

bool Mpi::arrived(int number) noexcept { return under_way_->of(number).arrived(); }

void Mpi::finish(int number) noexcept { under_way_->of(number).wait(); }

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
