#include "data/speech.h"

#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "data/sample.h"
#include "data/sets.h"
#include "figures/figures.h"
#include "glia/source.h"
#include "glia/speech.h"
#include "glia/threads.h"
#include "terminal/chart.h"
#include "terminal/print.h"

namespace glia::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string in_seconds(double seconds) { return say("{:.2f} s", seconds); }

// A recording of a set, or a file.
Recording chosen_recording(const RecordingChoice& choice, std::string& title) {
  std::error_code ignored;
  const Source* source = find_source(choice.what);
  if (!source || source->sense() != Sense::hears ||
      std::filesystem::is_regular_file(choice.what, ignored)) {
    title = recording_title(choice.what);
    return read_recording(choice.what);
  }
  const DataSplit split = source->load(choice.what, {.dir = choice.dir, .damaged = choice.damaged});
  const Judged judged = judged_by(split);
  const Dataset& data = choice.train ? split.train : judged.data;
  const std::string part = choice.train ? "training" : judged.part;
  if (choice.index >= data.size()) {
    throw UsageError(fmt::format("--index: {} has {} recordings 0 to {}, got {}", choice.what, part,
                                 data.size() - 1, choice.index));
  }
  const std::span<const float> wave = data.wave(choice.index);
  title = say("{} {} recording {}: {}", data.name(), part, choice.index,
              class_name(split.classes, data.label(choice.index)));
  return {{wave.begin(), wave.end()}, data.features()->rate, title};
}

}  // namespace

std::string recording_title(const std::string& file) {
  const std::filesystem::path path(file);
  std::error_code ignored;
  const bool synthetic = std::filesystem::exists(path.parent_path() / "SYNTHETIC.txt", ignored);
  return path.filename().string() + (synthetic ? say(" (synthetic)") : "");
}

int show_recording(const RecordingChoice& choice, const Common& common) {
  if (!choice.out.empty()) check_can_draw(choice.out, {choice.what});
  const Features features;
  std::string title;
  const Recording recording = chosen_recording(choice, title);
  const Recording word = trimmed(recording, features);
  Sample sample;
  const std::int64_t& frames = sample.length.emplace();
  sample.input = log_mel(recording, features, &*sample.length);
  sample.size = heard_size(features);
  sample.sound = true;
  const Screen screen = Screen::of(stdout, common.color);
  if (!choice.out.empty()) {
    save_spectrogram_figure({title, recording, word, features, sample.input, frames}, choice.out);
  }
  if (common.json) {
    Json line{{"recording", choice.what},
              {"rate", recording.rate},
              {"seconds", recording.seconds()},
              {"word_seconds", word.seconds()},
              {"frames", frames},
              {"log_mel", sample.input}};
    if (!choice.out.empty()) line["picture"] = choice.out;
    print_json(line);
    return kOk;
  }
  if (choice.out.empty()) print(draw(sample.raster(), screen));
  print("  {}: {} at {} Hz, the word in it {}, {} frames of {} ms\n", screen.bold(title),
        in_seconds(recording.seconds()), grouped(recording.rate), in_seconds(word.seconds()),
        frames, features.hop_ms);
  if (!choice.out.empty()) print("  Saved to {}\n", screen.bold(choice.out));
  return kOk;
}

int synthesise(const std::string& out, const std::string& language, int voices,
               const Common& common) {
  const std::string folder = out.empty() ? "synthetic-" + language : out;
  StatusLine line(stderr, Screen::of(stderr, common.color));
  const int threads = common.threads > 0 ? common.threads : usual_threads();
  const auto tell = [&](const std::string& words) {
    if (line.due()) line.draw({retold(words)});
  };
  const std::int64_t count = synthesise_speech(folder, {language, voices, threads, tell});
  line.clear();
  if (common.json) {
    print_json(Json{{"folder", folder}, {"recordings", count}, {"synthetic", true}});
    return kOk;
  }
  const Screen screen = Screen::of(stdout, common.color);
  print("  {} synthetic recordings are in {}: no human spoke them\n\n", grouped(count),
        screen.bold(folder));
  print("{}\n  glia train --data {}\n", screen.dim(say("  What to try next:")),
        shell_word("speech:" + folder));
  return kOk;
}

}  // namespace glia::cli
