#pragma once
#include <nanobind/nanobind.h>

#include <string>

#include "glia/settings.h"

namespace glia::python {

// Of keyword arguments. Throws Error, with the nearest name, where none is called so, or `belongs`
// does not say that it is one of those; `elsewhere` says where the others are said.
using Belongs = bool (*)(const Setting&);
Asked asked_of(const nanobind::kwargs& said, Belongs belongs, const char* elsewhere);

bool of_network(const Setting& setting);
bool of_recipe(const Setting& setting);
bool is_preset(const Setting& setting);

// "rate: float | None = None, …" and a line of help for each, for the signature and the docstring.
std::string parameters_in_words(Belongs belongs);
std::string help_in_words(Belongs belongs);

nanobind::object object_of(const SettingValue& value);

}  // namespace glia::python
