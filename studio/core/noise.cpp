// How far the slope that a batch finds is from that of many examples.
#include <cmath>
#include <memory>

#include "base/rng.h"
#include "core/impl.h"

namespace glia::studio {
namespace {

constexpr std::int64_t kMostExamples = 60'000, kMostInBatch = 4096, kMostDraws = 100;
constexpr std::size_t kMostBatches = 16;
constexpr std::int64_t kExamplesAtOnce = 2000;  // some hundredths of a second

double product(std::span<const double> a, std::span<const double> b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

// The mean slope over some of the examples, in pieces, in double.
class MeanSlope {
 public:
  explicit MeanSlope(Dataset examples) : examples_(std::move(examples)) {}

  bool go_on(Inspector& inspector, const Model& model) {
    const Batch batch =
        first_of(examples_, std::min(kExamplesAtOnce, examples_.size() - done_), done_);
    inspector.gradients(model, batch.inputs, batch.targets, batch.rows, slopes_);
    const std::vector<float> part = in_order(model.graph, slopes_);
    sum_.resize(part.size());
    const double weight = static_cast<double>(batch.rows) / static_cast<double>(examples_.size());
    for (std::size_t i = 0; i < part.size(); ++i) sum_[i] += weight * part[i];
    done_ += batch.rows;
    return done_ == examples_.size();
  }
  const std::vector<double>& result() const noexcept { return sum_; }

 private:
  Dataset examples_;
  std::int64_t done_ = 0;
  State slopes_;
  std::vector<double> sum_;
};

Json noise(Studio::Impl& s, const Fields& fields, const Ask& ask) {
  const std::vector<std::int64_t> sizes = fields.wholes("sizes", 1, kMostBatches, 1, kMostInBatch);
  const std::int64_t draws = fields.whole("draws", 1, kMostDraws, 10);
  const auto seed = static_cast<std::uint64_t>(fields.whole("seed", 0, UINT32_MAX, 1));
  const Dataset& train = s.timeline.training_data().train;
  const std::int64_t samples =
      std::min(train.size(), fields.whole("samples", 1, kMostExamples, 2000));
  struct Job {
    Model model;
    Dataset examples;
    Rng random;
    MeanSlope whole, drawn;
    std::vector<double> slope = {};  // of all
    Json sizes = Json::array(), draws = Json::array();
  };
  // The batches are thrown from the very examples that the whole is over, each as likely.
  const Dataset examples = part_of(train, 0, samples);
  auto job = std::make_shared<Job>(Job{s.shown.model(), examples,
                                       Rng(random_key(seed, "studio noise of batches")),
                                       MeanSlope(examples), MeanSlope(examples)});
  const auto draw = [job, sizes, samples] {
    std::vector<std::uint32_t> chosen(static_cast<std::size_t>(sizes[job->sizes.size()]));
    for (auto& index : chosen) index = job->random.below(static_cast<std::uint32_t>(samples));
    job->drawn = MeanSlope(job->examples.subset(std::move(chosen)));
  };
  s.jobs.supersede({"noise"});
  return s.jobs.later(ask, "noise", [=, &s]() -> std::optional<Json> {
    if (job->slope.empty()) {
      if (!job->whole.go_on(s.inspector, job->model)) return std::nullopt;
      job->slope = job->whole.result();
      draw();
      return std::nullopt;
    }
    if (!job->drawn.go_on(s.inspector, job->model)) return std::nullopt;
    const std::vector<double>& found = job->drawn.result();
    const double whole = std::sqrt(product(job->slope, job->slope));
    const double length = std::sqrt(product(found, found));
    const double along = product(found, job->slope);
    const double off = length * length + whole * whole - 2 * along;
    job->draws.push_back(
        {length, whole * length > 0 ? along / (whole * length) : 0, std::sqrt(std::max(off, 0.0))});
    if (std::ssize(job->draws) == draws) {
      double mean = 0;
      for (const Json& each : job->draws)
        mean += each[2].get<double>() / static_cast<double>(draws);
      job->sizes.push_back(
          {{"size", sizes[job->sizes.size()]}, {"mean", mean}, {"draws", job->draws}});
      job->draws = Json::array();
    }
    if (job->sizes.size() < sizes.size()) {
      draw();
      return std::nullopt;
    }
    return Json{{"length", whole}, {"samples", samples}, {"noise", job->sizes}};
  });
}

}  // namespace

void add_noise(Commands& commands) {
  commands["noise"] = {noise, {"sizes", "draws", "samples", "seed"}};
}

}  // namespace glia::studio
