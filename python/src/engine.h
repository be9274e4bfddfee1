#pragma once
#include <memory>
#include <optional>

#include "glia/session.h"

namespace glia::python {

// A child that a process forks has none of its parent's threads: there the pool of each engine that
// lives is made anew, in its place.
struct SharedEngine {
  explicit SharedEngine(int threads, Simd simd = {});
  ~SharedEngine();
  SharedEngine(const SharedEngine&) = delete;
  SharedEngine& operator=(const SharedEngine&) = delete;

  Engine engine;
};
using EnginePointer = std::shared_ptr<SharedEngine>;

// Made when it is first needed, with as many threads as GLIA_THREADS or OMP_NUM_THREADS says, or as
// there are processors. The caller holds the GIL.
EnginePointer default_engine();
EnginePointer or_default(const EnginePointer& engine);

}  // namespace glia::python
