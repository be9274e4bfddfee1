#include "graph/segments.h"

#include <algorithm>

namespace glia {
namespace {

// Of the gradients that ranks exchange at a time: 256 KiB, and an eighth of all.
constexpr std::int64_t kLeastBucket = 1 << 16, kBuckets = 8;

// Of a step's parameters, those that are learnt.
std::int64_t numbers_learnt(const Plan& plan, const Plan::Step& step) {
  std::int64_t numbers = 0;
  for (int p = step.first_param; p < step.first_param + step.params; ++p) {
    const Plan::ParamPlace& place = plan.params[static_cast<std::size_t>(p)];
    if (step.out_gradient >= 0 && !place.buffer) numbers += place.layout.size();
  }
  return numbers;
}

}  // namespace

void make_segments(Plan& plan, bool by_ranks) {
  std::int64_t ahead = 0;  // gradients that are not there yet
  for (const Plan::Step& step : plan.steps) ahead += numbers_learnt(plan, step);
  if (plan.learns && by_ranks) plan.bucket = std::max(kLeastBucket, ahead / kBuckets);
  const int n = static_cast<int>(plan.steps.size());
  const auto couples = [&](int s) {
    return plan.learns && plan.steps[static_cast<std::size_t>(s)].coupling > 0;
  };
  Plan::Segment segment;
  for (int s = 0; s < n; ++s) {
    if (!couples(s)) continue;
    segment.forward_end = segment.gather = s;
    plan.segments.push_back(segment);
    segment = {.forward_begin = s};
  }
  segment.forward_end = segment.backward_begin = n;
  segment.turns = true;
  segment.pass = Coupling::Pass::backward;
  const auto end_before = [&](int s) {
    segment.backward_end = s + 1;
    plan.segments.push_back(segment);
    segment = {.forward_begin = n,
               .forward_end = n,
               .backward_begin = s + 1,
               .pass = Coupling::Pass::backward};
  };
  std::int64_t bucket = 0;  // gradients that are there at a segment's end, and not on their way
  for (int s = n; s-- > 0;) {
    const Plan::Step& step = plan.steps[static_cast<std::size_t>(s)];
    const bool couples_here = couples(s) && step.out_gradient >= 0;
    const bool full = plan.bucket > 0 && bucket >= plan.bucket;
    if (couples_here) segment.gather = s;
    if (couples_here || (full && ahead > 0)) end_before(s);
    if (full) bucket = 0;
    bucket += numbers_learnt(plan, step);
    ahead -= numbers_learnt(plan, step);
  }
  segment.backward_end = 0;
  segment.gather = -1;
  plan.segments.push_back(segment);
}

}  // namespace glia
