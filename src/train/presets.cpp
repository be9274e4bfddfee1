#include "glia/presets.h"

#include "base/nearest.h"
#include "glia/error.h"
#include "glia/source.h"

namespace glia {
namespace {

Preset preset(std::string_view name, bool hears, Asked settings, bool turns = false) {
  settings.emplace("preset", std::string(name));
  settings.emplace("cost", std::string("softmax_cross_entropy"));
  settings.emplace("activation", std::string("relu"));
  return {name, hears, std::move(settings), turns};
}

std::string text(const char* words) { return words; }

}  // namespace

const std::vector<Preset>& all_presets() {
  static const std::vector<Preset> presets{
      // LeNet-5 as it is mostly drawn today: 61,706 parameters.
      preset("lenet", false,
             {{"net", text("conv(6,5x5,same) relu maxpool(2) conv(16,5x5) relu maxpool(2) "
                           "dense(120) relu dense(84) relu dense(classes)")},
              {"optimizer", text("adam")},
              {"rate", 0.005},
              {"schedule", text("one_cycle")},
              {"weight_decay", 0.0},
              {"label_smoothing", 0.05},
              {"epochs", std::int64_t{2}},
              {"augment", text("shift=1")}}),
      // As few products as are needed for 99 of 100 digits: 27,738 parameters.
      preset("flash", false,
             {{"net", text("conv(8,5x5,stride=2) batchnorm relu conv(16,3x3) maxpool(2) batchnorm "
                           "relu dense(64) relu dense(classes)")},
              {"optimizer", text("adam")},
              {"rate", 0.01},
              {"schedule", text("one_cycle")},
              {"weight_decay", 0.0},
              {"label_smoothing", 0.05},
              {"epochs", std::int64_t{2}},
              {"augment", text("shift=1")}}),
      // Three stages of two convolutions: 72,890 parameters.
      preset("cnn", false,
             {{"net", text("conv(16,3x3,same) batchnorm relu conv(16,3x3,same) batchnorm relu "
                           "maxpool(2) conv(32,3x3,same) batchnorm relu conv(32,3x3,same) "
                           "batchnorm relu maxpool(2) conv(64,3x3,same) batchnorm relu "
                           "conv(64,3x3,same) batchnorm relu avgpool dense(classes)")},
              {"optimizer", text("adamw")},
              {"rate", 0.01},
              {"schedule", text("one_cycle")},
              {"weight_decay", 0.05},
              {"epochs", std::int64_t{10}},
              {"augment", text("shift=2,rotate=10,scale=0.1")}},
             /*turns=*/true),
      // For recordings: both directions of time, averaged. 55,050 parameters.
      preset("lstm", true,
             {{"net", text("lstm(64,bidirectional,mean) dense(classes)")},
              {"optimizer", text("adamw")},
              {"rate", 0.01},
              {"schedule", text("one_cycle")},
              {"weight_decay", 0.05},
              {"label_smoothing", 0.05},
              {"clip", 1.0},
              {"epochs", std::int64_t{45}},
              {"batch", std::int64_t{32}},
              {"augment", text("shift=100,speed=0.1,noise=20,time_mask=8,band_mask=6")}}),
  };
  return presets;
}

const Preset& preset_named(std::string_view name) {
  std::vector<std::string> names;
  for (const Preset& preset : all_presets()) {
    if (preset.name == name) return preset;
    names.emplace_back(preset.name);
  }
  throw Error(ErrorCode::invalid_argument,
              "preset: there is no '" + std::string(name) + "'." + suggest(name, names));
}

Asked settings_for(const Preset& preset, std::string_view data) {
  Asked settings = preset.settings;
  const Source* const source = find_source(data);
  if (preset.turns && source && !source->words().augment.empty()) {
    settings["augment"] = std::string(source->words().augment);
  }
  return settings;
}

std::string net_for(std::string net, std::int64_t classes) {
  const std::size_t at = net.find(kAnyClasses);
  if (at != net.npos) {
    net.replace(at, kAnyClasses.size(), "dense(" + std::to_string(classes) + ")");
  }
  return net;
}

}  // namespace glia
