// The straight line between two moments of a training, and the way that it really went beside it
// (the line as in Goodfellow, Vinyals & Saxe, 2015).
#include <algorithm>
#include <cmath>
#include <memory>
#include <set>

#include "base/rng.h"
#include "core/impl.h"
#include "glia/error.h"

namespace glia::studio {
namespace {

constexpr std::int64_t kMostPlaces = 101, kMostKept = 200, kMostJudged = 60'000;
constexpr std::int64_t kLastStep = std::int64_t{1} << 53;
constexpr double kReplay = 0.02;  // seconds of replay

struct Place {
  int branch = 0;
  std::uint64_t step = 0;
};

Place place_in(const Studio::Impl& s, const Fields& fields, std::string_view name) {
  const Fields at = fields.object(name, {"branch", "step"});
  Place place;
  place.branch = static_cast<int>(at.whole("branch", 0, INT32_MAX, s.timeline.branch().id));
  place.step = static_cast<std::uint64_t>(at.whole("step", 0, kLastStep));
  s.timeline.expect(place.branch, place.step);
  return place;
}

// Both ends of a line, come to piece by piece, and the line: point t is from + t · direction.
class Line {
 public:
  Line(Place from, Place to, std::optional<std::uint64_t> seed) : ends_{from, to}, seed_(seed) {}

  bool come_to(Timeline& timeline) {
    for (const Place& end : ends_) {
      if (!timeline.approach(end.branch, end.step, kReplay)) return false;
      // What is approached next may be another era's: it is looked at while it is there.
      Model& model = &end == ends_.data() ? from_ : to_;
      if (model.graph.nodes().empty()) model = timeline.at(end.branch, end.step, true).model;
    }
    begin_ = in_order(from_.graph, from_.state);
    end_ = in_order(to_.graph, to_.state);
    direction_.resize(begin_.size());
    for (std::size_t i = 0; i < begin_.size(); ++i) direction_[i] = double{end_[i]} - begin_[i];
    length_ = length_of(direction_);
    if (seed_) turn_at_random();
    return true;
  }

  const Model& from() const noexcept { return from_; }
  double length() const noexcept { return length_; }
  std::span<const float> begin() const noexcept { return begin_; }
  std::span<const float> end() const noexcept { return end_; }
  const Place& place(std::size_t end) const noexcept { return ends_[end]; }

  State at(double t) const {
    State state = from_.state;
    std::size_t i = 0;
    for (const Node& node : from_.graph.nodes()) {
      for (const ParamSpec& param : node.spec.params) {
        for (float& value : state[parameter_name(node, param)].values) {
          value = static_cast<float>(begin_[i] + t * direction_[i]);
          ++i;
        }
      }
    }
    return state;
  }
  // Where on the line these numbers are nearest to it, as a part of its length, and how far from
  // it, likewise.
  std::pair<double, double> nearest(std::span<const float> numbers) const {
    double along = 0, square = 0;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      along += (double{numbers[i]} - begin_[i]) * direction_[i];
    }
    const double t = along / (length_ * length_);
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      const double off = double{numbers[i]} - begin_[i] - t * direction_[i];
      square += off * off;
    }
    return {t, std::sqrt(square) / length_};
  }
  // The cosine of the angle between descent and the line; 0 where there is no slope.
  double cosine(std::span<const float> slopes) const {
    double along = 0, square = 0;
    for (std::size_t i = 0; i < slopes.size(); ++i) {
      along -= slopes[i] * direction_[i];
      square += double{slopes[i]} * slopes[i];
    }
    return square > 0 ? along / (std::sqrt(square) * length_) : 0;
  }

 private:
  static double length_of(std::span<const double> numbers) {
    double square = 0;
    for (const double number : numbers) square += number * number;
    return std::sqrt(square);
  }
  void turn_at_random() {
    Rng random(random_key(*seed_, "studio line"));
    for (double& number : direction_) number = random.normal();
    const double scale = length_ / length_of(direction_);
    for (std::size_t i = 0; i < direction_.size(); ++i) {
      direction_[i] *= scale;
      end_[i] = static_cast<float>(begin_[i] + direction_[i]);
    }
  }

  std::array<Place, 2> ends_;
  std::optional<std::uint64_t> seed_;
  Model from_, to_;
  std::vector<float> begin_, end_;
  std::vector<double> direction_;
  double length_ = 0;
};

Json place_json(const Place& place) { return {{"branch", place.branch}, {"step", place.step}}; }

Line line_of(const Studio::Impl& s, const Fields& fields, std::optional<std::uint64_t> seed) {
  const Place from = place_in(s, fields, "from"), to = place_in(s, fields, "to");
  if (from.branch == to.branch && from.step == to.step) {
    fields.fail("to", "another moment than from");
  }
  return {from, to, seed};
}

void expect_length(const Line& line) {
  if (line.length() > 0 && std::isfinite(line.length())) return;
  throw Error(ErrorCode::invalid_argument,
              "line: both moments have the same parameters, so there is no line between them");
}

// Costs along the line.
Json line(Studio::Impl& s, const Fields& fields, const Ask& ask) {
  std::optional<std::uint64_t> seed;
  if (fields.has("seed")) seed = static_cast<std::uint64_t>(fields.whole("seed", 0, UINT32_MAX));
  const std::vector<double> range =
      fields.has("range") ? fields.numbers("range", 2, 2, -10, 10) : std::vector<double>{-0.2, 1.4};
  if (range[0] >= range[1]) fields.fail("range", "two numbers, the smaller first");
  const std::int64_t points = fields.whole("points", 2, kMostPlaces, 33);
  const Dataset& judged = s.task().judged();
  const Dataset samples =
      judged.first(std::min(judged.size(), fields.whole("samples", 1, kMostJudged, 2000)));
  struct Job {
    Line line;
    bool there = false;
    Model model = {};
    EvaluationInPieces evaluation;
    Json at = Json::array(), costs = Json::array(), accuracies = Json::array();
  };
  s.jobs.supersede({"line"});
  auto job = std::make_shared<Job>(
      Job{.line = line_of(s, fields, seed), .evaluation = EvaluationInPieces(samples)});
  const auto go_to_next = [job, range, points] {
    const auto next = static_cast<double>(job->costs.size()) / static_cast<double>(points - 1);
    job->at.push_back(range[0] + (range[1] - range[0]) * next);
    job->model.state = job->line.at(job->at.back());
  };
  return s.jobs.later(ask, "line", [=, &s]() -> std::optional<Json> {
    if (!job->there) {
      if (!job->line.come_to(s.timeline)) return std::nullopt;
      expect_length(job->line);
      job->there = true;
      job->model = job->line.from();
      go_to_next();
      return std::nullopt;
    }
    if (!job->evaluation.go_on(s.inspector, job->model)) return std::nullopt;
    const Evaluation found = job->evaluation.result();
    job->costs.push_back(maybe(cost_of(found)));
    job->accuracies.push_back(maybe(accuracy_of(found)));
    job->evaluation = EvaluationInPieces(samples);
    if (std::ssize(job->costs) < points) {
      go_to_next();
      return std::nullopt;
    }
    std::vector<float> ends(job->line.begin().begin(), job->line.begin().end());
    const auto count = static_cast<std::uint32_t>(ends.size());
    ends.insert(ends.end(), job->line.end().begin(), job->line.end().end());
    s.bulk(ask, {2, count}, std::span<const float>(ends));
    return Json{{"from", place_json(job->line.place(0))},
                {"to", place_json(job->line.place(1))},
                {"length", job->line.length()},
                {"at", job->at},
                {"costs", job->costs},
                {"accuracies", job->accuracies},
                {"samples", samples.size()}};
  });
}

// The moments of a branch that are kept, first and last with them, at most so many.
std::vector<std::uint64_t> kept_moments(const Timeline& timeline, const Timeline::Branch& branch,
                                        std::uint64_t first, std::uint64_t last, std::size_t most) {
  std::set<std::uint64_t> kept{last};
  for (const Timeline::Era& era : branch.eras) kept.insert(era.first);
  for (const auto& [step, snapshot] : branch.kept) kept.insert(step);
  std::erase_if(kept, [&](std::uint64_t step) {
    return step < first || step > last || step < timeline.first_step(branch);
  });
  const std::vector<std::uint64_t> all(kept.begin(), kept.end());
  if (all.size() <= most) return all;
  std::vector<std::uint64_t> chosen;
  for (std::size_t i = 0; i < most; ++i) {
    chosen.push_back(all[i * (all.size() - 1) / (most - 1)]);
  }
  return chosen;
}

// Where the training really went, beside the line.
Json way(Studio::Impl& s, const Fields& fields, const Ask& ask) {
  const auto most = static_cast<std::size_t>(fields.whole("most", 2, kMostKept, 60));
  const std::int64_t samples = fields.whole("samples", 1, kMostJudged, 1000);
  struct Job {
    Line line;
    bool there = false;
    std::vector<std::uint64_t> steps = {};
    Batch batch = {};
    State slopes = {};
    Json moments = Json::array();
  };
  auto job = std::make_shared<Job>(Job{.line = line_of(s, fields, std::nullopt)});
  const Place to = job->line.place(1);
  const Timeline::Branch& branch = s.timeline.branch(to.branch);
  const std::uint64_t from = job->line.place(0).branch == to.branch
                                 ? std::min(job->line.place(0).step, to.step)
                                 : s.timeline.first_step(branch);
  job->steps = kept_moments(s.timeline, branch, from, std::max(to.step, from), most);
  job->batch = first_of(s.timeline.training_data().train, samples);
  s.jobs.supersede({"way"});
  return s.jobs.later(ask, "way", [=, &s]() -> std::optional<Json> {
    if (!job->there) {
      if (!job->line.come_to(s.timeline)) return std::nullopt;
      expect_length(job->line);
      job->there = true;
      return std::nullopt;
    }
    const std::size_t next = job->moments.size();
    if (next < job->steps.size()) {
      const Timeline::Moment moment = s.timeline.at(to.branch, job->steps[next], false);
      const auto [t, distance] =
          job->line.nearest(in_order(moment.model.graph, moment.model.state));
      const double cost = s.inspector.gradients(moment.model, job->batch.inputs, job->batch.targets,
                                                job->batch.rows, job->slopes);
      const std::vector<float> slopes = in_order(moment.model.graph, job->slopes);
      job->moments.push_back({moment.step, t, distance, job->line.cosine(slopes), cost});
      return std::nullopt;
    }
    return Json{{"from", place_json(job->line.place(0))},
                {"to", place_json(to)},
                {"length", job->line.length()},
                {"moments", job->moments},
                {"samples", job->batch.rows}};
  });
}

}  // namespace

void add_ways(Commands& commands) {
  commands["line"] = {line, {"from", "to", "seed", "range", "points", "samples"}};
  commands["way"] = {way, {"from", "to", "most", "samples"}};
}

}  // namespace glia::studio
