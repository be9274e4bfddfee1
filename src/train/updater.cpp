#include "train/updater.h"

#include "base/power.h"
#include "train/optimizers.h"

namespace glia {
Updater::Updater(const Optimizer& optimizer, const kernels::KernelTable& kernels,
                 std::int64_t numbers)
    : optimizer_(optimizer) {
  const OptimizerKind& kind = kind_of(optimizer.method);
  kernel_ = kernels.*kind.step;
  if (kind.moments > 0) first_ = Arena(numbers);
  if (kind.moments > 1) second_ = Arena(numbers);
  step_.decay = static_cast<float>(optimizer.weight_decay);
  step_.l1 = static_cast<float>(optimizer.l1);
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
