#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "glia/data.h"

namespace glia {

// Which files of a folder are examples: those that begin like one, whatever they are called, and
// those that are called like one, even if they are damaged.
struct ExampleKind {
  std::string_view one, many;                 // "picture", "pictures"
  std::string_view formats;                   // "PNG or JPEG"
  std::span<const std::string_view> endings;  // in small letters, ".png"
  bool (*begins)(std::span<const std::uint8_t> begin);
  // Whether a file's name alone tells its class; such need no folder for each.
  bool (*tells_class)(const std::filesystem::path& file);
  std::string_view layouts;  // the ways to lay out a folder, after those of every kind

  bool is(const std::filesystem::path& file) const;
};

// What is in a folder, sorted by the normal forms of the names.
struct FolderListing {
  std::vector<std::filesystem::path> files;  // examples
  std::vector<std::filesystem::path> folders;
  std::vector<std::filesystem::path> others;     // also links that lead nowhere, or round and round
  std::vector<std::filesystem::path> set_aside;  // folders whose names begin with '_'
  std::int64_t hidden = 0;                       // names that begin with a dot
};
// Throws Error: not_found, io.
FolderListing list_folder(const std::filesystem::path& folder, const ExampleKind& kind);

// What was passed over, to be said: how much of each sort, and the first few by name.
class PassedOver {
 public:
  enum Sort { other, set_aside, nested, outside, beside, empty, kSorts };
  explicit PassedOver(const ExampleKind& kind) : kind_(kind) {}
  void add(Sort sort, const std::filesystem::path& what, const std::filesystem::path& in);
  void add_hidden(std::int64_t count) { hidden_ += count; }
  std::string str() const;  // empty when there is nothing

 private:
  const ExampleKind& kind_;
  std::vector<std::string> names_[kSorts];
  std::int64_t hidden_ = 0;
};

struct FoundExample {
  std::filesystem::path file;
  std::string folder;        // the class, perhaps; empty: it lies beside the folders
  std::optional<Part> part;  // where its place tells
  std::int32_t label = 0;    // to be found
};

// The examples of a folder that is laid out in one of the ways that people have:
//
//   CLASS/FILE        or, of each part, train/CLASS/FILE, val/CLASS/FILE, test/CLASS/FILE
//
// where there may be those to test on alone, and in which the parts may be called otherwise (see
// part_of in class_folders.cpp), in capitals too. FILE may lie where CLASS does. A folder that
// holds nothing but one folder is that folder.
struct FolderSearch {
  FolderSearch(const std::filesystem::path& folder, const ExampleKind& kind);

  std::filesystem::path place;
  std::string name;                 // of the folder that was named
  std::vector<FoundExample> found;  // to learn from, to validate on, to test on
  PassedOver passed_over;

  // Takes folders for classes, sorted: those that hold something to learn from, or where none do,
  // all. Throws Error unless there are at least `least` of them and others hold no more classes.
  std::vector<std::string> label_by_folder(std::size_t least);
  [[noreturn]] void fail_unknown() const;  // with the layouts that are known

 private:
  void collect(const FolderListing& listing, std::optional<Part> part);
  void pass_over(const FolderListing& listing);
  const ExampleKind& kind_;
};

// What a class is called whose examples lie in this folder, in normal form. Throws Error unless it
// is text that a model file can hold: UTF-8 without control characters.
std::string class_of(const std::filesystem::path& folder);

}  // namespace glia
