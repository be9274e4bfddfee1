#include "io/recipe_json.h"

#include "glia/error.h"
#include "train/recipe_settings.h"

namespace glia::io {
namespace {

Json json_of(Cost cost) { return name_of(cost); }
Json json_of(Method method) { return name_of(method); }
Json json_of(Curve curve) { return name_of(curve); }
template <typename T>
Json json_of(const T& number) {
  return number;
}

void take(const Json& json, const std::string& where, Cost& cost) {
  cost = cost_named(string_at(json, where));
}
void take(const Json& json, const std::string& where, Method& method) {
  method = method_named(string_at(json, where));
}
void take(const Json& json, const std::string& where, Curve& curve) {
  curve = curve_named(string_at(json, where));
}
void take(const Json& json, const std::string& where, double& number) {
  number = number_at(json, where);
}
void take(const Json& json, const std::string& where, std::int64_t& number) {
  number = int64_at(json, where);
}
void take(const Json& json, const std::string& where, std::uint64_t& number) {
  number = uint64_at(json, where);
}

}  // namespace

Json recipe_to_json(const Recipe& recipe) {
  Json json;
  each_setting(recipe, [&](const char* name, const auto& value) { json[name] = json_of(value); });
  return json;
}

Recipe recipe_from_json(const Json& json, const std::string& where) {
  Recipe recipe;
  const std::size_t fields = recipe_to_json(recipe).size();
  object_at(json, where);
  each_setting(recipe, [&](const char* name, auto& value) {
    if (!json.contains(name)) fail(where + ": '" + name + "' is missing");
    take(json[name], where + ", " + name, value);
  });
  if (json.size() != fields) fail(where + ": it has unknown fields");
  try {
    recipe.check();
  } catch (const Error& error) {
    fail(where + ", " + error.what());
  }
  return recipe;
}

}  // namespace glia::io
