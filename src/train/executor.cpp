#include "train/executor.h"

#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <numeric>

#include "base/denormals.h"
#include "base/nearest.h"
#include "base/rng.h"
#include "glia/error.h"

namespace glia {

int brightest(std::span<const float> outputs) noexcept {
  if (outputs.empty()) return -1;
  std::size_t best = 0;
  bool finite = true;
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    finite = finite && std::isfinite(outputs[i]);
    if (outputs[i] > outputs[best]) best = i;
  }
  return finite ? static_cast<int>(best) : -1;
}

namespace {

using Clock = std::chrono::steady_clock;

// How often something else got a processor before this process was done with it.
std::int64_t taken_away() noexcept {
  rusage usage{};
  return getrusage(RUSAGE_SELF, &usage) == 0 ? usage.ru_nivcsw : 0;
}

// Multiply-adds of a step below which a second thread costs more than it brings: what the threads
// wrote must go from one's cache to the other's twice a step.
constexpr std::int64_t kWorthSharing = 3 << 18;
constexpr std::int64_t kWorthSharingInputs = 3 << 16;
// Below this, a step is so short that waiting for a thread without a processor can cost more.
constexpr std::int64_t kShort = 3 << 22;

}  // namespace

Executor::Executor(Engine& engine, const Graph& graph, const PlanOptions& options, bool by_ranks)
    : engine_(engine),
      graph_(graph),
      plan_(graph_, options, by_ranks),
      kernels_(engine.simd.table()),
      batch_(plan_.batch_floats),
      params_(plan_.param_floats),
      gradients_(plan_.learns ? plan_.param_floats : 0),
      transposed_(plan_.transposed_floats),
      leaves_(plan_.leaf_floats),
      by_inputs_(plan_, by_ranks ? 1 : engine.pool.size()) {
  for (const Plan::Step& step : plan_.steps) {
    if (step.in.size() > kMaxInputs) {
      throw Error(ErrorCode::unsupported, "layer '" + step.name + "': expected at most 8 inputs");
    }
  }
  const auto threads = static_cast<std::size_t>(engine.pool.size());
  for (std::size_t t = 0; t < threads; ++t) {
    chunk_.emplace_back(plan_.chunk_floats);
    scratch_.emplace_back(plan_.scratch_floats);
    bound_.push_back(std::make_unique<Bound>());
  }
  for (const Plan::ParamPlace& place : plan_.params) {
    bound_params_.push_back(
        {.value = params_.data() + place.offset,
         .transposed =
             place.transposed_offset < 0 ? nullptr : transposed_.data() + place.transposed_offset,
         .gradient = plan_.learns ? gradients_.data() + place.offset : nullptr,
         .layout = place.layout,
         .leaf = place.leaf_offset < 0 ? nullptr : leaves_.data() + place.leaf_offset,
         .buffer = place.buffer ? params_.data() + place.offset : nullptr});
  }
  keys_.resize(plan_.steps.size());
  std::int64_t largest = 0;
  for (const Plan::Tile& tile : plan_.tiles) largest = std::max(largest, tile.cost);
  for (std::size_t t = 0; t < threads; ++t) tile_gradient_.emplace_back(largest);
  all_tiles_.resize(plan_.tiles.size());
  std::iota(all_tiles_.begin(), all_tiles_.end(), std::size_t{0});
  tiles_.resize(threads);
  share_out(plan_, all_tiles_, tiles_);
  products_known_ = plan_.row_unit == 1 && plan_.leaf_floats == 0 &&
                    std::none_of(plan_.segments.begin(), plan_.segments.end(),
                                 [](const Plan::Segment& s) { return s.gather >= 0; });
  for (const Plan::Step& step : plan_.steps) {
    if (step.params > 0 && step.workspace_row > 0)
      products_known_ = false;  // an LSTM, frame by frame
    const Shape& out = plan_.slots[static_cast<std::size_t>(step.out)].shape;
    const std::int64_t places = out.rank() == 3 ? out[1] * out[2] : 1;  // of a picture
    for (int p = step.first_param; p < step.first_param + step.params; ++p) {
      products_ += places * plan_.params[static_cast<std::size_t>(p)].layout.size();
    }
  }
  tile_squares_.resize(plan_.tiles.size());
  lengths_.resize(static_cast<std::size_t>(plan_.batch));
  weights_.resize(static_cast<std::size_t>(plan_.batch));
  answers_.resize(static_cast<std::size_t>(plan_.batch));
  correct_.resize(static_cast<std::size_t>(plan_.batch));
}

Executor::~Executor() = default;

void Executor::run(const Batch& batch) noexcept {
  rows_ = batch.rows;
  has_lengths_ = batch.rows_from->has_lengths();
  has_weights_ = batch.rows_from->has_weights();
  const bool learn = went_back_ = batch.learn && plan_.learns;
  if (batch.learn && keys_seed_ != batch.seed) {
    for (std::size_t s = 0; s < keys_.size(); ++s) {
      keys_[s] = random_key(batch.seed, plan_.steps[s].name);
    }
    keys_seed_ = batch.seed;
  }
  sharing_inputs_ = learn && by_inputs_.can(*batch.rows_from);
  const std::int64_t worth = sharing_inputs_ ? kWorthSharingInputs : kWorthSharing;
  const bool is_short = below(kShort, batch.rows);
  ThreadPool& pool = engine_.pool;
  const auto part = [&](int thread, int threads) {
    if (learn) {
      learn_from(batch, thread, threads);
    } else {
      for_chunks(share({0, batch.rows}, thread, threads), plan_.chunk_rows,
                 [&](const Chunk& chunk) { forward(batch, thread, chunk); });
    }
  };
  const WithDenormals guard(engine_.simd.table().denormals);
  if (batch.ranks) {
    const std::int64_t rows_of_each = batch.rows / batch.ranks->size();
    return run_with_ranks(batch, pool.inside() || (is_short && below(worth, rows_of_each)));
  }
  // Inside a run of the same pool there are no other threads to have.
  bool alone = pool.size() == 1 || pool.inside() || (is_short && below(worth, batch.rows));
  bool tries = learn && is_short && !alone;
  const bool is_long = learn && !is_short && pool.size() > 1;
  if (tries) alone = quicker_.alone();
  if (is_long) alone = alone || long_sharing_.alone();
  if (is_short && !alone && sharing_.alone()) {
    alone = true;
    tries = false;  // not of its choice
  }
  const bool timed = is_long || (tries && quicker_.timed());
  const auto began = timed ? Clock::now() : Clock::time_point();
  std::int64_t slept = 0;
  if (alone) {
    sharing_inputs_ = false;
    part(0, 1);
  } else {
    slept = pool.run([&](int thread) { part(thread, pool.size()); });
    slept /= std::max(1, pool.size() - 1);
    if (is_short) sharing_.shared(slept);
  }
  const std::chrono::nanoseconds time = timed ? Clock::now() - began : Clock::duration();
  if (tries) quicker_.took(batch.rows, time.count());
  if (is_long) long_sharing_.took(batch.rows, time.count(), slept, taken_away);
}

bool Executor::below(std::int64_t products, std::int64_t rows) const noexcept {
  return products_known_ && rows * products_ * (went_back_ ? 3 : 1) < products;
}

// One thread's part of a training step.
void Executor::learn_from(const Batch& batch, int thread, int threads) noexcept {
  const auto meet = [&] {
    if (threads > 1) engine_.pool.barrier(thread);
  };
  if (sharing_inputs_) {
    for_chunks({0, batch.rows}, ByInputs::kRows, [&](const Chunk& chunk) {
      const OpMemory& memory = bind(plan_.steps.front(), thread, chunk.first).memory;
      by_inputs_.sum_strands(*batch.rows_from, thread, memory, context(batch, 0, thread, chunk));
    });
    meet();
  }
  for (const Plan::Segment& segment : plan_.segments) {
    for_chunks(share({0, batch.rows}, thread, threads), plan_.chunk_rows,
               [&](const Chunk& chunk) { run(segment, batch, thread, chunk); });
    meet();
    if (segment.gather < 0) continue;
    if (thread == 0) combine(segment, batch);
    meet();
  }
  const auto t = static_cast<std::size_t>(thread);
  const Tiles& mine = threads == 1      ? all_tiles_
                      : sharing_inputs_ ? by_inputs_.tiles(thread)
                                        : tiles_[t];
  const bool clip = batch.updater && batch.updater->clip_norm() > 0;
  int bound = -1;
  for (const std::size_t i : mine) {
    const Plan::Tile& tile = plan_.tiles[i];
    if (tile.step != bound) bind(plan_.steps[static_cast<std::size_t>(tile.step)], thread, 0);
    bound = tile.step;
    const bool unseen = !batch.gradients && !clip;
    if (unseen && step_at_once(tile, *batch.updater, batch.rows, thread)) continue;
    parameter_gradient(tile, {0, batch.rows}, thread);
    if (clip) measure(tile);
    if (batch.updater && !clip) update(tile, *batch.updater, 1);
  }
  if (!clip) return;
  meet();
  const float scale = clipped(*batch.updater);
  for (const std::size_t i : mine) update(plan_.tiles[i], *batch.updater, scale);
}

void Executor::explain(const RowSource& row, std::int64_t output) noexcept {
  const Batch batch{.rows_from = &row, .rows = 1};
  rows_ = 1;
  has_lengths_ = row.has_lengths();
  has_weights_ = false;
  went_back_ = true;
  sharing_inputs_ = false;
  const Chunk chunk{0, 1};
  const WithDenormals guard(engine_.simd.table().denormals);
  forward(batch, 0, chunk);
  const Slot gradient = at(plan_.answer_gradient, 0, 0);
  std::fill_n(gradient.data, gradient.stride, 0.0F);
  gradient.data[output] = 1;
  backward(batch, 0, chunk, static_cast<int>(plan_.steps.size()), 0);
}

float Executor::clipped(const Updater& updater) const noexcept {
  double squares = 0;
  for (const double s : tile_squares_) squares += s;
  const double norm = std::sqrt(squares);
  const double limit = updater.clip_norm();
  return norm > limit ? static_cast<float>(limit / norm) : 1.0F;
}

Executor::Chunk Executor::share(const Chunk& rows, int thread, int threads) const noexcept {
  const std::int64_t each = round_up((rows.rows + threads - 1) / threads, plan_.row_unit);
  const std::int64_t begin = std::min(rows.rows, each * thread);
  return {rows.first + begin, std::min(each, rows.rows - begin)};
}

float* Executor::workspace(const Plan::Step& step, int thread,
                           std::int64_t first_row) const noexcept {
  if (step.workspace < 0) return nullptr;
  return step.workspace_whole_batch
             ? batch_.data() + step.workspace + first_row * step.workspace_row
             : chunk_[static_cast<std::size_t>(thread)].data() + step.workspace;
}

Executor::Bound& Executor::bind(const Plan::Step& step, int thread,
                                std::int64_t first_row) noexcept {
  Bound& bound = *bound_[static_cast<std::size_t>(thread)];
  const std::size_t inputs = step.in.size();
  for (std::size_t i = 0; i < inputs; ++i) {
    bound.in[i] = at(step.in[i], thread, first_row);
    bound.in_gradient[i] =
        step.in_gradient.empty() ? Slot{} : at(step.in_gradient[i], thread, first_row);
  }
  if (sharing_inputs_ && &step == plan_.steps.data()) {
    bound.in[0] = by_inputs_.input(thread, first_row, bound.in[0]);
  }
  bound.memory = {
      .in = {bound.in.data(), inputs},
      .in_gradient = {bound.in_gradient.data(), inputs},
      .out = at(step.out, thread, first_row),
      .out_gradient = at(step.out_gradient, thread, first_row),
      .params = {bound_params_.data() + step.first_param, static_cast<std::size_t>(step.params)},
      .workspace = workspace(step, thread, first_row),
      .leaves = step.coupling > 0 ? batch_.data() + step.leaves : nullptr,
      .coupled = step.coupling > 0 ? batch_.data() + step.coupled : nullptr};
  return bound;
}

ExecContext Executor::context(const Batch& batch, std::size_t step, int thread,
                              const Chunk& chunk) const noexcept {
  return {.kernels = &kernels_,
          .scratch = scratch_[static_cast<std::size_t>(thread)].data(),
          .rows = chunk.rows,
          .first_row = chunk.first,
          .key = keys_[step],
          .step = batch.step,
          .training = batch.learn,
          .batch_rows = batch.rows,
          .lengths = has_lengths_ ? lengths_.data() + chunk.first : nullptr,
          .sequence = plan_.sequence};
}

void Executor::fill(const Batch& batch, int thread, const Chunk& chunk) noexcept {
  const Slot input = at(plan_.input, thread, chunk.first);
  const Slot target = at(plan_.target, thread, chunk.first);
  batch.rows_from->fill({.first = chunk.first,
                         .rows = chunk.rows,
                         .inputs = sharing_inputs_ ? nullptr : input.data,
                         .input_stride = input.stride,
                         .targets = target.data,
                         .target_stride = target.stride,
                         .lengths = has_lengths_ ? lengths_.data() + chunk.first : nullptr,
                         .weights = has_weights_ ? weights_.data() + chunk.first : nullptr,
                         .worker = thread});
}

void Executor::forward(const Batch& batch, int thread, const Chunk& chunk, int begin,
                       int end) noexcept {
  for (auto s = static_cast<std::size_t>(begin); s < static_cast<std::size_t>(end); ++s) {
    const Plan::Step& step = plan_.steps[s];
    const Bound& bound = bind(step, thread, chunk.first);
    if (s == 0 && sharing_inputs_) {
      by_inputs_.forward(bound.memory, context(batch, s, thread, chunk));
    } else if (step.in_rows) {
      step.can.in_rows->forward_in_rows(bound.memory, context(batch, s, thread, chunk));
    } else {
      step.op->forward(bound.memory, context(batch, s, thread, chunk));
    }
  }
}

void Executor::forward(const Batch& batch, int thread, const Chunk& chunk) noexcept {
  fill(batch, thread, chunk);
  forward(batch, thread, chunk, 0, static_cast<int>(plan_.steps.size()));
  judge(batch, thread, chunk);
}

void Executor::backward(const Batch& batch, int thread, const Chunk& chunk, int begin,
                        int end) noexcept {
  for (auto s = static_cast<std::size_t>(begin); s-- > static_cast<std::size_t>(end);) {
    const Plan::Step& step = plan_.steps[s];
    if (step.out_gradient < 0) continue;
    const Bound& bound = bind(step, thread, chunk.first);
    const ExecContext exec = context(batch, s, thread, chunk);
    // Of an op that couples samples they are there already.
    if (step.can.leaf_gradients && !step.can.coupling && plan_.learns) {
      step.can.leaf_gradients->leaf_gradients(bound.memory, exec);
    }
    step.op->backward(bound.memory, exec);
    for (std::size_t i = 0; i < step.in.size(); ++i) {
      if (step.add_to[i] < 0) continue;
      const Slot sum = at(step.add_to[i], thread, chunk.first);
      kernels_.add(bound.in_gradient[i].data, sum.data, sum.floats(chunk.rows));
    }
  }
}

// One chunk's way through one segment of a training step.
void Executor::run(const Plan::Segment& segment, const Batch& batch, int thread,
                   const Chunk& chunk) noexcept {
  if (segment.forward_begin == 0 && segment.forward_end > 0) fill(batch, thread, chunk);
  forward(batch, thread, chunk, segment.forward_begin, segment.forward_end);
  if (segment.turns) {
    judge(batch, thread, chunk);
    const Slot gradient = at(plan_.cost_gradient, thread, chunk.first);
    const float each = 1.0F / static_cast<float>(batch.rows);
    const float* const weights = has_weights_ ? weights_.data() + chunk.first : nullptr;
    for (std::int64_t r = 0; r < chunk.rows; ++r) {
      gradient.data[r * gradient.stride] = weights ? weights[r] * each : each;
    }
  }
  backward(batch, thread, chunk, segment.backward_begin, segment.backward_end);
  if (segment.gather < 0) return;
  const auto s = static_cast<std::size_t>(segment.gather);
  const Plan::Step& step = plan_.steps[s];
  const Bound& bound = bind(step, thread, chunk.first);
  const ExecContext exec = context(batch, s, thread, chunk);
  if (segment.pass == Coupling::Pass::backward && step.can.leaf_gradients) {
    step.can.leaf_gradients->leaf_gradients(bound.memory, exec);
  }
  step.can.coupling->gather(segment.pass, bound.memory, exec);
}

void Executor::combine(const Plan::Segment& segment, const Batch& batch) noexcept {
  const auto s = static_cast<std::size_t>(segment.gather);
  const Bound& bound = bind(plan_.steps[s], 0, 0);
  plan_.steps[s].can.coupling->combine(
      segment.pass, bound.memory,
      context(batch, s, 0, {0, std::min(plan_.chunk_rows, batch.rows)}));
}

// What the network answers, and whether the target says the same.
void Executor::judge(const Batch& batch, int thread, const Chunk& chunk) noexcept {
  const Slot answer = at(plan_.answer, thread, chunk.first);
  const Slot target = at(plan_.target, thread, chunk.first);
  const auto said = [&](const Slot& slot, std::int64_t row, float yes_above) {
    const float* const numbers = slot.data + row * slot.stride;
    const int largest = brightest({numbers, static_cast<std::size_t>(slot.width)});
    return largest >= 0 && batch.yes_above ? (numbers[0] > yes_above ? 1 : 0) : largest;
  };
  for (std::int64_t r = 0; r < chunk.rows; ++r) {
    const auto row = static_cast<std::size_t>(chunk.first + r);
    answers_[row] = said(answer, r, batch.yes_above.value_or(0));
    correct_[row] = target && answers_[row] >= 0 && answers_[row] == said(target, r, 0.5F) ? 1 : 0;
  }
}

void Executor::parameter_gradient(const Plan::Tile& tile, const Chunk& rows, int thread) noexcept {
  const Plan::Step& step = plan_.steps[static_cast<std::size_t>(tile.step)];
  ExecContext exec{.kernels = &kernels_,
                   .scratch = scratch_[static_cast<std::size_t>(thread)].data(),
                   .rows = rows.rows};
  const Plan::ParamPlace& place = plan_.params[static_cast<std::size_t>(tile.param)];
  const OpMemory& memory = bound_[static_cast<std::size_t>(thread)]->memory;
  if (step.can.product_gradients) {
    kernels_.outer(step.can.product_gradients->parameter_product(memory, tile.tile, exec));
  } else if (step.can.tile_gradients) {
    step.can.tile_gradients->parameter_gradient(memory, tile.tile, exec);
  }
  if (place.leaf_offset < 0) return;
  const float* const first =
      leaves_.data() + place.leaf_offset + rows.first / kBlock * place.layout.size();
  for_runs(plan_, tile, [&](std::int64_t at, std::int64_t numbers) {
    kernels_.leaf_sum(first + (at - place.offset), place.layout.size(), blocks(rows.rows),
                      gradients_.data() + at, numbers);
  });
}

void Executor::measure(const Plan::Tile& tile) noexcept {
  double squares = 0;
  for_runs(plan_, tile, [&](std::int64_t at, std::int64_t numbers) {
    squares += kernels_.sum_of_squares(gradients_.data() + at, numbers);
  });
  tile_squares_[static_cast<std::size_t>(&tile - plan_.tiles.data())] = squares;
}

bool Executor::step_at_once(const Plan::Tile& tile, const Updater& updater, std::int64_t rows,
                            int thread) noexcept {
  const auto t = static_cast<std::size_t>(thread);
  const ProductGradients* const found =
      plan_.steps[static_cast<std::size_t>(tile.step)].can.product_gradients;
  if (!found) return false;
  const ExecContext exec{.kernels = &kernels_, .scratch = scratch_[t].data(), .rows = rows};
  kernels::Outer product = found->parameter_product(bound_[t]->memory, tile.tile, exec);
  if (const kernels::Update* sgd = updater.descent(); sgd && product.steps == 1) {
    product.w = params_.data() + (product.g - gradients_.data());
    product.sgd = sgd;
    kernels_.outer(product);
  } else {
    const std::int64_t offset = product.g - gradients_.data(), apart = product.g_panel;
    const std::int64_t numbers = product.rows * kBlock;
    product.g = tile_gradient_[t].data();
    product.g_panel = numbers;
    kernels_.outer(product);
    for (std::int64_t p = 0; p < product.panels; ++p) {
      const std::int64_t at = offset + p * apart;
      updater.apply(at, numbers, params_.data() + at, product.g + p * numbers, 1);
    }
  }
  transpose(tile.param, tile.tile);
  return true;
}

void Executor::update(const Plan::Tile& tile, const Updater& updater, float scale) noexcept {
  for_runs(plan_, tile, [&](std::int64_t at, std::int64_t numbers) {
    updater.apply(at, numbers, params_.data() + at, gradients_.data() + at, scale);
  });
  transpose(tile.param, tile.tile);
}

void Executor::transpose(int param, const ParamTile& tile) noexcept {
  const Plan::ParamPlace& place = plan_.params[static_cast<std::size_t>(param)];
  if (place.transposed_offset < 0) return;
  const ParamLayout& layout = place.layout;
  const ParamLayout turned{layout.in, layout.out};
  const float* from = params_.data() + place.offset;
  float* to = transposed_.data() + place.transposed_offset;
  // Tiles begin at a multiple of 16 inputs, which are the lanes of a turned panel.
  for (std::int64_t o = tile.panel_begin * kBlock; o < tile.panel_end * kBlock; o += kBlock) {
    for (std::int64_t i = tile.in_begin; i < tile.in_end; i += kBlock) {
      kernels_.to_lanes(from + layout.index(o, i), kBlock, to + turned.index(i, o),
                        std::min(kBlock, tile.in_end - i), std::min(kBlock, layout.out - o));
    }
  }
}

void Executor::transpose_all(int param) noexcept {
  const ParamLayout& layout = plan_.params[static_cast<std::size_t>(param)].layout;
  transpose(param,
            {.panel_begin = 0, .panel_end = layout.panels(), .in_begin = 0, .in_end = layout.in});
}

}  // namespace glia
