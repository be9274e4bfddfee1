#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "glia/model.h"
#include "glia/table.h"

namespace glia::cli {

// Rows that a network is asked about.
struct AskedRows {
  Table table;
  std::vector<std::uint32_t> rows;
  bool one = false;                        // a row by itself
  std::vector<std::string> as_usual = {};  // columns that nobody said: they have what stands there

  std::int64_t number(std::uint32_t row) const { return table.first_row + row; }
};

// "table:FILE" or "FILE", all rows of it; "table:FILE:ROW", one, counted as a spreadsheet does; or
// words like "age=31", which make a row. Throws Error or UsageError.
AskedRows read_rows(const Model& model, const std::vector<std::string>& words);

// A cell as text; "–" where nothing stands. The second is for people: its number has the
// comma that their language wants.
std::string cell_text(const Table::Column& column, std::int64_t row);
std::string said_cell(const Table::Column& column, std::int64_t row);

}  // namespace glia::cli
