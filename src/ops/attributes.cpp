#include "ops/attributes.h"

#include <algorithm>
#include <cmath>

#include "base/nearest.h"
#include "glia/error.h"

namespace glia::ops {

const Attribute* AttributeReader::find(std::string_view name) const {
  const auto found = attributes_.find(std::string(name));
  return found == attributes_.end() ? nullptr : &found->second;
}

std::int64_t AttributeReader::integer(std::string_view name, std::int64_t low,
                                      std::int64_t high) const {
  const std::string where = std::string(op_) + ": attribute '" + std::string(name) + "'";
  const Attribute* found = find(name);
  if (!found || !std::holds_alternative<std::int64_t>(*found)) {
    throw Error(ErrorCode::invalid_argument, where + ": expected a whole number");
  }
  const std::int64_t value = std::get<std::int64_t>(*found);
  if (value < low || value > high) {
    throw Error(ErrorCode::invalid_argument, where + ": expected " + std::to_string(low) + " to " +
                                                 std::to_string(high) + ", got " +
                                                 std::to_string(value));
  }
  return value;
}

std::int64_t AttributeReader::integer(std::string_view name, std::int64_t low, std::int64_t high,
                                      std::int64_t fallback) const {
  return find(name) ? integer(name, low, high) : fallback;
}

std::vector<std::int64_t> AttributeReader::integers(std::string_view name) const {
  const Attribute* found = find(name);
  const auto* list = found ? std::get_if<std::vector<std::int64_t>>(found) : nullptr;
  if (list && !list->empty()) return *list;
  throw Error(ErrorCode::invalid_argument, std::string(op_) + ": attribute '" + std::string(name) +
                                               "': expected a list of whole numbers");
}

double AttributeReader::number(std::string_view name, double fallback) const {
  const Attribute* found = find(name);
  if (!found) return fallback;
  const auto* real = std::get_if<double>(found);
  const auto* whole = std::get_if<std::int64_t>(found);
  const double value = real ? *real : whole ? static_cast<double>(*whole) : NAN;
  if (!std::isfinite(value)) {
    throw Error(ErrorCode::invalid_argument, std::string(op_) + ": attribute '" +
                                                 std::string(name) + "': expected a finite number");
  }
  return value;
}

std::string AttributeReader::text(std::string_view name, std::string_view fallback) const {
  const Attribute* found = find(name);
  if (!found) return std::string(fallback);
  if (const auto* value = std::get_if<std::string>(found)) return *value;
  throw Error(ErrorCode::invalid_argument,
              std::string(op_) + ": attribute '" + std::string(name) + "': expected a word");
}

void AttributeReader::only(std::initializer_list<std::string_view> known) const {
  const std::vector<std::string> names(known.begin(), known.end());
  for (const auto& [name, value] : attributes_) {
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      throw Error(ErrorCode::invalid_argument,
                  std::string(op_) + " has no attribute '" + name + "'." + suggest(name, names));
    }
  }
}

void expect_inputs(std::string_view op, std::span<const Shape> in, std::size_t count) {
  if (in.size() != count) {
    throw Error(ErrorCode::shape_mismatch, std::string(op) + ": expected " + std::to_string(count) +
                                               " input" + (count == 1 ? "" : "s") + ", got " +
                                               std::to_string(in.size()));
  }
}

}  // namespace glia::ops
