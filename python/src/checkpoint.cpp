#include "glia/checkpoint.h"

#include <nanobind/stl/map.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "arrays.h"
#include "bindings.h"
#include "model.h"
#include "pickled.h"
#include "settings.h"

namespace glia::python {
namespace {

Checkpoint load(nb::handle path) {
  const std::string dir = path_of(path);
  std::string note;
  Checkpoint checkpoint = [&] {
    const nb::gil_scoped_release release;
    return load_checkpoint(dir, &note);
  }();
  if (!note.empty() && PyErr_WarnEx(PyExc_UserWarning, note.c_str(), 1) != 0) {
    nb::raise_python_error();
  }
  return checkpoint;
}

std::string save(const Checkpoint& checkpoint, nb::handle path, int keep) {
  const std::string dir = path_of(path);
  const nb::gil_scoped_release release;
  return save_checkpoint(checkpoint, dir, keep);
}

nb::dict recipe(const Checkpoint& checkpoint) {
  nb::dict all;
  for (const auto& [name, value] : asked_of(checkpoint.recipe))
    all[name.c_str()] = object_of(value);
  return all;
}

nb::dict arrays_of(const State& state) {
  nb::dict all;
  for (const auto& [name, tensor] : state.tensors()) {
    all[name.c_str()] = array_of(std::vector(tensor.values), tensor.shape.sizes());
  }
  return all;
}
State state_of(nb::handle arrays) {
  State state;
  for (const auto& [key, value] : nb::cast<nb::dict>(arrays)) {
    const auto array = nb::cast<Array>(value);
    std::vector<std::int64_t> sizes;
    for (std::size_t axis = 0; axis < array.ndim(); ++axis) {
      sizes.push_back(static_cast<std::int64_t>(array.shape(axis)));
    }
    const auto numbers = numbers_of<float>(array);
    state.tensors()[nb::cast<std::string>(key)] = {Shape(sizes), {numbers.begin(), numbers.end()}};
  }
  return state;
}

nb::tuple state_of_snapshot(const Snapshot& s) {
  nb::object best = nb::none();
  if (s.best) best = nb::make_tuple(arrays_of(s.best->state), s.best->cost, s.best->epochs_since);
  nb::dict optimizer;
  for (const auto& [name, values] : s.optimizer) optimizer[name.c_str()] = array_of(values);
  return nb::make_tuple(arrays_of(s.state), optimizer, s.step, s.epoch, s.batch, s.batch_size,
                        s.epoch_cost, s.epoch_correct, s.epoch_weight, s.rate_factor, s.edits,
                        s.held, best);
}

Snapshot snapshot_of_state(const nb::tuple& state) {
  const auto whole = [&](int at) { return nb::cast<std::uint64_t>(nb::handle(state[at])); };
  const auto number = [&](int at) { return nb::cast<double>(nb::handle(state[at])); };
  Snapshot s{.state = state_of(state[0]),
             .step = whole(2),
             .epoch = whole(3),
             .batch = whole(4),
             .batch_size = whole(5),
             .epoch_cost = number(6),
             .epoch_correct = number(7),
             .epoch_weight = nb::cast<std::optional<double>>(nb::handle(state[8])),
             .rate_factor = number(9),
             .edits = whole(10),
             .held = nb::cast<std::map<std::string, float>>(nb::handle(state[11]))};
  for (const auto& [name, values] : nb::cast<nb::dict>(nb::handle(state[1]))) {
    s.optimizer[nb::cast<std::string>(name)] = floats_of(values, "optimizer");
  }
  if (const nb::object best = state[12]; !best.is_none()) {
    s.best = Snapshot::Best{state_of(nb::object(best[0])), nb::cast<double>(nb::object(best[1])),
                            nb::cast<std::uint64_t>(nb::object(best[2]))};
  }
  return s;
}

}  // namespace

void bind_checkpoint(nb::module_& module) {
  nb::class_<Checkpoint>(module, "Checkpoint",
                         "Everything from which a training goes on bit for bit:\n\n"
                         "    again = glia.Trainer(checkpoint.model, data, **checkpoint.recipe)\n"
                         "    again.resume(checkpoint)")
      .def_static("load", &load, nb::arg("dir"),
                  nb::sig("def load(dir: str | os.PathLike[str]) -> Checkpoint"),
                  "The newest moment of a folder that is whole; a warning tells which were passed\n"
                  "over. Raises NotFoundError, FormatError.")
      .def("save", &save, nb::arg("dir"), nb::arg("keep") = 3,
           nb::sig("def save(self, dir: str | os.PathLike[str], keep: int = 3) -> str"),
           "Into a folder, of which the last `keep` moments stay. Returns the file's path.")
      .def_prop_ro("model", [](const Checkpoint& c) { return SharedModel(c.model); })
      .def_prop_ro("step", [](const Checkpoint& c) { return c.snapshot.step; })
      .def_prop_ro(
          "epoch", [](const Checkpoint& c) { return c.snapshot.epoch; }, "Whole ones.")
      .def_prop_ro("journal", [](const Checkpoint& c) { return c.journal; })
      .def_prop_ro("recipe", &recipe, nb::sig("def recipe(self) -> dict[str, typing.Any]"),
                   "Every setting of the recipe, as a Trainer takes them.")
      .def_ro("numeric_path", &Checkpoint::numeric_path)
      .def("__getstate__",
           [](const Checkpoint& c) { return helper_of("glia._checkpoints", "to_bytes", c); })
      .def("__setstate__",
           [](Checkpoint& self, const nb::bytes& bytes) {
             new (&self) Checkpoint(
                 nb::cast<Checkpoint>(helper_of("glia._checkpoints", "of_bytes", bytes)));
           })
      .def("__copy__", [](const Checkpoint& c) { return c; })
      .def("__deepcopy__", [](const Checkpoint& c, nb::handle) { return c; })
      .def("__repr__", [](const Checkpoint& c) {
        return "glia.Checkpoint(step " + std::to_string(c.snapshot.step) + ", epoch " +
               std::to_string(c.snapshot.epoch) + ")";
      });
  nb::class_<Snapshot>(module, "Snapshot",
                       "A moment of training in memory, for restore() of the same Trainer, or of\n"
                       "one elsewhere that has the same model, data and journal.")
      .def_ro("step", &Snapshot::step)
      .def_ro("epoch", &Snapshot::epoch)
      .def("__getstate__", &state_of_snapshot, nb::sig(kStateOut))
      .def(
          "__setstate__",
          [](Snapshot& self, const nb::tuple& state) {
            new (&self) Snapshot(snapshot_of_state(state));
          },
          nb::sig(kStateIn))
      .def("__repr__",
           [](const Snapshot& s) { return "glia.Snapshot(step " + std::to_string(s.step) + ")"; });
}

}  // namespace glia::python
