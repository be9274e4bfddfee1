#include "glia/settings.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <optional>
#include <vector>

#include "base/names.h"
#include "base/number_text.h"
#include "glia/error.h"

namespace glia {
namespace {

[[noreturn]] void refuse(const Setting& setting, const std::string& got) {
  throw Error(ErrorCode::invalid_argument,
              std::string(setting.name) + ": expected " + setting.expected() + ", got " + got,
              {"setting_range",
               {{"setting", std::string(setting.name)},
                {"low", number_text(setting.low)},
                {"high", number_text(setting.high)},
                {"got", got}}});
}

std::string as_given(std::string_view text) { return "'" + std::string(text) + "'"; }

bool in_range(const Setting& setting, double value) {
  return value >= setting.low && value <= setting.high &&
         !(setting.open_low && value == setting.low) &&
         !(setting.open_high && value == setting.high);  // false for NaN
}

constexpr double kExact = 9007199254740992;  // beyond, doubles leave out whole numbers

template <typename Whole>
Whole whole_of(const Setting& setting, const SettingValue& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return static_cast<Whole>(*number);
  if (const auto* number = std::get_if<std::uint64_t>(&value)) return static_cast<Whole>(*number);
  const double number = std::get<double>(value);
  if (number != std::floor(number) || std::abs(number) > kExact) refuse(setting, to_text(value));
  return static_cast<Whole>(number);
}

double as_number(const Setting& setting, const SettingValue& value) {
  if (const auto* number = std::get_if<double>(&value)) return *number;
  if (const auto* number = std::get_if<std::int64_t>(&value)) return static_cast<double>(*number);
  if (const auto* number = std::get_if<std::uint64_t>(&value)) return static_cast<double>(*number);
  refuse(setting, as_given(to_text(value)));
}

// As the setting has it, which is a number.
SettingValue number_of(const Setting& setting, const SettingValue& value) {
  const double number = as_number(setting, value);
  if (!in_range(setting, number)) refuse(setting, to_text(value));
  const SettingValue like = setting.get(Settings{});
  if (std::holds_alternative<double>(like)) return number;
  if (std::holds_alternative<std::int64_t>(like)) return whole_of<std::int64_t>(setting, value);
  return whole_of<std::uint64_t>(setting, value);
}

// The end of a range, as people write it.
std::string end_text(double number) {
  char text[32];
  std::snprintf(text, sizeof text, "%.10g", number);
  return text;
}

// In the list's order, so that what a usual value depends on is there before it.
template <typename Choose>
void fill(Settings& settings, Choose&& choose) {
  for (const Setting& setting : all_settings()) {
    if (std::optional<SettingValue> value = choose(setting)) setting.set(settings, *value);
  }
}

void check_names(const Asked& asked) {
  for (const auto& [name, value] : asked) setting_named(name);
}

std::optional<SettingValue> found(const Asked& asked, const Setting& setting) {
  const auto at = asked.find(setting.name);
  if (at == asked.end()) return std::nullopt;
  return setting.checked(at->second);
}

}  // namespace

std::string_view name_of(Change change) noexcept {
  constexpr std::array<std::string_view, 4> kNames{"nothing", "edit", "era", "network"};
  return enumerator_name(change, kNames);
}

NetOptions Settings::net_options() const {
  NetOptions options;
  options.hidden = activation;
  options.output = !output.empty()                              ? output
                   : recipe.cost == Cost::softmax_cross_entropy ? "softmax"
                                                                : "sigmoid";
  options.initializer = init;
  options.dropout = dropout;
  return options;
}

const Setting& setting_named(std::string_view name) {
  std::vector<std::string> names;
  for (const Setting& setting : all_settings()) {
    if (setting.name == name) return setting;
    names.emplace_back(setting.name);
  }
  throw Error(ErrorCode::invalid_argument,
              "no setting is called " + as_given(name) + "." + suggest(name, names),
              {"setting_unknown", {{"setting", std::string(name)}}});
}

std::string to_text(const SettingValue& value) {
  return std::visit(
      [](const auto& v) -> std::string {
        using T = std::remove_cvref_t<decltype(v)>;
        if constexpr (std::is_same_v<T, bool>) return v ? "true" : "false";
        if constexpr (std::is_same_v<T, std::string>) return v;
        if constexpr (std::is_same_v<T, double>) return number_text(v);
        if constexpr (std::is_integral_v<T>) return std::to_string(v);
      },
      value);
}

bool Setting::means_something(const Recipe& recipe) const noexcept {
  return of_cost.empty() || of_cost == name_of(recipe.cost);
}

std::string Setting::expected() const {
  if (type == Type::flag) return "true or false";
  if (type == Type::text) return "a text";
  if (type == Type::choice) {
    std::string words = "one of ";
    for (std::size_t i = 0; i < choices.size(); ++i) {
      words += (i == 0 ? "" : ", ") + std::string(choices[i]);
    }
    return words;
  }
  std::string words = type == Type::whole ? "a whole number " : "a number ";
  if (!open_low && !open_high && high < 1e9) {
    return words + "from " + end_text(low) + " to " + end_text(high);
  }
  words += (open_low ? "above " : "of at least ") + end_text(low);
  if (high > kExact) return words;
  return words + (open_high ? " and below " : " and at most ") + end_text(high);
}

SettingValue Setting::checked(const SettingValue& value) const {
  switch (type) {
    case Type::flag:
      if (!std::holds_alternative<bool>(value)) refuse(*this, to_text(value));
      return value;
    case Type::whole:
    case Type::number:
      return number_of(*this, value);
    case Type::choice:
    case Type::text:
      break;
  }
  const auto* text = std::get_if<std::string>(&value);
  if (!text) refuse(*this, to_text(value));
  const bool none = text->empty() && to_text(get(Settings{})).empty();
  if (type == Type::choice && !none && std::ranges::find(choices, *text) == choices.end()) {
    throw Error(ErrorCode::invalid_argument,
                std::string(name) + ": there is no " + as_given(*text) + "." +
                    suggest(*text, std::vector<std::string>(choices.begin(), choices.end())),
                {"setting_choice", {{"setting", std::string(name)}, {"got", *text}}});
  }
  Settings trial;
  set(trial, *text);  // throws what is wrong with it
  return get(trial);
}

SettingValue Setting::parsed(std::string_view text) const {
  if (type == Type::whole) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) refuse(*this, as_given(text));
    return checked(value);
  }
  if (type == Type::number) {
    const std::optional<double> value = parsed_number(text);
    if (!value || !std::isfinite(*value)) refuse(*this, as_given(text));
    return checked(*value);
  }
  if (type == Type::flag) {
    if (text != "true" && text != "false") refuse(*this, as_given(text));
    return text == "true";
  }
  return checked(std::string(text));
}

Settings complete(const Asked& asked, const Asked& base) {
  check_names(asked);
  check_names(base);
  Settings settings;
  fill(settings, [&](const Setting& setting) -> std::optional<SettingValue> {
    if (auto value = found(asked, setting)) return value;
    if (auto value = found(base, setting)) return value;
    return setting.usual(settings);
  });
  return settings;
}

Settings changed(const Settings& now, const Asked& asked, const Asked& fixed) {
  check_names(asked);
  Settings settings = now;
  fill(settings, [&](const Setting& setting) -> std::optional<SettingValue> {
    if (auto value = found(asked, setting)) return value;
    const bool follows = std::ranges::any_of(setting.follows, [&](std::string_view name) {
      const Setting& leader = setting_named(name);
      return leader.get(now) != leader.get(settings);
    });
    if (!follows || fixed.contains(setting.name)) return std::nullopt;
    return setting.usual(settings);
  });
  return settings;
}

Change between(const Settings& before, const Settings& after) {
  Change greatest = Change::nothing;
  for (const Setting& setting : all_settings()) {
    if (setting.get(before) != setting.get(after)) greatest = std::max(greatest, setting.change);
  }
  return greatest;
}

Asked asked_of(const Settings& settings) {
  Asked asked;
  for (const Setting& setting : all_settings()) {
    asked.emplace(setting.name, setting.get(settings));
  }
  return asked;
}

Asked asked_of(const Recipe& recipe) {
  Settings settings;
  settings.recipe = recipe;
  Asked asked;
  for (const Setting& setting : all_settings()) {
    if (setting.of_recipe) asked.emplace(setting.name, setting.get(settings));
  }
  return asked;
}

std::string usual_in_words(const Setting& setting) {
  const auto words = [&](const SettingValue& value) {
    const std::string text = to_text(value);
    const bool nothing = text == "0" || text.empty();
    return nothing && !setting.zero.empty() ? text + ": " + std::string(setting.zero) : text;
  };
  const SettingValue plain = setting.get(complete({}));
  std::vector<std::pair<SettingValue, std::string>> others;
  for (const std::string_view name : setting.follows) {
    for (const std::string_view choice : setting_named(name).choices) {
      const SettingValue value = setting.get(complete({{std::string(name), std::string(choice)}}));
      if (value == plain) continue;
      const auto same = std::ranges::find(others, value, &decltype(others)::value_type::first);
      if (same == others.end()) {
        others.emplace_back(value, choice);
      } else {
        same->second += ", " + std::string(choice);
      }
    }
  }
  std::string text = words(plain);
  for (const auto& [value, when] : others) text += "; " + when + ": " + words(value);
  return text;
}

std::string in_words(const Settings& s) {
  const Recipe& r = s.recipe;
  const auto text = [](std::string_view name, const Settings& of) {
    return to_text(setting_named(name).get(of));
  };
  std::string words = s.activation + ", " + text("cost", s) + " cost, " + text("optimizer", s) +
                      " rate " + number_text(r.schedule.rate) + " " + text("schedule", s) +
                      ", batch " + std::to_string(r.batch) + ", decay " +
                      number_text(r.optimizer.weight_decay) + ", " + text("init", s) +
                      " start, seed " + std::to_string(r.seed);
  constexpr std::string_view kSaid[] = {
      "net",      "preset", "data",  "activation",   "cost", "rate",  "optimizer",
      "schedule", "init",   "batch", "weight_decay", "seed", "epochs"};
  for (const Setting& setting : all_settings()) {
    if (std::ranges::find(kSaid, setting.name) != std::end(kSaid)) continue;
    if (!setting.means_something(r)) continue;
    const SettingValue value = setting.get(s);
    if (value == setting.usual(s)) continue;
    std::string name(setting.name);
    std::replace(name.begin(), name.end(), '_', ' ');
    words += ", " + name + (setting.type == Setting::Type::flag ? "" : " " + to_text(value));
  }
  return words;
}

}  // namespace glia
