#include "options/presets.h"

#include <fmt/format.h>

#include "cli.h"
#include "data/sets.h"
#include "glia/presets.h"
#include "glia/source.h"

namespace glia::cli {
namespace {

// Its network fits one kind of data only.
void check_kind(const Preset& preset, const std::string& data) {
  check_data_set_name(data);
  const Sense sense = source_of(data).sense();
  if (sense == Sense::reads) {
    throw UsageError(
        fmt::format("--preset {} is for {}, and {} is a table: leave it out, or name the hidden "
                    "layers by --net",
                    preset.name, preset.hears ? "recordings" : "pictures", data));
  }
  if (preset.hears == (sense == Sense::hears)) return;
  throw UsageError(
      preset.hears
          ? fmt::format("--preset {} is for recordings, and {} has pictures: add --data fsdd or "
                        "--data speech:FOLDER. To get recordings: glia data get fsdd, or "
                        "glia data synth-speech",
                        preset.name, data)
          : fmt::format("--preset {} is for pictures, and {} has recordings: take --preset lstm, "
                        "or --data mnist",
                        preset.name, data));
}

}  // namespace

Asked preset_for(const std::string& name, const std::string& data, bool own_net) {
  const Preset& preset = preset_named(name);
  Asked settings = settings_for(preset, data);
  if (own_net) {
    settings.erase("net");
  } else {
    check_kind(preset, data);
  }
  return settings;
}

}  // namespace glia::cli
