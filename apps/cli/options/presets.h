#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace glia::cli {

struct TrainOptions;

// Networks that are known to learn something well, with the recipe that does it.
std::vector<std::string> preset_names();
// Fills in what was left out. Throws UsageError with the nearest name, or when the data is not what
// its network takes.
void apply_preset(const std::string& name, TrainOptions& options);

// Stands in their nets for a dense layer with an output for each class.
inline constexpr std::string_view kAnyClasses = "dense(classes)";

}  // namespace glia::cli
