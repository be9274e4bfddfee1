#pragma once
#include <array>
#include <cstdint>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace glia::studio {

using Json = nlohmann::json;

// Its text; what is no UTF-8 in it (a path need not be) as U+FFFD.
std::string text_of(const Json& json);

// The names that an object may have. For a parameter: it refers to the list.
struct Names {
  Names(std::initializer_list<std::string_view> list) : all(list.begin(), list.size()) {}
  Names(std::span<const std::string_view> list) : all(list) {}
  template <std::size_t N>
  Names(const std::array<std::string_view, N>& list) : all(list) {}

  std::span<const std::string_view> all;
};

// What a command brought, read field by field; each is checked. Every reader throws
// Error{invalid_argument} that names the field, what was expected and what came. A null is as good
// as a field that is not there.
class Fields {
 public:
  // `object` must outlive this. `where` begins each message: "edit". Throws Error when there is a
  // field that is not among `names`.
  Fields(const Json& object, std::string where, Names names);

  bool has(std::string_view name) const;  // and is not null
  // Within [low, high]; not NaN, not infinite.
  double number(std::string_view name, double low, double high) const;
  std::int64_t whole(std::string_view name, std::int64_t low, std::int64_t high) const;
  bool flag(std::string_view name) const;
  std::string text(std::string_view name, std::size_t most = 200) const;  // bytes
  std::string choice(std::string_view name, std::span<const std::string_view> choices) const;
  std::vector<double> numbers(std::string_view name, std::size_t least, std::size_t most,
                              double low, double high) const;
  std::vector<std::int64_t> wholes(std::string_view name, std::size_t least, std::size_t most,
                                   std::int64_t low, std::int64_t high) const;
  Fields object(std::string_view name, Names names) const;
  std::vector<Fields> objects(std::string_view name, std::size_t least, std::size_t most,
                              Names names) const;
  const Json& list(std::string_view name, std::size_t least, std::size_t most) const;

  // The same with a value for a field that is not there.
  double number(std::string_view name, double low, double high, double otherwise) const;
  std::int64_t whole(std::string_view name, std::int64_t low, std::int64_t high,
                     std::int64_t otherwise) const;
  bool flag(std::string_view name, bool otherwise) const;

  const Json& json() const noexcept { return *object_; }
  [[noreturn]] void fail(std::string_view name, const std::string& expected) const;

 private:
  const Json& at(std::string_view name) const;

  const Json* object_;
  std::string where_;
};

// The number of fewest digits that is nearest to this float and no other.
double shortest(float value);

// A single value, as Fields reads it; `where` names it.
double number_in(const Json& value, const std::string& where, double low, double high);
std::int64_t whole_in(const Json& value, const std::string& where, std::int64_t low,
                      std::int64_t high);

}  // namespace glia::studio
