#include "onnx/kept_model.h"

#include <cstring>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "glia/error.h"
#include "onnx/export.h"
#include "onnx/recurrent_weights.h"

namespace glia::exchange {
namespace {

using Json = nlohmann::ordered_json;
using Texts = std::map<std::string, std::string>;

constexpr const char* kTexts = "__metadata__";
constexpr const char* kGraph = "glia.graph";
constexpr const char* kPrepared = "glia.prepared";  // the preparation is a part of the graph
constexpr const char* kLengths = "glia.lengths";    // they have to be given

// A safetensors file: how long its header is, the header, numbers.
constexpr std::size_t kLength = 8;

Json header_of(std::span<const std::uint8_t> safetensors) {
  std::uint64_t length = 0;
  std::memcpy(&length, safetensors.data(), kLength);
  const auto begin = safetensors.begin() + kLength;
  return Json::parse(begin, begin + static_cast<std::ptrdiff_t>(length));
}

Texts texts_of(const ::onnx::ModelProto& file) {
  Texts texts;
  for (const auto& text : file.metadata_props()) {
    if (text.key().starts_with("glia.")) texts[text.key()] = text.value();
  }
  return texts;
}

class Numbers {
 public:
  explicit Numbers(const ::onnx::GraphProto& graph) {
    for (const ::onnx::TensorProto& tensor : graph.initializer()) tensors_[tensor.name()] = &tensor;
  }
  // None unless it is there, of that shape, and as it is written here.
  std::optional<Tensor> of(const std::string& name, const Shape& shape) const {
    const auto found = tensors_.find(name);
    if (found == tensors_.end()) return {};
    const std::string& bytes = found->second->raw_data();
    const auto numbers = static_cast<std::size_t>(shape.elements());
    if (bytes.size() != numbers * sizeof(float)) return {};
    Tensor tensor{shape, std::vector<float>(numbers)};
    std::memcpy(tensor.values.data(), bytes.data(), bytes.size());
    return tensor;
  }

 private:
  std::map<std::string, const ::onnx::TensorProto*> tensors_;
};

std::optional<State> state_of(const Graph& graph, const ::onnx::GraphProto& file) {
  const Numbers numbers(file);
  State state;
  for (const Node& node : graph.nodes()) {
    if (node.op && (node.op->name() == "lstm" || node.op->name() == "rnn")) {
      const std::int64_t directions = std::ssize(node.spec.params) / 3;
      const Shape &input = node.spec.params[0].shape, &hidden = node.spec.params[1].shape;
      const auto w = numbers.of(node.name + "/W", {directions, input[0], input[1]});
      const auto r = numbers.of(node.name + "/R", {directions, hidden[0], hidden[1]});
      const auto b = numbers.of(node.name + "/B", {directions, 2 * input[0]});
      if (!w || !r || !b) return {};
      take_recurrent_weights(node, {*w, *r, *b}, state);
      continue;
    }
    for (const ParamSpec& param : node.spec.params) {
      const std::string name = parameter_name(node, param);
      auto tensor = numbers.of(name, param.shape);
      if (!tensor) return {};
      state.tensors()[name] = std::move(*tensor);
    }
  }
  return state;
}

// The network's own file, in memory.
std::vector<std::uint8_t> safetensors_of(const Texts& texts, const State& state) {
  Json header;
  header[kTexts] = texts;
  std::size_t end = 0;
  for (const auto& [name, tensor] : state.tensors()) {
    const std::size_t begin = end;
    end += tensor.values.size() * sizeof(float);
    header[name] = {
        {"dtype", "F32"}, {"shape", tensor.shape.sizes()}, {"data_offsets", {begin, end}}};
  }
  const std::string text = header.dump();
  const std::uint64_t length = text.size();
  std::vector<std::uint8_t> bytes(kLength + text.size() + end);
  std::memcpy(bytes.data(), &length, kLength);
  std::memcpy(bytes.data() + kLength, text.data(), text.size());
  std::uint8_t* to = bytes.data() + kLength + text.size();
  for (const auto& [name, tensor] : state.tensors()) {
    std::memcpy(to, tensor.values.data(), tensor.values.size() * sizeof(float));
    to += tensor.values.size() * sizeof(float);
  }
  return bytes;
}

}  // namespace

void keep_model(const Model& model, const OnnxOptions& options, ::onnx::ModelProto& file) {
  const auto keep = [&](const std::string& key, const std::string& value) {
    ::onnx::StringStringEntryProto& text = *file.add_metadata_props();
    text.set_key(key);
    text.set_value(value);
  };
  const Json header = header_of(encode_model(model));
  for (const auto& [key, text] : header.at(kTexts).items()) {
    if (key == "glia.format" || key == "glia.digest") continue;  // of that file's bytes
    keep(key, text.get<std::string>());
  }
  if (options.prepare) keep(kPrepared, "yes");
  if (options.lengths) keep(kLengths, "yes");
}

std::optional<Model> kept_model(const ::onnx::ModelProto& file) {
  Texts texts = texts_of(file);
  OnnxOptions options;
  options.prepare = texts.erase(kPrepared) > 0;
  options.lengths = texts.erase(kLengths) > 0;
  if (!texts.contains(kGraph)) return {};
  try {
    const std::optional<State> state = state_of(graph_from_json(texts.at(kGraph)), file.graph());
    if (!state) return {};
    Model model = decode_model(safetensors_of(texts, *state), "metadata");
    const ::onnx::ModelProto again = file_of(model, options);
    if (again.graph().SerializeAsString() == file.graph().SerializeAsString()) return model;
  } catch (const Error&) {  // they are not what they say
  } catch (const nlohmann::json::exception&) {
  }
  return {};
}

}  // namespace glia::exchange
