#pragma once
#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "data/table/read_bytes.h"

namespace glia {

// Rows that have quotes, by libcsv.
class QuotedRows {
 public:
  QuotedRows(std::string what, char separator);
  ~QuotedRows();

  struct Sink {
    std::function<void(std::string_view)> cell;
    std::function<void()> end_row;
  };
  // A line with its break. Whether a row ends with it: else a quote is open. `row` is for messages.
  bool feed(std::string_view line, std::int64_t row, const Sink& sink);
  void finish(std::int64_t row, const Sink& sink);  // no line follows

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

// A text of comma-separated values whose lines come in pieces. Of each row the Sink gets
// cell(std::string_view) for each cell, without blanks around it, then end_row(); row() is the one
// that begins. Empty lines are no rows.
template <typename Sink>
class CsvText {
 public:
  CsvText(const std::string& what, char separator, Sink& sink)
      : quoted_(what, separator), separator_(separator), sink_(sink) {}

  // Takes whole lines and returns how many bytes these were.
  std::size_t take(std::string_view text) {
    const std::size_t end = text.find_last_of("\r\n") + 1;  // 0 where there is none
    for (std::size_t at = 0; at < end;) {
      if (open_) {
        at += take_quoted(text.substr(at, end - at));
        continue;
      }
      const std::size_t quote = std::min(text.find('"', at), end);
      const std::size_t plain =
          quote == end ? end : std::max(text.find_last_of("\r\n", quote) + 1, at);
      take_plain(text.data() + at, text.data() + plain);
      at = plain;
      if (at < end) at += take_quoted(text.substr(at, end - at));
    }
    return end;
  }
  // What is left, without a line break.
  void finish(std::string_view text) {
    if (open_ || text.find('"') != text.npos) {
      quoted_.feed(text, sink_.row(), by_call_);
      quoted_.finish(sink_.row(), by_call_);
    } else if (!text.empty()) {
      const std::string line = std::string(text) + '\n';
      take_plain(line.data(), line.data() + line.size());
    }
  }

 private:
  bool blank(char c) const noexcept { return (c == ' ' || c == '\t') && c != separator_; }
  static bool breaks(char c) noexcept { return c == '\n' || c == '\r'; }

  // Lines without quotes.
  void take_plain(const char* at, const char* end) {
    while (at < end) {
      while (at < end && (blank(*at) || breaks(*at))) ++at;
      if (at == end) return;
      for (bool ended = false; !ended; ++at) {
        while (blank(*at)) ++at;
        const char* const begin = at;
        while (*at != separator_ && !breaks(*at)) ++at;
        const char* last = at;
        while (last != begin && blank(last[-1])) --last;
        sink_.cell({begin, static_cast<std::size_t>(last - begin)});
        ended = *at != separator_;
      }
      sink_.end_row();
    }
  }

  std::size_t take_quoted(std::string_view text) {
    const std::string_view line = text.substr(0, text.find_first_of("\r\n") + 1);
    open_ = !quoted_.feed(line, sink_.row(), by_call_);
    return line.size();
  }

  QuotedRows quoted_;
  char separator_;
  Sink& sink_;
  QuotedRows::Sink by_call_{[this](std::string_view cell) { sink_.cell(cell); },
                            [this] { sink_.end_row(); }};
  bool open_ = false;  // a row has begun in quotes
};

}  // namespace glia
