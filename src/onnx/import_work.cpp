#include "onnx/import_work.h"

#include <algorithm>

#include "glia/error.h"
#include "glia/harmless.h"
#include "onnx/import_file.h"

namespace glia::from_onnx {

void broken(const std::string& what) { throw Error(ErrorCode::format, what); }
void unsupported(const std::string& what) { throw Error(ErrorCode::unsupported, what); }

std::string in_quotes(std::string_view text) {
  constexpr std::size_t kShown = 80;
  return "'" + harmless(text.substr(0, kShown)) + (text.size() > kShown ? "…'" : "'");
}

bool Constant::goes_with_batch() const {
  return std::ranges::any_of(sizes, [](const Whole& size) { return size.batch; });
}

std::int64_t Constant::elements() const {
  return std::visit([](const auto& list) { return std::ssize(list); }, values);
}

int Work::add(const std::string& op, const Attributes& attributes, std::vector<int> inputs,
              std::map<std::string, Tensor> params) {
  Layer layer{.inputs = std::move(inputs), .params = std::move(params)};
  layers.push_back(std::move(layer));
  const int index = static_cast<int>(layers.size()) - 1;
  change(index, op, attributes);
  return index;
}

void Work::change(int index, const std::string& op, const Attributes& attributes) {
  Layer& layer = layers[static_cast<std::size_t>(index)];
  std::vector<Shape> shapes;
  for (const int input : layer.inputs) {
    shapes.push_back(layers[static_cast<std::size_t>(input)].shape);
  }
  layer.shape = make_op(op, attributes)->infer(shapes).out;
  layer.op = op;
  layer.attributes = attributes;
}

void Work::note(const std::string& sentence) {
  if (std::ranges::find(notes, sentence) == notes.end()) notes.push_back(sentence);
}

void Work::spend(std::int64_t numbers) {
  budget -= numbers;
  if (budget < 0) unsupported("its constants come to too many numbers");
}

const Value& Call::value(std::size_t i) const {
  if (!has(i)) misfit("its input number " + std::to_string(i + 1) + " is missing");
  return in_[i];
}

const Live* Call::live_at(std::size_t i) const {
  return i < in_.size() ? std::get_if<Live>(&in_[i]) : nullptr;
}

const Live& Call::live(std::size_t i) const {
  if (const auto* live = std::get_if<Live>(&value(i))) return *live;
  if (std::holds_alternative<Part>(in_[i])) {
    refuse(
        "Glia does not know what it does here: a mean, a power or Erf comes in as a part of a "
        "layer norm or a GELU only");
  }
  refuse("its input number " + std::to_string(i + 1) +
         " is constant, and one that comes from the network's input was expected");
}

const Constant& Call::constant(std::size_t i, const char* what) const {
  if (const auto* known = std::get_if<ConstantPtr>(&value(i))) return **known;
  refuse(std::string(what) +
         " comes from the network's input, and Glia knows it as a constant only");
}

const Floats& Call::floats(std::size_t i, const char* what) const {
  const Constant& known = constant(i, what);
  if (known.goes_with_batch() || !known.floats()) {
    refuse(std::string(what) + " was expected as floats of known sizes");
  }
  return *known.floats();
}

std::vector<std::int64_t> Call::integers(std::size_t i, const char* what) const {
  const Constant& known = constant(i, what);
  std::vector<std::int64_t> numbers;
  if (!known.wholes() || known.goes_with_batch()) {
    refuse(std::string(what) + " was expected as whole numbers");
  }
  for (const Whole& number : *known.wholes()) {
    if (number.batch && !work.batch) {
      refuse(std::string(what) + " goes with the size of the batch");
    }
    numbers.push_back(number.batch ? number.value * *work.batch : number.value);
  }
  return numbers;
}

std::int64_t Call::whole(std::size_t i, const char* what) const {
  const std::vector<std::int64_t> numbers = integers(i, what);
  if (numbers.size() != 1) misfit(std::string(what) + " was expected as one number");
  return numbers[0];
}

float Call::single(std::size_t i, const char* what) const {
  const Floats& numbers = floats(i, what);
  if (numbers.size() != 1) misfit(std::string(what) + " was expected as one number");
  return numbers[0];
}

bool Call::all_constant() const {
  return std::ranges::all_of(in_, [](const Value& value) {
    return std::holds_alternative<ConstantPtr>(value) ||
           std::holds_alternative<std::monostate>(value);
  });
}

const onnx::AttributeProto* Call::attribute(std::string_view name) const {
  for (const onnx::AttributeProto& found : node.attribute()) {
    if (found.name() == name) return &found;
  }
  return nullptr;
}

std::int64_t Call::integer(std::string_view name, std::int64_t fallback) const {
  const onnx::AttributeProto* found = attribute(name);
  if (!found) return fallback;
  if (found->type() != onnx::AttributeProto_AttributeType_INT) {
    misfit("its attribute " + in_quotes(name) + " is no whole number");
  }
  return found->i();
}

double Call::number(std::string_view name, double fallback) const {
  const onnx::AttributeProto* found = attribute(name);
  if (!found) return fallback;
  if (found->type() != onnx::AttributeProto_AttributeType_FLOAT) {
    misfit("its attribute " + in_quotes(name) + " is no number");
  }
  return static_cast<double>(found->f());
}

std::string Call::text(std::string_view name, const std::string& fallback) const {
  const onnx::AttributeProto* found = attribute(name);
  if (!found) return fallback;
  if (found->type() != onnx::AttributeProto_AttributeType_STRING) {
    misfit("its attribute " + in_quotes(name) + " is no text");
  }
  return found->s();
}

std::vector<std::int64_t> Call::integers(std::string_view name) const {
  const onnx::AttributeProto* found = attribute(name);
  if (!found) return {};
  if (found->type() != onnx::AttributeProto_AttributeType_INTS) {
    misfit("its attribute " + in_quotes(name) + " is no list of whole numbers");
  }
  return {found->ints().begin(), found->ints().end()};
}

std::vector<float> Call::numbers(std::string_view name) const {
  const onnx::AttributeProto* found = attribute(name);
  if (!found) return {};
  if (found->type() != onnx::AttributeProto_AttributeType_FLOATS) {
    misfit("its attribute " + in_quotes(name) + " is no list of numbers");
  }
  return {found->floats().begin(), found->floats().end()};
}

std::optional<std::vector<std::int64_t>> Call::axes(std::size_t i, std::int64_t since) const {
  if (work.opset < since) {
    if (!attribute("axes")) return {};
    return integers("axes");
  }
  if (!has(i)) return {};
  return integers(i, "which axes it means");
}

std::size_t Call::axis(std::int64_t number, std::size_t rank) const {
  const auto all = static_cast<std::int64_t>(rank);
  if (number < -all || number >= all) {
    misfit("it names axis " + std::to_string(number) + " of " + std::to_string(rank));
  }
  return static_cast<std::size_t>(number < 0 ? number + all : number);
}

void Call::give(Value value, std::size_t i) {
  if (i < out.size()) out[i] = std::move(value);
}

void Call::give(Constant constant, std::size_t i) {
  give(Value(std::make_shared<const Constant>(std::move(constant))), i);
}

void Call::refuse(const std::string& why) const {
  unsupported(called(node, work.opset) + ": " + why);
}
void Call::misfit(const std::string& why) const { broken(called(node, work.opset) + ": " + why); }

}  // namespace glia::from_onnx
