#pragma once
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace glia {

// What is in a folder, sorted by name. Links that lead nowhere, or round and round, are others.
struct FolderListing {
  std::vector<std::filesystem::path> files;  // with one of the endings
  std::vector<std::filesystem::path> folders;
  std::int64_t hidden = 0;  // names that begin with a dot
  std::int64_t others = 0;
};
// `endings` in small letters, ".png"; in a name capitals count the same. Throws Error: not_found,
// io.
FolderListing list_folder(const std::filesystem::path& folder,
                          std::span<const std::string_view> endings);

// What a class is called whose examples lie in this folder. Throws Error unless it is text that a
// model file can hold: UTF-8 without control characters.
std::string class_of(const std::filesystem::path& folder);

}  // namespace glia
