#include "io/json.h"

#include <algorithm>
#include <set>
#include <vector>

#include "glia/error.h"
#include "glia/harmless.h"

namespace glia::io {
namespace {

constexpr std::size_t kMaxDepth = 16;
constexpr std::size_t kMaxValues = 4'000'000, kMaxMemberValues = 1'000'000, kMaxNames = 100'000;
constexpr std::size_t kMaxQuoted = 80;

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7f;
}

[[noreturn]] void wrong_type(std::string_view where, const char* expected, const Json& got) {
  fail(std::string(where) + ": expected " + expected + ", got " +
       (got.is_number() ? got.dump() : std::string(got.type_name())));
}

}  // namespace

void fail(const std::string& what) { throw Error(ErrorCode::format, what); }

namespace {

struct Limits {
  std::size_t values;
  std::size_t names;  // of one object
};

using Take = std::function<void(const std::string& name, Json& value)>;

// Makes values of what the parser finds. Its own way with a callback takes quadratic time.
class Builder {
 public:
  // With `take` the members of the outermost object are handed over instead of kept.
  Builder(const Limits& limits, const Take* take) : limits_(limits), take_(take) {}

  Json& root() noexcept { return root_; }

  // What the parser calls: true goes on.
  bool null() { return add(nullptr); }
  bool boolean(bool value) { return add(value); }
  bool number_integer(std::int64_t value) { return add(value); }
  bool number_unsigned(std::uint64_t value) { return add(value); }
  bool number_float(double value, const std::string& /*text*/) { return add(value); }
  bool string(std::string& value) { return add(std::move(value)); }
  bool binary(Json::binary_t& /*value*/) { return false; }  // JSON has none
  bool start_object(std::size_t /*size*/) { return open(Json::object()); }
  bool start_array(std::size_t /*size*/) { return open(Json::array()); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }

  bool key(std::string& name) {
    count();
    auto& members = open_.back()->get_ref<Json::object_t&>();
    const bool outermost = take_ && open_.size() == 1;
    const auto [at, is_new] = members.try_emplace(name);
    if (!is_new || (outermost && !taken_.insert(name).second)) {
      fail("its JSON has the key " + in_quotes(name) + " twice");
    }
    if (std::max(members.size(), outermost ? taken_.size() : 0) > limits_.names) {
      fail("its JSON has an object of more than " + std::to_string(limits_.names) + " names");
    }
    place_ = &at->second;
    return true;
  }

  bool parse_error(std::size_t byte, const std::string& /*token*/, const Json::exception& error) {
    constexpr int kNumberOverflow = 406;
    if (error.id == kNumberOverflow) fail("its JSON has a number that is too large");
    fail("its JSON is broken at byte " + std::to_string(byte));
  }

 private:
  void count() {
    if (++values_ > limits_.values) {
      fail("its JSON has more than " + std::to_string(limits_.values) + " values");
    }
  }

  // Where the next value belongs. What lies around it does not move while it is open.
  Json& place() {
    count();
    if (open_.empty()) return root_;
    if (open_.back()->is_array()) return open_.back()->emplace_back();
    return *place_;
  }

  bool add(Json value) {
    place() = std::move(value);
    hand_over();
    return true;
  }

  bool open(Json container) {
    if (open_.size() == kMaxDepth) fail("its JSON is nested more than 16 deep");
    Json& at = place();
    at = std::move(container);
    open_.push_back(&at);
    return true;
  }

  bool close() {
    count();  // a list or object takes more memory than a number
    open_.pop_back();
    hand_over();
    return true;
  }

  // A whole member of the outermost object.
  void hand_over() {
    if (!take_ || open_.size() != 1 || !root_.is_object()) return;
    auto& members = root_.get_ref<Json::object_t&>();
    (*take_)(members.begin()->first, members.begin()->second);
    members.clear();
    values_ = 0;
  }

  Limits limits_;
  const Take* take_;
  Json root_;
  std::vector<Json*> open_;  // the objects and lists around the next value
  Json* place_ = nullptr;    // of the member whose name was read last
  std::set<std::string> taken_;
  std::size_t values_ = 0;
};

Json parse_within(std::string_view text, const Limits& limits, const Take* take) {
  // The parser would take a zero byte for the end and skip a byte order mark.
  if (text.find('\0') != std::string_view::npos) fail("its JSON contains a zero byte");
  if (text.starts_with("\xef\xbb\xbf")) fail("its JSON starts with a byte order mark");
  Builder builder(limits, take);
  Json::sax_parse(text, &builder);
  return std::move(builder.root());
}

}  // namespace

Json parse_json(std::string_view text) {
  return parse_within(text, {kMaxValues, kMaxValues}, nullptr);
}

void parse_members(std::string_view text, const Take& take) {
  parse_within(text, {kMaxMemberValues, kMaxNames}, &take);
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

const Json& object_at(const Json& value, std::string_view where) {
  if (!value.is_object()) wrong_type(where, "an object", value);
  return value;
}

const Json& array_at(const Json& value, std::string_view where) {
  if (!value.is_array()) wrong_type(where, "a list", value);
  return value;
}

const std::string& string_at(const Json& value, std::string_view where) {
  if (!value.is_string()) wrong_type(where, "a text", value);
  return value.get_ref<const std::string&>();
}

std::int64_t int64_at(const Json& value, std::string_view where) {
  const bool fits =
      value.is_number_unsigned()
          ? value.get<std::uint64_t>() <= std::uint64_t{std::numeric_limits<std::int64_t>::max()}
          : value.is_number_integer();
  if (!fits) wrong_type(where, "a whole number below 2^63", value);
  return value.get<std::int64_t>();
}

std::uint64_t uint64_at(const Json& value, std::string_view where) {
  if (!value.is_number_unsigned()) wrong_type(where, "a whole number from 0 to 2^64 − 1", value);
  return value.get<std::uint64_t>();
}

bool bool_at(const Json& value, std::string_view where) {
  if (!value.is_boolean())
    fail(std::string(where) + ": expected true or false, got " + in_quotes(value.dump()));
  return value.get<bool>();
}

double number_at(const Json& value, std::string_view where) {
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
