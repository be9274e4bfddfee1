#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "glia/export.h"
#include "glia/settings.h"

namespace GLIA_EXPORT glia {

// A network that is known to learn something well, with the recipe that does it. Each was chosen on
// validation data, never on test data.
struct Preset {
  std::string_view name;
  bool hears = false;  // is for recordings
  Asked settings;      // the base of complete()
  bool turns = false;  // it learns from turned pictures
};

const std::vector<Preset>& all_presets();
const Preset& preset_named(std::string_view name);  // throws Error with the nearest name
// For a set of that name: where turning changes what its pictures mean, with what its source says
// to do instead (Source::Words::augment).
Asked settings_for(const Preset& preset, std::string_view data);

// Stands in their nets for a dense layer with an output for each class.
inline constexpr std::string_view kAnyClasses = "dense(classes)";
std::string net_for(std::string net, std::int64_t classes);  // with so many in its place

}  // namespace glia
