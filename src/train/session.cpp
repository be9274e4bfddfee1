#include "glia/session.h"

#include <algorithm>
#include <cmath>

#include "glia/error.h"
#include "train/executor.h"
#include "train/fit.h"

namespace glia {

struct Session::Impl {
  Impl(Engine& engine, const Graph& graph, const PlanOptions& options)
      : executor(engine, graph, options),
        cost(options.cost),
        notes(doubts(graph, options.cost)),
        loaded(std::ranges::all_of(graph.nodes(),
                                   [](const Node& node) { return node.spec.params.empty(); })),
        statistics(static_cast<std::size_t>(executor.buffer_floats())) {}

  // For whatever needs numbers. Throws Error before there are any.
  Executor& ready() {
    if (!loaded) {
      throw Error(ErrorCode::invalid_argument,
                  "session: it has no numbers yet; load() a State first");
    }
    return executor;
  }

  Executor executor;
  std::optional<Cost> cost;
  std::vector<std::string> notes;
  bool loaded;
  std::vector<float> statistics;  // those that were loaded, while a step moves them
};

Session::Session(Engine& engine, const Graph& graph, const PlanOptions& options)
    : impl_(std::make_unique<Impl>(engine, graph, options)) {}
Session::~Session() = default;
Session::Session(Session&&) noexcept = default;

void Session::load(const State& state) {
  impl_->executor.load(state);
  impl_->loaded = true;
}
void Session::store(State& state) const { impl_->ready().store(state); }

State Session::state() const {
  State state;
  store(state);
  return state;
}

const std::vector<std::string>& Session::notes() const& noexcept { return impl_->notes; }
const Graph& Session::graph() const& noexcept { return impl_->executor.graph(); }
const Plan& Session::plan() const& noexcept { return impl_->executor.plan(); }

namespace {

constexpr std::size_t kMostConfused = 4096;  // classes: 128 MiB of counts

// Throws Error unless there are `rows` rows of `width` numbers.
void expect_rows(const Plan& plan, std::string_view what, std::size_t size, std::int64_t rows,
                 std::int64_t width) {
  if (rows < 1 || rows > plan.batch) {
    throw Error(ErrorCode::invalid_argument, "session: expected 1 to " +
                                                 std::to_string(plan.batch) + " rows, got " +
                                                 std::to_string(rows));
  }
  if (static_cast<std::int64_t>(size) != rows * width) {
    throw Error(ErrorCode::shape_mismatch,
                "session: expected " + std::to_string(rows * width) + " " + std::string(what) +
                    " (" + std::to_string(rows) + " rows of " + std::to_string(width) + "), got " +
                    std::to_string(size));
  }
}

void expect_finite(std::string_view what, std::span<const float> numbers) {
  const auto found = std::ranges::find_if(numbers, [](float x) { return !std::isfinite(x); });
  if (found == numbers.end()) return;
  throw Error(ErrorCode::invalid_argument, "session: expected finite " + std::string(what) +
                                               ", got NaN or infinity at " +
                                               std::to_string(found - numbers.begin()));
}

// Throws Error unless each row's length, where they have one, is of frames that are there.
void expect_lengths(const Graph& graph, std::span<const std::int64_t> lengths, std::int64_t rows) {
  if (lengths.empty()) return;
  const Shape& shape = graph.input_shape();
  if (shape.rank() < 2) {
    throw Error(
        ErrorCode::invalid_argument,
        "session: lengths are for inputs of frames × numbers, the network takes " + shape.str());
  }
  if (std::ssize(lengths) != rows) {
    throw Error(ErrorCode::shape_mismatch, "session: expected a length for each of " +
                                               std::to_string(rows) + " rows, got " +
                                               std::to_string(lengths.size()) + " lengths");
  }
  for (std::size_t r = 0; r < lengths.size(); ++r) {
    if (lengths[r] >= 1 && lengths[r] <= shape[0]) continue;
    throw Error(ErrorCode::invalid_argument,
                "session: expected lengths from 1 to " + std::to_string(shape[0]) +
                    " frames, got " + std::to_string(lengths[r]) + " for row " + std::to_string(r));
  }
}

// Throws Error unless each row has a weight, where they have any.
void expect_weights(std::span<const float> weights, std::int64_t rows) {
  if (weights.empty()) return;
  if (std::ssize(weights) != rows) {
    throw Error(ErrorCode::shape_mismatch, "session: expected a weight for each of " +
                                               std::to_string(rows) + " rows, got " +
                                               std::to_string(weights.size()) + " weights");
  }
  for (std::size_t r = 0; r < weights.size(); ++r) {
    if (std::isfinite(weights[r]) && weights[r] >= 0) continue;
    throw Error(
        ErrorCode::invalid_argument,
        "session: expected finite weights of at least 0, got another for row " + std::to_string(r));
  }
}

template <typename T>
const T* pointer_to(std::span<const T> numbers) {
  return numbers.empty() ? nullptr : numbers.data();
}

std::int64_t width_of(const Plan& plan, int slot) {
  return plan.slots[static_cast<std::size_t>(slot)].width;
}

}  // namespace

bool takes_lengths(const Graph& graph, const Shape& sample) noexcept {
  const Shape& input = graph.input_shape();
  return input.rank() > 1 && sample.rank() > 1 && input[0] == sample[0];
}

std::vector<float> Session::forward(std::span<const float> inputs, std::int64_t rows,
                                    std::span<const std::int64_t> lengths) {
  const int output = plan().output >= 0 ? plan().output : plan().answer;
  std::vector<float> outputs(static_cast<std::size_t>(
      std::clamp<std::int64_t>(rows, 0, plan().batch) * width_of(plan(), output)));
  forward(inputs, outputs, rows, lengths);
  return outputs;
}

void Session::forward(std::span<const float> inputs, std::span<float> outputs, std::int64_t rows,
                      std::span<const std::int64_t> lengths) {
  Executor& executor = impl_->ready();
  const int output = plan().output >= 0 ? plan().output : plan().answer;
  const std::int64_t width = width_of(plan(), plan().input);
  expect_rows(plan(), "inputs", inputs.size(), rows, width);
  expect_rows(plan(), "outputs", outputs.size(), rows, width_of(plan(), output));
  expect_lengths(graph(), lengths, rows);
  const SpanSource source(inputs.data(), width, nullptr, 0, pointer_to(lengths));
  executor.run({.rows_from = &source, .rows = rows});
  for (std::int64_t r = 0; r < rows; ++r) {
    const std::span<const float> row = executor.row(output, r);
    std::ranges::copy(row, outputs.begin() + r * static_cast<std::int64_t>(row.size()));
  }
}

std::vector<float> Session::activation(std::string_view node, std::int64_t row) const {
  const Executor& executor = impl_->executor;
  const auto fail = [&](ErrorCode code, const std::string& why) {
    throw Error(code, "activation of '" + std::string(node) + "' " + why);
  };
  const auto watched = plan().watched.find(node);
  const auto inner = plan().inner.find(node);
  int slot = watched == plan().watched.end() ? -1 : watched->second;
  if (slot < 0 && inner == plan().inner.end()) {
    const auto [id, part] = graph().find_slot(node);
    if (!part && id == graph().output()) slot = plan().output;
    if (slot < 0) fail(ErrorCode::not_found, "is not kept: name it in PlanOptions::watch");
  }
  if (executor.rows() == 0) {
    throw Error(ErrorCode::invalid_argument,
                "activation: nothing was run yet; call forward() first");
  }
  if (row < 0 || row >= executor.rows()) {
    throw Error(ErrorCode::invalid_argument, "activation: expected a row from 0 to " +
                                                 std::to_string(executor.rows() - 1) + ", got " +
                                                 std::to_string(row));
  }
  if (slot >= 0) {
    const std::span<const float> found = executor.row(slot, row);
    return {found.begin(), found.end()};
  }
  const InnerSlot& part = inner->second.slot;
  if (executor.went_back() && !part.survives_backward) {
    fail(ErrorCode::not_found,
         "was overwritten by the backward pass: call forward() and look then");
  }
  std::vector<float> numbers(static_cast<std::size_t>(part.shape.elements()));
  executor.inner(inner->second, row, numbers.data());
  return numbers;
}

double Session::gradients(std::span<const float> inputs, std::span<const float> targets,
                          std::int64_t rows, State& gradients, const StepOptions& options) {
  if (!plan().learns) {
    throw Error(ErrorCode::invalid_argument,
                "session: gradients need a plan with a cost (PlanOptions::cost)");
  }
  Executor& executor = impl_->ready();
  const std::int64_t width = width_of(plan(), plan().input);
  const std::int64_t answers = width_of(plan(), plan().target);
  expect_rows(plan(), "inputs", inputs.size(), rows, width);
  expect_rows(plan(), "targets", targets.size(), rows, answers);
  expect_finite("inputs", inputs);
  expect_finite("targets", targets);
  const auto [low, high] = std::minmax_element(targets.begin(), targets.end());
  expect_targets(*impl_->cost, *low, *high, "session");
  expect_lengths(graph(), options.lengths, rows);
  expect_weights(options.weights, rows);
  const SpanSource source(inputs.data(), width, targets.data(), answers,
                          pointer_to(options.lengths), pointer_to(options.weights));
  executor.copy_buffers(impl_->statistics.data());
  executor.run({.rows_from = &source,
                .rows = rows,
                .seed = options.seed,
                .step = options.step,
                .learn = true});
  executor.store_gradients(gradients);
  if (options.statistics) executor.store_buffers(*options.statistics);
  executor.put_buffers(impl_->statistics.data());
  return executor.cost_sum() / static_cast<double>(rows);
}

std::vector<float> Session::input_gradient(std::span<const float> input, std::int64_t output,
                                           std::optional<std::int64_t> length) {
  if (!plan().explains) {
    throw Error(ErrorCode::invalid_argument,
                "session: slopes by the input need a plan that explains (PlanOptions::explain)");
  }
  Executor& executor = impl_->ready();
  const std::int64_t width = width_of(plan(), plan().input);
  const std::int64_t outputs = width_of(plan(), plan().answer);
  expect_rows(plan(), "inputs", input.size(), 1, width);
  if (output < 0 || output >= outputs) {
    throw Error(ErrorCode::invalid_argument, "session: expected an output from 0 to " +
                                                 std::to_string(outputs - 1) + ", got " +
                                                 std::to_string(output));
  }
  if (length) expect_lengths(graph(), {&*length, 1}, 1);
  const SpanSource source(input.data(), width, nullptr, 0, length ? &*length : nullptr);
  executor.explain(source, output);
  const std::span<const float> found = executor.row(plan().input_gradient, 0);
  return {found.begin(), found.end()};
}

Evaluation Session::evaluate(const Dataset& data, Communicator* others) {
  Executor& executor = impl_->ready();
  if (data.shape().elements() != width_of(plan(), plan().input)) {
    throw Error(ErrorCode::shape_mismatch, "evaluate: the network takes " +
                                               graph().input_shape().str() + ", the data is " +
                                               data.shape().str());
  }
  const std::int64_t outputs = width_of(plan(), plan().answer);
  if (data.target_width() != outputs) {
    throw Error(ErrorCode::shape_mismatch, "evaluate: the network has " + std::to_string(outputs) +
                                               " outputs, the data has answers of " +
                                               std::to_string(data.target_width()));
  }
  expect_targets(impl_->cost, data, "evaluate");
  Evaluation result;
  result.samples = data.size();
  const Judging judged = judging(data, impl_->cost);
  result.by_class = judged.by_class;
  const auto classes = static_cast<std::size_t>(judged.yes_above ? 2 : outputs);
  const bool confusion = judged.by_class && classes <= kMostConfused;
  if (confusion) {
    result.confusion.assign(classes, std::vector<std::int64_t>(classes, 0));
  }
  std::vector<float> target(static_cast<std::size_t>(outputs));
  const auto wanted = [&](std::int64_t i) {
    if (data.labelled()) return data.label(i);
    data.target(i, target.data());
    return judged.yes_above ? static_cast<int>(target[0]) : brightest(target);
  };
  const Loader loader(data, {.shuffle = false,
                             .augment = {},
                             .workers = executor.engine().pool.size(),
                             .to_float = executor.engine().simd.table().u8_to_f32});
  std::optional<Ranks> ranks;
  if (others) ranks.emplace(*others, plan());
  double cost = 0, correct = 0, weight = 0;
  for (std::int64_t begin = 0; begin < data.size(); begin += plan().batch) {
    const std::int64_t rows = std::min(plan().batch, data.size() - begin);
    const LoaderSource source(loader, begin, graph());
    executor.run({.rows_from = &source,
                  .rows = rows,
                  .ranks = ranks ? &*ranks : nullptr,
                  .yes_above = judged.yes_above});
    cost += executor.cost_sum();
    weight += executor.weight_sum();
    for (std::int64_t r = 0; r < rows; ++r) {
      const int answer = executor.answer(r);
      if (answer < 0) ++result.not_finite;
      if (answer < 0 || !judged.by_class) continue;
      const int right = wanted(begin + r);
      if (answer == right) correct += static_cast<double>(data.weight(begin + r));
      if (!confusion) continue;
      ++result.confusion[static_cast<std::size_t>(right)][static_cast<std::size_t>(answer)];
    }
  }
  if (weight > 0) {
    result.cost = cost / weight;
    result.accuracy = correct / weight;
  }
  return result;
}

}  // namespace glia
