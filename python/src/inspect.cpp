#include "glia/inspect.h"

#include <nanobind/stl/optional.h>
#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <memory>
#include <string>
#include <vector>

#include "arrays.h"
#include "bindings.h"
#include "glia/error.h"
#include "model.h"
#include "pickled.h"

namespace glia::python {
namespace {

using Length = std::optional<std::int64_t>;

// One sample as the network sees it.
std::vector<float> sample_of(nb::handle x, const Model& model) {
  std::vector<float> sample = as_floats(rows_of(x));
  const Shape& shape = model.graph.input_shape();
  if (std::ssize(sample) != shape.elements()) {
    throw Error(ErrorCode::shape_mismatch, "x: expected one sample of " + shape.str() + ", got " +
                                               std::to_string(sample.size()) + " numbers");
  }
  return sample;
}

// What a sample does in a network, which stays for as long as it is looked at.
struct Inside {
  Inside(EnginePointer with, const SharedModel& of, nb::handle x, Length length)
      : engine(std::move(with)),
        model(of.model),
        sample(sample_of(x, *model)),
        frames(length),
        activations(engine->engine, *model, sample, length) {}

  std::span<const float> at(const std::string& name) const {
    const auto [node, slot] = model->graph.find_slot(name);
    return slot ? activations.inner(name) : activations[node];
  }
  Shape shape_at(const std::string& name) const {
    const auto [node, slot] = model->graph.find_slot(name);
    return slot ? slot->shape : model->graph[node].shape;
  }

  EnginePointer engine;
  std::shared_ptr<const Model> model;
  std::vector<float> sample;
  Length frames;
  Activations activations;
};

// The sample is sent through again: it gives the same.
nb::tuple state_of_inside(const Inside& inside) {
  return nb::make_tuple(SharedModel(Model(*inside.model)), array_of(inside.sample), inside.frames);
}

std::vector<std::string> names(const Inside& inside) {
  std::vector<std::string> all;
  for (const Node& node : inside.model->graph.nodes()) {
    all.push_back(node.name);
    for (const InnerSlot& slot : node.spec.inner) all.push_back(node.name + "." + slot.name);
  }
  return all;
}

std::int64_t answer_of(const SharedModel& model, nb::handle x, const Length& length,
                       const std::optional<std::int64_t>& output) {
  if (output) return *output;
  Model const& m = *model.model;
  Session session(default_engine()->engine, m.graph, PlanOptions{});
  session.load(m.state);
  const std::vector<float> in = sample_of(x, m);
  const std::int64_t frames = length.value_or(0);
  const std::span<const std::int64_t> lengths(&frames, length ? 1 : 0);
  return std::max(brightest(session.forward(in, 1, lengths)), 0);
}

nb::object shaped(std::vector<double> values, const Shape& shape) {
  return array_of(std::move(values), shape.sizes());
}

struct Slopes {
  Saliency saliency;
  Shape shape;
  std::int64_t output;
};
struct Covered {
  Occlusion occlusion;
  std::int64_t output;
};

Slopes slopes(const SharedModel& model, nb::handle x, std::optional<std::int64_t> output,
              Length length, const EnginePointer& engine) {
  const std::int64_t answer = answer_of(model, x, length, output);
  return {saliency(or_default(engine)->engine, *model.model, sample_of(x, *model.model), answer,
                   length),
          model.model->graph.input_shape(), answer};
}

Covered covered(const SharedModel& model, nb::handle x, std::optional<std::int64_t> output,
                int window, Length length, const EnginePointer& engine) {
  const std::optional<ImageSize> size = image_size(model.model->graph.input_shape());
  if (!size) {
    throw Error(ErrorCode::unsupported,
                "occlusion: expected a network that takes pictures, got one "
                "that takes " +
                    model.model->graph.input_shape().str());
  }
  const std::int64_t answer = answer_of(model, x, length, output);
  return {occlusion(or_default(engine)->engine, *model.model, sample_of(x, *model.model), *size,
                    window, answer, length),
          answer};
}

void bind_votes(nb::module_& module) {
  nb::class_<Votes>(
      module, "Votes",
      "Why a neuron's sum is what it is: z = Σ contributions + bias + rounding, exactly.")
      .def_prop_ro("neuron", [](const Votes& v) { return v.neuron.str(); })
      .def_prop_ro(
          "activations", [](const Votes& v) { return array_of(v.activations); },
          nb::sig("def activations(self) -> numpy.typing.NDArray[numpy.float32]"),
          "[inputs], of what the weights multiply.")
      .def_prop_ro(
          "weights", [](const Votes& v) { return array_of(v.weights); },
          nb::sig("def weights(self) -> numpy.typing.NDArray[numpy.float32]"))
      .def_prop_ro(
          "contributions", [](const Votes& v) { return array_of(v.contributions); },
          nb::sig("def contributions(self) -> numpy.typing.NDArray[numpy.float64]"),
          "weight · activation.")
      .def_ro("bias", &Votes::bias)
      .def_ro("rounding", &Votes::rounding)
      .def_ro("z", &Votes::z, "As the engine computed it.")
      .def_prop_ro("in_favour", &Votes::in_favour, "Σ of the contributions above zero.")
      .def_prop_ro("against", &Votes::against, "Σ of those below.")
      .def(
          "__getstate__",
          [](const Votes& v) {
            return nb::make_tuple(v.neuron.layer, v.neuron.index, v.activations, v.weights,
                                  v.contributions, v.bias, v.rounding, v.z);
          },
          nb::sig(kStateOut))
      .def(
          "__setstate__",
          [](Votes& self, const nb::tuple& s) {
            new (&self) Votes{
                {nb::cast<std::string>(nb::handle(s[0])), nb::cast<std::int64_t>(nb::handle(s[1]))},
                nb::cast<std::vector<float>>(nb::handle(s[2])),
                nb::cast<std::vector<float>>(nb::handle(s[3])),
                nb::cast<std::vector<double>>(nb::handle(s[4])),
                nb::cast<double>(nb::handle(s[5])),
                nb::cast<double>(nb::handle(s[6])),
                nb::cast<float>(nb::handle(s[7]))};
          },
          nb::sig(kStateIn))
      .def("__repr__", [](const Votes& v) {
        return "glia.Votes('" + v.neuron.str() + "': z = " + std::to_string(v.z) + ")";
      });
}

}  // namespace

void bind_inspect(nb::module_& module) {
  bind_votes(module);
  nb::class_<Inside>(
      module, "Activations",
      "One sample's way through a network: what every node, and every gate, gave."
      "\n\n"
      ">>> inside = glia.Activations(glia.Model(\"2-4-3\"), [0.5, 1.0])\n"
      ">>> inside.keys()\n"
      "['input', 'hidden1', 'hidden1.activation', 'output', 'output.activation']\n"
      ">>> inside[\"hidden1\"].shape\n"
      "(4,)\n"
      ">>> votes = inside.votes(\"hidden1[2]\")\n"
      ">>> bool(votes.contributions.sum() + votes.bias + votes.rounding == votes.z)\n"
      "True")
      .def(
          "__init__",
          [](Inside* self, const SharedModel& model, nb::handle x, Length length,
             const EnginePointer& engine) {
            new (self) Inside(or_default(engine), model, x, length);
          },
          nb::arg("model"), nb::arg("x"), nb::kw_only(), nb::arg("length") = nb::none(),
          nb::arg("engine") = nb::none(),
          nb::sig("def __init__(self, model: Model, x: typing.Any, *, length: int | None = None, "
                  "engine: Engine | None = None) -> None"),
          "x: one sample. length: how many frames of a sequence count.")
      .def(
          "__getitem__",
          [](nb::handle_t<Inside> self, const std::string& name) {
            const auto& inside = nb::cast<const Inside&>(self);
            return view_of(inside.at(name), inside.shape_at(name), self);
          },
          nb::arg("name"),
          nb::sig("def __getitem__(self, name: str, /) -> numpy.typing.NDArray[numpy.float32]"),
          "Of a node, \"hidden1.activation\", or an inner slot, \"lstm1.forget_gate\": a view "
          "that\n"
          "cannot be written to. Raises NotFoundError with the nearest name.")
      .def("keys", &names)
      .def("__getstate__", &state_of_inside, nb::sig(kStateOut))
      .def(
          "__setstate__",
          [](Inside& self, const nb::tuple& state) {
            new (&self) Inside(default_engine(), nb::cast<const SharedModel&>(nb::handle(state[0])),
                               nb::object(state[1]), nb::cast<Length>(nb::handle(state[2])));
          },
          nb::sig(kStateIn))
      .def(
          "__iter__", [](const Inside& self) { return nb::iter(nb::cast(names(self))); },
          nb::sig("def __iter__(self) -> collections.abc.Iterator[str]"))
      .def("__len__", [](const Inside& self) { return names(self).size(); })
      .def_prop_ro(
          "output",
          [](nb::handle_t<Inside> self) {
            const auto& inside = nb::cast<const Inside&>(self);
            const Graph& graph = inside.model->graph;
            return view_of(inside.activations.output(), graph[graph.output()].shape, self);
          },
          nb::sig("def output(self) -> numpy.typing.NDArray[numpy.float32]"))
      .def(
          "votes",
          [](const Inside& self, const std::string& neuron) {
            return self.activations.votes(parse_neuron(neuron, self.model->graph));
          },
          nb::arg("neuron"), "Of \"hidden1[3]\".");
  nb::class_<Slopes> slopes_class(
      module, "Saliency",
      "How much the answer hangs on each input at one sample: its slopes, and slope ×\n"
      "input.");
  slopes_class.def_ro("output", &Slopes::output, "Which number of the network is the answer.")
      .def_prop_ro(
          "gradient",
          [](const Slopes& s) { return array_of(s.saliency.gradient, s.shape.sizes()); },
          nb::sig("def gradient(self) -> numpy.typing.NDArray[numpy.float32]"),
          "∂answer/∂input, in the shape of the input.")
      .def_prop_ro(
          "products", [](const Slopes& s) { return shaped(s.saliency.products, s.shape); },
          nb::sig("def products(self) -> numpy.typing.NDArray[numpy.float64]"))
      .def_prop_ro("total", [](const Slopes& s) { return s.saliency.total(); })
      .def(
          "__getstate__",
          [](const Slopes& s) {
            return nb::make_tuple(s.saliency.gradient, s.saliency.products, tuple_of(s.shape),
                                  s.output);
          },
          nb::sig(kStateOut))
      .def(
          "__setstate__",
          [](Slopes& self, const nb::tuple& s) {
            new (&self) Slopes{{nb::cast<std::vector<float>>(nb::handle(s[0])),
                                nb::cast<std::vector<double>>(nb::handle(s[1]))},
                               shape_of(nb::object(s[2])),
                               nb::cast<std::int64_t>(nb::handle(s[3]))};
          },
          nb::sig(kStateIn));
  module.def(
      "saliency", &slopes, nb::arg("model"), nb::arg("x"), nb::arg("output") = nb::none(),
      nb::kw_only(), nb::arg("length") = nb::none(), nb::arg("engine") = nb::none(),
      nb::sig("def saliency(model: Model, x: typing.Any, output: int | None = None, *, length: "
              "int | None = None, engine: Engine | None = None) -> Saliency"),
      "Of number `output` of the network, its answer if it is not said, at one sample.");
  nb::class_<Covered>(module, "Occlusion", "What is lost when a part of the picture is not seen.")
      .def_ro("output", &Covered::output)
      .def_prop_ro("window", [](const Covered& c) { return c.occlusion.window; })
      .def_prop_ro(
          "whole", [](const Covered& c) { return c.occlusion.whole; },
          "The output when nothing is covered.")
      .def_prop_ro(
          "drops",
          [](const Covered& c) {
            return shaped(c.occlusion.drops, {c.occlusion.size.height, c.occlusion.size.width});
          },
          nb::sig("def drops(self) -> numpy.typing.NDArray[numpy.float64]"),
          "[height][width]: whole − the output, the square centred there.")
      .def(
          "__getstate__",
          [](const Covered& c) {
            return nb::make_tuple(c.occlusion.size.width, c.occlusion.size.height,
                                  c.occlusion.window, c.occlusion.whole, c.occlusion.drops,
                                  c.output);
          },
          nb::sig(kStateOut))
      .def(
          "__setstate__",
          [](Covered& self, const nb::tuple& s) {
            new (&self) Covered{{.size = {.width = nb::cast<int>(nb::handle(s[0])),
                                          .height = nb::cast<int>(nb::handle(s[1]))},
                                 .window = nb::cast<int>(nb::handle(s[2])),
                                 .whole = nb::cast<float>(nb::handle(s[3])),
                                 .drops = nb::cast<std::vector<double>>(nb::handle(s[4]))},
                                nb::cast<std::int64_t>(nb::handle(s[5]))};
          },
          nb::sig(kStateIn));
  module.def(
      "occlusion", &covered, nb::arg("model"), nb::arg("x"), nb::arg("output") = nb::none(),
      nb::kw_only(), nb::arg("window") = 5, nb::arg("length") = nb::none(),
      nb::arg("engine") = nb::none(),
      nb::sig("def occlusion(model: Model, x: typing.Any, output: int | None = None, *, window: "
              "int = 5, length: int | None = None, engine: Engine | None = None) -> Occlusion"),
      "A square of window × window pixels of background is laid over each place in turn.");
}

}  // namespace glia::python
