#pragma once
#include <gtest/gtest.h>

#include <barrier>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <thread>
#include <vector>

#include "glia/communicator.h"

namespace glia {

// Ranks that are threads of one process and read from one another's memory.
class InThreads final : public Communicator {
 public:
  // fn(communicator) for each of `ranks` at once.
  static void run(int ranks, const std::function<void(Communicator&)>& fn) {
    Meeting meeting(ranks);
    std::vector<std::thread> threads;
    for (int rank = 0; rank < ranks; ++rank) {
      threads.emplace_back([&meeting, &fn, rank] {
        InThreads communicator(meeting, rank);
        fn(communicator);
      });
    }
    for (std::thread& thread : threads) thread.join();
  }

  int rank() const noexcept override { return rank_; }
  int size() const noexcept override { return static_cast<int>(meeting_.from.size()); }

  void gather(std::byte* all, std::span<const std::int64_t> counts) noexcept override {
    meeting_.from[at(rank_)] = all;
    meeting_.all_here.arrive_and_wait();
    std::int64_t offset = 0;
    for (int r = 0; r < size(); ++r) {
      const std::int64_t count = counts[at(r)];
      if (r != rank_) copy(meeting_.from[at(r)] + offset, count, all + offset);
      offset += count;
    }
    meeting_.all_here.arrive_and_wait();
  }

  void exchange(const std::byte* to, std::span<const std::int64_t> send, std::byte* from,
                std::span<const std::int64_t> receive) noexcept override {
    meeting_.from[at(rank_)] = to;
    meeting_.counts[at(rank_)] = send.data();
    meeting_.all_here.arrive_and_wait();
    for (int r = 0; r < size(); ++r) {
      const std::int64_t* const sent = meeting_.counts[at(r)];
      const std::byte* its = meeting_.from[at(r)];
      for (int before = 0; before < rank_; ++before) its += sent[before];
      EXPECT_EQ(sent[rank_], receive[at(r)]) << "from " << r << " to " << rank_;
      copy(its, receive[at(r)], from);
      from += receive[at(r)];
    }
    meeting_.all_here.arrive_and_wait();
  }

  [[noreturn]] void end_all(int code) noexcept override { std::_Exit(code); }

 private:
  struct Meeting {
    explicit Meeting(int ranks)
        : all_here(ranks),
          from(static_cast<std::size_t>(ranks)),
          counts(static_cast<std::size_t>(ranks)) {}
    std::barrier<> all_here;
    std::vector<const std::byte*> from;
    std::vector<const std::int64_t*> counts;
  };

  InThreads(Meeting& meeting, int rank) : meeting_(meeting), rank_(rank) {}
  static std::size_t at(int rank) { return static_cast<std::size_t>(rank); }
  static void copy(const std::byte* from, std::int64_t count, std::byte* to) {
    if (count > 0) std::memcpy(to, from, static_cast<std::size_t>(count));
  }

  Meeting& meeting_;
  int rank_;
};

}  // namespace glia
