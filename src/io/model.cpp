#include "glia/model.h"

#include "glia/error.h"
#include "io/features_json.h"
#include "io/json.h"
#include "io/model_file.h"
#include "io/settings_json.h"
#include "io/table_json.h"

namespace glia {
namespace io {
namespace {

constexpr const char* kGraphKey = "glia.graph";
constexpr const char* kCostKey = "glia.cost";
constexpr const char* kCostParametersKey = "glia.cost_parameters";
constexpr const char* kClassesKey = "glia.classes";
constexpr const char* kFeaturesKey = "glia.features";
constexpr const char* kFormKey = "glia.pictures";
constexpr const char* kTableKey = "glia.table";
constexpr const char* kTemperatureKey = "glia.temperature";
constexpr const char* kHistoryKey = "glia.history";

void check(const Model& model, const State& state) {
  state.check(model.graph);
  const std::int64_t outputs = model.graph[model.graph.output()].shape.elements();
  const auto classes = static_cast<std::int64_t>(model.classes.size());
  if (classes != 0 && classes != outputs) {
    throw Error(ErrorCode::shape_mismatch, "expected a class for each of the network's " +
                                               std::to_string(outputs) + " outputs, got " +
                                               std::to_string(classes) + " classes");
  }
  if (const Features* features = model.form.sound()) {
    features->check();
    const Shape heard = features->shape(), input = model.graph.input_shape();
    if (heard.elements() != input.elements()) {
      throw Error(ErrorCode::shape_mismatch, "the network takes " + input.str() +
                                                 ", its features are " + heard.str() +
                                                 " (frames × bands)");
    }
  }
  if (const PictureForm* form = model.form.picture()) {
    form->check();
    const Shape seen = form->shape(), input = model.graph.input_shape();
    if (seen.elements() != input.elements()) {
      throw Error(ErrorCode::shape_mismatch, "the network takes " + input.str() +
                                                 ", its pictures are " + seen.str() +
                                                 " (channels × height × width)");
    }
  }
  if (const TableForm* form = model.form.table()) {
    form->check();
    const Shape columns = form->shape(), input = model.graph.input_shape();
    if (columns.elements() != input.elements()) {
      throw Error(ErrorCode::shape_mismatch, "the network takes " + input.str() +
                                                 ", its table gives " + columns.str() + " inputs");
    }
  }
  if (const auto t = model.temperature;
      t && !(*t >= Model::kLeastTemperature && *t <= Model::kMostTemperature)) {
    throw Error(ErrorCode::invalid_argument,
                "temperature: expected a number from 0.01 to 100, got " + std::to_string(*t));
  }
  for (const std::string& name : model.classes) check_text(name, "name of a class");
  for (const auto& [key, text] : model.history) {
    check_text(key, "history");
    check_text(text, "history, " + in_quotes(key));
  }
}

std::vector<std::string> classes_from(const std::string& text) {
  std::vector<std::string> classes;
  const Json json = parse_json(text);
  for (const Json& name : array_at(json, "classes")) {
    classes.push_back(string_at(name, "classes"));
  }
  return classes;
}

std::map<std::string, std::string> history_from(const std::string& text) {
  std::map<std::string, std::string> history;
  const Json json = parse_json(text);
  for (const auto& [key, value] : object_at(json, "history").items()) {
    history[key] = string_at(value, "history, " + in_quotes(key));
  }
  return history;
}

}  // namespace

void check_is_model(const Metadata& metadata) {
  if (metadata.contains(kGraphKey)) return;
  throw Error(ErrorCode::format, std::string("it is no model of Glia, its metadata have no '") +
                                     kGraphKey +
                                     "'; weights that another program saved come in with a "
                                     "description of their network: glia convert --net");
}

void check_is_no_model(const Metadata& metadata) {
  if (!metadata.contains(kGraphKey)) return;
  throw Error(ErrorCode::format,
              "it is a model of Glia, which says itself what its network is: leave --net out");
}

SafeTensors pack_model(const Model& model, const State& state, const OpSet& ops) {
  check(model, state);
  SafeTensors contents;
  contents.metadata[kGraphKey] = graph_to_json(model.graph, ops);
  contents.metadata[kCostKey] = name_of(model.cost);
  const Json parameters = cost_parameters_to_json(model.cost, model.cost_parameters);
  if (!parameters.empty()) contents.metadata[kCostParametersKey] = dump_json(parameters);
  contents.metadata[kClassesKey] = dump_json(Json(model.classes));
  if (const Features* features = model.form.sound()) {
    contents.metadata[kFeaturesKey] = features_to_json(*features);
  }
  if (const PictureForm* form = model.form.picture()) {
    contents.metadata[kFormKey] = form_to_json(*form);
  }
  if (const TableForm* form = model.form.table()) {
    contents.metadata[kTableKey] = table_to_json(*form);
  }
  if (model.temperature) contents.metadata[kTemperatureKey] = dump_json(Json(*model.temperature));
  contents.metadata[kHistoryKey] = dump_json(Json(model.history));
  contents.tensors = state.tensors();
  return contents;
}

Model unpack_model(SafeTensors& contents, const OpSet& ops) {
  const auto text = [&](const char* key) -> const std::string& {
    const auto found = contents.metadata.find(key);
    if (found == contents.metadata.end()) {
      throw Error(ErrorCode::format, std::string("its metadata have no '") + key +
                                         "': expected a model that Glia saved");
    }
    return found->second;
  };
  check_is_model(contents.metadata);
  Model model;
  model.graph = graph_from_json(text(kGraphKey), ops);
  model.cost = cost_named(text(kCostKey));
  if (contents.metadata.contains(kCostParametersKey)) {
    model.cost_parameters =
        cost_parameters_from_json(model.cost, parse_json(text(kCostParametersKey)));
  }
  model.classes = classes_from(text(kClassesKey));
  const bool hears = contents.metadata.contains(kFeaturesKey);
  const bool sees = contents.metadata.contains(kFormKey);
  const bool reads = contents.metadata.contains(kTableKey);
  if (hears + sees + reads > 1) {
    throw Error(ErrorCode::format, std::string("its metadata have several of '") + kFeaturesKey +
                                       "', '" + kFormKey + "' and '" + kTableKey +
                                       "': a network hears, sees or reads a table");
  }
  if (reads) model.form = table_from_json(text(kTableKey));
  if (hears) model.form = features_from_json(text(kFeaturesKey));
  if (sees) model.form = form_from_json(text(kFormKey));
  if (contents.metadata.contains(kTemperatureKey)) {
    model.temperature = number_at(parse_json(text(kTemperatureKey)), "temperature");
  }
  model.history = history_from(text(kHistoryKey));
  const bool checkpoint = contents.metadata.contains(kCheckpointKey);
  for (auto it = contents.tensors.begin(); it != contents.tensors.end();) {
    const auto next = std::next(it);
    if (!checkpoint || it->first.find(':') == std::string::npos) {
      model.state.tensors().insert(contents.tensors.extract(it));
    }
    it = next;
  }
  check(model, model.state);
  return model;
}

}  // namespace io

void save_model(const Model& model, const std::string& path, const OpSet& ops) {
  const io::SafeTensors contents = [&] {
    try {
      return io::pack_model(model, model.state, ops);
    } catch (const Error& error) {
      throw Error(error, "cannot save '" + path + "': " + error.what());
    }
  }();
  io::write_safetensors(contents, path);
}

Model load_model(const std::string& path, const OpSet& ops) {
  io::SafeTensors contents = io::read_safetensors(path, io::check_is_model);
  return io::loading(path, [&] { return io::unpack_model(contents, ops); });
}

std::vector<std::uint8_t> encode_model(const Model& model, const OpSet& ops) {
  return io::encode_safetensors(io::pack_model(model, model.state, ops));
}

Model decode_model(std::span<const std::uint8_t> bytes, const std::string& name, const OpSet& ops) {
  return io::loading(name, [&] {
    io::SafeTensors contents = io::decode_safetensors(bytes, io::check_is_model);
    return io::unpack_model(contents, ops);
  });
}

}  // namespace glia
