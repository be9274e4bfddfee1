#include <algorithm>
#include <cstring>

#include "glia/error.h"
#include "model.h"

namespace glia::python {
namespace {

constexpr std::int64_t kFew = 8, kMany = 256;  // rows that are planned for

std::string shape_in_words(const Array& array) {
  std::string words = "(";
  for (std::size_t axis = 0; axis < array.ndim(); ++axis) {
    words += (axis ? ", " : "") + std::to_string(array.shape(axis));
  }
  return words + (array.ndim() == 1 ? ",)" : ")");
}

}  // namespace

Answers::Answers(EnginePointer engine, std::shared_ptr<const Model> model)
    : engine_(std::move(engine)),
      model_(std::move(model)),
      inputs_(static_cast<std::size_t>(model_->graph.input_shape().elements())),
      width_(static_cast<std::size_t>(model_->graph[model_->graph.output()].shape.elements())),
      alone_(1, engine_->engine.simd),
      one_(alone_, model_->graph, PlanOptions{}) {
  const nb::module_ numpy = nb::module_::import_("numpy");
  empty_ = numpy.attr("empty");
  dtype_ = numpy.attr("float32");
  shape_ = nb::cast(width_);
  one_.load(model_->state);
}

// A float32 row that lies as it is: the way without detours.
nb::object Answers::outputs_of_one(const Py_buffer& input) {
  PyObject* const arguments[] = {shape_.ptr(), dtype_.ptr()};
  nb::object out = nb::steal(PyObject_Vectorcall(empty_.ptr(), arguments, 2, nullptr));
  if (!out) nb::raise_python_error();
  Py_buffer buffer;
  if (PyObject_GetBuffer(out.ptr(), &buffer, PyBUF_WRITABLE) != 0) nb::raise_python_error();
  one_.forward({static_cast<const float*>(input.buf), inputs_},
               {static_cast<float*>(buffer.buf), width_}, 1);
  PyBuffer_Release(&buffer);
  return out;
}

nb::object Answers::outputs(nb::handle x, nb::handle lengths) {
  Py_buffer buffer;
  if (lengths.is_none() && PyObject_GetBuffer(x.ptr(), &buffer, PyBUF_FORMAT | PyBUF_ND) == 0) {
    struct Release {
      Py_buffer& buffer;
      ~Release() { PyBuffer_Release(&buffer); }
    } release{buffer};
    const bool plain = buffer.ndim == 1 && buffer.itemsize == 4 && buffer.format &&
                       std::strcmp(buffer.format, "f") == 0 &&
                       buffer.shape[0] == static_cast<Py_ssize_t>(inputs_);
    if (plain && mutex_.try_lock()) {
      const std::lock_guard lock(mutex_, std::adopt_lock);
      return outputs_of_one(buffer);
    }
  } else {
    PyErr_Clear();
  }
  const Rows rows = rows_of(x);
  const bool many =
      rows.array.ndim() > 1 && rows.size() == static_cast<std::size_t>(rows.count) * inputs_;
  if (!many && rows.size() != inputs_) {
    throw Error(ErrorCode::shape_mismatch,
                "x: expected rows of " + model_->graph.input_shape().str() +
                    ", got an array of shape " + shape_in_words(rows.array));
  }
  std::vector<std::int64_t> frames;
  if (!lengths.is_none()) frames = wholes_of(lengths, "lengths");
  const std::int64_t count = many ? rows.count : 1;
  std::vector<float> out = outputs_of(rows, count, frames);
  const std::vector<std::int64_t> sizes{count, static_cast<std::int64_t>(width_)};
  return array_of(std::move(out), std::span(sizes).subspan(many ? 0 : 1));
}

std::vector<float> Answers::outputs_of(const Rows& rows, std::int64_t count,
                                       const std::vector<std::int64_t>& lengths) {
  if (!lengths.empty() && std::ssize(lengths) != count) {
    throw Error(ErrorCode::shape_mismatch, "lengths: expected one for each of " +
                                               std::to_string(count) + " samples, got " +
                                               std::to_string(lengths.size()));
  }
  std::vector<float> out(static_cast<std::size_t>(count) * width_);
  const nb::gil_scoped_release release;
  const std::lock_guard lock(mutex_);
  for (std::int64_t begin = 0; begin < count; begin += kMany) {
    forward(rows, begin, std::min(kMany, count - begin), lengths,
            out.data() + static_cast<std::size_t>(begin) * width_);
  }
  return out;
}

void Answers::forward(const Rows& rows, std::int64_t begin, std::int64_t count,
                      const std::vector<std::int64_t>& lengths, float* out) {
  const auto from = static_cast<std::size_t>(begin) * inputs_;
  const auto size = static_cast<std::size_t>(count) * inputs_;
  std::span<const float> in;
  if (rows.bytes) {
    constexpr float kScale = 1.0F / 255;
    scaled_.resize(size);
    std::transform(rows.as_bytes() + from, rows.as_bytes() + from + size, scaled_.begin(),
                   [](std::uint8_t byte) { return static_cast<float>(byte) * kScale; });
    in = scaled_;
  } else {
    in = {rows.as_floats() + from, size};
  }
  const auto ready = [&](std::optional<Session>& session, std::int64_t batch) -> Session& {
    if (!session) {
      session.emplace(engine_->engine, model_->graph, PlanOptions{.batch = batch});
      session->load(model_->state);
    }
    return *session;
  };
  Session& session = count == 1 ? one_ : count <= kFew ? ready(few_, kFew) : ready(many_, kMany);
  std::span<const std::int64_t> frames = lengths;
  if (!frames.empty()) {
    frames = frames.subspan(static_cast<std::size_t>(begin), static_cast<std::size_t>(count));
  }
  session.forward(in, {out, static_cast<std::size_t>(count) * width_}, count, frames);
}

Answers& SharedModel::answers() const {
  if (!ready) ready = std::make_shared<Answers>(default_engine(), model);
  return *ready;
}

}  // namespace glia::python
