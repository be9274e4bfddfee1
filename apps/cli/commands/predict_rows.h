#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli.h"
#include "glia/model.h"

namespace glia::cli {

// What a network that learnt from a table says of rows.
struct RowsOptions {
  std::vector<std::string> words;  // table:FILE, FILE, table:FILE:ROW, or column=value, …
  bool csv = false, why = false;
  std::string out;                  // a CSV file
  std::vector<std::string> keep;    // columns of the table that go with the answers
  std::optional<std::int64_t> top;  // only so many of the classes
  std::optional<double> threshold;
};
int predict_rows(const Model& model, const RowsOptions& options, const Common& common);

}  // namespace glia::cli
