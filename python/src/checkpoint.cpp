#include "glia/checkpoint.h"

#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <string>

#include "arrays.h"
#include "bindings.h"
#include "model.h"
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
                       "A moment of training in memory, for restore() of the same Trainer.")
      .def_ro("step", &Snapshot::step)
      .def_ro("epoch", &Snapshot::epoch)
      .def("__repr__",
           [](const Snapshot& s) { return "glia.Snapshot(step " + std::to_string(s.step) + ")"; });
}

}  // namespace glia::python
