#pragma once
// Each kernel file is compiled once per instruction set and fills its part of that set's table.
// A file ends, under HWY_ONCE, with GLIA_DISPATCH(fill_matmul).
// It comes before everything of Highway's, which else decides about targets without it.
#ifdef GLIA_FEW_TARGETS  // quicker to compile: AVX2, and plain code
#define HWY_DISABLED_TARGETS (HWY_SSSE3 | HWY_AVX3_DL | HWY_AVX3 | HWY_SSE4)
#else
#define HWY_DISABLED_TARGETS (HWY_SSSE3 | HWY_AVX3_DL)
#endif
#include <hwy/targets.h>

#include "kernels/table.h"

#if HWY_TARGETS & HWY_AVX3
#define GLIA_CASE_AVX3(fill) \
  case HWY_AVX3:             \
    return N_AVX3::fill(table);
#else
#define GLIA_CASE_AVX3(fill)
#endif
#if HWY_TARGETS & HWY_AVX2
#define GLIA_CASE_AVX2(fill) \
  case HWY_AVX2:             \
    return N_AVX2::fill(table);
#else
#define GLIA_CASE_AVX2(fill)
#endif
#if HWY_TARGETS & HWY_SSE4
#define GLIA_CASE_SSE4(fill) \
  case HWY_SSE4:             \
    return N_SSE4::fill(table);
#else
#define GLIA_CASE_SSE4(fill)
#endif

// Defines dispatch_NAME(target, table), which calls the NAME that was compiled for that target.
#define GLIA_DISPATCH(name)                                       \
  void dispatch_##name(std::int64_t target, KernelTable& table) { \
    switch (target) {                                             \
      GLIA_CASE_AVX3(name)                                        \
      GLIA_CASE_AVX2(name)                                        \
      GLIA_CASE_SSE4(name)                                        \
      default:                                                    \
        return HWY_STATIC_DISPATCH(name)(table);                  \
    }                                                             \
  }

namespace glia::kernels {
void dispatch_fill_matmul(std::int64_t target, KernelTable& table);
void dispatch_fill_maps(std::int64_t target, KernelTable& table);
void dispatch_fill_costs(std::int64_t target, KernelTable& table);
void dispatch_fill_updates(std::int64_t target, KernelTable& table);
void dispatch_fill_conv(std::int64_t target, KernelTable& table);
void dispatch_fill_single(std::int64_t target, KernelTable& table);
void dispatch_fill_planes(std::int64_t target, KernelTable& table);
void dispatch_fill_blocks(std::int64_t target, KernelTable& table);
void dispatch_fill_lstm(std::int64_t target, KernelTable& table);
void dispatch_fill_layer_norm(std::int64_t target, KernelTable& table);
}  // namespace glia::kernels
