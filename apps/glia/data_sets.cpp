#include "data_sets.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli.h"
#include "glia/suggest.h"
#include "options.h"

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
  add_text(app, "--data-dir", dir, "DIR",
           "Folder with the data (else $GLIA_DATA and the usual places)");
}

}  // namespace glia::cli
