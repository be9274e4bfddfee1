#include "data/table/csv.h"

#include <csv.h>

#include <exception>
#include <vector>

#include "glia/error.h"

namespace glia {
namespace {

constexpr std::size_t kPiece = std::size_t{1} << 20;
constexpr std::size_t kLongestCell = std::size_t{1} << 20;

// libcsv is C: what its callbacks throw waits until it has returned.
struct Parser {
  explicit Parser(CsvReader& owner, char separator) : reader(owner) {
    // Strict: a quote begins a cell or stands in quotes, and whoever opens one closes it.
    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0) throw std::bad_alloc();
    csv_set_delim(&parser, static_cast<unsigned char>(separator));
  }
  ~Parser() { csv_free(&parser); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  void feed(std::string_view text) {
    const std::size_t done = csv_parse(&parser, text.data(), text.size(), on_cell, on_row, this);
    if (thrown) std::rethrow_exception(thrown);
    if (done != text.size()) fail();
    if (csv_get_buffer_size(&parser) > kLongestCell) {
      throw Error(ErrorCode::format,
                  reader.what + ", row " + std::to_string(row) +
                      ": a quote is opened and not closed within a million bytes");
    }
  }
  void finish() {
    const int failed = csv_fini(&parser, on_cell, on_row, this);
    if (thrown) std::rethrow_exception(thrown);
    if (failed != 0) {
      throw Error(ErrorCode::format, reader.what + ", row " + std::to_string(row) +
                                         ": a quote is opened and never closed");
    }
  }

 private:
  [[noreturn]] void fail() {
    if (csv_error(&parser) == CSV_ENOMEM) throw std::bad_alloc();
    throw Error(ErrorCode::format,
                reader.what + ", row " + std::to_string(row) +
                    ": a quote stands inside of a cell; put the whole cell in quotes, and each "
                    "quote in it twice");
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
    auto& parser = *static_cast<Parser*>(self);
    parser.guarded([&] { parser.reader.cell({static_cast<const char*>(text), size}); });
  }
  static void on_row(int, void* self) {
    auto& parser = *static_cast<Parser*>(self);
    parser.guarded([&] { parser.reader.row_ended(); });
    ++parser.row;
  }

  CsvReader& reader;
  csv_parser parser{};
  std::exception_ptr thrown;
  std::int64_t row = 1;
};

}  // namespace

void CsvReader::read(const ReadBytes& more, std::string_view begin, char separator) {
  Parser parser(*this, separator);
  parser.feed(begin);
  std::vector<std::uint8_t> piece(kPiece);
  while (const std::size_t size = more(piece)) {
    parser.feed({reinterpret_cast<const char*>(piece.data()), size});
  }
  parser.finish();
}

}  // namespace glia
