#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <map>
#include <optional>

#include "base/nearest.h"
#include "data/class_folders.h"
#include "data/named_sets.h"
#include "glia/error.h"
#include "glia/speech.h"

namespace glia {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSpeechPrefix = "speech:";
constexpr int kTestIndices = 5;         // 0–4
constexpr int kValidationIndices = 10;  // 5–9
constexpr double kValidationPart = 0.1;
constexpr std::array<std::string_view, 3> kSoundEndings{".wav", ".flac", ".ogg"};
constexpr std::size_t kMostRecordings = 1'000'000;

FolderListing list_sounds(const fs::path& folder) { return list_folder(folder, kSoundEndings); }

struct Name {
  int digit;
  std::string speaker;
  int index;
};

// DIGIT_SPEAKER_INDEX; nothing else.
std::optional<Name> parse_name(const std::string& stem) {
  const std::size_t last = stem.rfind('_');
  if (stem.size() < 5 || !std::isdigit(static_cast<unsigned char>(stem[0])) || stem[1] != '_' ||
      last < 3 || last == stem.npos) {
    return std::nullopt;
  }
  const std::string digits = stem.substr(last + 1);
  if (digits.empty() || digits.size() > 6 ||
      digits.find_first_not_of("0123456789") != digits.npos) {
    return std::nullopt;
  }
  return Name{stem[0] - '0', stem.substr(2, last - 2), std::stoi(digits)};
}

struct Collected {
  SpeechSet set;
  std::vector<std::vector<float>> waves;
  std::vector<std::uint8_t> labels;

  void add(const fs::path& file, int label, std::string speaker, int index,
           const Features& features) {
    if (waves.size() == kMostRecordings) {
      throw Error(ErrorCode::invalid_argument, "expected at most a million recordings");
    }
    Recording recording = trimmed(read_recording(file.string()), features);
    set.items.push_back({file.string(), std::move(speaker), index, recording.seconds()});
    waves.push_back(std::move(recording.samples));
    labels.push_back(static_cast<std::uint8_t>(label));
  }
};

void collect_numbered(const std::vector<fs::path>& files, const Features& features,
                      Collected& into) {
  for (int c = 0; c < 10; ++c) into.set.classes.push_back(std::to_string(c));
  into.set.numbered = true;
  for (const fs::path& file : files) {
    const auto name = parse_name(file.stem().string());
    if (!name) {
      throw Error(ErrorCode::format, "'" + file.string() +
                                         "': expected a name like 7_anna_12.wav (digit, speaker, "
                                         "index), or a folder for each word");
    }
    into.add(file, name->digit, name->speaker, name->index, features);
  }
}

void collect_classes(const fs::path& folder, const Features& features, Collected& into) {
  for (const fs::path& word : list_sounds(folder).folders) {
    const std::vector<fs::path> files = list_sounds(word).files;
    if (files.empty()) continue;
    const int label = static_cast<int>(into.set.classes.size());
    if (label == 256) {
      throw Error(ErrorCode::invalid_argument,
                  "'" + folder.string() + "': expected at most 256 folders of recordings");
    }
    into.set.classes.push_back(class_of(word));
    for (const fs::path& file : files) {
      const std::string stem = file.stem().string();
      const std::size_t line = stem.find('_');
      into.add(file, label, line == stem.npos ? "" : stem.substr(0, line), -1, features);
    }
  }
}

}  // namespace

std::vector<std::string> SpeechSet::speakers() const {
  std::vector<std::string> names;
  for (const Item& item : items) {
    if (!item.speaker.empty()) names.push_back(item.speaker);
  }
  std::ranges::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

SpeechSet load_recordings(const std::string& folder, const Features& features) {
  features.check();
  fs::path place = folder;
  std::error_code ignored;
  if (fs::is_directory(place / "recordings", ignored)) place /= "recordings";
  Collected all;
  if (const std::vector<fs::path> files = list_sounds(place).files; !files.empty()) {
    collect_numbered(files, features, all);
  } else {
    collect_classes(place, features, all);
  }
  if (all.waves.empty()) {
    throw Error(ErrorCode::not_found,
                "'" + folder +
                    "': no recordings: expected files like 7_anna_12.wav, or a folder of WAVs for "
                    "each word");
  }
  all.set.synthetic = fs::exists(place / "SYNTHETIC.txt", ignored);
  const std::string name =
      fs::path(folder).filename().string() + (all.set.synthetic ? " (synthetic)" : "");
  const int classes = static_cast<int>(all.set.classes.size());
  all.set.data = Dataset::recordings(features, all.waves, std::move(all.labels), classes, name)
                     .with_class_names(all.set.classes);
  return std::move(all.set);
}

DataSplit split_recordings(const SpeechSet& set, const std::string& hold_out, std::uint64_t seed) {
  std::vector<std::uint32_t> train, validation, test;
  const std::vector<std::string> speakers = set.speakers();
  if (!hold_out.empty() && !std::ranges::binary_search(speakers, hold_out)) {
    throw Error(ErrorCode::invalid_argument,
                "no speaker is called '" + hold_out + "'." + suggest(hold_out, speakers));
  }
  for (std::uint32_t i = 0; i < set.items.size(); ++i) {
    const SpeechSet::Item& item = set.items[i];
    if (!hold_out.empty()) {
      (item.speaker == hold_out ? validation : train).push_back(i);
    } else if (!set.numbered || item.index >= kValidationIndices) {
      train.push_back(i);
    } else {
      (item.index < kTestIndices ? test : validation).push_back(i);
    }
  }
  DataSplit split;
  if (train.empty()) {
    split.only_tests = hold_out.empty()
                           ? "recordings: all have indices below 10, which are for testing; number "
                             "those to learn from from 10"
                           : "recordings: nobody but '" + hold_out + "' speaks in them";
  }
  split.classes = set.classes;
  split.synthetic = set.synthetic;
  split.train = set.data.subset(train);
  if (test.empty() && validation.empty()) {
    std::tie(split.train, split.validation) = split.train.split(kValidationPart, seed);
  }
  if (!validation.empty()) split.validation = set.data.subset(validation);
  if (!test.empty()) split.test = set.data.subset(test);
  return split;
}

bool is_speech(const std::string& name) noexcept {
  return name == "fsdd" || name.starts_with(kSpeechPrefix);
}

SpeechSet load_speech(const std::string& name, const std::string& dir, const Features& features) {
  if (name.starts_with(kSpeechPrefix)) {
    return load_recordings(name.substr(kSpeechPrefix.size()), features);
  }
  const std::vector<fs::path> folders = data_folders(name, dir);
  std::string searched;
  for (const fs::path& folder : folders) {
    std::error_code ignored;
    for (const fs::path& place : {folder, folder / "recordings"}) {
      if (!fs::is_directory(place, ignored)) continue;
      const std::vector<fs::path> files = list_sounds(place).files;
      if (!files.empty() && parse_name(files.front().stem().string())) {
        return load_recordings(place.string(), features);
      }
    }
    searched += (searched.empty() ? "" : ", ") + folder.string();
  }
  throw Error(ErrorCode::not_found, "data set '" + name + "' is not in " +
                                        (searched.empty() ? "any folder" : searched) +
                                        "; run `glia data get " + name +
                                        "`, or make spoken digits with `glia data synth-speech`");
}

}  // namespace glia
