#include "glia/c_header.h"

#include <algorithm>

#include "c_header/emit.h"
#include "c_header/program.h"
#include "c_header/reference.h"
#include "glia/error.h"

namespace glia {
namespace {

// What every node gave for these samples, at least and at most.
headers::Ranges ranges_of(Engine& engine, const Model& model, const Dataset& data,
                          std::int64_t samples) {
  PlanOptions plan;
  plan.fuse = false;
  plan.learn = false;
  for (const Node& node : model.graph.nodes()) plan.watch.insert(node.name);
  Session session(engine, model.graph, plan);
  session.load(model.state);
  headers::Ranges ranges;
  std::vector<float> input(static_cast<std::size_t>(data.shape().elements()));
  const bool lengths = data.has_lengths() && takes_lengths(model.graph, data.shape());
  for (std::int64_t k = 0; k < samples; ++k) {
    const std::int64_t i = k * data.size() / samples;
    data.input(i, input.data());
    const std::int64_t length = data.length(i);
    session.forward(input, 1, lengths ? std::span(&length, 1) : std::span<const std::int64_t>());
    for (const Node& node : model.graph.nodes()) {
      const std::vector<float> numbers = session.activation(node.name);
      const auto [low, high] = std::ranges::minmax(numbers);
      headers::Range& range = ranges[node.name];
      range.low = std::min(range.low, double{low});
      range.high = std::max(range.high, double{high});
    }
  }
  return ranges;
}

}  // namespace

struct Int8Network::Impl {
  headers::Program program;
};

Int8Network::Int8Network(Engine& engine, const Model& model, const Dataset& calibration,
                         std::int64_t samples) {
  if (calibration.size() < 1 || samples < 1) {
    throw Error(ErrorCode::invalid_argument, "to calibrate takes at least one sample");
  }
  if (calibration.shape().elements() != model.graph.input_shape().elements()) {
    throw Error(ErrorCode::shape_mismatch, "the network takes " + model.graph.input_shape().str() +
                                               ", and a sample is " + calibration.shape().str());
  }
  const headers::Ranges ranges =
      ranges_of(engine, model, calibration, std::min(samples, calibration.size()));
  impl_ = std::make_unique<Impl>(Impl{headers::lower(model, &ranges)});
}

Int8Network::~Int8Network() = default;
Int8Network::Int8Network(Int8Network&&) noexcept = default;

void Int8Network::predict(std::span<const float> input, std::span<float> output,
                          std::optional<std::int64_t> frames) const {
  const headers::Program& program = impl_->program;
  const auto size = [](auto numbers) { return static_cast<std::int64_t>(numbers.size()); };
  const std::int64_t count = frames.value_or(program.frames);
  if (size(input) != program.inputs || size(output) != program.outputs ||
      (program.frames > 0 && (count < 1 || count > program.frames))) {
    throw Error(ErrorCode::shape_mismatch, "the network takes " + std::to_string(program.inputs) +
                                               " numbers and gives " +
                                               std::to_string(program.outputs));
  }
  headers::run_reference(program, input, output, count);
}

CHeader c_header(const Int8Network& network, const CHeaderOptions& options) {
  return headers::emit(network.impl_->program, options);
}

CHeader c_header(const Model& model, const CHeaderOptions& options) {
  return headers::emit(headers::lower(model, nullptr), options);
}

}  // namespace glia
