#include "data/rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <numeric>

#include "cli.h"
#include "glia/suggest.h"
#include "options/options.h"
#include "text/say.h"

namespace glia::cli {
namespace {

constexpr std::string_view kTable = "table:";
constexpr float kNothing = std::numeric_limits<float>::quiet_NaN();

const TableForm& form_of_rows(const Model& model) { return *model.form.table(); }

// A row of what a person said of each column; what is left out is missing.
AskedRows said_row(const Model& model, const std::vector<std::string>& words) {
  AskedRows asked;
  asked.one = true;
  asked.rows = {0};
  asked.table.name = "what was said";
  asked.table.rows = 1;
  std::vector<std::string> names;
  for (const TableForm::Column& column : form_of_rows(model).inputs) names.push_back(column.name);
  for (const TableForm::Column& column : form_of_rows(model).inputs) {
    const auto said = std::ranges::find_if(
        words, [&](const std::string& word) { return word.starts_with(column.name + "="); });
    const std::string value = said == words.end() ? "" : said->substr(column.name.size() + 1);
    if (said == words.end()) asked.as_usual.push_back(column.name);
    Table::Column& cell = asked.table.columns.emplace_back();
    cell.name = column.name;
    if (!column.of_words()) {
      cell.numbers = {value.empty() ? kNothing
                                    : static_cast<float>(parse_number(column.name, value))};
    } else if (value.empty()) {
      cell.words = {-1};
    } else {
      cell.words = {0};
      cell.vocabulary = {value};
    }
  }
  for (const std::string& word : words) {
    const bool known = std::ranges::any_of(
        names, [&](const std::string& name) { return word.starts_with(name + "="); });
    if (!known) {
      const std::string name = word.substr(0, word.find('='));
      throw UsageError(fmt::format("{}: the network learnt from no column '{}'.{}", word, name,
                                   suggest(name, names)));
    }
  }
  return asked;
}

}  // namespace

AskedRows read_rows(const Model& model, const std::vector<std::string>& words) {
  std::error_code ignored;
  const bool said = std::ranges::all_of(words, [&](const std::string& word) {
    return word.find('=') != word.npos && !word.starts_with(kTable) &&
           !std::filesystem::exists(word, ignored);
  });
  if (said) return said_row(model, words);
  if (words.size() > 1) {
    throw UsageError("of a table: name one file, or values like column=value");
  }
  std::string file = words.front();
  if (file.starts_with(kTable)) file.erase(0, kTable.size());
  AskedRows asked;
  const std::size_t colon = file.rfind(':');
  std::optional<std::int64_t> number;
  if (colon != file.npos && !std::filesystem::exists(file, ignored)) {
    number = parse_whole(words.front(), file.substr(colon + 1));
    file.erase(colon);
  }
  asked.table = read_table(file);
  if (!number) {
    asked.rows.resize(static_cast<std::size_t>(asked.table.rows));
    std::iota(asked.rows.begin(), asked.rows.end(), 0U);
    return asked;
  }
  const std::int64_t last = asked.table.first_row + asked.table.rows - 1;
  if (*number < asked.table.first_row || *number > last) {
    throw UsageError(fmt::format("{}: {} has rows {} to {}, as a spreadsheet counts them",
                                 words.front(), file, asked.table.first_row, last));
  }
  asked.one = true;
  asked.rows = {static_cast<std::uint32_t>(*number - asked.table.first_row)};
  return asked;
}

std::string cell_text(const Table::Column& column, std::int64_t row) {
  if (column.missing(row)) return "–";
  const auto at = static_cast<std::size_t>(row);
  if (column.of_words()) return column.vocabulary[static_cast<std::size_t>(column.words[at])];
  return fmt::format("{:.7g}", column.numbers[at]);
}

std::string said_cell(const Table::Column& column, std::int64_t row) {
  const std::string cell = cell_text(column, row);
  return column.of_words() ? cell : say_number(cell);
}

}  // namespace glia::cli
