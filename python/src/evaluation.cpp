#include "evaluation.h"

#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <cstdio>
#include <string>

#include "arrays.h"
#include "glia/session.h"
#include "pickled.h"

namespace glia::python {
namespace {

nb::object confusion(const Evaluation& evaluation) {
  if (evaluation.confusion.empty()) return nb::none();
  const auto classes = static_cast<std::int64_t>(evaluation.confusion.size());
  std::vector<std::int64_t> all;
  for (const auto& row : evaluation.confusion) all.insert(all.end(), row.begin(), row.end());
  const std::int64_t sizes[] = {classes, std::ssize(all) / classes};
  return array_of(std::move(all), sizes);
}

std::string in_words(const Evaluation& e) {
  char text[128];
  if (e.by_class) {
    std::snprintf(text, sizeof text, "glia.Evaluation(cost=%.6g, accuracy=%.4f, samples=%lld)",
                  e.cost, e.accuracy, static_cast<long long>(e.samples));
  } else {
    std::snprintf(text, sizeof text, "glia.Evaluation(cost=%.6g, samples=%lld)", e.cost,
                  static_cast<long long>(e.samples));
  }
  return text;
}

}  // namespace

void bind_evaluation(nb::module_& module) {
  nb::class_<Evaluation> kind(module, "Evaluation", "The cost and the answers over a set.");
  kind.def_ro("cost", &Evaluation::cost, "The mean over the samples, by their weights.")
      .def_prop_ro(
          "accuracy",
          [](const Evaluation& e) {
            return e.by_class ? nb::object(nb::float_(e.accuracy)) : nb::none();
          },
          nb::sig("def accuracy(self) -> float | None"),
          "The part of the samples whose answer is right; None where targets name no class.")
      .def_ro("samples", &Evaluation::samples)
      .def_ro("not_finite", &Evaluation::not_finite,
              "Samples without an answer, since an output was NaN or infinite.")
      .def_prop_ro("confusion", &confusion,
                   nb::sig("def confusion(self) -> numpy.typing.NDArray[numpy.int64] | None"),
                   "[class][answer], how many; None where targets name no class.")
      .def("__repr__", [](const Evaluation& e) { return in_words(e); });
  pickle_by(kind, &Evaluation::cost, &Evaluation::accuracy, &Evaluation::samples,
            &Evaluation::not_finite, &Evaluation::by_class, &Evaluation::confusion);
}

}  // namespace glia::python
