#pragma once
#include <string>

#include "glia/data.h"

namespace CLI {
class App;
}

namespace glia::cli {

// Throws UsageError, with the nearest name, when there is no such set.
void check_data_set_name(const std::string& name);
// load_dataset, with a wrong name as wrong usage.
DataSplit open_data_set(const std::string& name, const std::string& dir);

void add_data_dir(CLI::App& app, std::string& dir);  // --data-dir DIR

}  // namespace glia::cli
