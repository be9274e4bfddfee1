#include "data/speech.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>

#include "data/sample.h"
#include "data/sets.h"
#include "figures/figures.h"
#include "glia/error.h"
#include "glia/speech.h"
#include "glia/threads.h"
#include "terminal/chart.h"
#include "terminal/print.h"

namespace glia::cli {
namespace {

using Json = nlohmann::ordered_json;

std::int64_t at(const std::vector<std::int64_t>& counts, std::size_t i) {
  return i < counts.size() ? counts[i] : 0;
}

std::string in_seconds(double seconds) { return fmt::format("{:.2f} s", seconds); }

// A recording of a set, or a file.
Recording chosen_recording(const RecordingChoice& choice, std::string& title) {
  std::error_code ignored;
  if (!is_speech(choice.what) || std::filesystem::is_regular_file(choice.what, ignored)) {
    title = recording_title(choice.what);
    return read_recording(choice.what);
  }
  const SpeechSet set = load_speech(choice.what, choice.dir, {}, choice.damaged);
  const DataSplit split = split_recordings(set);
  const Judged judged = judged_by(split);
  const Dataset& data = choice.train ? split.train : judged.data;
  const std::string part = choice.train ? "training" : judged.part;
  if (choice.index >= data.size()) {
    throw UsageError(fmt::format("--index: {} has {} recordings 0 to {}, got {}", choice.what, part,
                                 data.size() - 1, choice.index));
  }
  const std::span<const float> wave = data.wave(choice.index);
  title = fmt::format("{} {} recording {}: {}", data.name(), part, choice.index,
                      class_name(set.classes, data.label(choice.index)));
  return {{wave.begin(), wave.end()}, data.features()->rate, title};
}

}  // namespace

std::string recording_title(const std::string& file) {
  const std::filesystem::path path(file);
  std::error_code ignored;
  const bool synthetic = std::filesystem::exists(path.parent_path() / "SYNTHETIC.txt", ignored);
  return path.filename().string() + (synthetic ? " (synthetic)" : "");
}

int info_of_speech(const std::string& name, const std::string& dir, Damaged damaged,
                   const Common& common) {
  const SpeechSet set = load_speech(name, dir, {}, damaged);
  const DataSplit split = split_recordings(set);
  std::vector<double> seconds;
  std::map<std::string, std::int64_t> of_speaker;
  for (const SpeechSet::Item& item : set.items) {
    seconds.push_back(item.seconds);
    ++of_speaker[item.speaker];
  }
  std::ranges::sort(seconds);
  const auto quantile = [&](double q) {
    return seconds[static_cast<std::size_t>(q * static_cast<double>(seconds.size() - 1))];
  };
  const Features& f = *set.data.features();
  const auto train = label_counts(split.train), validation = label_counts(split.validation),
             test = label_counts(split.test);
  const auto cut = std::ranges::count_if(
      seconds, [&](double s) { return s * 1000 > f.hop_ms * (f.frames - 1) + f.window_ms; });
  if (common.json) {
    print_json(
        Json{{"name", name},
             {"synthetic", set.synthetic},
             {"shape", set.data.shape().sizes()},
             {"classes", set.classes},
             {"train", train},
             {"validation", validation},
             {"test", test},
             {"speakers", of_speaker},
             {"seconds",
              {{"shortest", quantile(0)}, {"median", quantile(0.5)}, {"longest", quantile(1)}}},
             {"cut", cut},
             {"note", set.note},
             {"left_out", as_json(set.left_out)},
             {"digest", fmt::format("{:016x}", split.train.digest())}});
    return kOk;
  }
  const Screen screen = Screen::of(stdout, common.color);
  print("  {}: {} recordings{}, each heard as {} (frames × bands)\n", screen.bold(name),
        grouped(set.data.size()),
        set.synthetic ? screen.bold(", synthetic: a machine spoke them") : "",
        set.data.shape().str());
  print("  without the silence around them {} to {}, half of them below {}\n",
        in_seconds(quantile(0)), in_seconds(quantile(1)), in_seconds(quantile(0.5)));
  print("  {} of them are longer than {} frames and lose their quieter end\n", grouped(cut),
        f.frames);
  if (!set.note.empty()) print("  {}\n", set.note);
  print("\n");
  std::vector<std::vector<std::string>> rows{{"class", "learning", "validation", "testing"}};
  for (std::size_t c = 0; c < set.classes.size(); ++c) {
    rows.push_back(
        {set.classes[c], grouped(at(train, c)), grouped(at(validation, c)), grouped(at(test, c))});
  }
  print(table(rows, screen));
  if (!set.speakers().empty()) {
    print("\n");
    std::vector<std::vector<std::string>> voices{{"speaker", "recordings"}};
    for (const auto& [speaker, count] : of_speaker) voices.push_back({speaker, grouped(count)});
    print(table(voices, screen));
  }
  return kOk;
}

int show_recording(const RecordingChoice& choice, const Common& common) {
  if (!choice.out.empty()) check_can_draw(choice.out);
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
  const int threads = common.threads > 0 ? common.threads : hardware_threads();
  const auto say = [&](const std::string& words) {
    if (line.due()) line.draw({words});
  };
  const std::int64_t count = synthesise_speech(folder, {language, voices, threads, say});
  line.clear();
  if (common.json) {
    print_json(Json{{"folder", folder}, {"recordings", count}, {"synthetic", true}});
    return kOk;
  }
  const Screen screen = Screen::of(stdout, common.color);
  print("  {} synthetic recordings are in {}: no human spoke them\n\n", grouped(count),
        screen.bold(folder));
  print("{}\n  glia train --data {}\n", screen.dim("  What to try next:"),
        shell_word("speech:" + folder));
  return kOk;
}

}  // namespace glia::cli
