#include "glia/presets.h"

#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <string>

#include "bindings.h"
#include "pickled.h"
#include "settings.h"

namespace glia::python {
namespace {

nb::dict recipe(const Preset& preset) {
  nb::dict all;
  for (const auto& [name, value] : preset.settings) {
    if (setting_named(name).of_recipe) all[name.c_str()] = object_of(value);
  }
  return all;
}

std::string net(const Preset& preset) { return std::get<std::string>(preset.settings.at("net")); }

}  // namespace

void bind_presets(nb::module_& module) {
  nb::class_<Preset> preset(module, "Preset",
                            "A network that is known to learn something well, with the recipe that "
                            "does it."
                            "\n\n"
                            ">>> lenet = glia.Preset(\"lenet\")\n"
                            ">>> lenet.net[:30]\n"
                            "'conv(6,5x5,same) relu maxpool('\n"
                            ">>> glia.Model(preset=\"lenet\", shape=(1, 28, 28), "
                            "classes=list(\"0123456789\")).parameter_count\n"
                            "61706");
  preset
      .def(
          "__init__",
          [](Preset* self, const std::string& name) { new (self) Preset(preset_named(name)); },
          nb::arg("name"), "One of those of presets(), by its name.")
      .def_prop_ro("name", [](const Preset& p) { return std::string(p.name); })
      .def_prop_ro(
          "net", &net,
          "Its layers in words; \"dense(classes)\" has an output for each class of the data.")
      .def_ro("hears", &Preset::hears, "Whether it is for recordings; else it is for pictures.")
      .def_prop_ro("recipe", &recipe, nb::sig("def recipe(self) -> dict[str, typing.Any]"),
                   "What it says of the recipe, as a Trainer takes it; the rest is as usual.")
      .def("__getstate__", [](const Preset& p) { return std::string(p.name); })
      .def("__setstate__",
           [](Preset& self, const std::string& name) { new (&self) Preset(preset_named(name)); })
      .def("__eq__",
           [](const Preset& a, nb::handle b) {
             return nb::isinstance<Preset>(b) && a.name == nb::cast<const Preset&>(b).name;
           })
      .def("__hash__", [](const Preset& p) { return std::hash<std::string_view>{}(p.name); })
      .def("__repr__", [](const Preset& p) {
        return "glia.Preset('" + std::string(p.name) + "': for " +
               (p.hears ? "recordings" : "pictures") + ", " + net(p) + ")";
      });
  module.def(
      "presets", [] { return all_presets(); },
      "Networks with their recipes, which `preset=` of a Model and a Trainer takes by name.");
}

}  // namespace glia::python
