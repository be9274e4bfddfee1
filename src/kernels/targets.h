#pragma once
// Each kernel file is compiled once per instruction set; fill.cpp puts its functions into that
// set's table. It comes before everything of Highway's, which else decides about targets without
// it.
#ifdef GLIA_FEW_TARGETS  // quicker to compile: AVX2, and plain code
#define HWY_DISABLED_TARGETS (HWY_SSSE3 | HWY_AVX3_DL | HWY_AVX3 | HWY_SSE4)
#else
#define HWY_DISABLED_TARGETS (HWY_SSSE3 | HWY_AVX3_DL)
#endif
#include <hwy/targets.h>
