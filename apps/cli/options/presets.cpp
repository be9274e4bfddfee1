#include "options/presets.h"

#include <fmt/format.h>

#include "cli.h"
#include "data/sets.h"
#include "glia/source.h"
#include "glia/suggest.h"
#include "options/train_options.h"

namespace glia::cli {
namespace {

// Each was chosen on validation data, never on test data.
struct Preset {
  const char* name;
  bool hears;  // is for recordings
  const char* net;
  const char* optimizer;
  double rate;
  const char* schedule;
  double weight_decay;
  double label_smoothing;
  double clip;
  std::int64_t epochs, batch;
  const char* augment;
};

constexpr Preset kPresets[] = {
    // LeNet-5 as it is mostly drawn today: 61,706 parameters.
    {"lenet", false,
     "conv(6,5x5,same) relu maxpool(2) conv(16,5x5) relu maxpool(2) dense(120) relu dense(84) relu "
     "dense(classes)",
     "adam", 0.005, "one_cycle", 0, 0.05, 0, 2, 64, "shift=1"},
    // As few products as are needed for 99 of 100 digits: 27,738 parameters.
    {"flash", false,
     "conv(8,5x5,stride=2) batchnorm relu conv(16,3x3) maxpool(2) batchnorm relu dense(64) relu "
     "dense(classes)",
     "adam", 0.01, "one_cycle", 0, 0.05, 0, 2, 64, "shift=1"},
    // Three stages of two convolutions: 72,890 parameters.
    {"cnn", false,
     "conv(16,3x3,same) batchnorm relu conv(16,3x3,same) batchnorm relu maxpool(2) "
     "conv(32,3x3,same) batchnorm relu conv(32,3x3,same) batchnorm relu maxpool(2) "
     "conv(64,3x3,same) batchnorm relu conv(64,3x3,same) batchnorm relu avgpool dense(classes)",
     "adamw", 0.01, "one_cycle", 0.05, 0, 0, 10, 64, "shift=2,rotate=10,scale=0.1"},
    // For recordings: both directions of time, averaged. 55,050 parameters.
    {"lstm", true, "lstm(64,bidirectional,mean) dense(classes)", "adamw", 0.01, "one_cycle", 0.05,
     0.05, 1, 45, 32, "shift=100,speed=0.1,noise=20,time_mask=8,band_mask=6"},
};

// The large network learns from turned pictures, where turning keeps their meaning.
std::string_view augmentation(const Preset& preset, const std::string& data) {
  const Source* source = find_source(data);
  const std::string_view own = source ? source->words().augment : "";
  return std::string_view(preset.name) == "cnn" && !own.empty() ? own : preset.augment;
}

template <typename T, typename U>
void keep(std::optional<T>& value, U otherwise) {
  if (!value) value = otherwise;
}

// Its network fits one kind of data only.
void check_kind(const Preset& preset, const std::string& data) {
  check_data_set_name(data);
  if (preset.hears == (source_of(data).sense() == Sense::hears)) return;
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

std::vector<std::string> preset_names() {
  std::vector<std::string> names;
  for (const Preset& preset : kPresets) names.emplace_back(preset.name);
  return names;
}

void apply_preset(const std::string& name, TrainOptions& options) {
  for (const Preset& preset : kPresets) {
    if (name != preset.name) continue;
    if (options.net.empty()) {
      check_kind(preset, options.data);
      options.net = preset.net;
    }
    keep(options.cost, "softmax_cross_entropy");
    keep(options.activation, "relu");
    keep(options.optimizer, preset.optimizer);
    keep(options.rate, preset.rate);
    keep(options.schedule, preset.schedule);
    keep(options.weight_decay, preset.weight_decay);
    keep(options.clip, preset.clip);
    keep(options.label_smoothing, preset.label_smoothing);
    keep(options.epochs, preset.epochs);
    keep(options.batch, preset.batch);
    if (options.augment.empty()) options.augment = augmentation(preset, options.data);
    return;
  }
  throw UsageError(
      fmt::format("--preset '{}': no such preset.{}", name, suggest(name, preset_names())));
}

}  // namespace glia::cli
