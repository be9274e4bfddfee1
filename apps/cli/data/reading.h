#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "cli.h"
#include "glia/data.h"
#include "glia/model.h"
#include "glia/table_set.h"

namespace CLI {
class App;
}

namespace glia::cli {

// How data are read, where a person may choose: how the pictures of a folder are prepared, what
// becomes of damaged files there, and which way the pictures of IDX files lie.
struct ReadingOptions {
  std::optional<std::int64_t> size;
  bool grey = false;
  int threads = 0;  // 0: all
  bool skip_damaged = false;
  bool transpose = false;
  TableTask table = {};  // what is to be learnt from a table, or was
  std::string test_table = {};

  Damaged damaged() const noexcept { return skip_damaged ? Damaged::left_out : Damaged::refused; }
  // Throws UsageError where `name` is no set of the kind that an option is for.
  void check(const std::string& name) const;
  // --picture-size N, --grey
  static void add_options(CLI::App& app, std::optional<std::int64_t>& size, bool& grey);
  // --skip-damaged, --transpose
  static void add_reading(CLI::App& app, bool& skip_damaged, bool& transpose);
};

// How examples become the input of a network: as those that it learnt from. Where it does not
// say, as digits, or as pictures by the size of its input. Empty when it takes neither pictures nor
// recordings.
InputForm form_of(const Model& model);
InputForm form_to_read(const Model& model);  // the same, or where it is empty that of digits

}  // namespace glia::cli
