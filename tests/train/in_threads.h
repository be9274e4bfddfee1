#pragma once
#include <gtest/gtest.h>

#include <barrier>
#include <condition_variable>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <utility>
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

  void begin_gather(int number, std::byte* all,
                    std::span<const std::int64_t> counts) noexcept override {
    std::byte* mine = all;
    for (int r = 0; r < rank_; ++r) mine += counts[at(r)];
    // To each the same, and from each what is its own; nothing from itself.
    std::vector<const std::byte*> for_rank(counts.size(), mine);
    std::vector<std::int64_t> sent(counts.size(), counts[at(rank_)]), received;
    received.assign(counts.begin(), counts.end());
    begin(number, std::move(for_rank), std::move(sent), all, std::move(received));
  }

  void begin_exchange(int number, const std::byte* to, std::span<const std::int64_t> send,
                      std::byte* from, std::span<const std::int64_t> receive) noexcept override {
    std::vector<const std::byte*> for_rank;
    for (const std::int64_t count : send) {
      for_rank.push_back(to);
      to += count;
    }
    begin(number, std::move(for_rank), {send.begin(), send.end()}, from,
          {receive.begin(), receive.end()});
  }

  // Every third time it is not, whatever is there: ranks shall go on in orders of their own.
  bool arrived(int number) noexcept override {
    if (++asked_ % 3 == static_cast<unsigned>(rank_) % 3) return false;
    const std::lock_guard lock(meeting_.mutex);
    return take(number);
  }

  void finish(int number) noexcept override {
    std::unique_lock lock(meeting_.mutex);
    meeting_.changed.wait(lock, [&] { return take(number); });
    const auto key = std::pair(number, times_[number]++);
    if (++meeting_.boxes[key].left == size()) meeting_.boxes.erase(key);
  }

  [[noreturn]] void end_all(int code) noexcept override { std::_Exit(code); }

 private:
  struct Letter {  // what a rank has begun: what it has for each, and where it wants the others'
    std::vector<const std::byte*> for_rank;
    std::vector<std::int64_t> sent;
    std::byte* to = nullptr;
    std::vector<std::int64_t> received;
    bool taken = false;
  };
  struct Box {
    std::map<int, Letter> letters;  // by rank
    int taken = 0, left = 0;
  };
  struct Meeting {
    explicit Meeting(int ranks)
        : all_here(ranks),
          from(static_cast<std::size_t>(ranks)),
          counts(static_cast<std::size_t>(ranks)) {}
    std::barrier<> all_here;
    std::vector<const std::byte*> from;
    std::vector<const std::int64_t*> counts;
    std::mutex mutex;
    std::condition_variable changed;
    std::map<std::pair<int, int>, Box> boxes;  // by number, and how often it has been
  };

  InThreads(Meeting& meeting, int rank) : meeting_(meeting), rank_(rank) {}

  void begin(int number, std::vector<const std::byte*> for_rank, std::vector<std::int64_t> sent,
             std::byte* to, std::vector<std::int64_t> received) {
    const std::lock_guard lock(meeting_.mutex);
    const auto [place, fresh] = meeting_.boxes[{number, times_[number]}].letters.emplace(
        rank_, Letter{std::move(for_rank), std::move(sent), to, std::move(received)});
    EXPECT_TRUE(fresh) << "number " << number << " is under way at rank " << rank_;
    meeting_.changed.notify_all();
  }

  // Once all have begun it, takes what is this rank's; whether all have taken theirs.
  bool take(int number) {
    Box& box = meeting_.boxes[{number, times_[number]}];
    if (std::ssize(box.letters) < size()) return false;
    Letter& mine = box.letters[rank_];
    if (!mine.taken) {
      mine.taken = true;
      std::byte* to = mine.to;
      for (int r = 0; r < size(); ++r) {
        const Letter& its = box.letters[r];
        EXPECT_EQ(its.sent[at(rank_)], mine.received[at(r)]) << "from " << r << " to " << rank_;
        if (to != its.for_rank[at(rank_)]) copy(its.for_rank[at(rank_)], mine.received[at(r)], to);
        to += mine.received[at(r)];
      }
      ++box.taken;
      meeting_.changed.notify_all();
    }
    return box.taken == size();
  }

  static std::size_t at(int rank) { return static_cast<std::size_t>(rank); }
  static void copy(const std::byte* from, std::int64_t count, std::byte* to) {
    if (count > 0) std::memcpy(to, from, static_cast<std::size_t>(count));
  }

  Meeting& meeting_;
  int rank_;
  unsigned asked_ = 0;
  std::map<int, int> times_;  // that a number has been finished
};

}  // namespace glia
