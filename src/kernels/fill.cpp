// The table of an instruction set, filled with the functions that were compiled for it.
#include "kernels/fill.h"

#include "kernels/each_target.h"
#include "kernels/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace glia::kernels {
namespace HWY_NAMESPACE {

void fill_table(KernelTable& table) {
  table.lanes = kLanes;
#define GLIA_KERNEL(result, name, arguments) table.name = name;
#include "kernels/kernels.def"
#undef GLIA_KERNEL
}

}  // namespace HWY_NAMESPACE
}  // namespace glia::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace glia::kernels {

void fill(std::int64_t target, KernelTable& table) {
  switch (target) {
#if HWY_TARGETS & HWY_AVX3
    case HWY_AVX3:
      return N_AVX3::fill_table(table);
#endif
#if HWY_TARGETS & HWY_AVX2
    case HWY_AVX2:
      return N_AVX2::fill_table(table);
#endif
#if HWY_TARGETS & HWY_SSE4
    case HWY_SSE4:
      return N_SSE4::fill_table(table);
#endif
    default:
      return HWY_STATIC_DISPATCH(fill_table)(table);
  }
}

}  // namespace glia::kernels
#endif
