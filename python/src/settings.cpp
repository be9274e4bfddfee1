#include "settings.h"

#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include "bindings.h"
#include "glia/error.h"

namespace glia::python {
namespace {

bool is_numpy_bool(nb::handle value) {
  return std::string(nb::type_name(value.type()).c_str()).starts_with("numpy.bool");
}

SettingValue value_of(const std::string& name, nb::handle value) {
  PyObject* const object = value.ptr();
  if (PyBool_Check(object) || is_numpy_bool(value)) return PyObject_IsTrue(object) == 1;
  if (PyUnicode_Check(object)) return nb::cast<std::string>(value);
  if (PyIndex_Check(object)) {
    const nb::object whole = nb::steal(PyNumber_Index(object));
    const long long number = PyLong_AsLongLong(whole.ptr());
    if (!(number == -1 && PyErr_Occurred())) return static_cast<std::int64_t>(number);
    PyErr_Clear();
    const unsigned long long positive = PyLong_AsUnsignedLongLong(whole.ptr());
    if (!(positive == ~0ULL && PyErr_Occurred())) return static_cast<std::uint64_t>(positive);
    PyErr_Clear();
  }
  if (PyNumber_Check(object) && !PyIndex_Check(object)) {
    const double number = PyFloat_AsDouble(object);
    if (!(number == -1 && PyErr_Occurred())) return number;
    PyErr_Clear();
  }
  throw Error(ErrorCode::invalid_argument, name + ": expected " + setting_named(name).expected() +
                                               ", got " + nb::cast<std::string>(nb::repr(value)));
}

// How a Setting's values are written in Python.
std::string python_type(const Setting& setting) {
  switch (setting.type) {
    case Setting::Type::flag:
      return "bool";
    case Setting::Type::whole:
      return "int";
    case Setting::Type::number:
      return "float";
    case Setting::Type::text:
      return "str";
    case Setting::Type::choice:
      break;
  }
  std::string words = "typing.Literal[";
  for (std::size_t i = 0; i < setting.choices.size(); ++i) {
    words += (i == 0 ? "'" : ", '") + std::string(setting.choices[i]) + "'";
  }
  return words + "]";
}

std::string type_name(const Setting& setting) {
  switch (setting.type) {
    case Setting::Type::flag:
      return "flag";
    case Setting::Type::whole:
      return "whole";
    case Setting::Type::number:
      return "number";
    case Setting::Type::choice:
      return "choice";
    case Setting::Type::text:
      break;
  }
  return "text";
}

}  // namespace

bool of_network(const Setting& setting) {
  for (const std::string_view name :
       {"activation", "init", "output", "dropout", "cost", "huber_delta", "focal_gamma", "seed"}) {
    if (setting.name == name) return true;
  }
  return false;
}

bool of_recipe(const Setting& setting) { return setting.of_recipe; }
bool is_preset(const Setting& setting) { return setting.name == "preset"; }

Asked asked_of(const nb::kwargs& said, Belongs belongs, const char* elsewhere) {
  Asked asked;
  for (const auto& [key, value] : said) {
    const auto name = nb::cast<std::string>(key);
    const Setting& setting = setting_named(name);
    if (value.is_none()) continue;
    if (!belongs(setting)) {
      throw Error(ErrorCode::invalid_argument, name + ": " + elsewhere);
    }
    asked[name] = setting.checked(value_of(name, value));
  }
  return asked;
}

std::string parameters_in_words(Belongs belongs) {
  std::string words;
  for (const Setting& setting : all_settings()) {
    if (!belongs(setting)) continue;
    words += std::string(words.empty() ? "" : ", ") + std::string(setting.name) + ": " +
             python_type(setting) + " | None = None";
  }
  return words;
}

std::string help_in_words(Belongs belongs) {
  std::string words;
  for (const Setting& setting : all_settings()) {
    if (!belongs(setting)) continue;
    words += std::string(setting.name) + ": " + std::string(setting.help) + ". " +
             setting.expected() + "; usually " + usual_in_words(setting) + "\n";
  }
  return words;
}

nb::object object_of(const SettingValue& value) {
  return std::visit([](const auto& v) { return nb::object(nb::cast(v)); }, value);
}

void bind_settings(nb::module_& module) {
  nb::class_<Setting>(
      module, "Setting",
      "One field of what a person chooses about a training, as it is described once."
      "\n\n"
      ">>> glia.Setting(\"batch\").expected\n"
      "'a whole number from 1 to 16777216'")
      .def(
          "__init__",
          [](Setting* self, const std::string& name) { new (self) Setting(setting_named(name)); },
          nb::arg("name"), "One of those of settings(), by its name.")
      .def_prop_ro("name", [](const Setting& s) { return std::string(s.name); })
      .def_prop_ro("type", &type_name, "\"flag\", \"whole\", \"number\", \"choice\" or \"text\".")
      .def_prop_ro("low", [](const Setting& s) { return s.low; })
      .def_prop_ro("high", [](const Setting& s) { return s.high; })
      .def_prop_ro(
          "open_low", [](const Setting& s) { return s.open_low; },
          "Whether `low` itself does not belong to the range.")
      .def_prop_ro("open_high", [](const Setting& s) { return s.open_high; })
      .def_prop_ro("choices",
                   [](const Setting& s) {
                     return std::vector<std::string>(s.choices.begin(), s.choices.end());
                   })
      .def_prop_ro("help", [](const Setting& s) { return std::string(s.help); })
      .def_prop_ro("expected", &Setting::expected, "\"a number from 0 to 100\".")
      .def_prop_ro(
          "usual", [](const Setting& s) { return usual_in_words(s); },
          "Its usual value in words, and what gives another.")
      .def_prop_ro(
          "of_recipe", [](const Setting& s) { return s.of_recipe; }, "Whether a Trainer takes it.")
      .def_prop_ro("of_network", &of_network, "Whether a Model takes it.")
      .def("__getstate__", [](const Setting& s) { return std::string(s.name); })
      .def("__setstate__",
           [](Setting& self, const std::string& name) { new (&self) Setting(setting_named(name)); })
      .def("__eq__",
           [](const Setting& a, nb::handle b) {
             return nb::isinstance<Setting>(b) && a.name == nb::cast<const Setting&>(b).name;
           })
      .def("__hash__", [](const Setting& s) { return std::hash<std::string_view>{}(s.name); })
      .def("__repr__", [](const Setting& s) {
        return "glia.Setting('" + std::string(s.name) + "': " + s.expected() + "; usually " +
               usual_in_words(s) + ")";
      });
  module.def(
      "settings",
      [] {
        const auto all = all_settings();
        return std::vector<Setting>(all.begin(), all.end());
      },
      "Every setting of a training, each after those that its usual value depends on.");
}

}  // namespace glia::python
