#include "train/updater.h"

#include "base/power.h"

namespace glia {
Updater::Updater(const Optimizer& optimizer, const kernels::KernelTable& kernels,
                 std::int64_t numbers)
    : optimizer_(optimizer) {
  switch (optimizer.method) {
    case Method::sgd:
      kernel_ = kernels.sgd;
      break;
    case Method::momentum:
      kernel_ = kernels.momentum;
      break;
    case Method::nesterov:
      kernel_ = kernels.nesterov;
      break;
    case Method::adam:
      kernel_ = kernels.adam;
      break;
    case Method::adamw:
      kernel_ = kernels.adamw;
      break;
  }
  const bool adaptive = optimizer.method == Method::adam || optimizer.method == Method::adamw;
  if (optimizer.method != Method::sgd) first_ = Arena(numbers);
  if (adaptive) second_ = Arena(numbers);
  step_.decay = static_cast<float>(optimizer.weight_decay);
  step_.momentum = static_cast<float>(optimizer.momentum);
  step_.beta1 = optimizer.beta1;
  step_.beta2 = optimizer.beta2;
  step_.epsilon = static_cast<float>(optimizer.epsilon);
}

void Updater::begin_step(double rate, std::uint64_t t) noexcept {
  step_.rate = static_cast<float>(rate);
  if (!second_.data()) return;
  step_.moment1_scale = static_cast<float>(1 / (1 - power(optimizer_.beta1, t)));
  step_.moment2_scale = static_cast<float>(1 / (1 - power(optimizer_.beta2, t)));
}

void Updater::apply(std::int64_t offset, std::int64_t n, float* w, const float* g,
                    float scale) const noexcept {
  kernels::Update update = step_;
  update.n = n;
  update.w = w;
  update.g = g;
  update.m = first_.data() ? first_.data() + offset : nullptr;
  update.v = second_.data() ? second_.data() + offset : nullptr;
  update.gradient_scale = scale;
  kernel_(update);
}

}  // namespace glia
