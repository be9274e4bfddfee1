#include "edits.h"

#include <nanobind/stl/string.h>

#include <string>

#include "glia/error.h"
#include "pickled.h"

namespace glia::python {
namespace {

const char* kind_of(const Edit& edit) {
  switch (edit.kind) {
    case Edit::Kind::set:
      return "set";
    case Edit::Kind::hold:
      return "hold";
    case Edit::Kind::release:
      return "release";
    case Edit::Kind::learning_rate:
      return "learning_rate";
    case Edit::Kind::batch:
      break;
  }
  return "batch";
}

Edit edit_of(const std::string& kind, const std::string& parameter, std::int64_t index,
             double value) {
  Edit edit{.parameter = parameter, .index = index, .value = value};
  for (const Edit::Kind one : {Edit::Kind::set, Edit::Kind::hold, Edit::Kind::release,
                               Edit::Kind::learning_rate, Edit::Kind::batch}) {
    edit.kind = one;
    if (kind == kind_of(edit)) return edit;
  }
  throw Error(ErrorCode::invalid_argument,
              "edit: expected one of set, hold, release, learning_rate, batch, got '" + kind + "'");
}

std::string in_words(const Edit& edit) {
  std::string words = "glia.Edit('" + std::string(kind_of(edit)) + "'";
  if (!edit.parameter.empty()) {
    words += ", '" + edit.parameter + "', " + std::to_string(edit.index);
  }
  return words + ", value=" + std::to_string(edit.value) + ")";
}

}  // namespace

std::int64_t flat_index(nb::handle index, const std::string& parameter, const Shape& shape) {
  if (nb::isinstance<nb::int_>(index)) return nb::cast<std::int64_t>(index);
  const Shape places = [&] {  // a Shape has no negative sizes, so neither have these
    if (!nb::hasattr(index, "__iter__")) return Shape{nb::cast<std::int64_t>(index)};
    std::vector<std::int64_t> all;
    for (const nb::handle one : index) all.push_back(nb::cast<std::int64_t>(one));
    return Shape(all);
  }();
  std::int64_t flat = 0;
  bool fits = places.rank() == shape.rank();
  for (int axis = 0; fits && axis < shape.rank(); ++axis) {
    fits = places[axis] < shape[axis];
    flat = flat * shape[axis] + places[axis];
  }
  if (!fits) {
    throw Error(ErrorCode::shape_mismatch,
                parameter + ": expected an index within " + shape.str() + ", got " + places.str());
  }
  return flat;
}

void bind_edit(nb::module_& module) {
  nb::class_<Edit>(module, "Edit",
                   "What a person does to a running training."
                   "\n\n"
                   ">>> glia.Edit(\"hold\", \"hidden1.weight\", 3, value=0.5)\n"
                   "glia.Edit('hold', 'hidden1.weight', 3, value=0.500000)")
      .def(
          "__init__",
          [](Edit* self, const std::string& kind, const std::string& parameter, std::int64_t index,
             double value) { new (self) Edit(edit_of(kind, parameter, index, value)); },
          nb::arg("kind"), nb::arg("parameter") = "", nb::arg("index") = 0, nb::kw_only(),
          nb::arg("value") = 0.0,
          nb::sig(
              "def __init__(self, kind: typing.Literal['set', 'hold', 'release', "
              "'learning_rate', 'batch'], parameter: str = '', index: int = 0, *, value: float = "
              "0.0) -> None"),
          "set: parameter[index] = value, once. hold: the same, and again after each update, until "
          "a\n"
          "release. learning_rate: value is a factor on the schedule's rate. batch: value is how "
          "many\n"
          "samples a step has, from the next epoch. index is flat, in canonical order.")
      .def_prop_ro("kind", &kind_of)
      .def_ro("parameter", &Edit::parameter)
      .def_ro("index", &Edit::index)
      .def_ro("value", &Edit::value)
      .def("__eq__",
           [](const Edit& a, nb::handle b) {
             Edit other;
             return nb::try_cast(b, other) && a == other;
           })
      .def("__hash__", [](const Edit& e) { return std::hash<std::string>{}(in_words(e)); })
      .def(
          "__getstate__",
          [](const Edit& e) { return nb::make_tuple(kind_of(e), e.parameter, e.index, e.value); },
          nb::sig(kStateOut))
      .def(
          "__setstate__",
          [](Edit& self, const nb::tuple& s) {
            new (&self) Edit(edit_of(nb::cast<std::string>(s[0]), nb::cast<std::string>(s[1]),
                                     nb::cast<std::int64_t>(s[2]), nb::cast<double>(s[3])));
          },
          nb::sig(kStateIn))
      .def("__repr__", [](const Edit& e) { return in_words(e); });
  nb::class_<JournalEntry> entry(module, "JournalEntry", "An edit with its place in the run.");
  entry.def_ro("step", &JournalEntry::step, "It was applied before this step.")
      .def_ro("order", &JournalEntry::order)
      .def_ro("edit", &JournalEntry::edit)
      .def("__repr__", [](const JournalEntry& e) {
        return "glia.JournalEntry(step=" + std::to_string(e.step) + ", " + in_words(e.edit) + ")";
      });
  pickle_by(entry, &JournalEntry::step, &JournalEntry::order, &JournalEntry::edit);
}

}  // namespace glia::python
