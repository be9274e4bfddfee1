#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "glia/export.h"
#include "glia/shape.h"
#include "glia/table.h"

namespace GLIA_EXPORT glia {

// What makes a column's numbers alike before a network sees them (x − offset) · scale.
enum class Scaling : std::uint8_t {
  none,
  standard,  // mean 0, standard deviation 1; pixels (64 columns or more of 0 to 255) from 0 to 1
  min_max,   // from 0 to 1
  robust,    // median 0, the middle half from −½ to ½: far outliers count for little
};
std::string_view name_of(Scaling scaling) noexcept;
std::span<const std::string_view> scaling_names() noexcept;
Scaling scaling_named(std::string_view name);  // throws Error, with the nearest name

// What stands for a number that is missing.
enum class Missing : std::uint8_t { mean, median, refused };
std::string_view name_of(Missing missing) noexcept;
std::span<const std::string_view> missing_names() noexcept;
Missing missing_named(std::string_view name);

// What is wanted of a row.
enum class TargetKind : std::uint8_t {
  numbers,          // one or several
  classes,          // one of them
  several_classes,  // any number of them: a row of 0 and 1
};
std::string_view name_of(TargetKind kind) noexcept;
TargetKind target_kind_named(std::string_view name);

// How a row of a table becomes what a network takes and wants, as the part of it that was learnt
// from has taught it. A model file holds it, so that every table goes the same way.
struct TableForm {
  struct Column {
    std::string name = {};
    // Of a column of words: each word that there is has an input, 1 where it stands and else 0. A
    // cell that is missing has none.
    std::vector<std::string> words = {};
    // Of numbers: an input is (x − offset) · scale.
    double offset = 0, scale = 1;
    std::optional<double> missing = {};  // x where it is missing; none: that is refused
    // Of a target of several classes: what stands between the words of one cell.
    std::optional<char> separator = {};

    bool of_words() const noexcept { return !words.empty(); }
    std::int64_t width() const noexcept { return of_words() ? std::ssize(words) : 1; }
    friend bool operator==(const Column&, const Column&) = default;
  };
  std::vector<Column> inputs = {};
  // Numbers that are wanted, in the scale in which the network gives them; a column of words is
  // what the classes are called after. Several classes are the words of one column, or columns of 0
  // and 1.
  std::vector<Column> targets = {};
  TargetKind kind = TargetKind::numbers;

  Shape shape() const;  // of an example's inputs
  void check() const;   // throws Error, naming the column
  // Rows of a table that has at least the input columns, in any order, [rows][shape]. Throws Error
  // that names the columns which are not there, or row and column of a cell that does not fit.
  std::vector<float> inputs_of(const Table& table, std::span<const std::uint32_t> rows) const;
  std::vector<std::string> class_names() const;  // none where numbers are wanted
  // The column that says how much a row counts; empty: all count alike.
  std::string weights = {};
  // The other way: from what a network gives for target `i` to the table's own unit.
  double in_own_unit(std::size_t i, double output) const;
  friend bool operator==(const TableForm&, const TableForm&) = default;
};
std::string in_words(const TableForm& form);  // "13 inputs of 13 columns"

}  // namespace glia
