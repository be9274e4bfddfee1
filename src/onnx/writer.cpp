#include "onnx/writer.h"

#include <array>
#include <bit>
#include <type_traits>

#include "glia/error.h"

namespace glia::exchange {
namespace {

static_assert(std::endian::native == std::endian::little, "raw_data begins with the lowest byte");

void describe(::onnx::ValueInfoProto& value, const std::string& name, Writer::Type type,
              const Shape& sample) {
  value.set_name(name);
  auto& tensor = *value.mutable_type()->mutable_tensor_type();
  tensor.set_elem_type(type);
  tensor.mutable_shape()->add_dim()->set_dim_param(kBatch);
  for (const std::int64_t size : sample.sizes())
    tensor.mutable_shape()->add_dim()->set_dim_value(size);
}

void set(::onnx::AttributeProto& to, const Attribute& attribute) {
  std::visit(
      [&]<typename T>(const T& value) {
        if constexpr (std::is_same_v<T, std::int64_t>) {
          to.set_type(::onnx::AttributeProto::INT);
          to.set_i(value);
        } else if constexpr (std::is_same_v<T, double>) {
          to.set_type(::onnx::AttributeProto::FLOAT);
          to.set_f(static_cast<float>(value));
        } else if constexpr (std::is_same_v<T, std::string>) {
          to.set_type(::onnx::AttributeProto::STRING);
          to.set_s(value);
        } else {
          to.set_type(::onnx::AttributeProto::INTS);
          for (const std::int64_t number : value) to.add_ints(number);
        }
      },
      attribute);
}

}  // namespace

void Writer::claim(const std::string& name) {
  if (names_.insert(name).second) return;
  throw Error(ErrorCode::unsupported, "ONNX: two things would be called '" + name +
                                          "', one of them a layer: give that another name");
}

std::string Writer::input(const std::string& name, Type type, const Shape& sample) {
  claim(name);
  describe(*graph_.add_input(), name, type, sample);
  return name;
}

void Writer::output(const std::string& name, const Shape& sample) {
  describe(*graph_.add_output(), name, ::onnx::TensorProto::FLOAT, sample);
}

// An input with an initializer of its name may be left away.
std::string Writer::optional_input(const std::string& name, std::int32_t otherwise) {
  describe(*graph_.add_input(), name, ::onnx::TensorProto::INT32, Shape{});
  return int32s(name, Shape{1}, std::array{otherwise});
}

::onnx::TensorProto& Writer::constant(const std::string& name, Type type,
                                      std::span<const std::int64_t> sizes, const void* data,
                                      std::size_t bytes) {
  claim(name);
  ::onnx::TensorProto& tensor = *graph_.add_initializer();
  tensor.set_name(name);
  tensor.set_data_type(type);
  for (const std::int64_t size : sizes) tensor.add_dims(size);
  tensor.set_raw_data(data, bytes);
  return tensor;
}

std::string Writer::floats(const std::string& name, const Shape& shape,
                           std::span<const float> values) {
  constant(name, ::onnx::TensorProto::FLOAT, shape.sizes(), values.data(), values.size_bytes());
  return name;
}

std::string Writer::doubles(const std::string& name, std::span<const double> values) {
  constant(name, ::onnx::TensorProto::DOUBLE, std::array{std::ssize(values)}, values.data(),
           values.size_bytes());
  return name;
}

std::string Writer::int64s(const std::string& name, std::span<const std::int64_t> values) {
  constant(name, ::onnx::TensorProto::INT64, std::array{std::ssize(values)}, values.data(),
           values.size_bytes());
  return name;
}

std::string Writer::int32s(const std::string& name, const Shape& shape,
                           std::span<const std::int32_t> values) {
  constant(name, ::onnx::TensorProto::INT32, shape.sizes(), values.data(), values.size_bytes());
  return name;
}

std::string Writer::number(const std::string& name, float value) {
  return floats(name, Shape{}, std::array{value});
}

std::string Writer::node(const char* op, const std::vector<std::string>& inputs,
                         const std::string& output, const Attributes& attributes) {
  node(op, inputs, output, {output}, attributes);
  return output;
}

void Writer::node(const char* op, const std::vector<std::string>& inputs, const std::string& name,
                  const std::vector<std::string>& outputs, const Attributes& attributes) {
  ::onnx::NodeProto& node = *graph_.add_node();
  node.set_op_type(op);
  node.set_name(name);
  for (const std::string& input : inputs) node.add_input(input);
  for (const std::string& output : outputs) {
    if (!output.empty()) claim(output);
    node.add_output(output);
  }
  for (const auto& [key, value] : attributes) {
    ::onnx::AttributeProto& attribute = *node.add_attribute();
    attribute.set_name(key);
    set(attribute, value);
  }
}

std::string Writer::reshaped(const std::string& from, const Shape& sample,
                             const std::string& output) {
  std::vector<std::int64_t> sizes{0};  // 0: as it was
  sizes.insert(sizes.end(), sample.sizes().begin(), sample.sizes().end());
  return node("Reshape", {from, int64s(output + "/shape", sizes)}, output);
}

}  // namespace glia::exchange
