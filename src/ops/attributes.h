#pragma once
#include <string_view>

#include "glia/op.h"

namespace glia::ops {

// Reads the attributes of one op. Each throws Error that names the op and the attribute.
class AttributeReader {
 public:
  AttributeReader(std::string_view op, const Attributes& attributes)
      : op_(op), attributes_(attributes) {}

  std::string_view op() const noexcept { return op_; }
  std::int64_t integer(std::string_view name, std::int64_t low, std::int64_t high) const;
  std::int64_t integer(std::string_view name, std::int64_t low, std::int64_t high,
                       std::int64_t fallback) const;
  std::vector<std::int64_t> integers(std::string_view name) const;  // at least one
  double number(std::string_view name, double fallback) const;      // finite
  std::string text(std::string_view name, std::string_view fallback) const;
  void only(std::initializer_list<std::string_view> known) const;  // no others

 private:
  const Attribute* find(std::string_view name) const;

  std::string_view op_;
  const Attributes& attributes_;
};

// Throws Error unless there are `count` inputs.
void expect_inputs(std::string_view op, std::span<const Shape> in, std::size_t count);

}  // namespace glia::ops
