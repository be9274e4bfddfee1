#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "glia/data.h"
#include "glia/table.h"
#include "glia/table_form.h"

namespace [[gnu::visibility("default")]] glia {

// What is to be learnt from a table.
struct TableTask {
  std::vector<std::string> target = {};  // columns: one of classes, or one or several of numbers
  std::vector<std::string> ignored = {};
  // Whether one column of numbers is of classes: else it is where these are whole, at most twenty
  // different ones, and each at least twice.
  std::optional<bool> classes = {};
  Scaling scaling = Scaling::standard;
  Missing missing = Missing::mean;
  double test = 0.2;  // part that is never learnt from; of each class alike; 0: none
  std::uint64_t seed = 1;
};

// Rows to learn from and rows to test on, prepared as the first have taught it: split.form. Columns
// of words that nearly all differ (names, numbers of documents) are left out, and split.note says
// so. Rows whose target is missing are left out too. Throws Error that says what is wrong with
// which column.
DataSplit learn_table(const Table& table, const TableTask& task);

// The rows of a table as a network sees them that has learnt by `form`: with answers where the
// table has the target's columns.
Dataset apply_table(const Table& table, const TableForm& form,
                    const std::vector<std::string>& classes = {});

}  // namespace glia
