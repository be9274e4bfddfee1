#pragma once
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
  // It learns from turned pictures. A source where turning changes what a picture means says what
  // to do in its place: Source::Words::augment.
  bool turns = false;
};

const std::vector<Preset>& all_presets();
const Preset& preset_named(std::string_view name);  // throws Error with the nearest name

// Stands in their nets for a dense layer with an output for each class.
inline constexpr std::string_view kAnyClasses = "dense(classes)";

}  // namespace glia
