// The optimizers, a row each, in the order of Method.
#include "train/optimizers.h"

#include <array>

#include "base/names.h"

namespace glia {
namespace {

using kernels::KernelTable;

constexpr std::array kKinds{
    OptimizerKind{"sgd", &KernelTable::sgd},
    OptimizerKind{"momentum", &KernelTable::momentum, 1},
    OptimizerKind{"nesterov", &KernelTable::nesterov, 1},
    OptimizerKind{"adam", &KernelTable::adam, 2, true},
    OptimizerKind{"adamw", &KernelTable::adamw, 2, true, 0.06},
};
constexpr auto kMethodNames = [] {
  std::array<std::string_view, kKinds.size()> names{};
  for (std::size_t i = 0; i < names.size(); ++i) names[i] = kKinds[i].name;
  return names;
}();

}  // namespace

const OptimizerKind& kind_of(Method method) noexcept {
  return kKinds[static_cast<std::size_t>(method)];
}

std::string_view name_of(Method method) noexcept { return enumerator_name(method, kMethodNames); }
std::span<const std::string_view> method_names() noexcept { return kMethodNames; }
Method method_named(std::string_view name) {
  return enumerator_named<Method>("optimizer", name, kMethodNames);
}

}  // namespace glia
