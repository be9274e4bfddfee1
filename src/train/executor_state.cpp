// An executor's numbers, in and out: all of them by name, and one by one; what a batch gave.
#include <algorithm>

#include "base/nearest.h"
#include "glia/error.h"
#include "train/executor.h"

namespace glia {

void Executor::load(const State& state) {
  state.check(graph_);
  unplanned_ = state;
  for (const Plan::ParamPlace& place : plan_.params) {
    if (!place.folded) unplanned_.tensors().erase(place.name);
  }
  for (std::size_t p = 0; p < plan_.params.size(); ++p) {
    const Plan::ParamPlace& place = plan_.params[p];
    pack(static_cast<int>(p), state[place.name].values, params_.data());
    transpose_all(static_cast<int>(p));
  }
  for (const Plan::Step& step : plan_.steps) {
    if (step.fold) load_folded(step, state);
  }
}

void Executor::load_folded(const Plan::Step& step, const State& state) {
  const Node& node = graph_[NodeId{step.folded}];
  ops::Parameters first, second;
  for (int p = step.first_param; p < step.first_param + step.params; ++p) {
    first.push_back(state[plan_.params[static_cast<std::size_t>(p)].name].values);
  }
  for (const ParamSpec& param : node.spec.params) {
    second.push_back(state[parameter_name(node, param)].values);
  }
  step.fold(*node.op, second, first);
  for (int p = 0; p < step.params; ++p) {
    pack(step.first_param + p, first[static_cast<std::size_t>(p)], params_.data());
    transpose_all(step.first_param + p);
  }
}

void Executor::pack(int param, std::span<const float> canonical, float* packed) const noexcept {
  const Plan::ParamPlace& place = plan_.params[static_cast<std::size_t>(param)];
  place.layout.pack(canonical, packed + place.offset);
}

void Executor::unpack(int param, const float* packed, std::span<float> canonical) const noexcept {
  const Plan::ParamPlace& place = plan_.params[static_cast<std::size_t>(param)];
  place.layout.unpack(packed + place.offset, canonical);
}

namespace {

void store_all(const Executor& executor, const float* packed, State& state,
               bool buffers_only = false) {
  for (std::size_t p = 0; p < executor.plan().params.size(); ++p) {
    const Plan::ParamPlace& place = executor.plan().params[p];
    if (place.folded || (buffers_only && !place.buffer)) continue;
    Tensor& tensor = state.tensors()[place.name];
    tensor.shape = place.shape;
    tensor.values.resize(static_cast<std::size_t>(place.shape.elements()));
    executor.unpack(static_cast<int>(p), packed, tensor.values);
  }
}

}  // namespace

void Executor::store(State& state) const {
  store_all(*this, params_.data(), state);
  for (const auto& [name, tensor] : unplanned_.tensors()) state.tensors()[name] = tensor;
}

void Executor::store_gradients(State& state) const { store_all(*this, gradients_.data(), state); }

void Executor::store_buffers(State& state) const { store_all(*this, params_.data(), state, true); }

std::int64_t Executor::buffer_floats() const noexcept {
  std::int64_t sum = 0;
  for (const Plan::ParamPlace& place : plan_.params) {
    if (place.buffer) sum += place.layout.size();
  }
  return sum;
}

void Executor::copy_buffers(float* to) const noexcept {
  for (const Plan::ParamPlace& place : plan_.params) {
    if (place.buffer) to = std::copy_n(params_.data() + place.offset, place.layout.size(), to);
  }
}

void Executor::put_buffers(const float* from) noexcept {
  for (const Plan::ParamPlace& place : plan_.params) {
    if (!place.buffer) continue;
    std::copy_n(from, place.layout.size(), params_.data() + place.offset);
    from += place.layout.size();
  }
}

bool Executor::parameters_finite() const noexcept {
  // Multiplied by zero, a finite number gives zero and another NaN.
  float sum = 0;
  for (std::int64_t i = 0; i < params_.size(); ++i) sum += params_.data()[i] * 0;
  return sum == 0;
}

float Executor::get(int param, std::int64_t index) const noexcept {
  const Plan::ParamPlace& place = plan_.params[static_cast<std::size_t>(param)];
  return params_.data()[place.offset + place.layout.canonical_to_packed(index)];
}

void Executor::set(int param, std::int64_t index, float value) noexcept {
  const Plan::ParamPlace& place = plan_.params[static_cast<std::size_t>(param)];
  params_.data()[place.offset + place.layout.canonical_to_packed(index)] = value;
  if (place.transposed_offset < 0) return;
  const ParamLayout turned{place.layout.in, place.layout.out};
  const std::int64_t out = index / place.layout.in, in = index % place.layout.in;
  transposed_.data()[place.transposed_offset + turned.index(in, out)] = value;
}

int Executor::find_param(std::string_view name) const {
  std::vector<std::string> known;
  for (std::size_t p = 0; p < plan_.params.size(); ++p) {
    if (plan_.params[p].name == name) return static_cast<int>(p);
    known.push_back(plan_.params[p].name);
  }
  throw Error(ErrorCode::not_found,
              "no parameter is called '" + std::string(name) + "'." + suggest(name, known));
}

std::vector<float>* Executor::unplanned(std::string_view name) noexcept {
  for (auto& [kept, tensor] : unplanned_.tensors()) {
    if (kept == name) return &tensor.values;
  }
  return nullptr;
}

double Executor::cost_sum() const noexcept {
  if (plan_.cost < 0) return 0;
  double sum = 0;
  for (std::int64_t r = 0; r < rows_; ++r) {
    sum += static_cast<double>(row(plan_.cost, r)[0]) * weight(r);
  }
  return sum;
}

double Executor::correct() const noexcept {
  if (!has_weights_) {
    std::int64_t count = 0;
    for (std::int64_t r = 0; r < rows_; ++r) count += correct_[static_cast<std::size_t>(r)];
    return static_cast<double>(count);
  }
  double sum = 0;
  for (std::int64_t r = 0; r < rows_; ++r) {
    if (correct_[static_cast<std::size_t>(r)] != 0) sum += weight(r);
  }
  return sum;
}

double Executor::weight_sum() const noexcept {
  if (!has_weights_) return static_cast<double>(rows_);
  double sum = 0;
  for (std::int64_t r = 0; r < rows_; ++r) sum += weight(r);
  return sum;
}

std::span<const float> Executor::row(int slot, std::int64_t row) const noexcept {
  const Slot found = at(slot, 0, row);
  return {found.data, static_cast<std::size_t>(found.width)};
}

void Executor::inner(const Plan::InnerPlace& place, std::int64_t row,
                     float* numbers) const noexcept {
  const InnerSlot& slot = place.slot;
  const float* from =
      workspace(plan_.steps[static_cast<std::size_t>(place.step)], 0, row) + slot.offset;
  for (std::int64_t t = 0; t < slot.shape[0]; ++t) {
    std::copy_n(from + t * slot.stride, slot.shape[1], numbers + t * slot.shape[1]);
  }
}

}  // namespace glia
