#include "glia/report.h"

#include <nanobind/stl/optional.h>
#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <string>
#include <vector>

#include "arrays.h"
#include "bindings.h"
#include "glia/confidence.h"
#include "glia/error.h"
#include "model.h"
#include "pickled.h"

namespace glia::python {
namespace {

struct NamedReport : Report {
  std::vector<std::string> class_names = {};
};

NamedReport report(const SharedModel& self, const Dataset& data, const EnginePointer& engine) {
  const EnginePointer chosen = or_default(engine);
  const nb::gil_scoped_release release;
  const Model& model = *self.model;
  const Outcomes outcomes = outcomes_of(chosen->engine, model, data.matched_to(model.classes));
  NamedReport found{report_of(model, outcomes), model.classes};
  const ClassReport* const classes = found.classes   ? &*found.classes
                                     : found.several ? &found.several->each
                                                     : nullptr;
  for (std::size_t c = found.class_names.size(); classes && c < classes->classes.size(); ++c) {
    found.class_names.push_back(std::to_string(c));
  }
  return found;
}

SharedModel calibrated(const SharedModel& self, const Dataset& held_back,
                       const EnginePointer& engine) {
  const EnginePointer chosen = or_default(engine);
  const nb::gil_scoped_release release;
  Model model = *self.model;
  const Dataset matched = held_back.matched_to(model.classes);
  model.temperature = fit_temperature(chosen->engine, model, matched);
  if (!model.temperature) {
    throw Error(ErrorCode::unsupported,
                "calibrated: expected labelled samples and a network of several classes that ends "
                "in a softmax or in sigmoids, whose outputs tell a confidence");
  }
  return SharedModel(std::move(model));
}

// Of each bin one number.
template <double Calibration::Bin::*Member>
nb::object of_bins(const Calibration& calibration) {
  std::vector<double> all;
  for (const Calibration::Bin& bin : calibration.bins) all.push_back(bin.*Member);
  return array_of(std::move(all));
}

nb::tuple state_of_calibration(const Calibration& calibration) {
  nb::list bins;
  for (const Calibration::Bin& bin : calibration.bins) {
    bins.append(nb::make_tuple(bin.samples, bin.confidence, bin.right));
  }
  return nb::make_tuple(bins, calibration.error);
}

Calibration calibration_of_state(const nb::tuple& state) {
  Calibration calibration{.error = nb::cast<double>(nb::handle(state[1]))};
  for (const nb::handle bin : nb::cast<nb::list>(nb::handle(state[0]))) {
    calibration.bins.push_back({nb::cast<double>(nb::handle(bin[0])),
                                nb::cast<double>(nb::handle(bin[1])),
                                nb::cast<double>(nb::handle(bin[2]))});
  }
  return calibration;
}

void bind_calibration(nb::module_& module) {
  nb::class_<Calibration> calibration(
      module, "Calibration",
      "How well confidence and the part of right answers agree: samples in bins of equal width,\n"
      "by confidence from 0 to 1.");
  calibration
      .def_ro("error", &Calibration::error,
              "Expected calibration error: by how much the two differ, the mean over the samples.")
      .def_prop_ro("samples", &of_bins<&Calibration::Bin::samples>,
                   nb::sig("def samples(self) -> numpy.typing.NDArray[numpy.float64]"),
                   "[bins], how many by their weights.")
      .def_prop_ro("confidence", &of_bins<&Calibration::Bin::confidence>,
                   nb::sig("def confidence(self) -> numpy.typing.NDArray[numpy.float64]"),
                   "[bins], the mean; 0 of an empty bin.")
      .def_prop_ro("right", &of_bins<&Calibration::Bin::right>,
                   nb::sig("def right(self) -> numpy.typing.NDArray[numpy.float64]"),
                   "[bins], the part that is; 0 of an empty bin.")
      .def("__repr__",
           [](const Calibration& c) {
             return "glia.Calibration(error=" + std::to_string(c.error) + ")";
           })
      .def("__getstate__", &state_of_calibration, nb::sig(kStateOut))
      .def(
          "__setstate__",
          [](Calibration& self, const nb::tuple& state) {
            new (&self) Calibration(calibration_of_state(state));
          },
          nb::sig(kStateIn))
      .def("__eq__", [](const Calibration& a, nb::handle b) {
        return nb::isinstance<Calibration>(b) &&
               state_of_calibration(a).equal(state_of_calibration(nb::cast<const Calibration&>(b)));
      });
  refuse_hash(calibration);
}

void bind_scores(nb::module_& module) {
  nb::class_<ClassScores> scores(module, "ClassScores",
                                 "Of one class, against all others. None where there is nothing to "
                                 "divide by.");
  scores.def_ro("samples", &ClassScores::samples, "Of this class, by their weights.")
      .def_ro("precision", &ClassScores::precision, "Of those said to be of it, the part that is.")
      .def_ro("recall", &ClassScores::recall,
              "Of those that are of it, the part that is said to be.")
      .def_ro("f1", &ClassScores::f1, "2 · precision · recall / (precision + recall).")
      .def_ro("auc", &ClassScores::auc,
              "The area under the ROC curve: how likely its output is larger for a sample of this\n"
              "class than for one of another.");
  pickle_by(scores, &ClassScores::samples, &ClassScores::precision, &ClassScores::recall,
            &ClassScores::f1, &ClassScores::auc);

  nb::class_<MeanScores> means(module, "MeanScores", "The same over classes.");
  means.def_ro("precision", &MeanScores::precision)
      .def_ro("recall", &MeanScores::recall)
      .def_ro("f1", &MeanScores::f1)
      .def_ro("auc", &MeanScores::auc);
  pickle_by(means, &MeanScores::precision, &MeanScores::recall, &MeanScores::f1, &MeanScores::auc);

  nb::class_<NumberScores> numbers(
      module, "NumberScores", "Of one target, in its own unit where the model's table knows one.");
  numbers.def_ro("name", &NumberScores::name, "Mostly empty where no table named it.")
      .def_ro("r2", &NumberScores::r2,
              "1 is perfect, 0 as good as always saying the mean; None where all that is wanted\n"
              "is the same.")
      .def_ro("mae", &NumberScores::mae, "The mean of |wanted − said|.")
      .def_ro("rmse", &NumberScores::rmse, "The root of the mean of (wanted − said)².");
  pickle_by(numbers, &NumberScores::name, &NumberScores::r2, &NumberScores::mae,
            &NumberScores::rmse);
}

void bind_kinds(nb::module_& module) {
  nb::class_<ClassReport> classes(module, "ClassReport", "How well classes are told apart.");
  classes.def_ro("classes", &ClassReport::classes, "Of each its ClassScores.")
      .def_ro("macro", &ClassReport::macro, "Each class that is there or was said counts alike.")
      .def_ro("weighted", &ClassReport::weighted, "Each class by its samples.")
      .def_ro("top", &ClassReport::top,
              "top[k − 1]: the part of the samples whose class is among the k largest outputs.")
      .def_ro("calibration", &ClassReport::calibration, "None where outputs tell no confidence.")
      .def_ro("error_before", &ClassReport::error_before,
              "Of calibration without the model's temperature; None where it has none.");
  pickle_by(classes, &ClassReport::classes, &ClassReport::macro, &ClassReport::weighted,
            &ClassReport::top, &ClassReport::calibration, &ClassReport::error_before);

  nb::class_<SeveralReport> several(
      module, "SeveralReport",
      "Of several classes at once, each of which a network says by an output above ½.");
  several.def_ro("each", &SeveralReport::each, "Of each class by itself; its `top` is empty.")
      .def_ro("exact", &SeveralReport::exact,
              "The part of the samples of which every class is told right.");
  pickle_by(several, &SeveralReport::each, &SeveralReport::exact);
}

}  // namespace

void bind_report(nb::module_& module, nb::class_<SharedModel>& model) {
  bind_calibration(module);
  bind_scores(module);
  bind_kinds(module);
  nb::class_<NamedReport> report_class(
      module, "Report",
      "How well what a network says of a set and what is wanted agree: of classes, of several "
      "classes\nat once or of numbers. One of the three is there. As text and in a notebook it is "
      "a table."
      "\n\n"
      ">>> data = glia.Dataset.rows([[0], [1], [2]], [0, 2, 4])\n"
      ">>> report = glia.Model(\"1-1\", data).report(data)\n"
      ">>> report.samples, len(report.numbers)\n"
      "(3, 1)");
  report_class.def_ro("samples", &NamedReport::samples)
      .def_ro("not_finite", &NamedReport::not_finite,
              "Samples without an answer; NumberScores leave them out.")
      .def_ro("classes", &NamedReport::classes)
      .def_ro("several", &NamedReport::several)
      .def_ro("numbers", &NamedReport::numbers, "Of each target.")
      .def_ro("class_names", &NamedReport::class_names)
      .def("__repr__", [](nb::handle self) {
        return nb::cast<std::string>(helper_of("glia._report", "in_words", self));
      });
  pickle_by(report_class, &NamedReport::samples, &NamedReport::not_finite, &NamedReport::classes,
            &NamedReport::several, &NamedReport::numbers, &NamedReport::class_names);
  model.def("report", &report, nb::arg("data"), nb::kw_only(), nb::arg("engine") = nb::none(),
            "Precision, recall, F1 and AUC of each class, and how far its confidence is to be\n"
            "believed; of numbers R², MAE and RMSE. In one pass over a set.");
  model.def(
      "calibrated", &calibrated, nb::arg("held_back"), nb::kw_only(),
      nb::arg("engine") = nb::none(),
      "The same network with the temperature whose confidences, predict_proba()'s, fit these\n"
      "samples best, from which nothing was learnt. No answer changes. Raises\n"
      "UnsupportedError where outputs tell no confidence.");
}

}  // namespace glia::python
