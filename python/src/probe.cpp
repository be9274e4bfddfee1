#include "glia/probe.h"

#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "arrays.h"
#include "bindings.h"
#include "pickled.h"
#include "trainer.h"

namespace glia::python {
namespace {

// A Probe that Python's threads share.
class SharedProbe {
 public:
  SharedProbe(SharedTrainer& trainer, const std::string& slot) : slot_(slot) {
    trainer.between_steps([&](Trainer& t) {
      probe_ = std::make_unique<Probe>(t, slot);
      last_ = last_axes(t.model());
    });
  }

  void request() {
    const std::lock_guard lock(mutex_);
    probe_->request();
  }
  // [rows][width] of a node, the shape of a parameter; None when none came.
  nb::object read() {
    std::vector<float> values;
    std::uint64_t step = 0;
    {
      const std::lock_guard lock(mutex_);
      if (!probe_->read(values, step)) return nb::none();
    }
    std::vector<std::int64_t> sizes = sizes_;
    if (of_node_)
      sizes.insert(sizes.begin(), std::ssize(values) / std::max<std::int64_t>(last_, 1));
    return nb::make_tuple(array_of(std::move(values), sizes), step);
  }
  const std::string& slot() const noexcept { return slot_; }

 private:
  std::int64_t last_axes(const Model& model) {
    if (slot_ == "cost") return 1;
    constexpr std::string_view kGradient = ".gradient";
    std::string name = slot_;
    if (name.ends_with(kGradient)) name.resize(name.size() - kGradient.size());
    const auto& tensors = model.state.tensors();
    Shape shape;
    if (const auto tensor = tensors.find(name); tensor != tensors.end()) {
      shape = tensor->second.shape;
    } else {
      of_node_ = true;
      shape = model.graph[model.graph.find(slot_)].shape;
    }
    sizes_.assign(shape.sizes().begin(), shape.sizes().end());
    return shape.elements();
  }

  std::string slot_;
  std::unique_ptr<Probe> probe_;
  std::vector<std::int64_t> sizes_;
  std::int64_t last_ = 1;
  bool of_node_ = false;
  std::mutex mutex_;
};

}  // namespace

void bind_probe(nb::module_& module) {
  nb::class_<SharedProbe> kind(
      module, "Probe",
      "How one looks inside a running training, which never waits for it.\n\n"
      "slot: a parameter, \"hidden1.weight\"; its gradient, \"hidden1.weight.gradient\"; a node's\n"
      "output for the last batch, \"hidden1.activation\"; or \"cost\". Raises an Error with the "
      "nearest\n"
      "name.");
  refuse_pickle(kind, "a Probe looks into a Trainer of this process: send what read() gave");
  kind.def(nb::init<SharedTrainer&, const std::string&>(), nb::arg("trainer"), nb::arg("slot"),
           nb::keep_alive<1, 2>())
      .def("request", &SharedProbe::request,
           "Asks for a copy at the end of the current step; of a gradient, of the next one.")
      .def(
          "read", &SharedProbe::read,
          nb::sig("def read(self) -> tuple[numpy.typing.NDArray[numpy.float32], int] | None"),
          "The newest copy and its step; None when none came since the last read. A parameter has\n"
          "its own shape, a node's output [rows][…], the cost none.")
      .def_prop_ro("slot", &SharedProbe::slot)
      .def("__repr__", [](const SharedProbe& p) { return "glia.Probe('" + p.slot() + "')"; });
}

}  // namespace glia::python
