// Glia as it is measured beside the others in a browser: compiled to WebAssembly, where run.mjs and
// page.mjs call the functions below, and natively, where main() does. One thread.
#include <glia/glia.h>

#include <chrono>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "workloads.h"

#ifdef __EMSCRIPTEN__
#include <emscripten.h>
#else
#define EMSCRIPTEN_KEEPALIVE
#endif

namespace workloads {
namespace {

using namespace glia;

Workload named(const std::string& name) {
  if (name == "W1b") return seed(128);
  if (name == "W3" || name == "W5-lenet") return lenet();
  if (name == "W4") return lstm(49, 128);
  if (name == "W5-seed") return seed(1);
  throw std::invalid_argument("no workload " + name);
}

class Measured {
 public:
  Measured(const std::string& name, Simd simd)
      : engine_(1, simd), work_(named(name)), some_(work_.data.first(1000)) {
    if (name.starts_with("W5")) {
      session_ = std::make_unique<Session>(engine_, work_.model.graph, PlanOptions{.batch = 1});
      session_->load(work_.model.state);
      input_.resize(784);
      work_.data.input(0, input_.data());
    } else {
      trainer_ = std::make_unique<Trainer>(engine_, work_.model, work_.data, work_.recipe);
    }
  }
  bool answers() const { return session_ != nullptr; }
  double parameters() const { return static_cast<double>(work_.model.graph.parameters()); }
  double cost() { return answers() ? 0 : trainer_->evaluate(some_).cost; }
  // Returns how many samples these steps learnt from.
  double train(int steps) {
    const double before = learnt();
    trainer_->run(Trainer::Budget::of_steps(static_cast<std::uint64_t>(steps)));
    return learnt() - before;
  }
  void answer() { session_->forward(input_, output_, 1); }

 private:
  double learnt() const {
    const EpochSoFar so_far = trainer_->epoch_so_far();
    return static_cast<double>(so_far.epoch) * static_cast<double>(work_.data.size()) +
           static_cast<double>(so_far.samples);
  }

  Engine engine_;
  Workload work_;
  Dataset some_;
  std::unique_ptr<Session> session_;
  std::unique_ptr<Trainer> trainer_;
  std::vector<float> input_, output_ = std::vector<float>(10);
};

std::unique_ptr<Measured> measured;

}  // namespace
}  // namespace workloads

extern "C" {

// Returns how many numbers the network learns.
EMSCRIPTEN_KEEPALIVE double get_ready(const char* workload) {
  workloads::measured = std::make_unique<workloads::Measured>(workload, glia::Simd());
  return workloads::measured->parameters();
}
EMSCRIPTEN_KEEPALIVE double train(int steps) { return workloads::measured->train(steps); }
EMSCRIPTEN_KEEPALIVE void answer() { workloads::measured->answer(); }
EMSCRIPTEN_KEEPALIVE double cost() { return workloads::measured->cost(); }

}  // extern "C"

#ifndef __EMSCRIPTEN__
namespace workloads {
namespace {

// Samples, and how many a second, in pieces of about a hundredth of a second.
std::pair<double, double> measure(Measured& work, double seconds) {
  using Clock = std::chrono::steady_clock;
  const auto began = Clock::now();
  const auto since = [](Clock::time_point t) {
    return std::chrono::duration<double>(Clock::now() - t).count();
  };
  double samples = 0;
  for (int n = 1; since(began) < seconds;) {
    const auto piece = Clock::now();
    if (work.answers()) {
      for (int i = 0; i < n; ++i) work.answer();
      samples += n;
    } else {
      samples += work.train(n);
    }
    if (since(piece) < 0.01) n *= 2;
  }
  return {samples, samples / since(began)};
}

}  // namespace
}  // namespace workloads

// glia_native WORKLOAD SIMD: says that it is ready, then, for every line "SECONDS", its rate.
int main(int argc, char** argv) try {
  if (argc != 3) throw std::invalid_argument("usage: glia_native WORKLOAD SIMD");
  workloads::Measured work(argv[1], glia::Simd(argv[2]));
  std::printf("{\"parameters\": %.0f, \"cost\": %.9g}\n", work.parameters(), work.cost());
  std::fflush(stdout);
  for (double seconds = 0; std::scanf("%lf", &seconds) == 1;) {
    const auto [samples, rate] = workloads::measure(work, seconds);
    std::printf("{\"samples\": %.0f, \"rate\": %.9g, \"cost\": %.9g}\n", samples, rate,
                work.cost());
    std::fflush(stdout);
  }
} catch (const std::exception& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 1;
}
#endif
