#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <string>

#include "bindings.h"
#include "dataset.h"
#include "glia/error.h"
#include "glia/model.h"
#include "glia/source.h"
#include "glia/threads.h"
#include "pickled.h"

namespace glia::python {
namespace {

Reading reading_of(const std::string& dir, std::optional<int> picture_size, bool grey,
                   bool skip_damaged, bool transpose, const std::string& hold_out_speaker) {
  return {.dir = dir,
          .threads = usual_threads(),
          .damaged = skip_damaged ? Damaged::left_out : Damaged::refused,
          .axes = transpose ? Axes::swapped : Axes::as_stored,
          .picture_size = picture_size,
          .grey = grey,
          .hold_out = hold_out_speaker};
}

// A form is written as model files have it: in one of a network of a single output.
nb::object bytes_of(const InputForm& form, const Shape& shape) {
  if (!form) return nb::none();
  Model carrier{.graph = parse_net("dense(1)", {}, shape), .form = form};
  carrier.state = State(carrier.graph, 1);
  const std::vector<std::uint8_t> bytes = encode_model(carrier);
  return nb::bytes(bytes.data(), bytes.size());
}
InputForm form_of(nb::handle state) {
  if (state.is_none()) return {};
  const auto bytes = nb::cast<nb::bytes>(state);
  const auto* const data = static_cast<const std::uint8_t*>(bytes.data());
  return decode_model({data, bytes.size()}, "the form").form;
}

nb::tuple state_of(const DataSplit& split) {
  nb::list left_out;
  for (const LeftOut& one : split.left_out) left_out.append(nb::make_tuple(one.file, one.why));
  const Dataset& some = split.train.size() > 0 ? split.train : split.test;
  return nb::make_tuple(
      split.train, split.test, split.validation, split.classes, split.synthetic,
      bytes_of(split.form, some.shape()), split.note, left_out, split.only_tests, split.many,
      split.answered, nb::make_tuple(split.files.train, split.files.validation, split.files.test));
}

DataSplit split_of_state(const nb::tuple& state) {
  const auto text = [&](int at) { return nb::cast<std::string>(nb::handle(state[at])); };
  const auto texts = [](nb::handle of) { return nb::cast<std::vector<std::string>>(of); };
  const auto part = [&](int at) { return nb::cast<Dataset>(nb::handle(state[at])); };
  const nb::object files = state[11];
  DataSplit split{.train = part(0),
                  .test = part(1),
                  .validation = part(2),
                  .classes = texts(state[3]),
                  .synthetic = nb::cast<bool>(nb::handle(state[4])),
                  .form = form_of(state[5]),
                  .note = text(6),
                  .only_tests = text(8),
                  .many = text(9),
                  .answered = nb::cast<bool>(nb::handle(state[10])),
                  .files = {texts(files[0]), texts(files[1]), texts(files[2])}};
  for (const nb::handle one : nb::cast<nb::list>(nb::handle(state[7]))) {
    split.left_out.push_back(
        {nb::cast<std::string>(nb::handle(one[0])), nb::cast<std::string>(nb::handle(one[1]))});
  }
  return split;
}

std::string in_words(const DataSplit& split) {
  std::string words = "glia.DataSplit(train: " + std::to_string(split.train.size());
  if (split.validation.size() > 0) {
    words += ", validation: " + std::to_string(split.validation.size());
  }
  return words + ", test: " + std::to_string(split.test.size()) + " × " +
         split.train.shape().str() + ")";
}

}  // namespace

void bind_split(nb::module_& module) {
  nb::class_<DataSplit>(module, "DataSplit",
                        "A set in its parts: to learn from, to validate on and to test on.")
      .def_ro("train", &DataSplit::train)
      .def_ro("validation", &DataSplit::validation,
              "Without samples where the set does not say what validates.")
      .def_ro("test", &DataSplit::test, "Without samples where the set has none.")
      .def_ro("classes", &DataSplit::classes, "Their names; none where they are only numbers.")
      .def_ro("note", &DataSplit::note, "What is to be said of it; mostly empty.")
      .def_ro("synthetic", &DataSplit::synthetic, "Whether a machine made all of it.")
      .def_ro("many", &DataSplit::many, "What its examples are: \"images\".")
      .def("__getstate__", &state_of, nb::sig(kStateOut))
      .def(
          "__setstate__",
          [](DataSplit& s, const nb::tuple& state) { new (&s) DataSplit(split_of_state(state)); },
          nb::sig(kStateIn))
      .def("__copy__", [](const DataSplit& s) { return s; })
      .def("__deepcopy__", [](const DataSplit& s, nb::handle) { return s; })
      .def("__repr__", &in_words);
  module.def("dataset_names", &dataset_names, "The names that load_dataset() knows.");
  module.def(
      "load_dataset",
      [](const std::string& name, const std::string& dir, std::optional<int> picture_size,
         bool grey, bool skip_damaged, bool transpose, const std::string& hold_out_speaker) {
        const Reading reading =
            reading_of(dir, picture_size, grey, skip_damaged, transpose, hold_out_speaker);
        const nb::gil_scoped_release release;
        return source_of(name).load(name, reading);
      },
      nb::arg("name"), nb::kw_only(), nb::arg("dir") = "", nb::arg("picture_size") = nb::none(),
      nb::arg("grey") = false, nb::arg("skip_damaged") = false, nb::arg("transpose") = false,
      nb::arg("hold_out_speaker") = "",
      "A set by its name: \"mnist\", \"fashion-mnist\", \"fsdd\", \"folder:DIR\" with pictures,\n"
      "\"speech:DIR\" with recordings. A name is looked for in `dir` alone, else in $GLIA_DATA, "
      "then\n"
      "in the user's data folder. Raises NotFoundError that lists the files which are missing.");
}

DataSplit split_of(nb::handle data) {
  DataSplit split;
  if (nb::try_cast<DataSplit>(data, split)) return split;
  if (!nb::try_cast<Dataset>(data, split.train)) {
    throw Error(
        ErrorCode::invalid_argument,
        "data: expected a glia.Dataset or what load_dataset() and learn_table() give, got " +
            nb::cast<std::string>(nb::repr(data.type())) +
            "; glia.Dataset.labelled(x, y) makes one of arrays");
  }
  split.classes = split.train.class_names();
  return split;
}

}  // namespace glia::python
