#include "glia/picture_set.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <set>

#include "base/rng.h"
#include "data/class_folders.h"
#include "data/plane.h"
#include "data/read_all.h"
#include "glia/error.h"

namespace glia {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFolderPrefix = "folder:";
constexpr std::array<std::string_view, 4> kPictureEndings{".png", ".jpg", ".jpeg", ".jpe"};
constexpr double kTenth = 0.1;  // of a class, to test on, and another to validate on
constexpr std::size_t kLeastToDivide = 3, kMostClasses = 256;
constexpr double kMostBytes = 16e9;

enum Part : std::uint8_t { kTrain, kValidation, kTest };

struct Found {
  fs::path file;
  std::uint8_t label;
  Part part;
};

// What was passed over, to be said.
struct PassedOver {
  std::int64_t others = 0, hidden = 0, nested = 0, outside = 0;
  std::vector<std::string> empty;  // classes

  std::string str() const {
    std::string text;
    const auto add = [&](std::int64_t count, const std::string& one, const std::string& many) {
      if (count == 0) return;
      text += (text.empty() ? "passed over: " : ", ") + std::to_string(count) + " " +
              (count == 1 ? one : many);
    };
    add(others, "file that is no PNG or JPEG", "files that are no PNG or JPEG");
    add(hidden, "hidden file or folder", "hidden files and folders");
    add(nested, "folder inside a class", "folders inside classes");
    add(outside, "picture outside the classes", "pictures outside the classes");
    if (empty.empty()) return text;
    add(std::ssize(empty), "folder without pictures", "folders without pictures");
    text += " (";
    for (std::size_t i = 0; i < std::min<std::size_t>(empty.size(), 5); ++i) {
      text += (i > 0 ? ", " : "") + empty[i];
    }
    return text + (empty.size() > 5 ? ", …)" : ")");
  }
};

class Search {
 public:
  Search(const fs::path& folder, const PictureOptions& options)
      : folder_(folder), testing_(options.testing) {
    const FolderListing top = list(folder);
    if (top.folders.empty()) fail_without_pictures();
    const auto find = [&](const char* name) {
      const auto at = std::ranges::find(top.folders, folder / name);
      return at != top.folders.end() && !list_folder(*at, kPictureEndings).folders.empty()
                 ? *at
                 : fs::path();
    };
    const fs::path train = find("train"), test = find("test"), validation = find("validation");
    const bool tests_alone = std::ranges::all_of(top.folders, [&](const fs::path& other) {
      return other == test || other == validation ||
             list_folder(other, kPictureEndings).files.empty();
    });
    divided = !test.empty() && (!train.empty() || tests_alone);
    if (!divided) {
      collect(top.folders, options.unseen ? kTest : kTrain);
      return;
    }
    if (!train.empty()) collect(list(train).folders, kTrain);
    collect(list(test).folders, kTest);
    if (!validation.empty()) collect(list(validation).folders, kValidation);
    for (const fs::path& other : top.folders) {
      passed_over.nested += other != train && other != test && other != validation;
    }
  }

  std::vector<Found> found;
  std::vector<std::string> classes;
  PassedOver passed_over;
  bool divided = false;

 private:
  FolderListing list(const fs::path& folder) {
    FolderListing listing = list_folder(folder, kPictureEndings);
    passed_over.outside += std::ssize(listing.files);
    count(listing);
    return listing;
  }

  void count(const FolderListing& listing) {
    passed_over.others += listing.others;
    passed_over.hidden += listing.hidden;
  }

  void collect(const std::vector<fs::path>& folders, Part part) {
    for (const fs::path& folder : folders) {
      FolderListing listing = list_folder(folder, kPictureEndings);
      count(listing);
      passed_over.nested += std::ssize(listing.folders);
      const std::string name = class_of(folder);
      if (listing.files.empty()) {
        passed_over.empty.push_back(name);
        continue;
      }
      const std::uint8_t label = label_of(name, folder, part);
      for (fs::path& file : listing.files) found.push_back({std::move(file), label, part});
    }
    if (found.empty()) fail_without_pictures();
    learnt_ |= part == kTrain;
    if (part == kTrain && classes.size() == 1 && !testing_) {
      throw Error(ErrorCode::invalid_argument,
                  "'" + folder_.string() + "': expected pictures of at least two classes, got '" +
                      classes.front() + "' alone; add a folder with pictures of something else");
    }
  }

  std::uint8_t label_of(const std::string& name, const fs::path& folder, Part part) {
    const auto at = std::ranges::find(classes, name);
    if (at != classes.end()) return static_cast<std::uint8_t>(at - classes.begin());
    if (part != kTrain && learnt_) {
      throw Error(ErrorCode::invalid_argument,
                  "'" + folder.string() + "': there is no class '" + name +
                      "' with pictures to learn from; add it to 'train' or take it out here");
    }
    if (classes.size() == kMostClasses) {
      throw Error(ErrorCode::invalid_argument, "'" + folder_.string() +
                                                   "': expected at most 256 folders with "
                                                   "pictures, one for each class, got more");
    }
    classes.push_back(name);
    return static_cast<std::uint8_t>(classes.size() - 1);
  }

  [[noreturn]] void fail_without_pictures() const {
    throw Error(ErrorCode::not_found,
                "'" + folder_.string() +
                    "': no pictures by class: expected a folder for each class with PNGs or JPEGs "
                    "in it, like " +
                    (folder_.filename() / "cat" / "1.jpg").string() + " and " +
                    (folder_.filename() / "dog" / "1.jpg").string());
  }

  const fs::path& folder_;
  bool testing_;
  bool learnt_ = false;  // the classes are those of what is learnt from
};

std::uint64_t draw_of(const fs::path& file) {
  return random_key(0, file.parent_path().filename().string() + "/" + file.filename().string());
}

// Of each class's pictures to learn from, those whose names draw the least are taken away.
void divide(std::vector<Found>& found, std::size_t classes, bool also_test) {
  std::vector<std::vector<std::size_t>> members(classes);
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (found[i].part == kTrain) members[found[i].label].push_back(i);
  }
  for (std::vector<std::size_t>& of_class : members) {
    if (of_class.size() < kLeastToDivide) continue;
    std::ranges::stable_sort(of_class, {}, [&](std::size_t i) { return draw_of(found[i].file); });
    const double tenth = std::round(kTenth * static_cast<double>(of_class.size()));
    const std::size_t each = std::max<std::size_t>(1, static_cast<std::size_t>(tenth));
    const std::size_t test = also_test ? each : 0, end = test + each;
    for (std::size_t k = 0; k < end; ++k) found[of_class[k]].part = k < test ? kTest : kValidation;
  }
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

bool is_picture_folder(const std::string& name) noexcept {
  return name.size() > kFolderPrefix.size() && name.starts_with(kFolderPrefix);
}

std::string picture_folder(const std::string& name) { return name.substr(kFolderPrefix.size()); }

PictureSet load_pictures(const std::string& folder, const PictureOptions& options) {
  PictureForm form = options.form.value_or(PictureForm{options.size, options.grey.value_or(false)});
  form.check();
  fs::path place = fs::path(folder).lexically_normal();
  if (place.filename().empty()) place = place.parent_path();  // "photos/"
  Search search(place, options);
  std::vector<Found>& found = search.found;
  const std::size_t classes = search.classes.size();
  const auto has = [&](Part part) {
    return std::ranges::any_of(found, [&](const Found& f) { return f.part == part; });
  };
  if (!has(kValidation)) divide(found, classes, !search.divided);
  if (!has(kTest) && options.testing) {
    for (Found& f : found) f.part = kTest;
  }
  if (!has(kTest)) {
    throw Error(ErrorCode::invalid_argument,
                "'" + folder +
                    "': expected at least 3 pictures of a class, so that one can "
                    "test and one validate; add some");
  }
  check_memory(found.size(), form);

  std::vector<std::string> files;
  std::vector<std::uint8_t> labels;
  for (const Found& f : found) {
    files.push_back(f.file.string());
    labels.push_back(f.label);
  }
  PicturesRead read = read_all(files, form, options.threads, options.progress);
  const auto pixels = static_cast<std::size_t>(form.size) * static_cast<std::size_t>(form.size);
  if (!options.grey && !options.form) form.grey = made_grey(read.bytes, found.size(), pixels);
  const Dataset all = Dataset::images(form.shape(), std::move(read.bytes), std::move(labels),
                                      static_cast<int>(classes), place.filename().string())
                          .with_class_names(search.classes);

  std::array<std::vector<std::uint32_t>, 3> parts;
  for (std::size_t i = 0; i < found.size(); ++i) {
    parts[found[i].part].push_back(static_cast<std::uint32_t>(i));
  }
  std::ranges::stable_sort(parts[kTrain], {},
                           [&](std::uint32_t i) { return draw_of(found[i].file); });
  PictureSet set;
  const auto take = [&](Part part, Dataset& data, std::vector<PictureSet::Item>& items) {
    for (const std::uint32_t i : parts[part]) {
      items.push_back({files[i], read.sides[i].first, read.sides[i].second});
    }
    if (!parts[part].empty()) data = all.subset(parts[part]);
  };
  take(kTrain, set.split.train, set.train);
  take(kValidation, set.split.validation, set.validation);
  take(kTest, set.split.test, set.test);
  set.split.classes = std::move(search.classes);
  set.split.form = form;
  if (parts[kTrain].empty()) {
    set.split.only_tests = "'" + folder +
                           "' has pictures to test on alone; put those to learn from, by class, "
                           "into its folder 'train'";
  }
  set.split.note = search.passed_over.str();
  return set;
}

}  // namespace glia
