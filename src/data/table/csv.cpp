#include "data/table/csv.h"

#include <csv.h>

#include <exception>
#include <new>
#include <utility>

#include "glia/error.h"

namespace glia {
namespace {

constexpr std::size_t kLongestCell = std::size_t{1} << 20;

}  // namespace

// libcsv is C: what its callbacks throw waits until it has returned.
struct QuotedRows::Parser {
  Parser(std::string begins, char separator) : what(std::move(begins)) {
    // Strict: a quote begins a cell or stands in quotes, and whoever opens one closes it.
    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0) throw std::bad_alloc();
    csv_set_delim(&parser, static_cast<unsigned char>(separator));
  }
  ~Parser() { csv_free(&parser); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  [[noreturn]] void fail(std::int64_t row, const std::string& why) const {
    throw Error(ErrorCode::format, what + ", row " + std::to_string(row) + why);
  }
  template <typename Do>
  void guarded(Do&& act) noexcept {
    if (thrown) return;
    try {
      act();
    } catch (...) {
      thrown = std::current_exception();
    }
  }
  static void on_cell(void* text, std::size_t size, void* self) {
    auto& of = *static_cast<Parser*>(self);
    of.guarded([&] { of.sink->cell({static_cast<const char*>(text), size}); });
  }
  static void on_row(int, void* self) {
    auto& of = *static_cast<Parser*>(self);
    of.guarded([&] { of.sink->end_row(); });
    of.ended = true;
  }

  std::string what;
  csv_parser parser{};
  const Sink* sink = nullptr;
  std::exception_ptr thrown;
  bool ended = false;
};

QuotedRows::QuotedRows(std::string what, char separator)
    : parser_(std::make_unique<Parser>(std::move(what), separator)) {}
QuotedRows::~QuotedRows() = default;

bool QuotedRows::feed(std::string_view line, std::int64_t row, const Sink& sink) {
  Parser& of = *parser_;
  of.sink = &sink;
  of.ended = false;
  const std::size_t done =
      csv_parse(&of.parser, line.data(), line.size(), Parser::on_cell, Parser::on_row, &of);
  if (of.thrown) std::rethrow_exception(of.thrown);
  if (done != line.size()) {
    if (csv_error(&of.parser) == CSV_ENOMEM) throw std::bad_alloc();
    of.fail(row,
            ": a quote stands inside of a cell; put the whole cell in quotes, and each quote "
            "in it twice");
  }
  if (csv_get_buffer_size(&of.parser) > kLongestCell) {
    of.fail(row, ": a quote is opened and not closed within a million bytes");
  }
  return of.ended;
}

void QuotedRows::finish(std::int64_t row, const Sink& sink) {
  Parser& of = *parser_;
  of.sink = &sink;
  const int failed = csv_fini(&of.parser, Parser::on_cell, Parser::on_row, &of);
  if (of.thrown) std::rethrow_exception(of.thrown);
  if (failed != 0) of.fail(row, ": a quote is opened and never closed");
}

}  // namespace glia
