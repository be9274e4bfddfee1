#include "data/places.h"

#include <cstdlib>

#include "glia/error.h"

namespace glia {

namespace fs = std::filesystem;

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
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

}  // namespace glia
