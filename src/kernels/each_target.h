#pragma once
// Included by a kernel file before lanes-inl.h: compiles it again for every instruction set but the
// last, or the few files that CMake compiles together.
#include "kernels/targets.h"

#define HWY_TARGET_INCLUDE __BASE_FILE__
#include <hwy/foreach_target.h>
