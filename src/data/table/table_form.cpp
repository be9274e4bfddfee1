#include "glia/table_form.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "base/names.h"
#include "glia/error.h"
#include "glia/table_set.h"
#include "io/json.h"

namespace glia {
namespace {

constexpr std::array<std::string_view, 4> kScalings{"none", "standard", "min_max", "robust"};
constexpr std::array<std::string_view, 3> kMissings{"mean", "median", "refused"};

constexpr std::array<std::string_view, 3> kKinds{"numbers", "classes", "several_classes"};
constexpr std::array<std::string_view, 4> kDivisions{"fraction", "value", "time", "group"};

std::string_view plural(std::int64_t n) { return n == 1 ? "" : "s"; }

// `ordered`: words are found by their order; classes that are numbers have that of numbers.
void check_column(const TableForm::Column& column, bool ordered) {
  const auto fail = [&](const std::string& why) {
    throw Error(ErrorCode::invalid_argument,
                "form of a table, column " + io::in_quotes(column.name) + ": " + why);
  };
  io::check_text(column.name, "form of a table");
  if (!std::isfinite(column.offset) || !std::isfinite(column.scale) || column.scale == 0) {
    fail("expected an offset and a scale that are finite, and no scale of 0");
  }
  if (column.separator && !column.of_words()) fail("only words have a separator");
  if (column.missing && !std::isfinite(*column.missing)) fail("what is missing has no number");
  std::vector<std::string> words = column.words;
  if (!ordered) std::ranges::sort(words);
  const auto repeated = std::adjacent_find(words.begin(), words.end(),
                                           [](const auto& a, const auto& b) { return a >= b; });
  if (repeated != words.end()) {
    if (ordered) fail("expected its words once each, sorted");
    fail("expected its words once each");
  }
  for (const std::string& word : column.words) io::check_text(word, "form of a table");
}

}  // namespace

std::string_view name_of(Scaling scaling) noexcept {
  return kScalings[static_cast<std::size_t>(scaling)];
}
std::span<const std::string_view> scaling_names() noexcept { return kScalings; }
Scaling scaling_named(std::string_view name) {
  return enumerator_named<Scaling>("scaling", name, kScalings);
}
std::string_view name_of(Missing missing) noexcept {
  return kMissings[static_cast<std::size_t>(missing)];
}
std::span<const std::string_view> missing_names() noexcept { return kMissings; }
Missing missing_named(std::string_view name) {
  return enumerator_named<Missing>("missing", name, kMissings);
}

std::string_view name_of(TargetKind kind) noexcept {
  return kKinds[static_cast<std::size_t>(kind)];
}
TargetKind target_kind_named(std::string_view name) {
  return enumerator_named<TargetKind>("kind of target", name, kKinds);
}
std::string_view name_of(Division division) noexcept {
  return kDivisions[static_cast<std::size_t>(division)];
}
std::span<const std::string_view> division_names() noexcept { return kDivisions; }
Division division_named(std::string_view name) {
  return enumerator_named<Division>("division", name, kDivisions);
}

Shape TableForm::shape() const {
  std::int64_t width = 0;
  for (const Column& column : inputs) width += column.width();
  return {width};
}

void TableForm::check() const {
  if (inputs.empty()) {
    throw Error(ErrorCode::invalid_argument, "form of a table: it has no columns to learn from");
  }
  std::set<std::string> names;
  for (const auto* columns : {&inputs, &targets}) {
    for (const Column& column : *columns) {
      check_column(column, columns == &inputs || kind == TargetKind::several_classes);
      if (!names.insert(column.name).second) {
        throw Error(ErrorCode::invalid_argument,
                    "form of a table: column " + io::in_quotes(column.name) + " stands twice");
      }
    }
  }
  const bool words = targets.size() == 1 && targets.front().of_words();
  const bool separated = words && targets.front().separator;
  const bool fits = kind == TargetKind::classes           ? words && !separated
                    : kind == TargetKind::several_classes ? separated || targets.size() > 1
                                                          : !words;
  const auto is_words = [](const Column& column) { return column.of_words(); };
  if (!fits || (targets.size() > 1 && std::ranges::any_of(targets, is_words))) {
    throw Error(ErrorCode::invalid_argument,
                "form of a table: its targets are no " + std::string(name_of(kind)));
  }
}

std::vector<std::string> TableForm::class_names() const {
  if (kind == TargetKind::numbers || targets.empty()) return {};
  if (targets.front().of_words()) return targets.front().words;
  std::vector<std::string> names;
  for (const Column& column : targets) names.push_back(column.name);
  return names;
}

double TableForm::in_own_unit(std::size_t i, double output) const {
  const Column& column = targets.at(i);
  return output / column.scale + column.offset;
}

std::string in_words(const TableForm& form) {
  const std::int64_t width = form.shape().elements(), columns = std::ssize(form.inputs);
  std::string text = std::to_string(width) + " input";
  text += plural(width);
  text += " of " + std::to_string(columns) + " column";
  return text.append(plural(columns));
}

}  // namespace glia
