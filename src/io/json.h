#pragma once
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "glia/export.h"

namespace GLIA_EXPORT glia {
namespace io {

using Json = nlohmann::json;

[[noreturn]] void fail(const std::string& what);  // throws Error {format}

// Strict JSON from strangers: no duplicate keys, no nesting beyond 16, no more than 4 million
// values and keys, valid UTF-8, nothing after the value. Throws Error{format}.
Json parse_json(std::string_view text);

// The same of an object with very many members, which `take` gets one after the other and may
// empty, so that memory holds one at a time. No member has more than a million values and keys, and
// no object more than 100,000 names.
void parse_members(std::string_view text,
                   const std::function<void(const std::string& name, Json& value)>& take);

// The text of `value`. Throws Error{invalid_argument} when a string in it is not UTF-8.
template <typename BasicJson>
std::string dump_json(const BasicJson& value);

// What strict readers ask of a value. `where` begins the message of the Error{format}.
const Json& object_at(const Json& value, std::string_view where);
const Json& array_at(const Json& value, std::string_view where);
const std::string& string_at(const Json& value, std::string_view where);
std::int64_t int64_at(const Json& value, std::string_view where);    // 1, not 1.0
std::uint64_t uint64_at(const Json& value, std::string_view where);  // exact up to 2^64 − 1
bool bool_at(const Json& value, std::string_view where);
double number_at(const Json& value, std::string_view where);

// `object` has every field of `required` and no others but `optional`.
void check_fields(const Json& object, const std::string& where,
                  std::initializer_list<std::string_view> required,
                  std::initializer_list<std::string_view> optional = {});

// Refuses control characters (a terminal would obey them) but line break and tab.
void check_text(const std::string& text, const std::string& where);

// Short enough for a message, and harmless on a terminal.
std::string in_quotes(std::string_view text);

}  // namespace io
}  // namespace glia
