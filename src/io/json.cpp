#include "io/json.h"

#include <algorithm>
#include <set>
#include <vector>

#include "glia/error.h"
#include "glia/harmless.h"

namespace glia::io {
namespace {

constexpr int kMaxDepth = 16;
constexpr std::size_t kMaxValues = 4'000'000;
constexpr std::size_t kMaxQuoted = 80;

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7f;
}

[[noreturn]] void wrong_type(const std::string& where, const char* expected, const Json& got) {
  fail(where + ": expected " + expected + ", got " +
       (got.is_number() ? got.dump() : std::string(got.type_name())));
}

}  // namespace

void fail(const std::string& what) { throw Error(ErrorCode::format, what); }

Json parse_json(std::string_view text) {
  // The parser would take a zero byte for the end and skip a byte order mark.
  if (text.find('\0') != std::string_view::npos) fail("its JSON contains a zero byte");
  if (text.starts_with("\xef\xbb\xbf")) fail("its JSON starts with a byte order mark");

  std::vector<std::set<std::string>> keys;  // of the objects that are open
  std::size_t values = 0;
  const auto watch = [&](int depth, Json::parse_event_t event, Json& parsed) {
    using Event = Json::parse_event_t;
    if (depth > kMaxDepth) fail("its JSON is nested more than 16 deep");
    if (++values > kMaxValues) fail("its JSON has more than 4000000 values");
    if (event == Event::object_start) keys.emplace_back();
    if (event == Event::object_end) keys.pop_back();
    if (event == Event::key && !keys.back().insert(parsed.get<std::string>()).second) {
      fail("its JSON has the key " + in_quotes(parsed.get<std::string>()) + " twice");
    }
    return true;
  };
  try {
    return Json::parse(text, watch);
  } catch (const Json::parse_error& error) {
    fail("its JSON is broken at byte " + std::to_string(error.byte));
  } catch (const Json::exception&) {
    fail("its JSON has a number that is too large");
  }
}

template <typename BasicJson>
std::string dump_json(const BasicJson& value) {
  try {
    return value.dump();
  } catch (const nlohmann::json::exception&) {
    throw Error(ErrorCode::invalid_argument, "expected names and texts in UTF-8");
  }
}
template std::string dump_json(const nlohmann::json&);
template std::string dump_json(const nlohmann::ordered_json&);

const Json& object_at(const Json& value, const std::string& where) {
  if (!value.is_object()) wrong_type(where, "an object", value);
  return value;
}

const Json& array_at(const Json& value, const std::string& where) {
  if (!value.is_array()) wrong_type(where, "a list", value);
  return value;
}

const std::string& string_at(const Json& value, const std::string& where) {
  if (!value.is_string()) wrong_type(where, "a text", value);
  return value.get_ref<const std::string&>();
}

std::int64_t int64_at(const Json& value, const std::string& where) {
  const bool fits =
      value.is_number_unsigned()
          ? value.get<std::uint64_t>() <= std::uint64_t{std::numeric_limits<std::int64_t>::max()}
          : value.is_number_integer();
  if (!fits) wrong_type(where, "a whole number below 2^63", value);
  return value.get<std::int64_t>();
}

std::uint64_t uint64_at(const Json& value, const std::string& where) {
  if (!value.is_number_unsigned()) wrong_type(where, "a whole number from 0 to 2^64 − 1", value);
  return value.get<std::uint64_t>();
}

bool bool_at(const Json& value, const std::string& where) {
  if (!value.is_boolean()) fail(where + ": expected true or false, got " + in_quotes(value.dump()));
  return value.get<bool>();
}

double number_at(const Json& value, const std::string& where) {
  if (!value.is_number()) wrong_type(where, "a number", value);
  return value.get<double>();
}

void check_fields(const Json& object, const std::string& where,
                  std::initializer_list<std::string_view> required,
                  std::initializer_list<std::string_view> optional) {
  object_at(object, where);
  for (const std::string_view name : required) {
    if (!object.contains(name)) fail(where + ": '" + std::string(name) + "' is missing");
  }
  for (const auto& [name, value] : object.items()) {
    if (std::ranges::find(required, name) == required.end() &&
        std::ranges::find(optional, name) == optional.end()) {
      fail(where + ": unknown field " + in_quotes(name));
    }
  }
}

void check_text(const std::string& text, const std::string& where) {
  if (std::ranges::any_of(text, [](char c) { return is_control(c) && c != '\n' && c != '\t'; })) {
    fail(where + ": expected text without control characters, got " + in_quotes(text));
  }
}

std::string in_quotes(std::string_view text) {
  std::string shown(text.substr(0, kMaxQuoted));
  if (text.size() > kMaxQuoted) {
    while (!shown.empty() && (static_cast<unsigned char>(shown.back()) & 0xc0) == 0x80) {
      shown.pop_back();
    }
    if (!shown.empty() && static_cast<unsigned char>(shown.back()) >= 0xc0) shown.pop_back();
    shown += "…";
  }
  return "'" + harmless(shown) + "'";
}

}  // namespace glia::io
