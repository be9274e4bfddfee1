#pragma once
#include <string_view>

#include "glia/training.h"
#include "kernels/table.h"

namespace glia {

// What must be known of an optimizer besides its kernel.
struct OptimizerKind {
  std::string_view name;
  void (*kernels::KernelTable::*step)(const kernels::Update&) noexcept;
  int moments = 0;        // that it keeps of each parameter: none, a velocity, or two
  bool adaptive = false;  // its steps are about as large as the rate, whatever the gradient
  double usual_decay = 5e-5;
};

const OptimizerKind& kind_of(Method method) noexcept;

}  // namespace glia
