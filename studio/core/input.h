#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/fields.h"
#include "core/plane/shapes.h"
#include "core/table/rows.h"
#include "glia/data.h"

namespace glia {
struct FormSteps;
}

namespace glia::studio {

// Pictures as the network sees them, and the bytes that are nearest.
std::vector<float> values_of(std::span<const std::uint8_t> pixels);
std::vector<std::uint8_t> bytes_of(std::span<const float> values);

// What goes into the network: the current example, if there is one.
class Input {
 public:
  void take(std::span<const std::uint8_t> pixels);  // drawn, photographed or made up
  void take(const Dataset& pictures, std::int64_t index);
  void take(const Point& point, const std::vector<std::string>& inputs);  // of the plane
  void take(const Row& row, const Rows& rows);                            // of a table
  void take_nothing();
  void set_label(Label label);                                     // known, or what a person says
  void set_index(std::int64_t index) noexcept { index_ = index; }  // in the test set

  bool empty() const noexcept { return values_.empty(); }
  void expect() const;  // throws Error when there is none
  std::span<const float> values() const noexcept { return values_; }  // as the network sees them
  const Label& label() const noexcept { return label_; }              // empty: not known
  std::optional<std::int64_t> index() const noexcept { return index_; }
  std::optional<Point> point() const noexcept { return point_; }  // of the plane
  const Row& row() const noexcept { return row_; }                // of a table
  std::uint64_t version() const noexcept { return version_; }     // grows with each change

 private:
  std::vector<float> values_;
  Label label_;
  std::optional<std::int64_t> index_;
  std::optional<Point> point_;
  Row row_;
  std::uint64_t version_ = 1;
};

// A label of the task's as a page or a link writes it, the field `label`. Throws Error.
Label label_in(const Fields& fields, const Task& task);
FormSteps form_steps(const Fields& fields);  // its field `steps`

}  // namespace glia::studio
