#include "core/table/rows.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "base/digest.h"
#include "glia/error.h"

namespace glia::studio {
namespace {

constexpr double kFarthest = 1e30;  // that a number may be

std::optional<double> cell_of(const Table::Column& column, const TableForm::Column& form,
                              std::int64_t row) {
  if (column.missing(row)) return std::nullopt;
  const auto at = static_cast<std::size_t>(row);
  if (!form.of_words()) return double{column.numbers[at]};
  const std::string& word = column.vocabulary[static_cast<std::size_t>(column.words[at])];
  const auto found = std::find(form.words.begin(), form.words.end(), word);
  if (found == form.words.end()) return std::nullopt;
  return static_cast<double>(found - form.words.begin());
}

// A whole one as a whole number, as a page takes words' places.
Json number_json(double value) {
  if (std::abs(value) < 1e15 && value == std::floor(value)) return static_cast<std::int64_t>(value);
  return shortest(static_cast<float>(value));
}

Usual usual_of_words(const Table::Column& column, const TableForm::Column& form) {
  std::vector<std::int64_t> counts(form.words.size());
  for (std::int64_t row = 0; row < std::ssize(column.words); ++row) {
    if (const auto cell = cell_of(column, form, row)) ++counts[static_cast<std::size_t>(*cell)];
  }
  Usual usual;
  usual.middle =
      static_cast<double>(std::max_element(counts.begin(), counts.end()) - counts.begin());
  return usual;
}

Usual usual_of(const Table::Column& column, const TableForm::Column& form) {
  if (column.of_words()) return usual_of_words(column, form);
  std::vector<float> known;
  for (const float x : column.numbers) {
    if (!std::isnan(x)) known.push_back(x);
  }
  if (known.empty()) return {};
  std::sort(known.begin(), known.end());
  const auto at = [&](double part) {
    return double{known[static_cast<std::size_t>(part * static_cast<double>(known.size() - 1))]};
  };
  return {
      .low = known.front(),
      .high = known.back(),
      .first = at(0.25),
      .last = at(0.75),
      .middle = at(0.5),
      .whole = std::all_of(known.begin(), known.end(), [](float x) { return x == std::floor(x); })};
}

// Both parts of a split have the table's rows in its order: going through all, whatever is the next
// of the test set was found.
std::vector<std::uint32_t> tested_rows(const Table& table, const TableForm& form,
                                       const Dataset& test) {
  std::vector<const Table::Column*> targets;
  for (const TableForm::Column& target : form.targets) {
    targets.push_back(&table.column(target.name));
  }
  std::vector<std::uint32_t> answered, tested;
  for (std::int64_t row = 0; row < table.rows; ++row) {
    const auto missing = [row](const Table::Column* column) { return column->missing(row); };
    if (std::none_of(targets.begin(), targets.end(), missing))
      answered.push_back(static_cast<std::uint32_t>(row));
  }
  const std::vector<float> inputs = form.inputs_of(table, answered);
  std::vector<float> wanted(static_cast<std::size_t>(form.shape().elements()));
  for (std::size_t i = 0; i < answered.size() && std::ssize(tested) < test.size(); ++i) {
    test.input(std::ssize(tested), wanted.data());
    if (std::equal(wanted.begin(), wanted.end(), inputs.data() + i * wanted.size())) {
      tested.push_back(answered[i]);
    }
  }
  return tested;
}

Json cell_json(const Table::Column& column, std::int64_t row) {
  if (column.missing(row)) return {};
  const auto at = static_cast<std::size_t>(row);
  if (!column.of_words()) return number_json(column.numbers[at]);
  return column.vocabulary[static_cast<std::size_t>(column.words[at])];
}

Json to_json(const TableForm::Column& form, const Usual& usual) {
  Json json{{"name", form.name},
            {"words", form.of_words() ? Json(form.words) : Json()},
            {"offset", form.offset},
            {"scale", form.scale},
            {"low", usual.low},
            {"high", usual.high},
            {"first", usual.first},
            {"last", usual.last},
            {"middle", number_json(usual.middle)},
            {"whole", usual.whole}};
  // A cell may be empty: of words none is meant then, of numbers one stands for it.
  json["empty"] = form.of_words() || form.missing.has_value();
  return json;
}

}  // namespace

bool reads_tables() {
  static const bool reads = [] {
    constexpr std::array<std::uint8_t, 4> kTable{'a', '\n', '1', '\n'};
    try {
      decode_table(kTable, "table");
      return true;
    } catch (const Error& error) {
      return error.code() != ErrorCode::unsupported;
    }
  }();
  return reads;
}

std::vector<std::string> targets_in(const Fields& fields) {
  constexpr std::size_t kMostTargets = 1000;
  std::vector<std::string> targets;
  for (const Json& target : fields.list("target", 1, kMostTargets)) {
    const Json one{{"target", target}};
    targets.push_back(Fields(one, "table", {"target"}).text("target"));
  }
  return targets;
}

std::uint64_t digest_of(const Table& table) noexcept {
  Digest digest;
  const auto add = [&](const std::string& text) {
    digest.add(std::uint64_t{text.size()});
    digest.add(text.data(), text.size());
  };
  digest.add(static_cast<std::uint64_t>(table.rows));
  for (const Table::Column& column : table.columns) {
    add(column.name);
    digest.add(std::uint64_t{column.vocabulary.size()});
    for (const std::string& word : column.vocabulary) add(word);
    digest.add(column.words.data(), column.words.size() * sizeof(std::int32_t));
    for (float number : column.numbers) {
      if (std::isnan(number)) number = std::numeric_limits<float>::quiet_NaN();
      digest.add(&number, sizeof number);
    }
  }
  return digest.value();
}

TableLesson lesson_of(const Rows& rows) {
  TableLesson lesson{.name = rows.table->name,
                     .rows = rows.table->rows,
                     .columns = std::ssize(rows.table->columns),
                     .digest = digest_of(*rows.table)};
  for (const TableForm::Column& target : rows.form.targets) lesson.targets.push_back(target.name);
  return lesson;
}

TaskPtr rows_task(std::shared_ptr<const Table> table, const std::vector<std::string>& targets) {
  auto data = std::make_shared<DataSplit>(learn_table(*table, {.target = targets}));
  auto rows = std::make_shared<Rows>();
  rows->form = *data->form.table();
  rows->note = data->note;
  for (const TableForm::Column& column : rows->form.inputs) {
    rows->inputs.push_back(usual_of(table->column(column.name), column));
  }
  for (const TableForm::Column& column : rows->form.targets) {
    rows->targets.push_back(column.of_words() ? Usual{} : usual_of(table->column(column.name), {}));
  }
  rows->tested = tested_rows(*table, rows->form, data->test);
  rows->table = std::move(table);
  return std::make_shared<const Task>(Task{.data = std::move(data), .rows = std::move(rows)});
}

const std::string& likely_target(const Table& table) {
  for (const char* name : {"target", "class", "label", "y"}) {
    for (const Table::Column& column : table.columns) {
      std::string lower = column.name;
      for (char& c : lower) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
      if (lower == name) return column.name;
    }
  }
  return table.columns.back().name;
}

Json glimpse_of(const Table& table) {
  constexpr std::int64_t kMostRows = 6;
  Json columns = Json::array(), first = Json::array();
  for (const Table::Column& column : table.columns) {
    columns.push_back({{"name", column.name},
                       {"words", column.of_words() ? Json(column.vocabulary.size()) : Json()}});
  }
  for (std::int64_t row = 0; row < std::min(table.rows, kMostRows); ++row) {
    Json cells = Json::array();
    for (const Table::Column& column : table.columns) cells.push_back(cell_json(column, row));
    first.push_back(std::move(cells));
  }
  return {{"name", table.name}, {"rows", table.rows}, {"digest", digits_of(digest_of(table))},
          {"columns", columns}, {"first", first},     {"likely", likely_target(table)}};
}

Row tested_row(const Rows& rows, std::int64_t index) {
  Row row;
  const std::int64_t at = rows.tested.at(static_cast<std::size_t>(index));
  for (const TableForm::Column& form : rows.form.inputs) {
    row.push_back(cell_of(rows.table->column(form.name), form, at));
  }
  return row;
}

Row usual_row(const Rows& rows) {
  Row row;
  for (const Usual& usual : rows.inputs) row.emplace_back(usual.middle);
  return row;
}

std::vector<float> inputs_of(const Rows& rows, const Row& row) {
  Table one{.name = rows.table->name, .rows = 1};
  for (std::size_t i = 0; i < row.size(); ++i) {
    const TableForm::Column& form = rows.form.inputs[i];
    Table::Column column{.name = form.name};
    if (form.of_words()) {
      column.vocabulary = form.words;
      column.words = {row[i] ? static_cast<std::int32_t>(*row[i]) : -1};
    } else {
      column.numbers = {row[i] ? static_cast<float>(*row[i])
                               : std::numeric_limits<float>::quiet_NaN()};
    }
    one.columns.push_back(std::move(column));
  }
  constexpr std::array<std::uint32_t, 1> kFirst{0};
  return rows.form.inputs_of(one, kFirst);
}

Row row_in(const Fields& fields, std::string_view name, const Rows& rows) {
  const std::size_t count = rows.form.inputs.size();
  Row row;
  for (const Json& cell : fields.list(name, count, count)) {
    const TableForm::Column& form = rows.form.inputs[row.size()];
    const std::string where = std::string(name) + ": '" + form.name + "'";
    if (cell.is_null()) {
      row.emplace_back();
    } else if (form.of_words()) {
      row.emplace_back(static_cast<double>(whole_in(cell, where, 0, std::ssize(form.words) - 1)));
    } else {
      row.emplace_back(number_in(cell, where, -kFarthest, kFarthest));
    }
  }
  return row;
}

Json to_json(const Row& row) {
  Json json = Json::array();
  for (const auto& cell : row) {
    json.push_back(cell ? number_json(*cell) : Json());
  }
  return json;
}

Json to_json(const Rows& rows) {
  Json columns = Json::array();
  for (std::size_t i = 0; i < rows.inputs.size(); ++i) {
    columns.push_back(to_json(rows.form.inputs[i], rows.inputs[i]));
  }
  Json targets = Json::array();
  for (std::size_t i = 0; i < rows.targets.size(); ++i) {
    targets.push_back(to_json(rows.form.targets[i], rows.targets[i]));
    targets.back().erase("empty");
  }
  return {{"columns", columns},
          {"targets", targets},
          {"kind", name_of(rows.form.kind)},
          {"rows", rows.table->rows},
          {"note", rows.note}};
}

}  // namespace glia::studio
