#pragma once
#include <onnx/onnx_pb.h>

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "glia/op.h"
#include "glia/shape.h"

namespace glia::exchange {

// The name of the first axis of every input and output.
inline constexpr const char* kBatch = "batch";

// Adds to the graph of an ONNX file. A value has a name, which whatever takes it says again; each
// function gives the name of what it added. Throws Error where two would have the same.
class Writer {
 public:
  explicit Writer(::onnx::GraphProto& graph) : graph_(graph) {}

  using Type = ::onnx::TensorProto::DataType;
  // {batch, …sample} of numbers.
  std::string input(const std::string& name, Type type, const Shape& sample);
  void output(const std::string& name, const Shape& sample);
  // {batch} of whole numbers, which a caller may leave away: each is then `otherwise`.
  std::string optional_input(const std::string& name, std::int32_t otherwise);

  std::string floats(const std::string& name, const Shape& shape, std::span<const float> values);
  std::string doubles(const std::string& name, std::span<const double> values);
  std::string int64s(const std::string& name, std::span<const std::int64_t> values);
  std::string int32s(const std::string& name, const Shape& shape,
                     std::span<const std::int32_t> values);
  std::string number(const std::string& name, float value);  // of rank 0

  // A node of the operator, called as what it gives.
  std::string node(const char* op, const std::vector<std::string>& inputs,
                   const std::string& output, const Attributes& attributes = {});
  // Of several outputs; one without a name is not wanted.
  void node(const char* op, const std::vector<std::string>& inputs, const std::string& name,
            const std::vector<std::string>& outputs, const Attributes& attributes);
  // {batch, …sample}, of what has as many numbers a sample.
  std::string reshaped(const std::string& from, const Shape& sample, const std::string& output);

 private:
  void claim(const std::string& name);
  ::onnx::TensorProto& constant(const std::string& name, Type type,
                                std::span<const std::int64_t> sizes, const void* data,
                                std::size_t bytes);

  ::onnx::GraphProto& graph_;
  std::set<std::string> names_;
};

}  // namespace glia::exchange
