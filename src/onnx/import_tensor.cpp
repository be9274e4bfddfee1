// The numbers of a tensor in an ONNX file.
#include <bit>
#include <cmath>
#include <cstring>

#include "onnx/import_file.h"
#include "onnx/import_work.h"

namespace glia::from_onnx {
namespace {

static_assert(std::endian::native == std::endian::little, "as raw_data is");

float from_half(std::uint16_t bits) {
  const int exponent = bits >> 10U & 31U;
  const auto fraction = static_cast<float>(bits & 1023U);
  float value = 0;
  if (exponent == 31) {
    value = fraction > 0 ? NAN : INFINITY;
  } else {
    value = exponent == 0 ? std::ldexp(fraction, -24) : std::ldexp(fraction + 1024, exponent - 25);
  }
  return (bits & 0x8000U) != 0 ? -value : value;
}
float from_brain(std::uint16_t bits) {
  return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16U);
}

class TensorReader {
 public:
  TensorReader(const onnx::TensorProto& tensor, std::int64_t count)
      : tensor_(tensor), count_(static_cast<std::size_t>(count)) {}

  // `field` holds numbers of the type Raw where raw_data does not.
  template <typename Raw, typename To, typename Field, typename Convert>
  std::vector<To> read(const Field& field, Convert&& convert) const {
    std::vector<To> values;
    if (tensor_.has_raw_data()) {
      expect(tensor_.raw_data().size() == count_ * sizeof(Raw) && field.empty());
      values.reserve(count_);
      for (std::size_t i = 0; i < count_; ++i) {
        Raw raw;
        std::memcpy(&raw, tensor_.raw_data().data() + i * sizeof(Raw), sizeof(Raw));
        values.push_back(convert(raw));
      }
      return values;
    }
    expect(static_cast<std::size_t>(field.size()) == count_);
    values.reserve(count_);
    for (const auto& number : field) values.push_back(convert(static_cast<Raw>(number)));
    return values;
  }

 private:
  void expect(bool right) const {
    if (right) return;
    broken("the tensor " + in_quotes(tensor_.name()) +
           " has not as many numbers as its sizes say, " + std::to_string(count_));
  }
  const onnx::TensorProto& tensor_;
  std::size_t count_;
};

template <typename Raw>
Wholes wholes_of(const TensorReader& reader, const auto& field) {
  return reader.read<Raw, Whole>(
      field, [](Raw number) -> Whole { return {static_cast<std::int64_t>(number)}; });
}

}  // namespace

std::int64_t product(const std::string& where, std::span<const std::int64_t> sizes) {
  if (sizes.size() > static_cast<std::size_t>(Shape::kMaxRank)) {
    unsupported(where + " has more than 8 axes");
  }
  std::int64_t total = 1;
  for (const std::int64_t size : sizes) {
    if (size < 0) broken(where + " has an axis of " + std::to_string(size));
    if (size > kMostNumbers || (size > 0 && total > kMostNumbers / size)) {
      unsupported(where + " has more than 2^31 numbers");
    }
    total *= size;
  }
  return total;
}

Constant constant_of(const onnx::TensorProto& tensor) {
  const std::vector<std::int64_t> dims(tensor.dims().begin(), tensor.dims().end());
  const std::string where = "the tensor " + in_quotes(tensor.name());
  const TensorReader reader(tensor, product(where, dims));
  Constant made;
  for (const std::int64_t size : dims) made.sizes.push_back({size});
  switch (tensor.data_type()) {
    case onnx::TensorProto_DataType_FLOAT:
      made.values = reader.read<float, float>(tensor.float_data(), [](float x) { return x; });
      break;
    case onnx::TensorProto_DataType_DOUBLE:
      made.values = reader.read<double, float>(tensor.double_data(),
                                               [](double x) { return static_cast<float>(x); });
      break;
    case onnx::TensorProto_DataType_FLOAT16:
      made.values = reader.read<std::uint16_t, float>(tensor.int32_data(), from_half);
      break;
    case onnx::TensorProto_DataType_BFLOAT16:
      made.values = reader.read<std::uint16_t, float>(tensor.int32_data(), from_brain);
      break;
    case onnx::TensorProto_DataType_INT64:
      made.values = wholes_of<std::int64_t>(reader, tensor.int64_data());
      break;
    case onnx::TensorProto_DataType_INT32:
      made.values = wholes_of<std::int32_t>(reader, tensor.int32_data());
      break;
    case onnx::TensorProto_DataType_BOOL:
      made.values = wholes_of<std::uint8_t>(reader, tensor.int32_data());
      break;
    case onnx::TensorProto_DataType_STRING: {
      if (tensor.string_data_size() != product(where, dims)) {
        broken(where + " has not as many texts as its sizes say");
      }
      made.values = Texts(tensor.string_data().begin(), tensor.string_data().end());
      break;
    }
    default:
      unsupported(
          where + " has numbers of type " + std::to_string(tensor.data_type()) +
          ", and Glia reads those of 16 to 64 bits with a point and whole ones of 32 or 64");
  }
  return made;
}

}  // namespace glia::from_onnx
