#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <map>
#include <optional>
#include <set>

#include "base/nearest.h"
#include "base/normal_form.h"
#include "data/class_folders.h"
#include "data/damaged_files.h"
#include "data/sound_bytes.h"
#include "data/speech_files.h"
#include "glia/error.h"
#include "glia/speech.h"

namespace glia {
namespace {

namespace fs = std::filesystem;

constexpr int kTestIndices = 5;         // 0–4
constexpr int kValidationIndices = 10;  // 5–9
constexpr double kValidationPart = 0.1;
constexpr std::ptrdiff_t kLeastToSplit = 5;  // of a class, of which a tenth is one, rounded
constexpr std::size_t kMostRecordings = 1'000'000;

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

std::optional<Name> name_of(const fs::path& file) { return parse_name(file.stem().string()); }

constexpr ExampleKind kSounds{"recording",
                              "recordings",
                              "recording that can be read",
                              kSoundEndings,
                              begins_like_sound,
                              [](const fs::path& file) { return name_of(file).has_value(); },
                              "; or files like 7_anna_12.wav (digit, speaker, index), all in one "
                              "folder or in one for each speaker"};

// Whether folders are of speakers, and the files' names tell the words.
bool by_speakers(const std::vector<FoundExample>& found) {
  std::map<std::pair<std::optional<Part>, std::string>,
           std::pair<std::set<int>, std::set<std::string>>>
      folders;
  for (const FoundExample& f : found) {
    const std::optional<Name> name = name_of(f.file);
    if (!name) return false;
    auto& [digits, speakers] = folders[{f.part, f.folder}];
    digits.insert(name->digit);
    speakers.insert(name->speaker);
  }
  const auto of_one = [](const auto& folder) { return folder.second.second.size() == 1; };
  const auto of_many_words = [](const auto& folder) { return folder.second.first.size() > 1; };
  return std::ranges::all_of(folders, of_one) && std::ranges::any_of(folders, of_many_words);
}

// Whether the recordings that lie in no folder are numbered, or are all that there are; then the
// others are passed over.
bool take_numbered(FolderSearch& search) {
  bool numbered = true;
  std::size_t beside = 0;
  for (const FoundExample& f : search.found) {
    if (!f.folder.empty()) continue;
    ++beside;
    numbered = numbered && name_of(f.file);
  }
  if (beside == 0 || !(numbered || beside == search.found.size())) return false;
  std::erase_if(search.found, [&](const FoundExample& f) {
    if (!f.folder.empty()) search.passed_over.add(PassedOver::outside, f.file, search.place);
    return !f.folder.empty();
  });
  return true;
}

// Labels recordings by their names.
std::vector<std::string> label_by_name(std::vector<FoundExample>& found) {
  for (FoundExample& f : found) {
    const std::optional<Name> name = name_of(f.file);
    if (!name) {
      throw Error(ErrorCode::format, "'" + f.file.string() +
                                         "': expected a name like 7_anna_12.wav (digit, speaker, "
                                         "index), or a folder for each word");
    }
    f.label = name->digit;
  }
  std::vector<std::string> classes;
  for (int c = 0; c < 10; ++c) classes.push_back(std::to_string(c));
  return classes;
}

// "words/recordings" of a copy of the free spoken digit dataset.
fs::path place_of(const std::string& folder) {
  std::error_code ignored;
  const fs::path inside = fs::path(folder) / "recordings";
  return fs::is_directory(inside, ignored) ? inside : fs::path(folder);
}

std::ptrdiff_t largest_class(const Dataset& data) {
  std::map<int, std::ptrdiff_t> counts;
  std::ptrdiff_t largest = 0;
  for (std::int64_t i = 0; i < data.size(); ++i) {
    largest = std::max(largest, ++counts[data.label(i)]);
  }
  return largest;
}

SpeechSet::Item item_of(const FoundExample& f, bool numbered) {
  const std::string stem = normal_form(f.file.stem().string());
  if (numbered) {
    const Name name = *parse_name(stem);
    return {f.file.string(), name.speaker, name.index, 0, f.part};
  }
  const std::size_t line = stem.find('_');
  return {f.file.string(), line == stem.npos ? "" : stem.substr(0, line), -1, 0, f.part};
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

SpeechSet load_recordings(const std::string& folder, const Features& features, Damaged damaged) {
  features.check();
  FolderSearch search(place_of(folder), kSounds);
  std::vector<FoundExample>& found = search.found;
  SpeechSet set;
  set.numbered = take_numbered(search) || by_speakers(found);
  set.classes = set.numbered ? label_by_name(found) : search.label_by_folder(1);
  if (found.size() > kMostRecordings) {
    throw Error(ErrorCode::format, "expected at most a million recordings");
  }

  std::vector<std::string> files;
  for (const FoundExample& f : found) files.push_back(f.file.string());
  std::vector<std::vector<float>> waves;
  std::vector<std::int32_t> labels;
  DamagedFiles unreadable;
  for (std::size_t i = 0; i < found.size(); ++i) {
    unreadable.reading(i, files[i], [&] {
      Recording recording = trimmed(read_recording(files[i]), features);
      set.items.push_back(item_of(found[i], set.numbered));
      set.items.back().seconds = recording.seconds();
      waves.push_back(std::move(recording.samples));
      labels.push_back(found[i].label);
    });
  }
  unreadable.judge(damaged, files, "recordings");
  std::vector<bool> left(set.classes.size(), set.numbered);
  for (const std::int32_t label : labels) left[static_cast<std::size_t>(label)] = true;
  check_classes_left(set.classes, left, "recordings");
  if (waves.empty()) search.fail_unknown();
  std::error_code ignored;
  set.left_out = unreadable.left_out(files);
  set.note = with_left_out(search.passed_over.str(), set.left_out, "recording", "recordings");
  set.synthetic = fs::exists(search.place / "SYNTHETIC.txt", ignored);
  const std::string name =
      fs::path(folder).filename().string() + (set.synthetic ? " (synthetic)" : "");
  const int classes = static_cast<int>(set.classes.size());
  set.data = Dataset::recordings(features, waves, std::move(labels), classes, name)
                 .with_class_names(set.classes);
  return set;
}

DataSplit split_recordings(const SpeechSet& set, const std::string& hold_out, std::uint64_t seed) {
  std::vector<std::uint32_t> train, validation, test;
  const std::vector<std::string> speakers = set.speakers();
  if (!hold_out.empty() && !std::ranges::binary_search(speakers, hold_out)) {
    throw Error(ErrorCode::invalid_argument,
                "no speaker is called '" + hold_out + "'." + suggest(hold_out, speakers));
  }
  const bool divided = std::ranges::any_of(
      set.items, [](const SpeechSet::Item& item) { return item.part.has_value(); });
  for (std::uint32_t i = 0; i < set.items.size(); ++i) {
    const SpeechSet::Item& item = set.items[i];
    if (!hold_out.empty()) {
      (item.speaker == hold_out ? validation : train).push_back(i);
    } else if (divided) {
      const Part part = item.part.value_or(Part::train);
      (part == Part::train ? train : part == Part::test ? test : validation).push_back(i);
    } else if (!set.numbered || item.index >= kValidationIndices) {
      train.push_back(i);
    } else {
      (item.index < kTestIndices ? test : validation).push_back(i);
    }
  }
  DataSplit split;
  if (train.empty()) {
    split.only_tests = divided && hold_out.empty()
                           ? "recordings: there are some to test on alone; put those to learn from "
                             "into the folder 'train'"
                       : hold_out.empty()
                           ? "recordings: all have indices below 10, which are for testing; number "
                             "those to learn from from 10"
                           : "recordings: nobody but '" + hold_out + "' speaks in them";
  }
  split.classes = set.classes;
  if (const Features* features = set.data.features()) split.form = *features;
  split.synthetic = set.synthetic;
  split.many = "recordings";
  split.note = set.note;
  split.left_out = set.left_out;
  split.train = set.data.subset(train);
  const bool may_validate =
      test.empty() || (divided && largest_class(split.train) >= kLeastToSplit);
  if (!train.empty() && validation.empty() && may_validate) {
    std::tie(split.train, split.validation) = split.train.split(kValidationPart, seed);
  }
  if (!validation.empty()) split.validation = set.data.subset(validation);
  if (!test.empty()) split.test = set.data.subset(test);
  return split;
}

bool is_recording(const std::string& file) { return kSounds.is(file); }

bool holds_numbered(const fs::path& folder) {
  const std::vector<fs::path> files = list_folder(folder, kSounds).files;
  return !files.empty() && name_of(files.front());
}

}  // namespace glia
