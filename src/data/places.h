#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace glia {

// ($XDG_DATA_HOME or ~/.local/share)/glia/NAME. Throws Error when neither is known.
std::filesystem::path user_folder(const std::string& name);

// Where a set may lie, in the order in which the folders are looked through.
std::vector<std::filesystem::path> data_folders(const std::string& name, const std::string& dir,
                                                const char* system_folder = nullptr);

std::string environment(const char* name);  // empty where it is not set

}  // namespace glia
