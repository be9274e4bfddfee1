#include "train/by_inputs.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>

#include "kernels/table.h"

namespace glia {
namespace {

constexpr std::int64_t kNarrow = 3;      // panels
constexpr std::int64_t kMost = 1 << 24;  // floats of a batch's inputs, which are kept twice
constexpr std::int64_t kPage = 1024;     // floats, beyond which a processor fetches nothing ahead

// Where inputs are shared out nobody has all of a row's, where they lie otherwise.
bool others_read_input(const Plan& plan) {
  const auto reads = [&](int slot) { return slot == plan.input; };
  std::ptrdiff_t readers = 0;
  for (const Plan::Step& step : plan.steps) readers += std::ranges::count(step.in, plan.input);
  return readers > 1 || reads(plan.answer) || reads(plan.output) ||
         std::ranges::any_of(plan.watched, [&](const auto& kept) { return reads(kept.second); });
}

// Sharing out rows, threads read half of the inputs from one another's caches, sharing out inputs
// half of the sums of all strands: worth it where these are fewer.
bool begins_narrow(const Plan& plan) {
  if (!plan.learns || plan.segments.size() > 1 || plan.row_unit > 1) return false;
  const Plan::Step& first = plan.steps.front();
  if (!first.can.strands || first.in[0] != plan.input) return false;
  // It learns, and so its input is kept for the whole batch; nobody asks for that one's gradient.
  if (first.out_gradient < 0 || first.in_gradient[0] >= 0) return false;
  if (plan.batch * plan.slots[static_cast<std::size_t>(plan.input)].stride > kMost) return false;
  if (others_read_input(plan)) return false;
  const ParamLayout& weight = plan.params.front().layout;
  return weight.panels() <= kNarrow && weight.in >= 4 * kernels::kStrand;
}

}  // namespace

ByInputs::ByInputs(const Plan& plan, int threads) {
  if (threads > 1 && begins_narrow(plan)) share_inputs(plan, threads);
}

void ByInputs::share_inputs(const Plan& plan, int threads) {
  const Plan::Step& first = plan.steps.front();
  first_ = first.can.strands;
  batch_ = plan.batch;
  share_strands(plan, threads);
  place_inputs(plan.slots[static_cast<std::size_t>(first.in[0])].stride);
  tiles_.resize(static_cast<std::size_t>(threads));
  Tiles others;
  for (std::size_t i = 0; i < plan.tiles.size(); ++i) {
    const Plan::Tile& tile = plan.tiles[i];
    if (tile.param != first.first_param) {
      others.push_back(i);
      continue;
    }
    const auto after =
        std::upper_bound(begin_.begin(), begin_.end(), tile.tile.in_begin / kernels::kStrand);
    tiles_[static_cast<std::size_t>(after - begin_.begin()) - 1].push_back(i);
  }
  share_out(plan, others, tiles_);
  sums_ = Arena(begin_.back() * batch_ * plan.slots[static_cast<std::size_t>(first.out)].stride);
}

// A part ends where a strand does and no tile goes on, as near to an even share as can be.
void ByInputs::share_strands(const Plan& plan, int threads) {
  std::vector<std::int64_t> borders;  // strands, in order
  for (const Plan::Tile& tile : plan.tiles) {
    const std::int64_t begin = tile.tile.in_begin;
    if (tile.param == plan.steps.front().first_param && begin % kernels::kStrand == 0) {
      borders.push_back(begin / kernels::kStrand);
    }
  }
  const std::int64_t inputs = plan.params.front().layout.in;
  borders.push_back((inputs + kernels::kStrand - 1) / kernels::kStrand);
  for (int t = 0; t < threads; ++t) {
    const std::int64_t even = inputs * t / threads;
    begin_.push_back(*std::ranges::min_element(borders, {}, [&](std::int64_t border) {
      return std::abs(border * kernels::kStrand - even);
    }));
  }
  begin_.push_back(borders.back());
}

void ByInputs::place_inputs(std::int64_t stride) {
  std::int64_t at = 0;
  for (std::size_t t = 0; t + 1 < begin_.size(); ++t) {
    const std::int64_t begin = begin_[t] * kernels::kStrand;
    const std::int64_t end = std::min(stride, begin_[t + 1] * kernels::kStrand);
    const std::int64_t apart = row_stride(std::max<std::int64_t>(end - begin, 0));
    parts_.push_back({.begin = begin, .apart = apart, .at = at});
    at += batch_ * apart + kPage;
  }
  inputs_ = Arena(at);
}

// What lies before a part is never less than the inputs before it, so that a row may begin there.
Slot ByInputs::input(int thread, std::int64_t first_row, const Slot& whole) const noexcept {
  const Part& part = parts_[static_cast<std::size_t>(thread)];
  Slot own = whole;
  own.data = inputs_.data() + part.at - part.begin + first_row * part.apart;
  own.stride = part.apart;
  return own;
}

void ByInputs::sum_strands(const RowSource& rows, int thread, const OpMemory& memory,
                           const ExecContext& context) noexcept {
  const auto t = static_cast<std::size_t>(thread);
  const std::int64_t begin = begin_[t], end = begin_[t + 1];
  if (begin == end) return;
  const Slot& input = memory.in[0];
  rows.fill({.first = context.first_row,
             .rows = context.rows,
             .inputs = input.data + begin * kernels::kStrand,
             .input_stride = input.stride,
             .begin = begin * kernels::kStrand,
             .end = std::min(end * kernels::kStrand, input.width),
             .worker = thread});
  for (std::int64_t strand = begin; strand < end; ++strand) {
    float* const sums = sums_.data() + (strand * batch_ + context.first_row) * memory.out.stride;
    first_->forward_strand(memory, context, strand, sums);
  }
}

void ByInputs::forward(const OpMemory& memory, const ExecContext& context) const noexcept {
  const std::int64_t stride = memory.out.stride;
  first_->forward_from_strands(memory, context, sums_.data() + context.first_row * stride,
                               batch_ * stride);
}

}  // namespace glia
