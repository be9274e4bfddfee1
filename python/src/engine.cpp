#include "engine.h"

#include <nanobind/stl/optional.h>
#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>
#include <pthread.h>

#include <mutex>
#include <new>
#include <string>
#include <vector>

#include "bindings.h"
#include "pickled.h"

namespace glia::python {
namespace {

// Where all engines of this process are found by who forks it.
struct Engines {
  std::mutex mutex;
  std::vector<SharedEngine*> living;
  EnginePointer usual;
};
Engines& engines() {
  static auto* const all = new Engines;  // never goes: threads may end after everything else
  return *all;
}

// What the old pool held belongs to threads that are not here.
void renew_pools() {
  for (SharedEngine* one : engines().living) {
    const int threads = one->engine.pool.size();
    if (threads > 1) new (&one->engine.pool) ThreadPool(threads);
  }
  engines().mutex.unlock();
}

}  // namespace

SharedEngine::SharedEngine(int threads, Simd simd) : engine(threads, simd) {
  const std::lock_guard lock(engines().mutex);
  engines().living.push_back(this);
}

SharedEngine::~SharedEngine() {
  const std::lock_guard lock(engines().mutex);
  std::erase(engines().living, this);
}

EnginePointer default_engine() {
  EnginePointer& usual = engines().usual;
  if (!usual) usual = std::make_shared<SharedEngine>(usual_threads());
  return usual;
}

EnginePointer or_default(const EnginePointer& engine) { return engine ? engine : default_engine(); }

void bind_engine(nb::module_& module) {
  pthread_atfork([] { engines().mutex.lock(); }, [] { engines().mutex.unlock(); }, renew_pools);
  nb::class_<SharedEngine> kind(module, "Engine",
                                "What a computation stands on: threads, and the instruction set."
                                "\n\nResults do not depend on how many threads there are.");
  refuse_pickle(kind,
                "an Engine's threads are of this process: make one there, glia.Engine(threads=2)");
  kind.def(
          "__init__",
          [](SharedEngine* self, std::optional<int> threads,
             const std::optional<std::string>& simd) {
            new (self) SharedEngine(threads.value_or(usual_threads()), simd ? Simd(*simd) : Simd());
          },
          nb::arg("threads") = nb::none(), nb::arg("simd") = nb::none(),
          "threads: 1 to 256; as many as there are processors if it is not said.\n"
          "simd: one of Engine.available(); the best if it is not said.")
      .def_prop_ro("threads", [](const SharedEngine& self) { return self.engine.pool.size(); })
      .def_prop_ro("simd",
                   [](const SharedEngine& self) { return std::string(self.engine.simd.name()); })
      .def_prop_ro(
          "numeric_path",
          [](const SharedEngine& self) { return std::string(self.engine.simd.numeric_path()); },
          "Instruction sets of one numeric path give the same bits.")
      .def_static("available", &Simd::available, "Instruction sets of this machine, best first.")
      .def_static("processors", &hardware_threads,
                  "Processors that this process may use, by its affinity and a container's limit.")
      .def_static("threads_said", &threads_said,
                  "What GLIA_THREADS, OMP_NUM_THREADS or SLURM_CPUS_PER_TASK says, or None.")
      .def("__repr__", [](const SharedEngine& self) {
        return "glia.Engine(threads=" + std::to_string(self.engine.pool.size()) + ", simd='" +
               std::string(self.engine.simd.name()) + "')";
      });
  module.def("default_engine", &default_engine,
             "The engine of whatever is not handed one, with as many threads as GLIA_THREADS,\n"
             "OMP_NUM_THREADS or SLURM_CPUS_PER_TASK says, or as there are processors.");
  module.def(
      "set_default_engine", [](EnginePointer engine) { engines().usual = std::move(engine); },
      nb::arg("engine"), "What is made after that, and is not handed an engine, takes this one.");
}

}  // namespace glia::python
