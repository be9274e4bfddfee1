#include "model.h"

#include <nanobind/stl/map.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "bindings.h"
#include "dataset.h"
#include "evaluation.h"
#include "glia/confidence.h"
#include "glia/error.h"
#include "glia/presets.h"
#include "glia/table_set.h"
#include "pickled.h"
#include "settings.h"
#include "table.h"

namespace glia::python {
namespace {

constexpr std::int64_t kEvaluationBatch = 1024;

// What is usual for data where nobody asks otherwise.
Asked base_of(const DataSplit& split) {
  Asked base = wants_of(split);
  if (base.empty() && split.train.size() > 0 && !split.train.targets().classes) {
    base["output"] = std::string("identity");  // numbers are not squeezed between 0 and 1
  }
  return base;
}

// The preset's last layer, with an output for each class.
std::string with_classes(const std::string& net, const DataSplit& split,
                         const std::optional<std::vector<std::string>>& classes) {
  if (net.find(kAnyClasses) == net.npos) return net;
  if (split.train.size() > 0) return net_for(net, split.train.target_width());
  if (classes) return net_for(net, std::ssize(*classes));
  throw Error(ErrorCode::invalid_argument,
              "preset: expected data or classes, as many as its network is to have outputs");
}

// Of a preset's network that does not fit the data the error says whom it is for.
Graph graph_of(const std::string& net, const Settings& settings, const Shape* input) {
  try {
    return input ? parse_net(net, settings.net_options(), *input)
                 : parse_net(net, settings.net_options());
  } catch (const Error& error) {
    if (settings.preset.empty()) throw;
    const bool hears = preset_named(settings.preset).hears;
    throw Error(error, "preset '" + settings.preset + "', for " +
                           (hears ? "recordings: " : "pictures: ") + error.what());
  }
}

Model new_model(const std::optional<std::string>& net, nb::handle data, nb::handle shape,
                const std::optional<std::vector<std::string>>& classes,
                const std::optional<std::string>& preset, const nb::kwargs& said) {
  Asked asked = asked_of(said, of_network,
                         "a Model does not take it; a Trainer takes how it is learnt, and "
                         "load_dataset(), learn_table() and Dataset what it is learnt from");
  if (net) asked["net"] = *net;
  DataSplit split;
  if (!data.is_none()) split = split_of(data);
  const bool given = split.train.size() > 0;
  Asked base = preset ? settings_for(preset_named(*preset), split.train.name()) : base_of(split);
  if (given) base.try_emplace("net", std::string());
  const Settings settings = complete(asked, base);
  Shape input = given ? split.train.shape() : Shape{};
  if (!shape.is_none()) input = shape_of(shape);
  const bool has_input = given || !shape.is_none();
  const std::string whole =
      with_classes(given ? net_with_ends(settings.net, input.elements(), split.train.target_width())
                         : settings.net,
                   split, classes);
  Model model{.cost = settings.recipe.cost,
              .cost_parameters = settings.recipe.cost_parameters,
              .classes = split.classes,
              .form = split.form};
  model.graph = graph_of(whole, settings, has_input ? &input : nullptr);
  for (int c = 0; split.classes.empty() && c < split.train.classes(); ++c) {
    model.classes.push_back(std::to_string(c));
  }
  if (classes) model.classes = *classes;
  model.state = State(model.graph, settings.recipe.seed);
  encode_model(model);  // whatever keeps it from being saved is said now
  return model;
}

// Of a Dataset its inputs, of a table rows as the network takes them; else as it is.
nb::object input_of(const SharedModel& self, nb::handle x) {
  if (nb::isinstance<Dataset>(x)) return x.attr("inputs");
  const TableForm* const form = self.model->form.table();
  if (!form || !is_table(x)) return nb::borrow(x);
  const Dataset rows = apply_table(table_of(x), *form, self.model->classes);
  return nb::cast(rows).attr("inputs");
}

nb::object outputs(const SharedModel& self, nb::handle x, nb::handle lengths) {
  if (lengths.is_none() && nb::isinstance<Dataset>(x)) {
    const nb::object own = x.attr("lengths");
    return self.answers().outputs(input_of(self, x), own);
  }
  return self.answers().outputs(input_of(self, x), lengths);
}

// A picture or a recording as the network takes it, and how many of its frames count.
nb::tuple read(const SharedModel& self, nb::handle file) {
  const std::string path = path_of(file);
  Example example = [&] {
    const nb::gil_scoped_release release;
    return read_example(path, self.model->form);
  }();
  const Shape& shape = self.model->graph.input_shape();
  return nb::make_tuple(array_of(std::move(example.input), shape.sizes()), example.length);
}

struct Answered {
  Array outputs;
  std::int64_t rows, width;
  bool single;  // one sample, without an axis

  Answered(const SharedModel& self, nb::handle x, nb::handle lengths)
      : outputs(nb::cast<Array>(python::outputs(self, x, lengths))), single(outputs.ndim() == 1) {
    width = static_cast<std::int64_t>(outputs.shape(single ? 0 : 1));
    rows = single ? 1 : static_cast<std::int64_t>(outputs.shape(0));
  }
  std::span<const float> of(std::int64_t row) const {
    return {static_cast<const float*>(outputs.data()) + row * width,
            static_cast<std::size_t>(width)};
  }
};

bool last_is(const Model& model, std::string_view function) {
  const Node& last = model.graph[model.graph.output()];
  return last.op && last.op->name() == function;
}

// What an answer is.
TargetKind kind_of(const Model& model) {
  if (const TableForm* form = model.form.table()) return form->kind;
  const bool entropy = !activation_in(model.cost).empty();
  const bool probabilities = last_is(model, "softmax") || last_is(model, "sigmoid");
  return entropy || (probabilities && !model.classes.empty()) ? TargetKind::classes
                                                              : TargetKind::numbers;
}

nb::object classes_of(const Answered& answered, bool several) {
  std::vector<std::int64_t> all;
  for (std::int64_t row = 0; row < answered.rows; ++row) {
    const auto out = answered.of(row);
    if (several) {
      for (const float one : out) all.push_back(one > 0.5F);
    } else if (answered.width == 1) {
      all.push_back(std::isfinite(out[0]) ? out[0] > 0.5F : -1);
    } else {
      all.push_back(brightest(out));
    }
  }
  if (answered.single && !several) return nb::int_(all[0]);
  const std::int64_t sizes[] = {answered.rows, answered.width};
  if (!several) return array_of(std::move(all));
  return array_of(std::move(all), std::span(sizes).subspan(answered.single ? 1 : 0));
}

nb::object predict(const SharedModel& self, nb::handle x, nb::handle lengths) {
  const Answered answered(self, x, lengths);
  const TargetKind kind = kind_of(*self.model);
  if (kind != TargetKind::numbers) {
    return classes_of(answered, kind == TargetKind::several_classes);
  }
  const TableForm* const form = self.model->form.table();
  std::vector<float> all;
  for (std::int64_t row = 0; row < answered.rows; ++row) {
    for (std::size_t i = 0; i < static_cast<std::size_t>(answered.width); ++i) {
      const float out = answered.of(row)[i];
      all.push_back(form ? static_cast<float>(form->in_own_unit(i, out)) : out);
    }
  }
  const std::int64_t sizes[] = {answered.rows, answered.width};
  return array_of(std::move(all), std::span(sizes).subspan(answered.single ? 1 : 0));
}

[[noreturn]] void refuse_probabilities(const Model& model) {
  const Node& last = model.graph[model.graph.output()];
  throw Error(ErrorCode::unsupported,
              "predict_proba: expected a network that ends in a softmax or a sigmoid, got one that "
              "ends in '" +
                  last.name + "'; its outputs are no probabilities, outputs() has them");
}

nb::object predict_proba(const SharedModel& self, nb::handle x, nb::handle lengths) {
  const Model& model = *self.model;
  const bool one =
      last_is(model, "sigmoid") && model.graph[model.graph.output()].shape.elements() == 1;
  if (!one && !tells_confidence(model.graph)) refuse_probabilities(model);
  if (kind_of(model) == TargetKind::several_classes) return outputs(self, x, lengths);
  const Answered answered(self, x, lengths);
  std::vector<double> all;
  for (std::int64_t row = 0; row < answered.rows; ++row) {
    const auto out = answered.of(row);
    if (one) {
      all.push_back(1 - double{out[0]});
      all.push_back(out[0]);
    } else {
      const std::vector<double> each = probabilities(model, out);
      all.insert(all.end(), each.begin(), each.end());
    }
  }
  const std::int64_t sizes[] = {answered.rows, std::ssize(all) / answered.rows};
  return array_of(std::move(all), std::span(sizes).subspan(answered.single ? 1 : 0));
}

Evaluation evaluate(const SharedModel& self, const Dataset& data, const EnginePointer& engine) {
  const EnginePointer chosen = or_default(engine);
  const nb::gil_scoped_release release;
  const Model& model = *self.model;
  PlanOptions options{
      .batch = kEvaluationBatch, .cost = model.cost, .cost_parameters = model.cost_parameters};
  options.outputs = options.learn = false;
  Session session(chosen->engine, model.graph, options);
  session.load(model.state);
  return session.evaluate(data.matched_to(model.classes));
}

nb::dict parameters(nb::handle_t<SharedModel> self) {
  nb::dict all;
  for (const auto& [name, tensor] : nb::cast<const SharedModel&>(self).model->state.tensors()) {
    all[name.c_str()] = view_of(tensor.values, tensor.shape, self);
  }
  return all;
}

SharedModel with_parameters(const SharedModel& self, const nb::dict& given) {
  Model model = *self.model;
  put_parameters(model.state, given);
  model.state.check(model.graph);
  model.temperature.reset();  // it was fitted to the other numbers
  return SharedModel(std::move(model));
}

nb::bytes bytes_of(const SharedModel& self) {
  const std::vector<std::uint8_t> bytes = encode_model(*self.model);
  return nb::bytes(bytes.data(), bytes.size());
}
SharedModel of_bytes(const nb::bytes& bytes) {
  const auto* const data = static_cast<const std::uint8_t*>(bytes.data());
  return SharedModel(decode_model({data, bytes.size()}, "the model"));
}

std::string in_words(const SharedModel& self) {
  const Model& model = *self.model;
  std::string words = "glia.Model(" + model.graph.input_shape().str();
  for (const Node& node : model.graph.nodes()) {
    const bool bends = std::ranges::count(activation_names(), node.op ? node.op->name() : "") > 0;
    if (node.op && !bends) words += " → " + node.name + " " + node.shape.str();
  }
  words += "; " + std::to_string(model.graph.parameters()) + " parameters, " +
           std::string(name_of(model.cost)) + " cost";
  if (!model.classes.empty()) words += ", " + std::to_string(model.classes.size()) + " classes";
  return words + ")";
}

nb::dict nodes(const SharedModel& self) {
  nb::dict all;
  for (const Node& node : self.model->graph.nodes()) all[node.name.c_str()] = tuple_of(node.shape);
  return all;
}

const std::string& constructor_signature() {
  static const std::string words =
      "def __init__(self, net: str | None = None, data: DataSplit | Dataset | None = None, *, "
      "shape: "
      "int | collections.abc.Sequence[int] | None = None, classes: "
      "collections.abc.Sequence[str] | None = None, " +
      parameters_in_words(is_preset) + ", " + parameters_in_words(of_network) + ") -> None";
  return words;
}
const std::string& constructor_words() {
  static const std::string words =
      "A new network.\n\n"
      "net: sizes of layers, \"784-16-16-10\", or with data the hidden ones alone, \"16-16\"; or\n"
      "layers in words, \"conv(6,5x5,same) relu maxpool(2) dense(10)\", for which `shape` or data\n"
      "say what comes in. data: what it is to learn from, whose classes, form and wants it takes.\n"
      "classes: names of the outputs. preset: the network of one of presets().\n\n" +
      help_in_words(of_network);
  return words;
}

void bind_predictor(nb::module_& module) {
  nb::class_<Answers>(module, "Predictor",
                      "Answers of one network, for many calls with little in each: about a\n"
                      "microsecond beside the network's own time.")
      .def(
          "__init__",
          [](Answers* self, const SharedModel& model, const EnginePointer& engine) {
            new (self) Answers(or_default(engine), model.model);
          },
          nb::arg("model"), nb::kw_only(), nb::arg("engine") = nb::none())
      .def(
          "__getstate__", [](const Answers& self) { return SharedModel(Model(self.model())); },
          nb::sig("def __getstate__(self) -> Model"))
      .def(
          "__setstate__",
          [](Answers& self, const SharedModel& model) {
            new (&self) Answers(default_engine(), model.model);
          },
          nb::sig("def __setstate__(self, model: Model, /) -> None"))
      .def("__call__", &Answers::outputs, nb::arg("x"), nb::arg("lengths") = nb::none(),
           nb::sig("def __call__(self, x: typing.Any, lengths: typing.Any = None) -> "
                   "numpy.typing.NDArray[numpy.float32]"),
           "The network's outputs: [outputs] of one sample, [rows][outputs] of several.");
}

}  // namespace

void put_parameters(State& state, const nb::dict& given) {
  for (const auto& [key, value] : given) {
    const auto name = nb::cast<std::string>(key);
    Tensor& tensor = state[name];
    const Rows rows = rows_of(value, name.c_str());
    std::vector<std::int64_t> sizes{rows.count};
    sizes.insert(sizes.end(), rows.sample.sizes().begin(), rows.sample.sizes().end());
    if (Shape(sizes) != tensor.shape || rows.bytes) {
      throw Error(ErrorCode::shape_mismatch, name + ": expected " + tensor.shape.str() +
                                                 " floats, got " + Shape(sizes).str() +
                                                 (rows.bytes ? " bytes" : ""));
    }
    tensor.values.assign(rows.as_floats(), rows.as_floats() + rows.size());
  }
}

void bind_model(nb::module_& module) {
  bind_evaluation(module);
  nb::class_<SharedModel> model(
      module, "Model",
      "A network with its numbers, and what one must know to use it. Immutable: a Trainer, which\n"
      "copies it, has the learnt one."
      "\n\n"
      ">>> model = glia.Model(\"2-4-3\")\n"
      ">>> model.parameter_count\n"
      "27\n"
      ">>> model.parameters[\"hidden1.weight\"].shape\n"
      "(4, 2)\n"
      ">>> model.predict([[0.5, 1.0]]).shape\n"
      "(1, 3)");
  bind_report(module, model);
  model
      .def(
          "__init__",
          [](SharedModel* self, const std::optional<std::string>& net, nb::handle data,
             nb::handle shape, const std::optional<std::vector<std::string>>& classes,
             const std::optional<std::string>& preset, const nb::kwargs& said) {
            new (self) SharedModel(new_model(net, data, shape, classes, preset, said));
          },
          nb::arg("net") = nb::none(), nb::arg("data") = nb::none(), nb::kw_only(),
          nb::arg("shape") = nb::none(), nb::arg("classes") = nb::none(),
          nb::arg("preset") = nb::none(), nb::arg("settings"),
          nb::sig(constructor_signature().c_str()), constructor_words().c_str())
      .def_static(
          "load",
          [](nb::handle path) {
            const std::string file = path_of(path);
            const nb::gil_scoped_release release;
            return SharedModel(load_model(file));
          },
          nb::arg("path"), nb::sig("def load(path: str | os.PathLike[str]) -> Model"),
          "A model file, or a checkpoint. Raises NotFoundError, IoError, FormatError.")
      .def(
          "save",
          [](const SharedModel& self, nb::handle path) {
            const std::string file = path_of(path);
            const nb::gil_scoped_release release;
            save_model(*self.model, file);
          },
          nb::arg("path"), nb::sig("def save(self, path: str | os.PathLike[str]) -> None"),
          "One .safetensors file, written whole or not at all. Raises IoError.")
      .def_prop_ro(
          "parameters", &parameters,
          nb::sig("def parameters(self) -> dict[str, numpy.typing.NDArray[numpy.float32]]"),
          "By name, in canonical form [out][in…]: views that cannot be written to.")
      .def("with_parameters", &with_parameters, nb::arg("parameters"),
           nb::sig("def with_parameters(self, parameters: dict[str, typing.Any]) -> Model"),
           "The same network with these numbers in place of its own. Raises NotFoundError,\n"
           "ShapeMismatchError.")
      .def_prop_ro("classes", [](const SharedModel& self) { return self.model->classes; })
      .def_prop_ro("cost",
                   [](const SharedModel& self) { return std::string(name_of(self.model->cost)); })
      .def_prop_ro(
          "shape",
          [](const SharedModel& self) { return tuple_of(self.model->graph.input_shape()); },
          nb::sig("def shape(self) -> tuple[int, ...]"), "Of one sample.")
      .def_prop_ro("nodes", &nodes, nb::sig("def nodes(self) -> dict[str, tuple[int, ...]]"),
                   "The network's nodes in order, by name, with the shape of what each gives.")
      .def_prop_ro("parameter_count",
                   [](const SharedModel& self) { return self.model->graph.parameters(); })
      .def_prop_ro(
          "history", [](const SharedModel& self) { return self.model->history; },
          "How it came to be.")
      .def_prop_ro("temperature", [](const SharedModel& self) { return self.model->temperature; })
      .def("outputs", &outputs, nb::arg("x"), nb::arg("lengths") = nb::none(),
           nb::sig("def outputs(self, x: typing.Any, lengths: typing.Any = None) -> "
                   "numpy.typing.NDArray[numpy.float32]"),
           "What the network gives: [rows][outputs], of one sample [outputs]. x: rows as it takes\n"
           "them, bytes or numbers, a Dataset; for one that learnt from a table a Table or pandas "
           "frame.")
      .def("predict", &predict, nb::arg("x"), nb::arg("lengths") = nb::none(),
           nb::sig("def predict(self, x: typing.Any, lengths: typing.Any = None) -> typing.Any"),
           "Of each row the number of its class, a place in `classes`, −1 where there is no "
           "answer;\n"
           "of a network that answers by numbers these, [rows][targets], in the table's own unit.")
      .def("predict_proba", &predict_proba, nb::arg("x"), nb::arg("lengths") = nb::none(),
           nb::sig("def predict_proba(self, x: typing.Any, lengths: typing.Any = None) -> "
                   "numpy.typing.NDArray[typing.Any]"),
           "How likely each class is, given that one of them is right: [rows][classes]. Where\n"
           "several may be right, each by itself. Raises UnsupportedError where outputs are no\n"
           "probabilities.")
      .def("read", &read, nb::arg("file"),
           nb::sig("def read(self, file: str | os.PathLike[str]) -> "
                   "tuple[numpy.typing.NDArray[numpy.float32], int | None]"),
           "A picture or a recording as this network, which learnt from such files, takes it: the\n"
           "sample, and of a recording how many of its frames hold sound.")
      .def("evaluate", &evaluate, nb::arg("data"), nb::kw_only(), nb::arg("engine") = nb::none(),
           "The cost and the answers over a set.")
      .def("__getstate__", &bytes_of)
      .def("__setstate__", [](SharedModel& self,
                              const nb::bytes& bytes) { new (&self) SharedModel(of_bytes(bytes)); })
      .def("__copy__", [](const SharedModel& self) { return SharedModel(*self.model); })
      .def("__deepcopy__",
           [](const SharedModel& self, nb::handle) { return SharedModel(*self.model); })
      .def("__repr__", &in_words);
  bind_predictor(module);
  module.def(
      "load_model", [](nb::handle path) { return SharedModel(load_model(path_of(path))); },
      nb::arg("path"), nb::sig("def load_model(path: str | os.PathLike[str]) -> Model"),
      "The same as Model.load().");
}

}  // namespace glia::python
