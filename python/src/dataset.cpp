#include "dataset.h"

#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "arrays.h"
#include "bindings.h"
#include "glia/error.h"

namespace glia::python {
namespace {

using Names = std::optional<std::vector<std::string>>;

// The array's numbers as they lie.
Column input_column(nb::handle x, bool copy) {
  const Rows rows = rows_of(x, "x", copy);
  const auto owner = std::make_shared<const Array>(rows.array);
  if (rows.bytes) {
    const auto bytes = numbers_of<std::uint8_t>(rows.array);
    return {"input", rows.sample, SharedNumbers<std::uint8_t>(bytes, owner)};
  }
  return {"input", rows.sample, SharedNumbers<float>(numbers_of<float>(rows.array), owner)};
}

void add_columns(std::vector<Column>& columns, nb::handle lengths, nb::handle weights) {
  if (!lengths.is_none()) columns.push_back({"length", Shape{1}, wholes_of(lengths, "lengths")});
  if (!weights.is_none()) columns.push_back({"weight", Shape{1}, floats_of(weights, "weights")});
}

Dataset labelled(nb::handle x, nb::handle y, const Names& names, std::optional<int> classes,
                 nb::handle lengths, nb::handle weights, const std::string& name, bool copy) {
  std::vector<Column> columns{input_column(x, copy)};
  const auto [labels, found] =
      nb::cast<std::pair<Array, std::vector<std::string>>>(helper("labels", y, names));
  const auto numbers = numbers_of<std::int64_t>(labels);
  std::int64_t most = -1;
  for (const std::int64_t label : numbers) most = std::max(most, label);
  const auto count = static_cast<std::int64_t>(found.size());
  columns.push_back({"label", Shape{1}, std::vector(numbers.begin(), numbers.end())});
  add_columns(columns, lengths, weights);
  const int all = classes.value_or(static_cast<int>(
      std::min<std::int64_t>(count > 0 ? count : most + 1, std::numeric_limits<int>::max())));
  const Dataset data = Dataset::of(std::move(columns), all, name);
  return found.empty() ? data : data.with_class_names(found);
}

Dataset of_rows(nb::handle x, nb::handle y, const Names& names, nb::handle lengths,
                nb::handle weights, const std::string& name, bool copy) {
  std::vector<Column> columns{input_column(x, copy)};
  const Rows targets{.array = nb::cast<Array>(helper("targets", y))};
  const auto numbers = numbers_of<float>(targets.array);
  const auto rows = static_cast<std::int64_t>(targets.array.shape(0));
  const auto width = rows > 0 ? static_cast<std::int64_t>(numbers.size()) / rows : 1;
  columns.push_back({"target", Shape{width}, std::vector(numbers.begin(), numbers.end())});
  add_columns(columns, lengths, weights);
  const Dataset data = Dataset::of(std::move(columns), 0, name);
  return names ? data.with_class_names(*names) : data;
}

std::vector<std::int64_t> sizes_of(const Dataset& data, const Shape& sample) {
  std::vector<std::int64_t> sizes{data.size()};
  sizes.insert(sizes.end(), sample.sizes().begin(), sample.sizes().end());
  return sizes;
}

nb::object inputs(const Dataset& data) {
  const auto width = static_cast<std::size_t>(data.shape().elements());
  const auto count = static_cast<std::size_t>(data.size());
  const std::vector<std::int64_t> sizes = sizes_of(data, data.shape());
  if (data.size() > 0 && !data.bytes(0).empty()) {
    std::vector<std::uint8_t> all(count * width);
    for (std::size_t i = 0; i < count; ++i) {
      std::memcpy(all.data() + i * width, data.bytes(static_cast<std::int64_t>(i)).data(), width);
    }
    return array_of(std::move(all), sizes);
  }
  std::vector<float> all(count * width);
  for (std::size_t i = 0; i < count; ++i) {
    data.input(static_cast<std::int64_t>(i), all.data() + i * width);
  }
  return array_of(std::move(all), sizes);
}

nb::object targets(const Dataset& data) {
  const auto width = static_cast<std::size_t>(data.target_width());
  std::vector<float> all(static_cast<std::size_t>(data.size()) * width);
  for (std::int64_t i = 0; i < data.size(); ++i) {
    data.target(i, all.data() + static_cast<std::size_t>(i) * width);
  }
  return array_of(std::move(all), sizes_of(data, Shape{data.target_width()}));
}

template <typename T, typename Of>
nb::object each(const Dataset& data, Of&& of) {
  std::vector<T> all(static_cast<std::size_t>(data.size()));
  for (std::int64_t i = 0; i < data.size(); ++i) all[static_cast<std::size_t>(i)] = of(i);
  return array_of(std::move(all));
}

nb::object labels(const Dataset& data) {
  if (!data.labelled()) return nb::none();
  return each<std::int64_t>(data, [&](std::int64_t i) { return data.label(i); });
}
nb::object lengths(const Dataset& data) {
  if (!data.has_lengths()) return nb::none();
  return each<std::int64_t>(data, [&](std::int64_t i) { return data.length(i); });
}
nb::object weights(const Dataset& data) {
  if (!data.has_weights()) return nb::none();
  return each<float>(data, [&](std::int64_t i) { return data.weight(i); });
}

// Samples by a slice, numbers or a mask.
Dataset chosen(const Dataset& data, nb::handle which) {
  const nb::object all = nb::module_::import_("numpy").attr("arange")(data.size());
  const std::vector<std::int64_t> rows = wholes_of(all[which], "samples");
  return data.subset(std::vector<std::uint32_t>(rows.begin(), rows.end()));
}

bool numbered(const Dataset& data) {
  std::vector<std::string> numbers;
  for (std::size_t c = 0; c < data.class_names().size(); ++c) numbers.push_back(std::to_string(c));
  return !numbers.empty() && data.by_place(numbers);
}

std::string in_words(const Dataset& data) {
  std::string words = "glia.Dataset(" + std::to_string(data.size()) + " × " + data.shape().str();
  words += data.labelled() ? ", " + std::to_string(data.classes()) + " classes"
                           : ", " + std::to_string(data.target_width()) + " targets";
  if (data.has_weights()) words += ", weighted";
  if (!data.name().empty()) words += ", '" + data.name() + "'";
  return words + ")";
}

// What a copy is made of; of recordings their waves, of which the inputs follow.
nb::tuple state_of(const Dataset& data) {
  if (data.size() == 0) return nb::make_tuple();
  nb::object x = inputs(data);
  nb::object features = nb::none();
  if (const Features* f = data.features()) {
    features = nb::make_tuple(f->rate, f->window_ms, f->hop_ms, f->bands, f->low_hz, f->high_hz,
                              f->frames, f->range_db, f->band_mean, f->trim_db);
    nb::list waves;
    for (std::int64_t i = 0; i < data.size(); ++i) {
      waves.append(array_of(std::vector(data.wave(i).begin(), data.wave(i).end())));
    }
    x = waves;
  }
  return nb::make_tuple(x, data.labelled() ? labels(data) : targets(data), data.classes(), features,
                        features.is_none() ? lengths(data) : nb::none(), weights(data),
                        data.class_names(), numbered(data), data.name());
}

Dataset recordings_of(const nb::tuple& state) {
  const auto f = nb::cast<nb::tuple>(state[3]);
  const Features features{nb::cast<int>(f[0]),   nb::cast<double>(f[1]), nb::cast<double>(f[2]),
                          nb::cast<int>(f[3]),   nb::cast<double>(f[4]), nb::cast<double>(f[5]),
                          nb::cast<int>(f[6]),   nb::cast<double>(f[7]), nb::cast<double>(f[8]),
                          nb::cast<double>(f[9])};
  std::vector<std::vector<float>> waves;
  for (const nb::handle wave : state[0]) waves.push_back(floats_of(wave, "waves"));
  const Dataset data =
      Dataset::recordings(features, waves, wholes_of(state[1], "labels"), nb::cast<int>(state[2]),
                          nb::cast<std::string>(state[8]));
  const nb::object weights = state[5];
  return weights.is_none() ? data : data.with_weights(floats_of(weights, "weights"));
}

Dataset of_state(const nb::tuple& state) {
  if (nb::len(state) == 0) return {};
  const auto name = nb::cast<std::string>(state[8]);
  const int classes = nb::cast<int>(state[2]);
  const nb::object x = state[0], y = state[1], length = state[4], weight = state[5];
  Dataset data = !state[3].is_none() ? recordings_of(state)
                 : classes > 0 ? labelled(x, y, std::nullopt, classes, length, weight, name, false)
                               : of_rows(x, y, std::nullopt, length, weight, name, false);
  auto names = nb::cast<std::vector<std::string>>(state[6]);
  const bool by_number = nb::cast<bool>(state[7]);
  return names.empty() ? data : data.with_class_names(std::move(names), by_number);
}

}  // namespace

void bind_dataset(nb::module_& module) {
  nb::class_<Dataset>(
      module, "Dataset",
      "Labelled examples in memory. Immutable; parts of it share its numbers.\n\n"
      "Inputs are bytes, seen by a network as value/255, or floats. What is handed in is copied\n"
      "once, as float32 where it is of another type. With copy=False an array of uint8 or float32\n"
      "whose rows lie one after the other is taken as it lies: then nobody may write to it."
      "\n\n"
      ">>> data = glia.Dataset.labelled([[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0])\n"
      ">>> data\n"
      "glia.Dataset(4 × 2, 2 classes)\n"
      ">>> data[1:3].labels.tolist()\n"
      "[1, 1]")
      .def_static(
          "labelled", &labelled, nb::arg("x"), nb::arg("y"), nb::kw_only(),
          nb::arg("names") = nb::none(), nb::arg("classes") = nb::none(),
          nb::arg("lengths") = nb::none(), nb::arg("weights") = nb::none(), nb::arg("name") = "",
          nb::arg("copy") = true,
          nb::sig("def labelled(x: typing.Any, y: typing.Any, *, names: "
                  "collections.abc.Sequence[str] | None = None, classes: int | None = None, "
                  "lengths: typing.Any = None, weights: typing.Any = None, name: str = '', "
                  "copy: bool = True) -> "
                  "Dataset"),
          "Examples of classes. x: [rows][…], what numpy, DLPack or the buffer protocol reads, a\n"
          "pandas frame of numbers or a PyTorch tensor; uint8 stays bytes. y: for each row its\n"
          "class, a whole number from 0 or a word. names: of the classes, in order. lengths: of\n"
          "sequences, how many frames of each count. weights: how much each counts.")
      .def_static(
          "rows", &of_rows, nb::arg("x"), nb::arg("y"), nb::kw_only(),
          nb::arg("names") = nb::none(), nb::arg("lengths") = nb::none(),
          nb::arg("weights") = nb::none(), nb::arg("name") = "", nb::arg("copy") = true,
          nb::sig(
              "def rows(x: typing.Any, y: typing.Any, *, names: collections.abc.Sequence[str] | "
              "None = None, lengths: typing.Any = None, weights: typing.Any = None, name: str = "
              "'', copy: bool = True) -> Dataset"),
          "Examples with numbers that are wanted: y is [rows] or [rows][targets].")
      .def("__len__", &Dataset::size)
      .def("__getitem__", &chosen, nb::arg("samples"),
           nb::sig("def __getitem__(self, samples: typing.Any, /) -> Dataset"),
           "Samples by a slice, an array of numbers or a mask, as a Dataset.")
      .def_prop_ro("size", &Dataset::size)
      .def_prop_ro(
          "shape", [](const Dataset& d) { return tuple_of(d.shape()); },
          nb::sig("def shape(self) -> tuple[int, ...]"), "Of one example.")
      .def_prop_ro("classes", &Dataset::classes, "How many; 0: targets are rows.")
      .def_prop_ro("target_width", &Dataset::target_width)
      .def_prop_ro("name", [](const Dataset& d) { return d.name(); })
      .def_prop_ro(
          "class_names", [](const Dataset& d) { return d.class_names(); },
          "None where they are only numbers.")
      .def_prop_ro("inputs", &inputs,
                   nb::sig("def inputs(self) -> numpy.typing.NDArray[typing.Any]"),
                   "[rows][…] of uint8 or float32, a copy.")
      .def_prop_ro("targets", &targets,
                   nb::sig("def targets(self) -> numpy.typing.NDArray[numpy.float32]"),
                   "[rows][targets], a copy: of classes, 1 for the right one.")
      .def_prop_ro("labels", &labels,
                   nb::sig("def labels(self) -> numpy.typing.NDArray[numpy.int64] | None"),
                   "[rows], a copy; None where targets are rows.")
      .def_prop_ro("lengths", &lengths,
                   nb::sig("def lengths(self) -> numpy.typing.NDArray[numpy.int64] | None"))
      .def_prop_ro("weights", &weights,
                   nb::sig("def weights(self) -> numpy.typing.NDArray[numpy.float32] | None"))
      .def_prop_ro("digest", &Dataset::digest,
                   "Of shapes, inputs, lengths, weights and answers, in order.")
      .def("first", &Dataset::first, nb::arg("n"))
      .def("split", &Dataset::split, nb::arg("fraction"), nb::arg("seed") = 1,
           "Two parts; `fraction` of every class goes to the second. Both keep the order.")
      .def(
          "with_weights",
          [](const Dataset& d, nb::handle w) { return d.with_weights(floats_of(w, "weights")); },
          nb::arg("weights"), nb::sig("def with_weights(self, weights: typing.Any) -> Dataset"))
      .def(
          "with_class_weights",
          [](const Dataset& d, const std::string& w) { return d.with_class_weights(w); },
          nb::arg("weights"), "\"balanced\", or by name: \"cat=2,dog=0.5\".")
      .def(
          "with_lengths",
          [](const Dataset& d, nb::handle l) { return d.with_lengths(wholes_of(l, "lengths")); },
          nb::arg("lengths"), nb::sig("def with_lengths(self, lengths: typing.Any) -> Dataset"))
      .def(
          "with_class_names",
          [](const Dataset& d, std::vector<std::string> n) {
            return d.with_class_names(std::move(n));
          },
          nb::arg("names"))
      .def("with_shuffled_labels", &Dataset::with_shuffled_labels, nb::arg("seed") = 1,
           "The same labels as often, on other samples: to be learnt by heart alone.")
      .def("matched_to", &Dataset::matched_to, nb::arg("known"),
           "Labels by their names' places among those that a network knows.")
      .def("__getstate__", &state_of, nb::sig("def __getstate__(self) -> tuple[typing.Any, ...]"))
      .def(
          "__setstate__", [](Dataset& d, const nb::tuple& s) { new (&d) Dataset(of_state(s)); },
          nb::sig("def __setstate__(self, state: tuple[typing.Any, ...], /) -> None"))
      .def("__copy__", [](const Dataset& d) { return d; })
      .def("__deepcopy__", [](const Dataset& d, nb::handle) { return d; })
      .def("__repr__", &in_words);
  bind_split(module);
}

}  // namespace glia::python
