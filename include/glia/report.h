#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "glia/confidence.h"
#include "glia/data.h"
#include "glia/export.h"
#include "glia/model.h"
#include "glia/session.h"

namespace GLIA_EXPORT glia {

// What a network said of each sample of a set, and what is wanted: all that a Report is made of.
struct Outcomes {
  std::int64_t width = 0;           // how many outputs there are
  std::vector<float> outputs = {};  // [samples][width]
  // What is wanted: one of so many classes (one output says no or yes, which are two), any number
  // of several, a row of 0 and 1 in `targets`, or numbers.
  int classes = 0;
  bool several = false;
  std::vector<int> labels = {};
  std::vector<float> targets = {};   // [samples][width]
  std::vector<double> weights = {};  // how much each sample counts; empty: all alike
  float yes_above = 0.5F;            // one output says yes above that

  std::int64_t size() const noexcept;
  std::span<const float> of(std::int64_t sample) const& noexcept;
  std::span<const float> of(std::int64_t sample) const&& = delete;
  int answer(std::int64_t sample) const noexcept;  // a class; −1 where an output is not finite
  double weight(std::int64_t sample) const noexcept;
};
// In one pass over the data, whose labels are those of the model (Dataset::matched_to). Throws
// Error when they do not fit.
Outcomes outcomes_of(Engine& engine, const Model& model, const Dataset& data);

// Of one class, against all others. A sample without an answer is of its class and said to be of
// none. What there is nothing to divide by is not told; in means it counts as 0.
struct ClassScores {
  double samples = 0;                    // of this class, by their weights
  std::optional<double> precision = {};  // of those said to be of it, the part that is
  std::optional<double> recall = {};     // of those that are of it, the part that is said to be
  std::optional<double> f1 = {};         // 2 · precision · recall / (precision + recall)
  // That its output is larger for a sample of this class than for one of another, both drawn at
  // random, being equal counting half: the area under the ROC curve (Hanley & McNeil, 1982). Of the
  // samples with an answer.
  std::optional<double> auc = {};
};
struct MeanScores {
  double precision = 0, recall = 0, f1 = 0;
  std::optional<double> auc = {};
};

struct ClassReport {
  std::vector<ClassScores> classes = {};
  MeanScores macro = {};     // each class that is there or was said counts alike
  MeanScores weighted = {};  // by its samples
  // top[k − 1]: the part of the samples whose class is among the k largest outputs, of equal ones
  // the first. Of one output only top[0]: the part that is right.
  std::vector<double> top = {};
  // Where outputs tell a confidence, of the samples with an answer.
  std::optional<Calibration> calibration = {};
  std::optional<double> error_before = {};  // of calibration without the model's temperature
};

// Of several classes at once, each of which a network says by an output above ½.
struct SeveralReport {
  ClassReport each = {};  // its `top` is empty
  double exact = 0;       // the part of the samples of which every class is told right
};

// Of one target, in its own unit where the model's table knows one.
struct NumberScores {
  std::string name = {};
  // 1 − Σ (wanted − said)² / Σ (wanted − mean)²: 1 is perfect, 0 as good as always saying the mean.
  // Nothing where all that is wanted is the same.
  std::optional<double> r2 = {};
  double mae = 0;   // the mean of |wanted − said|
  double rmse = 0;  // the root of the mean of (wanted − said)²
};

// Of one of the three kinds.
struct Report {
  std::int64_t samples = 0;
  std::int64_t not_finite = 0;  // without an answer; NumberScores leave them out
  std::optional<ClassReport> classes = {};
  std::optional<SeveralReport> several = {};
  std::vector<NumberScores> numbers = {};
};
Report report_of(const Model& model, const Outcomes& outcomes);

// What is wanted of target `i` and what was said, in its own unit: for each sample that has finite
// outputs, in order.
struct NumberPair {
  double wanted = 0, said = 0;
};
std::vector<NumberPair> number_pairs(const Model& model, const Outcomes& outcomes, std::int64_t i);

}  // namespace glia
