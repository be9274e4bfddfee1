#include "train/recipe_settings.h"

#include <cstdio>

namespace glia {
namespace {

std::string text_of(Cost cost) { return std::string(name_of(cost)); }
std::string text_of(Method method) { return std::string(name_of(method)); }
std::string text_of(Curve curve) { return std::string(name_of(curve)); }
std::string text_of(std::int64_t number) { return std::to_string(number); }
std::string text_of(std::uint64_t number) { return std::to_string(number); }

// As short as it can be and still be the same number.
std::string text_of(double number) {
  char text[32];
  double back = 0;
  for (int digits = 6; digits <= 17; digits += 11) {
    std::snprintf(text, sizeof text, "%.*g", digits, number);
    if (std::sscanf(text, "%lf", &back) == 1 && back == number) break;
  }
  return text;
}

}  // namespace

std::vector<Setting> settings_of(const Recipe& recipe) {
  std::vector<Setting> settings;
  each_setting(recipe, [&](const char* name, const auto& value) {
    settings.push_back({name, text_of(value)});
  });
  return settings;
}

}  // namespace glia
