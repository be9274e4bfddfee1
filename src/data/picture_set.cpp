#include "glia/picture_set.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>

#include "base/normal_form.h"
#include "base/rng.h"
#include "data/class_folders.h"
#include "data/codecs.h"
#include "data/damaged_files.h"
#include "data/plane.h"
#include "data/read_all.h"
#include "glia/error.h"

namespace glia {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 4> kPictureEndings{".jpg", ".png", ".jpeg", ".jpe"};
constexpr ExampleKind kPictures{"picture",
                                "pictures",
                                "PNG or JPEG",
                                kPictureEndings,
                                begins_like_picture,
                                [](const fs::path&) { return false; },
                                ""};
constexpr double kTenth = 0.1;  // of a class, to test on, and another to validate on
constexpr std::size_t kLeastToDivide = 3;
constexpr double kMostBytes = 16e9;

std::uint64_t draw_of(const fs::path& file) {
  return random_key(
      0, normal_form(file.parent_path().filename().string() + "/" + file.filename().string()));
}

// Each picture's part. Where no place tells who validates, or who tests, those do of each class's
// pictures to learn from whose names draw the least; or all of them do, see PictureOptions.
std::vector<Part> parts_of(const std::vector<FoundExample>& found, std::size_t classes,
                           const DamagedFiles& damaged, const PictureOptions& options) {
  std::vector<Part> parts;
  std::vector<std::vector<std::size_t>> members(classes);
  const bool divided =
      std::ranges::any_of(found, [](const FoundExample& f) { return f.part.has_value(); });
  if (!divided && options.unseen) return std::vector<Part>(found.size(), Part::test);
  bool validated = false, judged = false;
  for (std::size_t i = 0; i < found.size(); ++i) {
    parts.push_back(found[i].part.value_or(Part::train));
    if (damaged.has(i)) continue;
    validated |= parts[i] == Part::validation;
    judged |= parts[i] != Part::train;
    if (parts[i] == Part::train) members[found[i].label].push_back(i);
  }
  for (std::vector<std::size_t>& of_class : members) {
    if (validated || of_class.size() < kLeastToDivide) continue;
    judged = true;
    std::ranges::stable_sort(of_class, {}, [&](std::size_t i) { return draw_of(found[i].file); });
    const double tenth = std::round(kTenth * static_cast<double>(of_class.size()));
    const std::size_t each = std::max<std::size_t>(1, static_cast<std::size_t>(tenth));
    const std::size_t test = divided ? 0 : each, end = test + each;
    for (std::size_t k = 0; k < end; ++k) {
      parts[of_class[k]] = k < test ? Part::test : Part::validation;
    }
  }
  if (!judged && options.testing) parts.assign(found.size(), Part::test);
  return parts;
}

// True when all are grey; they are then left with one channel in place of three.
bool made_grey(std::vector<std::uint8_t>& bytes, std::size_t pictures, std::size_t pixels) {
  for (std::size_t begin = 0; begin < bytes.size(); begin += 3 * pixels) {
    for (std::size_t i = begin; i < begin + pixels; ++i) {
      if (bytes[i] != bytes[i + pixels] || bytes[i] != bytes[i + 2 * pixels]) return false;
    }
  }
  for (std::size_t k = 0; k < pictures; ++k) {
    std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(3 * k * pixels), pixels,
                bytes.begin() + static_cast<std::ptrdiff_t>(k * pixels));
  }
  bytes.resize(pictures * pixels);
  bytes.shrink_to_fit();
  return true;
}

void check_memory(std::size_t pictures, const PictureForm& form) {
  const double bytes = static_cast<double>(pictures) * static_cast<double>(form.shape().elements());
  if (bytes <= kMostBytes) return;
  throw Error(ErrorCode::invalid_argument,
              std::to_string(pictures) + " pictures of " + form.shape().str() + " would take " +
                  std::to_string(std::llround(bytes / 1e9)) +
                  " GB of memory, more than 16; choose a smaller size or fewer pictures");
}

}  // namespace

bool is_picture(const std::string& file) { return kPictures.is(file); }

PictureSet load_pictures(const std::string& folder, const PictureOptions& options) {
  PictureForm form = options.form.value_or(PictureForm{options.size, options.grey.value_or(false)});
  form.check();
  FolderSearch search(folder, kPictures);
  const std::vector<std::string> classes = search.label_by_folder(options.testing ? 1 : 2);
  const std::vector<FoundExample>& found = search.found;
  check_memory(found.size(), form);
  DamagedFiles damaged;
  const auto judges = [](Part part) { return part != Part::train; };
  const auto check_divided = [&](const std::vector<Part>& parts) {
    if (std::ranges::any_of(parts, judges)) return;
    throw Error(ErrorCode::format,
                "'" + folder +
                    "': expected at least 3 pictures of a class, so that one can "
                    "test and one validate; add some");
  };
  check_divided(parts_of(found, classes.size(), damaged, options));  // before hours of reading

  std::vector<std::string> files;
  std::vector<std::int32_t> labels;
  for (const FoundExample& f : found) {
    files.push_back(f.file.string());
    labels.push_back(f.label);
  }
  PicturesRead read = read_all(files, form, options.threads, options.progress, damaged);
  damaged.judge(options.damaged, files, "pictures");
  const std::vector<Part> part_of_file = parts_of(found, classes.size(), damaged, options);
  check_divided(part_of_file);
  const auto pixels = static_cast<std::size_t>(form.size) * static_cast<std::size_t>(form.size);
  if (!options.grey && !options.form) form.grey = made_grey(read.bytes, found.size(), pixels);
  const Dataset all = Dataset::labelled(form.shape(), std::move(read.bytes), std::move(labels),
                                        static_cast<int>(classes.size()), search.name)
                          .with_class_names(classes);

  std::array<std::vector<std::uint32_t>, 3> parts;
  std::vector<bool> left(classes.size(), false);
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (damaged.has(i)) continue;
    parts[static_cast<std::size_t>(part_of_file[i])].push_back(static_cast<std::uint32_t>(i));
    left[static_cast<std::size_t>(found[i].label)] = true;
  }
  check_classes_left(classes, left, "pictures");
  std::ranges::stable_sort(parts[0], {}, [&](std::uint32_t i) { return draw_of(found[i].file); });
  PictureSet set;
  const auto take = [&](Part part, Dataset& data, std::vector<PictureSet::Item>& items,
                        std::vector<std::string>& named) {
    const std::vector<std::uint32_t>& members = parts[static_cast<std::size_t>(part)];
    for (const std::uint32_t i : members) {
      items.push_back({files[i], read.sides[i].first, read.sides[i].second});
      named.push_back(files[i]);
    }
    if (!members.empty()) data = all.subset(members);
  };
  take(Part::train, set.split.train, set.train, set.split.files.train);
  take(Part::validation, set.split.validation, set.validation, set.split.files.validation);
  take(Part::test, set.split.test, set.test, set.split.files.test);
  set.split.classes = classes;
  set.split.form = form;
  if (parts[0].empty()) {
    set.split.only_tests = "'" + folder +
                           "' has pictures to test on alone; put those to learn from, by class, "
                           "into its folder 'train'";
  }
  set.split.left_out = damaged.left_out(files);
  set.split.note =
      with_left_out(search.passed_over.str(), set.split.left_out, "picture", "pictures");
  return set;
}

}  // namespace glia
