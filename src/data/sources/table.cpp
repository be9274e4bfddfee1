// "table:FILE": a person's own table, a row for each example.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <utility>

#include "base/digest.h"
#include "base/in_words.h"
#include "data/sources/describe.h"
#include "data/sources/sources.h"

namespace glia::sources {
namespace {

constexpr std::size_t kShownColumns = 60;

std::string short_text(float number) {
  constexpr float kSixDigits = 1e6F, kReadable = 1e15F;
  const float size = std::abs(number);
  char text[32];
  std::snprintf(text, sizeof text, size >= kSixDigits && size < kReadable ? "%.0f" : "%.6g",
                double{number});
  return text;
}

// 0.1F as 0.1, not as 0.10000000149011612.
double decimal(float number) {
  double value = number;
  for (int digits = 6; digits <= 9; ++digits) {
    char text[32];
    std::snprintf(text, sizeof text, "%.*g", digits, double{number});
    value = std::strtod(text, nullptr);
    if (static_cast<float>(value) == number) break;
  }
  return value;
}

// From the smallest to the largest number that a column has; none where it has no number.
std::optional<std::pair<float, float>> range_of(const glia::Table::Column& column) {
  float low = INFINITY, high = -INFINITY;
  for (const float x : column.numbers) {
    if (!std::isnan(x)) low = std::min(low, x), high = std::max(high, x);
  }
  return low <= high ? std::optional(std::pair(low, high)) : std::nullopt;
}

std::int64_t missing_in(const glia::Table::Column& column, std::int64_t rows) {
  std::int64_t missing = 0;
  for (std::int64_t row = 0; row < rows; ++row) missing += column.missing(row) ? 1 : 0;
  return missing;
}

// What a program reads of a column; of one with few words also how often each stands there.
Description::Fact fact_of(const glia::Table::Column& column, std::int64_t rows) {
  constexpr std::size_t kFewWords = 100;
  std::vector<Description::Fact> facts;
  const std::int64_t missing = missing_in(column, rows);
  if (column.of_words()) {
    std::vector<std::int64_t> counts(column.vocabulary.size());
    for (const std::int32_t word : column.words) {
      if (word >= 0) ++counts[static_cast<std::size_t>(word)];
    }
    facts.push_back({"words", std::ssize(column.vocabulary)});
    std::vector<Description::Fact> each;
    for (std::size_t i = 0; i < counts.size() && counts.size() <= kFewWords; ++i) {
      each.push_back({column.vocabulary[i], counts[i]});
    }
    if (!each.empty()) facts.push_back({"each_word", std::move(each)});
  } else {
    facts.push_back({"numbers", rows - missing});
    if (const auto range = range_of(column)) {
      facts.push_back({"low", decimal(range->first)});
      facts.push_back({"high", decimal(range->second)});
    }
  }
  facts.push_back({"missing", missing});
  return {column.name, std::move(facts)};
}

// Of all that stands in it.
std::uint64_t digest_of(const glia::Table& table) {
  Digest digest;
  const auto add = [&](const std::string& text) {
    digest.add(std::uint64_t{text.size()});
    digest.add(text.data(), text.size());
  };
  for (const glia::Table::Column& column : table.columns) {
    add(column.name);
    for (const std::string& word : column.vocabulary) add(word);
    digest.add(column.words.data(), column.words.size() * sizeof(std::int32_t));
    digest.add(column.numbers.data(), column.numbers.size() * sizeof(float));
  }
  return digest.value();
}

// What a person sees of a column: what it holds, from where to where, and what is missing.
std::vector<std::string> row_of(const glia::Table::Column& column, std::int64_t rows) {
  const std::int64_t missing = missing_in(column, rows);
  std::string kind, values;
  if (column.of_words()) {
    constexpr std::size_t kShown = 4;
    const std::int64_t words = std::ssize(column.vocabulary);
    kind = grouped_digits(words) + (words == 1 ? " word" : " words");
    for (std::size_t i = 0; i < std::min(kShown, column.vocabulary.size()); ++i) {
      values += (i == 0 ? "" : ", ") + in_list(column.vocabulary[i]);
    }
    if (column.vocabulary.size() > kShown) values += ", …";
  } else {
    kind = "numbers";
    if (const auto range = range_of(column)) {
      values = short_text(range->first) + " … " + short_text(range->second);
    }
  }
  return {column.name, kind, values, missing == 0 ? "" : grouped_digits(missing)};
}

DataSplit learnt(const glia::Table& table, const Reading& reading) {
  if (reading.test_table.empty()) return learn_table(table, reading.table);
  return learn_table(table, read_table(reading.test_table), reading.table);
}

class Table final : public Source {
 public:
  std::string_view name() const override { return "table:"; }
  Words words() const override {
    return {.place = "table:FILE", .help = "table:FILE.csv", .model = "", .many = "rows"};
  }
  Sense sense() const override { return Sense::reads; }
  bool takes(Choice choice) const override { return choice == Choice::table; }
  int likes(const std::string& file) const override {
    for (const char* ending : {".csv", ".tsv", ".tab", ".csv.gz", ".tsv.gz"}) {
      if (file.ends_with(ending)) return 3;
    }
    return 0;
  }

  // For a network that has learnt: the rows that it has not learnt from, or all of another table.
  DataSplit load(const std::string& asked, const Reading& reading) const override {
    const glia::Table table = read_table(asked.substr(name().size()));
    const TableForm* form = reading.form.table();
    if (!form) return learnt(table, reading);
    DataSplit split;
    if (!reading.unseen) {
      split = learnt(table, reading);
      if (split.form == reading.form) return split;
      split = {};
      split.note = asked +
                   " is not as it was when the network learnt from it: all of its rows are tested, "
                   "those that it has learnt from among them";
    }
    split.form = reading.form;
    split.many = "rows";
    split.classes = form->class_names();
    split.answered = std::ranges::all_of(form->targets, [&](const TableForm::Column& target) {
      return std::ranges::find(table.columns, target.name, &glia::Table::Column::name) !=
             table.columns.end();
    });
    split.test = apply_table(table, *form, split.classes);
    split.only_tests = "all rows of " + asked + " test a network that has learnt";
    return split;
  }

  Description describe(const std::string& asked, const Reading& reading) const override {
    const glia::Table table = read_table(asked.substr(name().size()));
    Description told;
    if (reading.table.target.empty()) {
      told.name = asked;
      told.digest = digest_of(table);
    } else {
      const DataSplit split = learnt(table, reading);
      told = description_of(asked, split);
      told.facts = {{"learnt", split.train.size()}, {"tested", split.test.size()}};
    }
    told.shape = {std::ssize(table.columns)};
    told.facts.push_back({"rows", table.rows});
    told.facts.push_back({"columns", std::ssize(table.columns)});
    told.sentences = {{grouped_digits(table.rows) + " rows of " +
                       grouped_digits(std::ssize(table.columns)) + " columns"}};
    std::vector<Description::Fact> each;
    for (const glia::Table::Column& column : table.columns) {
      each.push_back(fact_of(column, table.rows));
    }
    told.facts.push_back({"each_column", std::move(each)});
    Description::Table columns{{"column", "of", "values", "missing"}, {}};
    for (const glia::Table::Column& column : table.columns) {
      if (columns.rows.size() == kShownColumns) break;
      columns.rows.push_back(row_of(column, table.rows));
    }
    if (table.columns.size() > kShownColumns) {
      told.sentences.push_back(
          {"of these the first " + std::to_string(kShownColumns) + " are shown"});
    }
    told.tables.push_back(std::move(columns));
    return told;
  }
};

}  // namespace

const Source& table() {
  static const Table source;
  return source;
}

}  // namespace glia::sources
