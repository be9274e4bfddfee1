#include "glia/threads.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <csignal>
#include <functional>
#include <stdexcept>
#include <thread>
#include <vector>

#include "base/process.h"
#include "base/share_out.h"
#include "expect_error.h"

namespace {

using glia::ErrorCode;
using glia::ThreadPool;

constexpr const char* kInside = "inside a run of the same pool";

// Every thread counts in a place of its own, meets the others and adds up what all have counted.
class Count {
 public:
  explicit Count(ThreadPool& pool) : pool_(pool), seen_(static_cast<std::size_t>(pool.size())) {}

  // Whether each thread saw what all others did, `times` times.
  bool run(int times) {
    bool right = true;
    for (int i = 1; i <= times; ++i) {
      std::atomic<int> wrong{0};
      pool_.run([&](int thread) {
        seen_[static_cast<std::size_t>(thread)] = i;
        pool_.barrier(thread);
        for (const int other : seen_) wrong += other == i ? 0 : 1;
        pool_.barrier(thread);
      });
      right = right && wrong == 0;
    }
    return right;
  }

 private:
  ThreadPool& pool_;
  std::vector<int> seen_;
};

TEST(ThreadPool, RunsOneFunctionOnEveryThreadWithMeetingsBetween) {
  for (const int threads : {1, 2, 3, 8}) {
    ThreadPool pool(threads);
    EXPECT_TRUE(Count(pool).run(200)) << threads << " threads";
  }
}

// Whether a signal that is sent to the process passes this thread by.
bool leaves(int signal) {
  sigset_t left;
  pthread_sigmask(SIG_BLOCK, nullptr, &left);
  return sigismember(&left, signal) == 1;
}

TEST(ThreadPool, LeavesSignalsToTheProgramsOwnThreads) {
  ThreadPool pool(3);
  pool.run([&](int thread) {
    for (const int sent : {SIGINT, SIGTERM, SIGHUP, SIGCHLD, SIGUSR1, SIGALRM, SIGWINCH}) {
      EXPECT_EQ(leaves(sent), thread > 0) << sent << ", thread " << thread;
    }
    for (const int own : {SIGSEGV, SIGFPE, SIGABRT, SIGPROF}) {
      EXPECT_FALSE(leaves(own)) << own << ", thread " << thread;
    }
  });
}

TEST(Process, IsEndedBySignalsWhicheverThreadStartsIt) {
  std::array<int, 3> codes{};
  glia::share_out(std::ssize(codes), [&](int thread) {
    codes.at(static_cast<std::size_t>(thread)) =
        glia::run_process({"sh", "-c", "kill -TERM $$; sleep 1"}, "/", std::chrono::seconds(60))
            .status;
  });
  EXPECT_EQ(codes, (std::array{143, 143, 143}));
}

TEST(ThreadPool, LetsSeveralOwnersRunInTurn) {
  for (const int threads : {1, 2, 3}) {
    ThreadPool pool(threads);
    std::array<bool, 4> right{};
    std::vector<std::thread> owners;
    for (bool& mine : right) owners.emplace_back([&] { mine = Count(pool).run(500); });
    for (std::thread& owner : owners) owner.join();
    for (const bool mine : right) EXPECT_TRUE(mine) << threads << " threads";
  }
}

TEST(ThreadPool, RefusesARunInsideItsOwnRun) {
  ThreadPool pool(2);
  std::array<std::atomic<int>, 2> refused{};
  pool.run([&](int thread) {
    EXPECT_ERROR(pool.run([](int) {}), ErrorCode::invalid_argument, kInside);
    ++refused[static_cast<std::size_t>(thread)];
  });
  EXPECT_EQ(refused[0], 1);
  EXPECT_EQ(refused[1], 1);
  EXPECT_TRUE(Count(pool).run(10));
}

TEST(ThreadPool, RefusesARunInsideItsOwnRunByWayOfAnother) {
  ThreadPool outer(2), inner(2);
  std::atomic<int> refused{0};
  outer.run([&](int thread) {
    EXPECT_TRUE(outer.inside());
    EXPECT_FALSE(inner.inside());
    if (thread > 0) return;
    inner.run([&](int) {
      EXPECT_ERROR(outer.run([](int) {}), ErrorCode::invalid_argument, kInside);
      ++refused;
    });
  });
  EXPECT_EQ(refused, 2);
  EXPECT_FALSE(outer.inside());
}

TEST(ThreadPool, PassesOnWhatAFunctionThrowsAndGoesOn) {
  for (const int threads : {1, 2, 3}) {
    for (int thrower = 0; thrower < threads; ++thrower) {
      ThreadPool pool(threads);
      for (int round = 0; round < 20; ++round) {
        // The others wait at a barrier to which the one that throws never comes.
        const auto fail = [&] {
          pool.run([&](int thread) {
            if (thread == thrower) throw std::runtime_error("as asked");
            pool.barrier(thread);
            pool.barrier(thread);
          });
        };
        EXPECT_THROW(fail(), std::runtime_error);
        ASSERT_TRUE(Count(pool).run(3)) << threads << " threads, thrown by " << thrower;
      }
    }
  }
}

// Runs `body` in a process that may start `processes` more threads or processes; its exit status,
// or −1 when it did not end by itself.
int exit_status_with(rlim_t processes, const std::function<int()>& body) {
  const pid_t child = fork();
  if (child == 0) {
    const rlimit limit{processes, processes};
    // The limit is one of a user, and root has none.
    const bool set = setrlimit(RLIMIT_NPROC, &limit) == 0 && (geteuid() != 0 || setuid(65534) == 0);
    _exit(set ? body() : 99);
  }
  int status = 0;
  return waitpid(child, &status, 0) == child && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int make_pool(int threads) {
  try {
    ThreadPool pool(threads);
    pool.run([](int) {});
    return 0;
  } catch (const glia::Error& error) {
    const std::string text = error.what();
    return error.code() == ErrorCode::unsupported && text.find("of 64") != std::string::npos &&
                   text.find("ulimit -u") != std::string::npos
               ? 1
               : 2;
  }
}

TEST(ThreadPool, SaysWhichThreadTheSystemRefusedToStart) {
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
  GTEST_SKIP() << "a sanitizer has threads of its own";
#endif
  for (const rlim_t processes : {0U, 1U, 2U, 9U, 20U}) {
    EXPECT_EQ(exit_status_with(processes, [] { return make_pool(64); }), 1)
        << processes << " processes";
  }
}

}  // namespace
