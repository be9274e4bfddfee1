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
class Parser {
 public:
  Parser(CsvReader& reader, char separator) : reader_(reader) {
    // Strict: a quote begins a cell or stands in quotes, and whoever opens one closes it.
    if (csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI) != 0) throw std::bad_alloc();
    csv_set_delim(&parser_, static_cast<unsigned char>(separator));
  }
  ~Parser() { csv_free(&parser_); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  void feed(std::string_view text) {
    const std::size_t done = csv_parse(&parser_, text.data(), text.size(), on_cell, on_row, this);
    if (thrown_) std::rethrow_exception(thrown_);
    if (done != text.size()) fail();
    if (csv_get_buffer_size(&parser_) > kLongestCell) {
      throw Error(ErrorCode::format,
                  reader_.what + ", row " + std::to_string(row_) +
                      ": a quote is opened and not closed within a million bytes");
    }
  }
  void finish() {
    const int failed = csv_fini(&parser_, on_cell, on_row, this);
    if (thrown_) std::rethrow_exception(thrown_);
    if (failed != 0) {
      throw Error(ErrorCode::format, reader_.what + ", row " + std::to_string(row_) +
                                         ": a quote is opened and never closed");
    }
  }

 private:
  [[noreturn]] void fail() {
    if (csv_error(&parser_) == CSV_ENOMEM) throw std::bad_alloc();
    throw Error(ErrorCode::format,
                reader_.what + ", row " + std::to_string(row_) +
                    ": a quote stands inside of a cell; put the whole cell in quotes, and each "
                    "quote in it twice");
  }
  template <typename Do>
  void guarded(Do&& act) noexcept {
    if (thrown_) return;
    try {
      act();
    } catch (...) {
      thrown_ = std::current_exception();
    }
  }
  static void on_cell(void* text, std::size_t size, void* self) {
    auto& parser = *static_cast<Parser*>(self);
    parser.guarded([&] { parser.reader_.cell({static_cast<const char*>(text), size}); });
  }
  static void on_row(int, void* self) {
    auto& parser = *static_cast<Parser*>(self);
    parser.guarded([&] { parser.reader_.row_ended(); });
    ++parser.row_;
  }

  CsvReader& reader_;
  csv_parser parser_{};
  std::exception_ptr thrown_;
  std::int64_t row_ = 1;
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
