#pragma once
#include <cstdint>

#include "base/arena.h"
#include "glia/training.h"
#include "kernels/table.h"

namespace glia {

// An optimizer with its moments, which lie as the parameters do.
//
// Contract: begin_step() by one thread; then apply() by any number on disjoint runs.
class Updater {
 public:
  Updater(const Optimizer& optimizer, const kernels::KernelTable& kernels, std::int64_t numbers);

  // `t` counts steps from 1.
  void begin_step(double rate, std::uint64_t t) noexcept;
  // w[0…n) by the gradients g[0…n) times `scale`; `offset` is the place of w[0] among all.
  void apply(std::int64_t offset, std::int64_t n, float* w, const float* g,
             float scale) const noexcept;

  // What plain gradient descent does at this step, which needs no moments; null where it is another
  // optimizer or has an L1 penalty.
  const kernels::Update* descent() const noexcept {
    return first_.data() || step_.l1 != 0 ? nullptr : &step_;
  }

  double clip_norm() const noexcept { return optimizer_.clip_norm; }
  float* velocity() const noexcept { return first_.data(); }  // or first moment; null for SGD
  float* second_moment() const noexcept { return second_.data(); }

 private:
  Optimizer optimizer_;
  void (*kernel_)(const kernels::Update&);
  kernels::Update step_;
  Arena first_, second_;
};

}  // namespace glia
