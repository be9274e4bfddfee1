// What an optimizer remembers, carried from one training to the next: partial_fit() hands each the
// rows that are there, and the steps go on as if all were one training.
#include <nanobind/stl/string.h>

#include <vector>

#include "arrays.h"
#include "bindings.h"
#include "trainer.h"

namespace glia::python {
namespace {

nb::dict moments(SharedTrainer& self) {
  const Snapshot now = self.between_steps([](Trainer& t) { return t.snapshot(); });
  nb::dict all;
  for (const auto& [name, values] : now.optimizer) all[name.c_str()] = array_of(values);
  all["step"] = now.step;
  all["epoch"] = now.epoch;
  return all;
}

void set_moments(SharedTrainer& self, const nb::dict& memory) {
  Snapshot then = self.between_steps([](Trainer& t) { return t.snapshot(); });
  for (auto& [name, values] : then.optimizer) {
    values = floats_of(memory[name.c_str()], name.c_str());
  }
  then.step = nb::cast<std::uint64_t>(memory["step"]);
  then.epoch = nb::cast<std::uint64_t>(memory["epoch"]);
  self.between_steps([&](Trainer& t) {
    t.restore(then);
    return 0;
  });
}

}  // namespace

void bind_moments(nb::module_& module) {
  module.def("moments", &moments, nb::arg("trainer"),
             nb::sig("def moments(trainer: Trainer) -> dict[str, typing.Any]"),
             "What the optimizer remembers, by name, with the steps and epochs done.");
  module.def("set_moments", &set_moments, nb::arg("trainer"), nb::arg("moments"),
             nb::sig("def set_moments(trainer: Trainer, moments: dict[str, typing.Any]) -> None"),
             "Goes on with what another training's optimizer remembered, whatever its data were.");
}

}  // namespace glia::python
