#pragma once
#include "glia/suggest.h"  // IWYU pragma: export
