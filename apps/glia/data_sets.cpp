#include "data_sets.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "cli.h"
#include "glia/suggest.h"

namespace glia::cli {

void check_data_set_name(const std::string& name) {
  const std::vector<std::string> names = dataset_names();
  if (std::find(names.begin(), names.end(), name) != names.end()) return;
  throw UsageError(fmt::format("no data set is called '{}'.{}", name, suggest(name, names)));
}

DataSplit open_data_set(const std::string& name, const std::string& dir) {
  check_data_set_name(name);
  return load_dataset(name, dir);
}

void add_data_dir(CLI::App& app, std::string& dir) {
  app.add_option("--data-dir", dir, "Folder with the data (else $GLIA_DATA and the usual places)")
      ->type_name("DIR");
}

}  // namespace glia::cli
