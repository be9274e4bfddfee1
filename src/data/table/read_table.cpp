#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <set>
#include <system_error>

#include "base/read_file.h"
#include "data/gunzip.h"
#include "data/table/columns.h"
#include "data/table/csv.h"
#include "glia/error.h"
#include "glia/harmless.h"
#include "glia/table.h"
#include "io/json.h"

namespace glia {
namespace {

constexpr std::size_t kBeginning = std::size_t{1} << 16;  // bytes that form is found out from
constexpr std::size_t kMostColumns = 1'000'000;
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

class TableReader {
 public:
  TableReader(std::string name, const TableReading& reading)
      : reading_(reading), what_("table " + io::in_quotes(name)) {
    table_.name = std::move(name);
  }

  Table read(const ReadBytes& more) {
    std::vector<std::uint8_t> bytes(kBeginning);
    bytes.resize(more(bytes));
    std::string_view begin(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    check_encoding(begin);
    if (begin.starts_with("\xEF\xBB\xBF")) begin.remove_prefix(3);
    if (begin.find_first_not_of(" \t\r\n") == begin.npos) fail("it is empty");
    const char separator = reading_.separator.value_or(separator_of(begin));
    decimal_ = reading_.decimal.value_or(decimal_of(begin, separator));
    CsvReader csv{what_, [this](std::string_view cell) { take(cell); }, [this] { end_row(); }};
    csv.read(more, begin, separator);
    return finish();
  }

 private:
  [[noreturn]] void fail(const std::string& why) const {
    throw Error(ErrorCode::format, what_ + ": " + why);
  }

  void check_encoding(std::string_view begin) const {
    const bool marked = begin.starts_with("\xFF\xFE") || begin.starts_with("\xFE\xFF");
    if (marked || begin.find('\0') != begin.npos) {
      fail("expected text in UTF-8, got " +
           std::string(marked ? "UTF-16; save it as \"CSV UTF-8\"" : "bytes that are no text"));
    }
  }

  void take(std::string_view cell) {
    if (row_ == 1) {
      if (first_.size() == kMostColumns) fail("expected at most a million columns");
      first_.emplace_back(cell);
      return;
    }
    if (at_ < columns_.size()) columns_[at_].add(cell, row_, reading_.missing);
    ++at_;
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
        fail("the name of column " + std::to_string(i + 1) + " is no text in UTF-8");
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

ReadBytes from_memory(std::span<const std::uint8_t> bytes) {
  return [bytes](std::span<std::uint8_t> out) mutable {
    const std::size_t size = std::min(out.size(), bytes.size());
    std::copy_n(bytes.begin(), size, out.begin());
    bytes = bytes.subspan(size);
    return size;
  };
}

ReadBytes from_file(int file, const std::string& what) {
  return [file, what](std::span<std::uint8_t> out) {
    std::size_t done = 0;
    while (done < out.size()) {
      const ssize_t got = ::read(file, out.data() + done, out.size() - done);
      if (got == 0) break;
      if (got > 0) {
        done += static_cast<std::size_t>(got);
      } else if (errno != EINTR) {
        throw Error(ErrorCode::io,
                    what + " cannot be read: " + std::generic_category().message(errno));
      }
    }
    return done;
  };
}

}  // namespace

Table decode_table(std::span<const std::uint8_t> bytes, const std::string& name,
                   const TableReading& reading) {
  TableReader reader(name, reading);
  if (!is_gzip(bytes)) return reader.read(from_memory(bytes));
  Gunzip packed(bytes, "table " + io::in_quotes(name));
  return reader.read([&](std::span<std::uint8_t> out) { return packed.read(out); });
}

Table read_table(const std::string& file, const TableReading& reading) {
  const std::string what = "table";
  const OpenFile open = open_regular(file, what);
  std::array<std::uint8_t, 2> begin{};
  if (::pread(open.file.get(), begin.data(), begin.size(), 0) == 2 && is_gzip(begin)) {
    return decode_table(read_regular_file(file, what, open.bytes), file, reading);
  }
  return TableReader(file, reading).read(from_file(open.file.get(), what + " '" + file + "'"));
}

}  // namespace glia
