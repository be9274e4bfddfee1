#include "glia/probe.h"

#include <algorithm>

#include "base/nearest.h"
#include "glia/error.h"
#include "train/trainer_impl.h"

namespace glia {
namespace {

constexpr std::string_view kGradient = ".gradient";

bool is_gradient(std::string_view slot) { return slot.ends_with(kGradient); }

std::string_view without_gradient(std::string_view slot) {
  return slot.substr(0, slot.size() - kGradient.size());
}

}  // namespace

Probe::Probe(Trainer& trainer, const std::string& slot) : request_(std::make_shared<Request>()) {
  Trainer::Impl& impl = *trainer.impl_;
  request_->slot = slot;
  if (impl.others_ && slot != "cost" && !impl.param_sizes_.contains(slot)) {
    throw Error(ErrorCode::unsupported, "probe: '" + slot +
                                            "': of a training that several processes share, the "
                                            "parameters and the cost can be watched");
  }
  std::vector<std::string> known = {"cost"};
  for (const auto& [name, size] : impl.param_sizes_) {
    known.push_back(name);
    known.push_back(name + std::string(kGradient));
    if (slot == name || slot == name + std::string(kGradient)) {
      request_->values.resize(static_cast<std::size_t>(size));
    }
  }
  for (const Node& node : impl.model_.graph.nodes()) {
    known.push_back(node.name);
    if (slot != node.name) continue;
    impl.watch(slot);
    request_->values.resize(
        static_cast<std::size_t>(node.shape.elements() * impl.executor_->plan().batch));
  }
  for (const auto& [name, place] : impl.executor_->plan().inner) {
    if (!place.slot.survives_backward) continue;
    known.push_back(name);
    if (slot != name) continue;
    request_->values.resize(
        static_cast<std::size_t>(place.slot.shape.elements() * impl.executor_->plan().batch));
  }
  if (slot == "cost") request_->values.resize(1);
  if (request_->values.empty()) {
    throw Error(ErrorCode::not_found,
                "probe: no slot is called '" + slot + "'." + suggest(slot, known));
  }
  request_->trainer_asked = impl.probes_asked_;
  impl.probes_.push_back(request_);
}

Probe::~Probe() = default;

void Probe::request() noexcept {
  int expected = Request::idle;
  if (request_->state.compare_exchange_strong(expected, Request::asked)) {
    request_->trainer_asked->fetch_add(1, std::memory_order_release);
  }
}

bool Probe::read(std::vector<float>& values, std::uint64_t& step) {
  if (request_->state.load(std::memory_order_acquire) != Request::filled) return false;
  values.assign(request_->values.begin(), request_->values.begin() + request_->count);
  step = request_->step;
  request_->state.store(Request::idle, std::memory_order_release);
  return true;
}

void Trainer::Impl::serve_probes(bool gradients) noexcept {
  for (const std::shared_ptr<Probe::Request>& request : probes_) {
    if (request->state.load(std::memory_order_acquire) != Probe::Request::asked) continue;
    if (!gradients && is_gradient(request->slot)) continue;
    fill(*request);
    request->step = step_;
    request->state.store(Probe::Request::filled, std::memory_order_release);
    probes_asked_->fetch_sub(1, std::memory_order_relaxed);
  }
}

void Trainer::Impl::fill(Probe::Request& request) noexcept {
  const Plan& plan = executor_->plan();
  const std::string_view slot = request.slot;
  request.count = static_cast<std::ptrdiff_t>(request.values.size());
  if (slot == "cost") {
    request.values[0] =
        static_cast<float>(executor_->cost_sum() / static_cast<double>(executor_->rows()));
    return;
  }
  if (const std::vector<float>* kept = executor_->unplanned(slot)) {
    std::ranges::copy(*kept, request.values.begin());
    return;
  }
  for (std::size_t p = 0; p < plan.params.size(); ++p) {
    const std::string_view name = plan.params[p].name;
    if (slot == name) {
      executor_->unpack(static_cast<int>(p), executor_->parameters(), request.values);
      return;
    }
    if (is_gradient(slot) && without_gradient(slot) == name) {
      executor_->unpack(static_cast<int>(p), executor_->gradients(), request.values);
      return;
    }
  }
  const auto inner = plan.inner.find(slot);
  if (inner != plan.inner.end()) {
    const std::int64_t size = inner->second.slot.shape.elements();
    const std::int64_t rows =
        std::min(executor_->rows(), static_cast<std::int64_t>(request.values.size()) / size);
    request.count = rows * size;
    for (std::int64_t r = 0; r < rows; ++r) {
      executor_->inner(inner->second, r, request.values.data() + r * size);
    }
    return;
  }
  const auto watched = plan.watched.find(slot);
  if (watched == plan.watched.end()) return;
  // A batch that grew after the probe was made shows its first rows.
  const std::int64_t width = plan.slots[static_cast<std::size_t>(watched->second)].width;
  const std::int64_t rows =
      std::min(executor_->rows(), static_cast<std::int64_t>(request.values.size()) / width);
  request.count = rows * width;
  for (std::int64_t r = 0; r < rows; ++r) {
    std::ranges::copy(executor_->row(watched->second, r), request.values.begin() + r * width);
  }
}

}  // namespace glia
