#pragma once
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "glia/graph.h"
#include "glia/settings.h"

// What a line of the list of settings needs to be read and written.
namespace glia {

// --- a field of Settings as a value, and back ---

template <typename T>
SettingValue value_of(const T& field) {
  if constexpr (std::is_enum_v<T>) {
    return std::string(name_of(field));
  } else if constexpr (std::is_same_v<T, Augment>) {
    return to_text(field);
  } else {
    return field;
  }
}

inline void assign(Cost& field, const std::string& name) { field = cost_named(name); }
inline void assign(Method& field, const std::string& name) { field = method_named(name); }
inline void assign(Curve& field, const std::string& name) { field = curve_named(name); }
inline void assign(Initializer& field, const std::string& name) { field = initializer_named(name); }
inline void assign(Augment& field, const std::string& text) { field = parse_augment(text); }
inline void assign(Scaling& field, const std::string& name) { field = scaling_named(name); }
inline void assign(Missing& field, const std::string& name) { field = missing_named(name); }
inline void assign(Division& field, const std::string& name) { field = division_named(name); }
inline void assign(std::string& field, const std::string& text) { field = text; }

template <typename T>
void take(T& field, const SettingValue& value) {
  if constexpr (std::is_arithmetic_v<T>) {
    field = std::get<T>(value);
  } else {
    assign(field, std::get<std::string>(value));
  }
}

template <typename Field>
struct OfRecipe {
  auto& operator()(auto& settings) const { return Field{}(settings.recipe); }
};

// `Field` is a lambda that gives the field of some Settings.
template <typename Field>
Setting described(std::string_view name, Setting setting, Field) {
  using T = std::remove_cvref_t<decltype(Field{}(std::declval<Settings&>()))>;
  setting.name = name;
  if constexpr (std::is_same_v<T, bool>) {
    setting.type = Setting::Type::flag;
  } else if constexpr (std::is_integral_v<T>) {
    setting.type = Setting::Type::whole;
  } else if constexpr (std::is_same_v<T, double>) {
    setting.type = Setting::Type::number;
  } else {
    setting.type = setting.choices.empty() ? Setting::Type::text : Setting::Type::choice;
  }
  setting.get = [](const Settings& s) { return value_of(Field{}(s)); };
  setting.set = [](Settings& s, const SettingValue& value) { take(Field{}(s), value); };
  if (!setting.usual) {
    setting.usual = [](const Settings&) {
      const Settings plain;
      return value_of(Field{}(plain));
    };
  }
  return setting;
}

// The same of a Recipe.
template <typename Field>
Setting learnt(std::string_view name, Setting setting, Field) {
  setting.of_recipe = true;
  return described(name, setting, OfRecipe<Field>{});
}

// Of some Settings the field of this name.
#define FIELD(name) ([](auto& s) -> auto& { return s.name; })

inline constexpr double kLargest = 1e9;  // of what people count

std::vector<Setting> settings_of_data();

}  // namespace glia
