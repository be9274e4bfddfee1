#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "glia/export.h"

namespace GLIA_EXPORT glia {

// A table as a person keeps it: rows, and named columns of numbers or of words.
struct Table {
  struct Column {
    std::string name;
    std::vector<float> numbers = {};       // one a row, NaN where it is missing; or else
    std::vector<std::int32_t> words = {};  // its place in the vocabulary, -1 where it is missing
    std::vector<std::string> vocabulary = {};  // each once, sorted

    bool of_words() const noexcept { return !words.empty(); }
    bool missing(std::int64_t row) const noexcept;
  };

  std::string name = {};  // of the file
  std::int64_t rows = 0;
  std::int64_t first_row = 1;  // of the numbers, as a spreadsheet counts
  std::vector<Column> columns = {};

  // Throws Error{not_found} with the nearest names.
  const Column& column(std::string_view wanted) const;
};

// How a file of text is to be read; what is not said is found out from its beginning.
struct TableReading {
  // Whether the first row names the columns: it does where no cell of it is a number.
  std::optional<bool> header = {};
  std::optional<char> separator = {};  // , ; | or a tab: that which most lines have as often
  std::optional<char> decimal = {};    // . or ,
  // Cells that say nothing. So does an empty one.
  std::vector<std::string> missing = {"NA", "N/A", "NaN", "nan", "null", "NULL", "?", "-"};
};

// A table out of a file, which is known by its content, whatever it is called; gzipped it is the
// same.
//
// Comma-separated values or the like, in UTF-8 or UTF-16 (RFC 4180: cells in quotes may hold
// separators, line breaks and doubled quotes). A column is of numbers where nearly all cells that
// say something are, else of words. Rows count from 1, as in a spreadsheet, empty lines not.
//
// An array of numpy (.npy) or an IDX file: the first axis is rows, the numbers of each are columns
// "0", "1", … Arrays of a zip (.npz) go side by side: "X", "x" or "data" is columns as above, "y"
// or "labels" becomes "y", others are called as they are. Where names end or begin with train, val
// or test ("x_train", "test_labels"), the parts follow one another, and a column "part" says which.
//
// Throws Error{format} that names row and column: another number of cells than in the first row, a
// word in a column of numbers, an open quote, another encoding; {not_found} and {io} as files do.
// Memory: the numbers, four bytes each, and the words once.
Table read_table(const std::string& file, const TableReading& reading = {});
Table decode_table(std::span<const std::uint8_t> bytes, const std::string& name,
                   const TableReading& reading = {});

}  // namespace glia
