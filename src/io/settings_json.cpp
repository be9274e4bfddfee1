#include "io/settings_json.h"

#include <set>

#include "data/augmentations.h"
#include "glia/error.h"

namespace glia::io {
namespace {

Json json_of(const SettingValue& value) {
  return std::visit([](const auto& v) { return Json(v); }, value);
}

SettingValue value_of(const Json& json, const std::string& where) {
  if (json.is_boolean()) return json.get<bool>();
  if (json.is_string()) return json.get<std::string>();
  if (json.is_number_unsigned()) {
    const auto number = json.get<std::uint64_t>();
    if (number > std::uint64_t{INT64_MAX}) return number;
    return static_cast<std::int64_t>(number);
  }
  if (json.is_number_integer()) return json.get<std::int64_t>();
  if (json.is_number()) return json.get<double>();
  fail(where + ": expected a number, a text, true or false");
}

// Before version 3 each augmentation was a field of its own.
Augment augment_from_fields(const Json& json, const std::string& where,
                            std::set<std::string>& read) {
  Augment augment;
  each_augmentation([&](const Augmentation& row) {
    const std::string name(row.name);
    if (!json.contains(name)) fail(where + ": '" + name + "' is missing");
    augment.*(row.value) = number_at(json[name], where + ", " + name);
    read.insert(name);
  });
  return augment;
}

}  // namespace

Json recipe_to_json(const Recipe& recipe) {
  Settings settings;
  settings.recipe = recipe;
  Json json;
  for (const Setting& setting : all_settings()) {
    if (!setting.of_recipe || !setting.means_something(recipe)) continue;
    json[std::string(setting.name)] = json_of(setting.get(settings));
  }
  return json;
}

Recipe recipe_from_json(const Json& json, const std::string& where) {
  object_at(json, where);
  Settings settings;
  std::set<std::string> read;
  try {
    for (const Setting& setting : all_settings()) {
      if (!setting.of_recipe) continue;
      std::string name(setting.name);
      if (!json.contains(name) && json.contains(std::string(setting.formerly))) {
        name = setting.formerly;
      }
      if (json.contains(name)) {
        setting.set(settings, setting.checked(value_of(json[name], where + ", " + name)));
        read.insert(name);
      } else if (name == "augment") {
        settings.recipe.augment = augment_from_fields(json, where, read);
      } else if (setting.means_something(settings.recipe)) {  // the cost stands before it
        fail(where + ": '" + name + "' is missing");
      }
    }
    settings.recipe.check();
  } catch (const Error& error) {
    if (error.code() == ErrorCode::format) throw;
    fail(where + ", " + error.what());
  }
  if (json.size() != read.size()) fail(where + ": it has unknown fields");
  return settings.recipe;
}

Json cost_parameters_to_json(Cost cost, const CostParameters& parameters) {
  Settings settings;
  settings.recipe.cost = cost;
  settings.recipe.cost_parameters = parameters;
  Json json = Json::object();
  for (const Setting& setting : all_settings()) {
    if (setting.of_cost != name_of(cost)) continue;
    json[std::string(setting.name)] = json_of(setting.checked(setting.get(settings)));
  }
  return json;
}

CostParameters cost_parameters_from_json(Cost cost, const Json& json) {
  const std::string where = "cost parameters";
  object_at(json, where);
  Settings settings;
  for (const auto& [name, value] : json.items()) {
    const Setting& setting = setting_named(name);
    if (setting.of_cost != name_of(cost)) fail(where + ": the cost has no '" + name + "'");
    setting.set(settings, setting.checked(value_of(value, where + ", " + name)));
  }
  return settings.recipe.cost_parameters;
}

}  // namespace glia::io

namespace glia {

std::string to_json(const Asked& asked) {
  nlohmann::ordered_json json = nlohmann::ordered_json::object();
  for (const Setting& setting : all_settings()) {
    const auto at = asked.find(setting.name);
    if (at != asked.end()) json[std::string(setting.name)] = io::json_of(at->second);
  }
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

Asked asked_from_json(const std::string& text) {
  const io::Json json = io::parse_json(text);
  const std::string where = "settings";
  io::object_at(json, where);
  Asked asked;
  for (const auto& [name, value] : json.items()) {
    for (const Setting& setting : all_settings()) {
      if (setting.name != name) continue;
      try {
        asked.emplace(name, setting.checked(io::value_of(value, where + ", " + name)));
      } catch (const Error& error) {
        io::fail(where + ", " + error.what());
      }
    }
  }
  return asked;
}

}  // namespace glia
