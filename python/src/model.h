#pragma once
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "arrays.h"
#include "engine.h"
#include "glia/model.h"

namespace glia::python {

// Answers of one network, ready to be given: one for single samples, one for many at once. May be
// asked from several threads, which take turns.
class Answers {
 public:
  Answers(EnginePointer engine, std::shared_ptr<const Model> model);

  // x: samples, or a single one; outputs are [rows][outputs], of a single one [outputs].
  nb::object outputs(nb::handle x, nb::handle lengths);
  std::vector<float> outputs_of(const Rows& rows, std::int64_t count,
                                const std::vector<std::int64_t>& lengths);
  const Model& model() const noexcept { return *model_; }

 private:
  nb::object outputs_of_one(const Py_buffer& input);
  void forward(const Rows& rows, std::int64_t begin, std::int64_t count,
               const std::vector<std::int64_t>& lengths, float* out);

  EnginePointer engine_;
  std::shared_ptr<const Model> model_;
  std::size_t inputs_, width_;
  nb::object empty_, shape_, dtype_;  // numpy.empty(shape, dtype)
  // A single sample is quicker on the calling thread than handed round.
  Engine alone_;
  Session one_;
  std::optional<Session> few_ = {}, many_ = {};
  std::vector<float> scaled_ = {};  // bytes as the network sees them
  std::mutex mutex_ = {};
};

// A model that nobody changes, with what answers for it once it is asked.
struct SharedModel {
  explicit SharedModel(Model from) : model(std::make_shared<const Model>(std::move(from))) {}

  Answers& answers() const;

  std::shared_ptr<const Model> model;
  mutable std::shared_ptr<Answers> ready = {};
};

// What model.report() gives, and the method.
void bind_report(nb::module_& module, nb::class_<SharedModel>& model);

// By name, each of its own shape; others stay. Throws Error.
void put_parameters(State& state, const nb::dict& given);

}  // namespace glia::python
