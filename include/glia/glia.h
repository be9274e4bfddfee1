#pragma once
// Glia: a neural-network engine that you can look inside.
#include "glia/checkpoint.h"   // IWYU pragma: export
#include "glia/confidence.h"   // IWYU pragma: export
#include "glia/data.h"         // IWYU pragma: export
#include "glia/edit.h"         // IWYU pragma: export
#include "glia/error.h"        // IWYU pragma: export
#include "glia/features.h"     // IWYU pragma: export
#include "glia/file.h"         // IWYU pragma: export
#include "glia/graph.h"        // IWYU pragma: export
#include "glia/input_form.h"   // IWYU pragma: export
#include "glia/model.h"        // IWYU pragma: export
#include "glia/op.h"           // IWYU pragma: export
#include "glia/picture_set.h"  // IWYU pragma: export
#include "glia/probe.h"        // IWYU pragma: export
#include "glia/session.h"      // IWYU pragma: export
#include "glia/shape.h"        // IWYU pragma: export
#include "glia/simd.h"         // IWYU pragma: export
#include "glia/source.h"       // IWYU pragma: export
#include "glia/speech.h"       // IWYU pragma: export
#include "glia/state.h"        // IWYU pragma: export
#include "glia/threads.h"      // IWYU pragma: export
#include "glia/trainer.h"      // IWYU pragma: export
#include "glia/training.h"     // IWYU pragma: export
#include "glia/view.h"         // IWYU pragma: export
