#include <nanobind/stl/optional.h>
#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <cstdio>
#include <memory>
#include <string>

#include "bindings.h"
#include "dataset.h"
#include "edits.h"
#include "glia/error.h"
#include "glia/presets.h"
#include "model.h"
#include "pickled.h"
#include "settings.h"
#include "trainer.h"

namespace glia::python {
namespace {

using PresetName = std::optional<std::string>;

// Of the hidden layers, which the usual rate hangs on.
std::string hidden_activation(const Graph& graph) {
  for (const Node& node : graph.nodes()) {
    if (!node.op || node.name == graph[graph.output()].name) continue;
    for (const std::string_view name : activation_names()) {
      if (node.op->name() == name) return std::string(name);
    }
  }
  return "identity";
}

// What follows from the model and the data where nobody asks otherwise.
Settings settings_of(const Model& model, const DataSplit& data, const PresetName& preset,
                     const nb::kwargs& said) {
  const Asked asked = asked_of(said, of_recipe,
                               "a Trainer does not take it; a Model takes what the network is, and "
                               "load_dataset(), learn_table() and Dataset what it is learnt from");
  DataSplit learnt{.train = data.train, .form = model.form};
  Asked base = preset ? settings_for(preset_named(*preset), data.train.name()) : wants_of(learnt);
  base["cost"] = std::string(name_of(model.cost));
  base["huber_delta"] = model.cost_parameters.huber_delta;
  base["focal_gamma"] = model.cost_parameters.focal_gamma;
  base["activation"] = hidden_activation(model.graph);
  return complete(asked, base);
}

void warn_of(const std::vector<std::string>& notes) {
  for (const std::string& note : notes) {
    if (PyErr_WarnEx(PyExc_UserWarning, note.c_str(), 2) != 0) nb::raise_python_error();
  }
}

void make_trainer(SharedTrainer* self, const SharedModel& model, nb::handle train,
                  const Dataset* validation, const Dataset* test, const PresetName& preset,
                  const EnginePointer& engine, const nb::kwargs& said) {
  DataSplit split = split_of(train);
  if (validation) split.validation = *validation;
  if (test) split.test = *test;
  const Settings settings = settings_of(*model.model, split, preset, said);
  const EnginePointer chosen = or_default(engine);
  {
    const nb::gil_scoped_release release;
    new (self) SharedTrainer(chosen, *model.model, split, settings);
  }
  try {
    warn_of(self->between_steps([](Trainer& t) { return t.notes(); }));
  } catch (...) {  // warnings may be errors
    self->~SharedTrainer();
    throw;
  }
}

// Between two steps.
template <typename Ask>
auto answer(Ask ask) {
  return [ask](SharedTrainer& self) { return self.between_steps(ask); };
}

// The parameter's own shape, for an index with a number for each axis.
Edit edit_of(SharedTrainer& self, const std::string& parameter, nb::handle index, double value,
             bool hold) {
  const Shape shape =
      self.between_steps([&](Trainer& t) { return t.model().state[parameter].shape; });
  return {.kind = hold ? Edit::Kind::hold : Edit::Kind::set,
          .parameter = parameter,
          .index = flat_index(index, parameter, shape),
          .value = value};
}

void submit(SharedTrainer& self, const Edit& edit) {
  if (self.submit(edit)) return;
  throw Error(ErrorCode::invalid_argument,
              "trainer: 1,024 edits wait already; run it, so that they are applied");
}

void bind_hands(nb::class_<SharedTrainer>& trainer) {
  trainer
      .def("submit", &submit, nb::arg("edit"),
           "From any thread: the edit is applied between two steps. Raises an Error when it does "
           "not\n"
           "fit the model, or 1,024 wait already.")
      .def(
          "edit",
          [](SharedTrainer& self, const std::string& parameter, nb::handle index, double value,
             bool hold) { submit(self, edit_of(self, parameter, index, value, hold)); },
          nb::arg("parameter"), nb::arg("index"), nb::arg("value"), nb::kw_only(),
          nb::arg("hold") = false,
          nb::sig(
              "def edit(self, parameter: str, index: int | collections.abc.Sequence[int], value: "
              "float, *, hold: bool = False) -> None"),
          "parameter[index] = value before the next step; with hold again after each update.")
      .def(
          "release",
          [](SharedTrainer& self, const std::string& parameter, nb::handle index) {
            Edit edit = edit_of(self, parameter, index, 0, false);
            edit.kind = Edit::Kind::release;
            submit(self, edit);
          },
          nb::arg("parameter"), nb::arg("index"),
          nb::sig(
              "def release(self, parameter: str, index: int | collections.abc.Sequence[int]) -> "
              "None"),
          "Lets go of what is held.")
      .def_prop_ro("journal", answer([](Trainer& t) { return t.journal(); }),
                   nb::sig("def journal(self) -> list[JournalEntry]"), "Every edit with its place.")
      .def(
          "replay",
          [](SharedTrainer& self, const Journal& journal) {
            self.between_steps([&](Trainer& t) { t.replay(journal); });
          },
          nb::arg("journal"),
          nb::sig("def replay(self, journal: collections.abc.Sequence[JournalEntry]) -> None"),
          "Applies these at their steps. Raises an Error once training began.")
      .def("checkpoint", answer([](Trainer& t) { return t.checkpoint(); }),
           nb::sig("def checkpoint(self) -> Checkpoint"), "The whole training at this moment.")
      .def(
          "resume",
          [](SharedTrainer& self, const Checkpoint& from) {
            return self.between_steps([&](Trainer& t) { return t.resume(from); });
          },
          nb::arg("checkpoint"),
          "Goes on from there, for a trainer that has done nothing yet. Returns what is not as it\n"
          "was, a sentence each: then the bits may differ from those of a training that was never\n"
          "stopped.")
      .def("snapshot", answer([](Trainer& t) { return t.snapshot(); }),
           nb::sig("def snapshot(self) -> Snapshot"),
           "A moment, from which it goes on bit for bit.")
      .def(
          "restore",
          [](SharedTrainer& self, const Snapshot& from) {
            self.between_steps([&](Trainer& t) { t.restore(from); });
          },
          nb::arg("snapshot"));
}

const std::string& constructor_signature() {
  static const std::string words =
      "def __init__(self, model: Model, train: DataSplit | Dataset, *, validation: Dataset | None "
      "= "
      "None, test: Dataset | None = None, " +
      parameters_in_words(is_preset) + ", engine: Engine | None = None, " +
      parameters_in_words(of_recipe) + ") -> None";
  return words;
}
const std::string& constructor_words() {
  static const std::string words =
      "train: what it learns from; of a DataSplit the parts to validate and test on are taken, "
      "too.\n"
      "validation: evaluated after each epoch; early stopping watches it. test: evaluated after "
      "each\n"
      "epoch, never learnt from. preset: the recipe of one of presets().\n\n"
      "What is not said is as usual, which may follow from the model and from other settings:\n\n" +
      help_in_words(of_recipe);
  return words;
}

void bind_reports(nb::module_& module) {
  nb::class_<EpochReport> report(module, "EpochReport", "What one epoch brought.");
  report.def_ro("epoch", &EpochReport::epoch, "1 for the first.")
      .def_ro("step", &EpochReport::step)
      .def_ro("cost", &EpochReport::cost, "The mean over its samples, as they were learnt from.")
      .def_ro("train_accuracy", &EpochReport::train_accuracy)
      .def_ro("validation", &EpochReport::validation)
      .def_ro("test", &EpochReport::test)
      .def_ro("learning_rate", &EpochReport::learning_rate)
      .def_ro("seconds", &EpochReport::seconds, "Of training, evaluation not counted.")
      .def_ro("samples_per_second", &EpochReport::samples_per_second)
      .def("__repr__", [](const EpochReport& r) {
        char text[160];
        std::snprintf(text, sizeof text,
                      "glia.EpochReport(epoch=%llu, cost=%.6g, train_accuracy=%.4f)",
                      static_cast<unsigned long long>(r.epoch), r.cost, r.train_accuracy);
        return std::string(text);
      });
  pickle_by(report, &EpochReport::epoch, &EpochReport::step, &EpochReport::cost,
            &EpochReport::train_accuracy, &EpochReport::validation, &EpochReport::test,
            &EpochReport::learning_rate, &EpochReport::seconds, &EpochReport::samples_per_second);
  nb::class_<Progress> progress(module, "Progress", "Where a training is.");
  progress.def_ro("epoch", &Progress::epoch)
      .def_ro("epochs", &Progress::epochs)
      .def_ro("step", &Progress::step)
      .def_ro("steps", &Progress::steps)
      .def_ro("epoch_fraction", &Progress::epoch_fraction)
      .def_ro("cost", &Progress::cost, "Of this epoch so far.")
      .def_ro("samples_per_second", &Progress::samples_per_second)
      .def_ro("seconds_left", &Progress::seconds_left)
      .def("__repr__", [](const Progress& p) {
        char text[160];
        std::snprintf(
            text, sizeof text, "glia.Progress(epoch=%llu/%llu, step=%llu/%llu, cost=%.6g)",
            static_cast<unsigned long long>(p.epoch), static_cast<unsigned long long>(p.epochs),
            static_cast<unsigned long long>(p.step), static_cast<unsigned long long>(p.steps),
            p.cost);
        return std::string(text);
      });
  pickle_by(progress, &Progress::epoch, &Progress::epochs, &Progress::step, &Progress::steps,
            &Progress::epoch_fraction, &Progress::cost, &Progress::samples_per_second,
            &Progress::seconds_left);
}

std::string in_words(const Progress& p, const std::string& recipe) {
  return "glia.Trainer(epoch " + std::to_string(p.epoch) + " of " + std::to_string(p.epochs) +
         ", step " + std::to_string(p.step) + " of " + std::to_string(p.steps) + "; " + recipe +
         ")";
}

}  // namespace

void bind_trainer(nb::module_& module) {
  bind_reports(module);
  bind_edit(module);
  bind_checkpoint(module);
  nb::class_<SharedTrainer> trainer(
      module, "Trainer",
      "Data, model, optimizer and schedule: a training that goes on for as long as it is told.\n\n"
      "A run is a function of seed, data, numeric path and edits: the same for any number of "
      "threads\n"
      "and any budgets. Other threads may use it while run() is at work in one: they are answered\n"
      "between two steps."
      "\n\n"
      ">>> data = glia.Dataset.rows([[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0])\n"
      ">>> trainer = glia.Trainer(glia.Model(\"2-8-1\", data), data, epochs=500, batch=4)\n"
      ">>> trainer.run(steps=10)\n"
      "'budget'\n"
      ">>> trainer.step\n"
      "10\n"
      ">>> trainer.run()\n"
      "'finished'");
  bind_hands(trainer);
  trainer
      .def("__init__", &make_trainer, nb::arg("model"), nb::arg("train"), nb::kw_only(),
           nb::arg("validation") = nb::none(), nb::arg("test") = nb::none(),
           nb::arg("preset") = nb::none(), nb::arg("engine") = nb::none(), nb::arg("recipe"),
           nb::sig(constructor_signature().c_str()), constructor_words().c_str())
      .def(
          "run", &SharedTrainer::run, nb::kw_only(), nb::arg("steps") = nb::none(),
          nb::arg("seconds") = nb::none(), nb::arg("epochs") = nb::none(),
          nb::arg("on_progress") = nb::none(), nb::arg("on_epoch") = nb::none(),
          nb::sig(
              "def run(self, *, steps: int | None = None, seconds: float | None = None, epochs: "
              "int | None = None, on_progress: collections.abc.Callable[[Progress], object] | "
              "None = None, on_epoch: collections.abc.Callable[[EpochReport], object] | None = "
              "None) -> typing.Literal['budget', 'finished', 'early_stopping', 'cancelled']"),
          "Goes on for that long, or to the recipe's end, and says why it stopped. on_progress is\n"
          "told a few times a second, on_epoch after each epoch; what they raise stops the "
          "training\n"
          "and comes out here, as Ctrl-C does. All that was learnt is kept. Raises DivergedError\n"
          "that names the first layer where NaN or infinity appeared; the last good parameters "
          "are\n"
          "then in `model`.")
      .def("cancel", &SharedTrainer::cancel, "From any thread: run() returns after its step.")
      .def_prop_ro("model", answer([](Trainer& t) { return SharedModel(t.model()); }),
                   "A copy with the parameters as they are now; once early stopping, or the last\n"
                   "epoch of a recipe with patience, has ended the training: with the best.")
      .def(
          "evaluate",
          [](SharedTrainer& self, const Dataset& data) {
            return self.between_steps([&](Trainer& t) { return t.evaluate(data); });
          },
          nb::arg("data"), "The same as model.evaluate(data).")
      .def_prop_ro("reports", answer([](Trainer& t) { return t.reports(); }),
                   "One for each epoch; only the last has its confusion matrices.")
      .def_prop_ro("step", answer([](Trainer& t) { return t.step(); }))
      .def_prop_ro("progress", answer([](Trainer& t) { return t.progress(); }))
      .def_prop_ro("notes", answer([](Trainer& t) { return t.notes(); }),
                   "What in model, data and recipe may be meant and mostly is not.")
      .def_prop_ro(
          "recipe",
          [](const SharedTrainer& self) {
            nb::dict all;
            for (const auto& [name, value] : asked_of(self.settings().recipe)) {
              all[name.c_str()] = object_of(value);
            }
            return all;
          },
          nb::sig("def recipe(self) -> dict[str, bool | int | float | str]"),
          "Every setting of the recipe as it is.")
      .def("__repr__", [](SharedTrainer& self) {
        return in_words(self.between_steps([](Trainer& t) { return t.progress(); }),
                        glia::in_words(self.settings()));
      });
  refuse_pickle(trainer,
                "a Trainer is of this process: send trainer.checkpoint() and the data, and there "
                "glia.Trainer(checkpoint.model, data, **checkpoint.recipe).resume(checkpoint)");
}

}  // namespace glia::python
