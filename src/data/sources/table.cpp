// "table:FILE": a person's own table, a row for each example.
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "data/sources/describe.h"
#include "data/sources/sources.h"

namespace glia::sources {
namespace {

constexpr std::size_t kShownColumns = 60;

std::string short_text(float number) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", double{number});
  return text;
}

// What a person sees of a column: what it holds, from where to where, and what is missing.
std::vector<std::string> row_of(const glia::Table::Column& column, std::int64_t rows) {
  std::int64_t missing = 0;
  for (std::int64_t row = 0; row < rows; ++row) missing += column.missing(row) ? 1 : 0;
  std::string kind, values;
  if (column.of_words()) {
    constexpr std::size_t kShown = 4;
    kind = grouped_digits(std::ssize(column.vocabulary)) + " words";
    for (std::size_t i = 0; i < std::min(kShown, column.vocabulary.size()); ++i) {
      values += (i == 0 ? "" : ", ") + column.vocabulary[i];
    }
    if (column.vocabulary.size() > kShown) values += ", …";
  } else {
    kind = "numbers";
    float low = INFINITY, high = -INFINITY;
    for (const float x : column.numbers) {
      if (!std::isnan(x)) low = std::min(low, x), high = std::max(high, x);
    }
    if (low <= high) values = short_text(low) + " … " + short_text(high);
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
