#include "data/table/arrays.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string_view>

#include "glia/error.h"
#include "io/json.h"

namespace glia {
namespace {

constexpr std::array<std::string_view, 5> kInputs{"x", "data", "images", "inputs", "features"};
constexpr std::array<std::string_view, 5> kTargets{"y", "labels", "label", "targets", "target"};
struct PartName {
  std::string_view written, part;
};
constexpr std::array<PartName, 5> kParts{{{"train", "train"},
                                          {"training", "train"},
                                          {"val", "val"},
                                          {"valid", "val"},
                                          {"test", "test"}}};

// What the name of an array says.
struct Role {
  std::string part = {};  // "train", "val", "test"; empty: it tells none
  std::string name = {};  // of its columns
  bool input = false;     // numbered from 0, without a name
};

std::optional<std::string_view> part_of(std::string_view word) {
  const auto found = std::ranges::find(kParts, word, &PartName::written);
  return found == kParts.end() ? std::nullopt : std::optional(found->part);
}

Role role_of(const std::string& array) {
  std::string lower = array;
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  Role role{.name = array};
  const std::string_view all = lower;
  const std::size_t first = all.find('_'), last = all.rfind('_');
  if (first != all.npos) {
    if (const auto part = part_of(all.substr(0, first))) {
      role = {std::string(*part), array.substr(first + 1)};
      lower = lower.substr(first + 1);
    } else if (const auto ends = part_of(all.substr(last + 1))) {
      role = {std::string(*ends), array.substr(0, last)};
      lower = lower.substr(0, last);
    }
  }
  role.input = std::ranges::find(kInputs, lower) != kInputs.end();
  if (std::ranges::find(kTargets, lower) != kTargets.end()) role.name = "y";
  return role;
}

// The columns of one part, in order.
using Columns = std::vector<Table::Column>;

void add_columns(Columns& columns, NumberArray&& array, const Role& role) {
  const bool one = array.flat || array.columns.size() == 1;
  for (std::size_t i = 0; i < array.columns.size(); ++i) {
    const std::string number = std::to_string(i);
    std::string name = role.input ? number : one ? role.name : role.name + "." + number;
    columns.push_back({.name = std::move(name), .numbers = std::move(array.columns[i])});
  }
}

void check_names(const Columns& columns, const std::string& what) {
  std::set<std::string_view> names;
  for (const Table::Column& column : columns) {
    if (names.insert(column.name).second) continue;
    throw Error(ErrorCode::format,
                what + ": two columns would be called " + io::in_quotes(column.name));
  }
}

// Infinity has no place in a table, as in one of text.
void check_numbers(const NumberArray& array, const std::string& what) {
  for (std::size_t c = 0; c < array.columns.size(); ++c) {
    const auto bad = std::ranges::find_if(array.columns[c], [](float x) { return std::isinf(x); });
    if (bad == array.columns[c].end()) continue;
    throw Error(ErrorCode::format,
                what + ", row " + std::to_string(bad - array.columns[c].begin() + 1) + ", column " +
                    io::in_quotes(std::to_string(c)) +
                    ": expected a number, got infinity, or one of more than 38 digits");
  }
}

}  // namespace

NumberArray array_of(IdxFile&& file, const std::string& what) {
  NumberArray array{.name = "x", .rows = file.shape[0], .flat = file.shape.rank() == 1};
  const std::int64_t width = file.shape.elements() / array.rows;
  if (width > kMostColumns) {
    throw Error(ErrorCode::format, what + ": expected at most a million columns");
  }
  array.columns.resize(static_cast<std::size_t>(width));
  std::visit(
      [&](const auto& numbers) {
        for (std::size_t c = 0; c < array.columns.size(); ++c) {
          array.columns[c].resize(static_cast<std::size_t>(array.rows));
          for (std::size_t r = 0; r < array.columns[c].size(); ++r) {
            array.columns[c][r] = static_cast<float>(numbers[r * array.columns.size() + c]);
          }
        }
      },
      std::move(file).numbers());
  return array;
}

Table table_of(std::vector<NumberArray> arrays, const std::string& name) {
  const std::string what = "table " + io::in_quotes(name);
  struct Part {
    std::string name, counted;  // by which array its rows are
    std::int64_t rows;
    Columns columns = {};
  };
  std::vector<Part> parts;
  const bool alone = arrays.size() == 1;
  for (NumberArray& array : arrays) {
    check_numbers(array, arrays.size() == 1 ? what : what + ", array " + io::in_quotes(array.name));
    Role role = role_of(array.name);
    if (alone) role = {.input = true};
    auto part = std::ranges::find(parts, role.part, &Part::name);
    if (part == parts.end()) {
      part = parts.insert(part, {role.part, array.name, array.rows});
    } else if (part->rows != array.rows) {
      throw Error(ErrorCode::format,
                  what + ": expected arrays of as many rows, got " + std::to_string(part->rows) +
                      " in " + io::in_quotes(part->counted) + " and " + std::to_string(array.rows) +
                      " in " + io::in_quotes(array.name));
    }
    add_columns(part->columns, std::move(array), role);
  }
  check_names(parts.front().columns, what);
  Table table{
      .name = name, .rows = parts.front().rows, .columns = std::move(parts.front().columns)};
  if (parts.size() == 1) return table;

  Table::Column which{.name = "part"};
  for (const Part& part : parts) which.vocabulary.push_back(part.name);
  std::ranges::sort(which.vocabulary);
  const auto add_part = [&](const Part& part) {
    const auto word = std::ranges::find(which.vocabulary, part.name) - which.vocabulary.begin();
    which.words.insert(which.words.end(), static_cast<std::size_t>(part.rows),
                       static_cast<std::int32_t>(word));
  };
  add_part(parts.front());
  std::map<std::string, std::size_t> places;
  for (const Table::Column& column : table.columns) places.emplace(column.name, places.size());
  const auto place_in_first = [&](const Table::Column& column) {
    const auto found = places.find(column.name);
    return found == places.end() ? places.size() : found->second;
  };
  for (std::size_t p = 1; p < parts.size(); ++p) {
    const auto named = [](const Table::Column& a, const Table::Column& b) {
      return a.name == b.name;
    };
    std::ranges::stable_sort(parts[p].columns, {}, place_in_first);
    if (!std::ranges::equal(parts[p].columns, table.columns, named)) {
      throw Error(ErrorCode::format,
                  what + ": expected the same arrays in every part, with as many columns; " +
                      io::in_quotes(parts[p].counted) + " has no match beside " +
                      io::in_quotes(parts.front().counted));
    }
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      std::vector<float>& all = table.columns[c].numbers;
      std::vector<float> more = std::move(parts[p].columns[c].numbers);
      all.insert(all.end(), more.begin(), more.end());
    }
    table.rows += parts[p].rows;
    add_part(parts[p]);
  }
  table.columns.push_back(std::move(which));
  return table;
}

}  // namespace glia
