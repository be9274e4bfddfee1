#pragma once
#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace glia {

// One file of a set: its name as the set's makers call it, and the SHA-256 of its plain form.
struct NamedFile {
  const char* name;
  const char* sha256;
};

// A set that is known by name: one row of the table, all of it in IDX files.
struct NamedSet {
  const char* name;
  int classes;
  std::array<NamedFile, 4> files;  // train images, train labels, test images, test labels
  std::uint64_t train, test;       // Dataset::digest() of the two
  const char* npm_package;         // "name@version" that brings the files, or null
  const char* apt_package;         // the same from Debian, or null
  const char* system_folder;       // where that one puts them, or null
};

const NamedSet& named_set(std::string_view name);  // throws Error with the list

// Where `file` lies in `folder`, plain or gzipped, in either habit of naming; empty if nowhere.
std::filesystem::path find_file(const std::filesystem::path& folder, const NamedFile& file);

// ($XDG_DATA_HOME or ~/.local/share)/glia/NAME. Throws Error when neither is known.
std::filesystem::path user_folder(const std::string& name);

// Where a set may lie, in the order in which the folders are looked through.
std::vector<std::filesystem::path> data_folders(const std::string& name, const std::string& dir,
                                                const char* system_folder = nullptr);

std::string environment(const char* name);  // empty where it is not set

// "put train-images-idx3-ubyte, … into FOLDER": what to do where there is no network.
std::string by_hand(const NamedSet& set, const std::filesystem::path& folder);

}  // namespace glia
