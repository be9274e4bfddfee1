#include "glia/session.h"

#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "arrays.h"
#include "bindings.h"
#include "glia/error.h"
#include "model.h"
#include "pickled.h"

namespace glia::python {
namespace {

// A Session that Python's threads share, taking turns.
struct SharedSession {
  SharedSession(EnginePointer with, const Model& model, const PlanOptions& options)
      : engine(std::move(with)), session(engine->engine, model.graph, options) {
    session.load(model.state);
  }

  template <typename Ask>
  auto alone(Ask&& ask) {
    const nb::gil_scoped_release release;
    const std::lock_guard lock(mutex);
    return ask(session);
  }
  const Shape& output_shape() const {
    const Graph& graph = session.graph();
    return graph[graph.output()].shape;
  }

  EnginePointer engine;
  Session session;
  std::mutex mutex;
};

void make(SharedSession* self, const SharedModel& model, std::int64_t batch,
          const std::vector<std::string>& watch, bool learn, const EnginePointer& engine) {
  PlanOptions options{.batch = batch};
  options.watch.insert(watch.begin(), watch.end());
  options.learn = learn;
  if (learn) {
    options.cost = model.model->cost;
    options.cost_parameters = model.model->cost_parameters;
  }
  new (self) SharedSession(or_default(engine), *model.model, options);
}

std::vector<std::int64_t> lengths_of(nb::handle lengths) {
  return lengths.is_none() ? std::vector<std::int64_t>{} : wholes_of(lengths, "lengths");
}

nb::object forward(SharedSession& self, nb::handle x, nb::handle lengths) {
  const Rows rows = rows_of(x);
  const std::vector<float> in = as_floats(rows);
  const std::vector<std::int64_t> frames = lengths_of(lengths);
  std::vector<float> out =
      self.alone([&](Session& s) { return s.forward(in, rows.count, frames); });
  std::vector<std::int64_t> sizes{rows.count};
  for (const std::int64_t size : self.output_shape().sizes()) sizes.push_back(size);
  return array_of(std::move(out), sizes);
}

nb::object gradients(SharedSession& self, nb::handle x, nb::handle y, std::uint64_t seed,
                     std::uint64_t step, nb::handle weights, nb::handle lengths) {
  const Rows rows = rows_of(x);
  const std::vector<float> in = as_floats(rows);
  const auto wanted = nb::cast<Array>(helper("batch_targets", y, self.output_shape().elements()));
  const std::vector<std::int64_t> frames = lengths_of(lengths);
  const std::vector<float> counts =
      weights.is_none() ? std::vector<float>{} : floats_of(weights, "weights");
  State gradients;
  const double cost = self.alone([&](Session& s) {
    return s.gradients(in, numbers_of<float>(wanted), rows.count, gradients,
                       {.seed = seed, .step = step, .lengths = frames, .weights = counts});
  });
  nb::dict all;
  for (auto& [name, tensor] : gradients.tensors()) {
    all[name.c_str()] = array_of(std::move(tensor.values), tensor.shape.sizes());
  }
  return nb::make_tuple(cost, all);
}

nb::dict parameters(SharedSession& self) {
  State state = self.alone([](Session& s) { return s.state(); });
  nb::dict all;
  for (auto& [name, tensor] : state.tensors()) {
    all[name.c_str()] = array_of(std::move(tensor.values), tensor.shape.sizes());
  }
  return all;
}

void load(SharedSession& self, const nb::dict& parameters) {
  State state = self.alone([](Session& s) { return s.state(); });
  put_parameters(state, parameters);
  self.alone([&](Session& s) { s.load(state); });
}

}  // namespace

void bind_session(nb::module_& module) {
  nb::class_<SharedSession> kind(module, "Session",
                                 "A network bound to numbers, for a training loop of one's own."
                                 "\n\n"
                                 ">>> x, y = [[0.0, 1.0], [1.0, 0.0]], [0, 1]\n"
                                 ">>> session = glia.Session(glia.Model(\"2-4-2\"), batch=2)\n"
                                 ">>> numbers = session.parameters\n"
                                 ">>> cost, gradients = session.gradients(x, y)\n"
                                 ">>> for name in numbers:\n"
                                 "...     numbers[name] -= 0.1 * gradients[name]\n"
                                 ">>> session.load(numbers)\n"
                                 ">>> session.gradients(x, y)[0] < cost\n"
                                 "True");
  refuse_pickle(kind,
                "a Session is bound to memory of this process: send its model and its parameters, "
                "and there glia.Session(model).load(parameters)");
  kind.def(
          "__init__", &make, nb::arg("model"), nb::kw_only(), nb::arg("batch") = 64,
          nb::arg("watch") = nb::tuple(), nb::arg("learn") = true, nb::arg("engine") = nb::none(),
          nb::sig("def __init__(self, model: Model, *, batch: int = 64, watch: "
                  "collections.abc.Sequence[str] = (), learn: bool = True, engine: Engine | None = "
                  "None) -> None"),
          "batch: the most rows at once. watch: nodes and inner slots that activation() has after\n"
          "forward(). learn: whether there are gradients(), by the model's cost.")
      .def_prop_ro(
          "parameters", &parameters,
          nb::sig("def parameters(self) -> dict[str, numpy.typing.NDArray[numpy.float32]]"),
          "Copies, by name, in canonical form.")
      .def("load", &load, nb::arg("parameters"),
           nb::sig("def load(self, parameters: dict[str, typing.Any]) -> None"),
           "Takes these numbers in place of its own; what is not named stays.")
      .def("forward", &forward, nb::arg("x"), nb::arg("lengths") = nb::none(),
           nb::sig("def forward(self, x: typing.Any, lengths: typing.Any = None) -> "
                   "numpy.typing.NDArray[numpy.float32]"),
           "The outputs of rows, at most a batch of them: [rows][outputs].")
      .def(
          "activation",
          [](SharedSession& self, const std::string& node, std::int64_t row) {
            const auto [id, slot] = self.session.graph().find_slot(node);
            const Shape shape = slot ? slot->shape : self.session.graph()[id].shape;
            return array_of(self.alone([&](Session& s) { return s.activation(node, row); }),
                            shape.sizes());
          },
          nb::arg("node"), nb::arg("row") = 0,
          nb::sig("def activation(self, node: str, row: int = 0) -> "
                  "numpy.typing.NDArray[numpy.float32]"),
          "What a watched node, or inner slot, gave for a row of the last batch.")
      .def("gradients", &gradients, nb::arg("x"), nb::arg("y"), nb::kw_only(), nb::arg("seed") = 0,
           nb::arg("step") = 0, nb::arg("weights") = nb::none(), nb::arg("lengths") = nb::none(),
           nb::sig(
               "def gradients(self, x: typing.Any, y: typing.Any, *, seed: int = 0, step: int = 0, "
               "weights: typing.Any = None, lengths: typing.Any = None) -> "
               "tuple[float, dict[str, numpy.typing.NDArray[numpy.float32]]]"),
           "The cost of a batch and the gradient of each parameter, as a step of training finds\n"
           "them. y: of each row its class, or its targets. seed and step: of the dropout masks.")
      .def(
          "evaluate",
          [](SharedSession& self, const Dataset& data) {
            return self.alone([&](Session& s) { return s.evaluate(data); });
          },
          nb::arg("data"))
      .def_prop_ro("notes", [](const SharedSession& self) { return self.session.notes(); });
}

}  // namespace glia::python
