#include "onnx/prepare.h"

#include <algorithm>
#include <array>
#include <limits>

#include "data/byte_scale.h"
#include "glia/error.h"

namespace glia::exchange {
namespace {

[[noreturn]] void refuse(const std::string& why) {
  throw Error(ErrorCode::unsupported,
              "ONNX: the preparation cannot be a part of the graph: " + why);
}

std::string write_bytes(const Node& input, Writer& writer) {
  const std::string bytes = writer.input(input.name, ::onnx::TensorProto::UINT8, input.shape);
  const std::string numbers = writer.node("Cast", {bytes}, input.name + "/numbers",
                                          {{"to", std::int64_t{::onnx::TensorProto::FLOAT}}});
  const std::string scale = writer.number(input.name + "/scale", kByteScale);
  return writer.node("Mul", {numbers, scale}, input.name + "/prepared");
}

// (x − offset)·scale in double, as TableForm does it; a missing number is NaN.
std::string write_columns(const TableForm& form, const Node& input, Writer& writer) {
  std::vector<double> offset, scale, missing;
  for (const TableForm::Column& column : form.inputs) {
    if (column.of_words()) refuse("column '" + column.name + "' holds words");
    offset.push_back(column.offset);
    scale.push_back(column.scale);
    missing.push_back(column.missing.value_or(std::numeric_limits<double>::quiet_NaN()));
  }
  const auto value = [&](const char* what) { return input.name + "/" + what; };
  std::string x = writer.input(input.name, ::onnx::TensorProto::FLOAT, form.shape());
  x = writer.node("Cast", {x}, value("numbers"),
                  {{"to", std::int64_t{::onnx::TensorProto::DOUBLE}}});
  const auto is_number = [](double number) { return number == number; };
  if (std::ranges::any_of(missing, is_number)) {
    const std::string absent = writer.node("IsNaN", {x}, value("absent"));
    x = writer.node("Where", {absent, writer.doubles(value("missing"), missing), x},
                    value("filled"));
  }
  x = writer.node("Sub", {x, writer.doubles(value("offset"), offset)}, value("moved"));
  x = writer.node("Mul", {x, writer.doubles(value("scale"), scale)}, value("scaled"));
  x = writer.node("Cast", {x}, value("prepared"),
                  {{"to", std::int64_t{::onnx::TensorProto::FLOAT}}});
  if (input.shape.rank() == 1) return x;
  return writer.reshaped(x, input.shape, value("shaped"));
}

}  // namespace

std::string write_prepared_input(const Model& model, const Node& input, Writer& writer) {
  if (model.form.picture()) return write_bytes(input, writer);
  if (const TableForm* form = model.form.table()) return write_columns(*form, input, writer);
  if (model.form.sound()) refuse("a spectrogram is made of a recording outside of it");
  refuse("this network has none, it takes numbers as they are");
}

std::string write_own_unit(const Model& model, const std::string& output, Writer& writer) {
  const TableForm* form = model.form.table();
  if (!form || form->kind != TargetKind::numbers || form->targets.empty()) return output;
  std::vector<float> offset, scale;
  for (const TableForm::Column& column : form->targets) {
    offset.push_back(static_cast<float>(column.offset));
    scale.push_back(static_cast<float>(column.scale));
  }
  const Shape shape{std::ssize(scale)};
  const std::string wide = writer.node(
      "Div", {output, writer.floats(output + "/unit_scale", shape, scale)}, output + "/unit_wide");
  return writer.node("Add", {wide, writer.floats(output + "/unit_offset", shape, offset)},
                     output + "/unit");
}

}  // namespace glia::exchange
