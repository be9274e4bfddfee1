#include "data/table/csv_table.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "data/table/arrays.h"
#include "data/table/columns.h"
#include "data/table/csv.h"
#include "glia/error.h"
#include "glia/harmless.h"
#include "io/json.h"

namespace glia {
namespace {

constexpr std::size_t kBeginning = std::size_t{1} << 16;  // bytes that form is found out from
constexpr std::size_t kPiece = std::size_t{1} << 20;
constexpr std::size_t kLongestRow = std::size_t{1} << 28;
constexpr double kRoom = 1.05;  // for rows that are shorter than the first ones
constexpr std::array<char, 4> kSeparators{',', ';', '\t', '|'};

// How often each line of `text` has `separator` outside of quotes.
std::vector<std::size_t> separators_in(std::string_view text, char separator) {
  std::vector<std::size_t> counts{0};
  bool quoted = false, empty = true;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (c == separator && !quoted) ++counts.back();
    if (c == '\n' && !quoted) {
      if (!empty) counts.push_back(0);
      counts.back() = 0;
      empty = true;
    } else if (c != '\r') {
      empty = false;
    }
  }
  if (counts.size() > 1) counts.pop_back();  // the last line may be cut off
  return counts;
}

// That which most lines have as often as the first does.
char separator_of(std::string_view text) {
  char best = ',';
  double most = 0;
  for (const char separator : kSeparators) {
    const std::vector<std::size_t> counts = separators_in(text, separator);
    if (counts.front() == 0) continue;
    const auto same = std::ranges::count(counts, counts.front());
    const double share = static_cast<double>(same) / static_cast<double>(counts.size());
    if (share > most) most = share, best = separator;
  }
  return best;
}

// A comma, where commas do not separate and some cell is a number by it and none by a point.
char decimal_of(std::string_view text, char separator) {
  if (separator == ',') return '.';
  bool comma = false;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && text[i] != separator && text[i] != '\n' && text[i] != '\r') continue;
    const std::string_view cell = text.substr(begin, i - begin);
    begin = i + 1;
    float number;
    if (cell.find('.') != cell.npos && to_number(cell, '.', number)) return '.';
    comma = comma || (cell.find(',') != cell.npos && to_number(cell, ',', number));
  }
  return comma ? ',' : '.';
}

class CsvTable {
 public:
  CsvTable(const std::string& name, const TableReading& reading)
      : reading_(reading), what_("table " + io::in_quotes(name)) {
    table_.name = name;
  }

  Table read(const ReadBytes& more, std::optional<std::int64_t> bytes) {
    std::string text;
    read_more(text, more, kBeginning);
    std::string_view begin = text;
    if (begin.starts_with("\xEF\xBB\xBF")) begin.remove_prefix(3);
    if (begin.find('\0') != begin.npos) fail("expected text in UTF-8, got bytes that are no text");
    if (begin.find_first_not_of(" \t\r\n") == begin.npos) fail("it is empty");
    const char separator = reading_.separator.value_or(separator_of(begin));
    decimal_ = reading_.decimal.value_or(decimal_of(begin, separator));
    CsvText csv(what_, separator, *this);
    std::size_t done = csv.take(begin) + (text.size() - begin.size());
    const std::size_t names = named_ ? begin.find_first_of("\r\n") : 0;
    if (bytes && done > names) {
      expect_rows(static_cast<double>(*bytes) / static_cast<double>(done - names));
    }
    for (;;) {
      text.erase(0, done);
      if (text.size() > kLongestRow) fail("a row is longer than 256 MB");
      if (!read_more(text, more, kPiece)) break;
      done = csv.take(text);
    }
    csv.finish(text);
    return finish();
  }

  std::int64_t row() const noexcept { return row_; }

  void cell(std::string_view cell) {
    if (row_ > 1) {
      if (at_ < columns_.size()) columns_[at_].add(cell, row_, reading_.missing);
      ++at_;
      return;
    }
    if (first_.size() == kMostColumns) fail("expected at most a million columns");
    first_.emplace_back(cell);
  }

  void end_row() {
    if (row_ == 1) {
      begin_columns();
    } else if (at_ != columns_.size()) {
      throw Error(ErrorCode::format, what_ + ", row " + std::to_string(row_) + ": expected " +
                                         std::to_string(columns_.size()) +
                                         " cells, as in the first row, got " + std::to_string(at_));
    }
    if (row_ > 1 || !named_) ++table_.rows;
    ++row_;
    at_ = 0;
  }

 private:
  [[noreturn]] void fail(const std::string& why) const {
    throw Error(ErrorCode::format, what_ + ": " + why);
  }

  // Adds what comes next; false at the end.
  static bool read_more(std::string& text, const ReadBytes& more, std::size_t most) {
    const std::size_t before = text.size();
    text.resize(before + most);
    text.resize(before + more({reinterpret_cast<std::uint8_t*>(text.data()) + before, most}));
    return text.size() > before;
  }

  // Where the whole is so many times as long as what was read.
  void expect_rows(double times) {
    const double rows = kRoom * times * static_cast<double>(table_.rows);
    for (ColumnBuilder& column : columns_) column.reserve(static_cast<std::size_t>(rows));
  }

  void begin_columns() {
    named_ = reading_.header.value_or(std::ranges::none_of(first_, [&](const std::string& cell) {
      float number;
      return to_number(cell, decimal_, number);
    }));
    std::set<std::string> names;
    for (std::size_t i = 0; i < first_.size(); ++i) {
      std::string name = named_ ? first_[i] : "column " + std::to_string(i + 1);
      std::ranges::replace_if(
          name, [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
      if (harmless(name) != name) {
        fail(
            "the name of column " + std::to_string(i + 1) +
            " is no text in UTF-8; save the table as \"CSV UTF-8\", or convert it: iconv -f latin1 "
            "-t utf8");
      }
      if (!names.insert(name).second) {
        fail("two columns are called " + io::in_quotes(name) + ", the second is column " +
             std::to_string(i + 1));
      }
      columns_.emplace_back(name, decimal_);
      if (!named_) columns_.back().add(first_[i], row_, reading_.missing);
    }
  }

  Table finish() {
    if (table_.rows == 0) fail("it has names of columns and no rows");
    table_.first_row = named_ ? 2 : 1;
    for (ColumnBuilder& column : columns_) table_.columns.push_back(column.finish(what_));
    return std::move(table_);
  }

  const TableReading& reading_;
  std::string what_;
  Table table_;
  char decimal_ = '.';
  bool named_ = false;
  std::vector<std::string> first_;  // row
  std::vector<ColumnBuilder> columns_;
  std::int64_t row_ = 1;  // that cells belong to now
  std::size_t at_ = 0;    // column
};

}  // namespace

Table read_csv(const ReadBytes& more, std::optional<std::int64_t> bytes, const std::string& name,
               const TableReading& reading) {
  return CsvTable(name, reading).read(more, bytes);
}

}  // namespace glia
