#include "core/fields.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "base/number_text.h"
#include "glia/error.h"
#include "glia/suggest.h"

namespace glia::studio {

std::string text_of(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

namespace {

constexpr std::size_t kMostShown = 60;

std::string shown(const Json& value) {
  std::string text = value.dump(-1, ' ', true, Json::error_handler_t::replace);
  if (text.size() > kMostShown) text = text.substr(0, kMostShown) + "…";
  return text;
}

[[noreturn]] void refuse(const std::string& where, const std::string& expected, const Json& came) {
  throw Error(ErrorCode::invalid_argument,
              where + ": expected " + expected + ", got " + shown(came));
}

std::string between(double low, double high) {
  return number_text(low) + " to " + number_text(high);
}

}  // namespace

double shortest(float value) {
  std::array<char, 32> digits{};
  for (int count = 1; count < 9; ++count) {
    std::snprintf(digits.data(), digits.size(), "%.*g", count, double{value});
    const double number = std::strtod(digits.data(), nullptr);
    if (static_cast<float>(number) == value) return number;
  }
  return double{value};
}

double number_in(const Json& value, const std::string& where, double low, double high) {
  const double number = value.is_number() ? value.get<double>() : std::nan("");
  if (!(number >= low && number <= high)) {
    refuse(where, "a number from " + between(low, high), value);
  }
  return number;
}

std::int64_t whole_in(const Json& value, const std::string& where, std::int64_t low,
                      std::int64_t high) {
  const bool fits = value.is_number_unsigned()
                        ? value.get<std::uint64_t>() <= std::uint64_t{INT64_MAX}
                        : value.is_number_integer();
  const std::int64_t number = fits ? value.get<std::int64_t>() : 0;
  if (!fits || number < low || number > high) {
    refuse(where, "a whole number from " + std::to_string(low) + " to " + std::to_string(high),
           value);
  }
  return number;
}

Fields::Fields(const Json& object, std::string where, Names names)
    : object_(&object), where_(std::move(where)) {
  if (!object.is_object()) refuse(where_, "an object", object);
  for (const auto& [name, value] : object.items()) {
    if (std::ranges::find(names.all, name) != names.all.end()) continue;
    throw Error(ErrorCode::invalid_argument,
                where_ + ": there is no field " + shown(name) + "." +
                    suggest(name, std::vector<std::string>(names.all.begin(), names.all.end())));
  }
}

bool Fields::has(std::string_view name) const {
  const auto found = object_->find(name);
  return found != object_->end() && !found->is_null();
}

const Json& Fields::at(std::string_view name) const {
  const auto found = object_->find(name);
  if (found != object_->end()) return *found;
  throw Error(ErrorCode::invalid_argument, where_ + ": '" + std::string(name) + "' is missing");
}

void Fields::fail(std::string_view name, const std::string& expected) const {
  refuse(where_ + ": '" + std::string(name) + "'", expected, has(name) ? at(name) : Json());
}

double Fields::number(std::string_view name, double low, double high) const {
  return number_in(at(name), where_ + ": '" + std::string(name) + "'", low, high);
}

std::int64_t Fields::whole(std::string_view name, std::int64_t low, std::int64_t high) const {
  return whole_in(at(name), where_ + ": '" + std::string(name) + "'", low, high);
}

bool Fields::flag(std::string_view name) const {
  const Json& value = at(name);
  if (!value.is_boolean()) fail(name, "true or false");
  return value.get<bool>();
}

std::string Fields::text(std::string_view name, std::size_t most) const {
  const Json& value = at(name);
  if (!value.is_string() || value.get_ref<const std::string&>().size() > most) {
    fail(name, "a text of at most " + std::to_string(most) + " bytes");
  }
  return value.get<std::string>();
}

std::string Fields::choice(std::string_view name, std::span<const std::string_view> choices) const {
  const Json& value = at(name);
  if (!value.is_string()) fail(name, "a text");
  std::vector<std::string> known(choices.begin(), choices.end());
  const std::string& word = value.get_ref<const std::string&>();
  for (const std::string& choice : known) {
    if (choice == word) return word;
  }
  throw Error(ErrorCode::invalid_argument, where_ + ": '" + std::string(name) + "': there is no " +
                                               shown(value) + "." + suggest(word, known));
}

const Json& Fields::list(std::string_view name, std::size_t least, std::size_t most) const {
  const Json& value = at(name);
  if (!value.is_array() || value.size() < least || value.size() > most) {
    const std::string entries = least == most
                                    ? std::to_string(most)
                                    : std::to_string(least) + " to " + std::to_string(most);
    fail(name, "a list of " + entries + " entries");
  }
  return value;
}

std::vector<double> Fields::numbers(std::string_view name, std::size_t least, std::size_t most,
                                    double low, double high) const {
  std::vector<double> numbers;
  for (const Json& value : list(name, least, most)) {
    numbers.push_back(number_in(value, where_ + ": '" + std::string(name) + "'", low, high));
  }
  return numbers;
}

std::vector<std::int64_t> Fields::wholes(std::string_view name, std::size_t least, std::size_t most,
                                         std::int64_t low, std::int64_t high) const {
  std::vector<std::int64_t> numbers;
  for (const Json& value : list(name, least, most)) {
    numbers.push_back(whole_in(value, where_ + ": '" + std::string(name) + "'", low, high));
  }
  return numbers;
}

Fields Fields::object(std::string_view name, Names names) const {
  return {at(name), where_ + ": '" + std::string(name) + "'", names};
}

std::vector<Fields> Fields::objects(std::string_view name, std::size_t least, std::size_t most,
                                    Names names) const {
  std::vector<Fields> objects;
  for (const Json& value : list(name, least, most)) {
    objects.emplace_back(value, where_ + ": '" + std::string(name) + "'", names);
  }
  return objects;
}

double Fields::number(std::string_view name, double low, double high, double otherwise) const {
  return has(name) ? number(name, low, high) : otherwise;
}

std::int64_t Fields::whole(std::string_view name, std::int64_t low, std::int64_t high,
                           std::int64_t otherwise) const {
  return has(name) ? whole(name, low, high) : otherwise;
}

bool Fields::flag(std::string_view name, bool otherwise) const {
  return has(name) ? flag(name) : otherwise;
}

}  // namespace glia::studio
