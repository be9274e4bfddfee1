#pragma once
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace glia::studio {

using Json = nlohmann::json;

// What a command brought, read field by field; each is checked. Every reader throws
// Error{invalid_argument} that names the field, what was expected and what came.
class Fields {
 public:
  // `object` must outlive this. `where` begins each message: "edit".
  Fields(const Json& object, std::string where);

  bool has(std::string_view name) const;  // and is not null
  // Within [low, high]; not NaN, not infinite.
  double number(std::string_view name, double low, double high) const;
  std::int64_t whole(std::string_view name, std::int64_t low, std::int64_t high) const;
  bool flag(std::string_view name) const;
  std::string text(std::string_view name, std::size_t most = 200) const;  // bytes
  std::string choice(std::string_view name, std::span<const std::string_view> choices) const;
  std::vector<double> numbers(std::string_view name, std::size_t least, std::size_t most,
                              double low, double high) const;
  Fields object(std::string_view name) const;
  std::vector<Fields> objects(std::string_view name, std::size_t least, std::size_t most) const;
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

// A single value, as Fields reads it; `where` names it.
double number_in(const Json& value, const std::string& where, double low, double high);

}  // namespace glia::studio
