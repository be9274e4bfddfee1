// The same layers by plain loops and by the engine's kernels, timed beside each other.
#include <algorithm>
#include <cmath>
#include <memory>

#include "core/clock.h"
#include "core/impl.h"

namespace glia::studio {
namespace {

constexpr std::int64_t kMostPictures = 1000, kWidest = 512;
constexpr double kContestTurn = 0.02;     // seconds
constexpr std::size_t kMeasurements = 9;  // of each, in turn

// A layer as one writes it down first: for each neuron a sum over its inputs.
void plain_loop(const Tensor& weight, const Tensor& bias, std::span<const float> in,
                std::span<float> out) {
  for (std::size_t neuron = 0; neuron < out.size(); ++neuron) {
    float sum = bias.values[neuron];
    for (std::size_t i = 0; i < in.size(); ++i) {
      sum += weight.values[neuron * in.size() + i] * in[i];
    }
    out[neuron] = 1 / (1 + std::exp(-sum));
  }
}

// Both ways through one network.
class Contest {
 public:
  Contest(Engine& engine, Model model, Batch batch)
      : model_(std::move(model)),
        batch_(std::move(batch)),
        session_(engine, model_.graph, options()) {
    session_.load(model_.state);
  }

  // A turn of each; true after the last.
  bool go_on() {
    loops_.push_back(timed([this] { by_loop_ = by_loop(); }));
    kernels_.push_back(timed([this] { by_kernel_ = by_kernel(); }));
    return kernels_.size() == kMeasurements;
  }
  Json result(const Engine& engine) const {
    double difference = 0;
    for (std::size_t i = 0; i < by_loop_.size(); ++i) {
      difference = std::max(difference, std::abs(double{by_loop_[i]} - by_kernel_[i]));
    }
    return {{"loop", median(loops_)},
            {"kernel", median(kernels_)},
            {"difference", difference},
            {"rows", batch_.rows},
            {"parameters", model_.graph.parameters()},
            {"threads", engine.pool.size()},
            {"simd", engine.simd.name()}};
  }

 private:
  PlanOptions options() const {
    PlanOptions options;
    options.batch = batch_.rows;
    return options;
  }
  std::vector<float> by_kernel() { return session_.forward(batch_.inputs, batch_.rows); }
  std::vector<float> by_loop() const {
    std::vector<float> answers;
    const std::size_t width = batch_.inputs.size() / static_cast<std::size_t>(batch_.rows);
    std::vector<float> in, out;
    for (std::size_t row = 0; row < static_cast<std::size_t>(batch_.rows); ++row) {
      const auto first = batch_.inputs.begin() + static_cast<std::ptrdiff_t>(row * width);
      in.assign(first, first + static_cast<std::ptrdiff_t>(width));
      for (const Layer& layer : dense_layers(model_.graph)) {
        out.resize(static_cast<std::size_t>(layer.width));
        plain_loop(model_.state[layer.name + ".weight"], model_.state[layer.name + ".bias"], in,
                   out);
        in.swap(out);
      }
      answers.insert(answers.end(), in.begin(), in.end());
    }
    return answers;
  }
  // Seconds that one run takes, out of as many as fill half a piece.
  template <typename Run>
  static double timed(const Run& run) {
    const Clock::time_point start = Clock::now();
    int runs = 0;
    double seconds = 0;
    do {
      run();
      ++runs;
      seconds = seconds_since(start);
    } while (seconds < kContestTurn / 2);
    return seconds / runs;
  }
  static double median(std::vector<double> seconds) {
    const auto middle = seconds.begin() + std::ssize(seconds) / 2;
    std::ranges::nth_element(seconds, middle);
    return *middle;
  }

  Model model_;
  Batch batch_;
  Session session_;
  std::vector<float> by_kernel_, by_loop_;
  std::vector<double> loops_, kernels_;
};

Json speed(Studio::Impl& s, const Fields& fields, const Ask& ask) {
  const std::int64_t width = fields.whole("hidden", 1, kWidest, 16);
  const Dataset& test = s.data().test;
  const std::int64_t rows = fields.whole("rows", 1, std::min(kMostPictures, test.size()), 1);
  Settings settings = first_settings();
  set_hidden(settings, {width, width});
  Model model;
  model.graph = graph_of(settings, s.task());
  model.state = State(model.graph, settings.recipe.seed);
  s.jobs.supersede({"speed"});
  auto contest =
      std::make_shared<Contest>(s.inspector.engine(), std::move(model), first_of(test, rows));
  return s.jobs.later(ask, "speed", [=, &s]() -> std::optional<Json> {
    if (!contest->go_on()) return std::nullopt;
    return contest->result(s.inspector.engine());
  });
}

}  // namespace

void add_speed(Commands& commands) {
  commands["speed"] = {speed, {"rows", "hidden"}, Subject::digits};
}

}  // namespace glia::studio
