// The free spoken digit dataset: people who speak the digits in English.
#include <chrono>
#include <filesystem>

#include "base/process.h"
#include "data/fetch_folder.h"
#include "data/places.h"
#include "data/sources/recordings_source.h"
#include "data/sources/sources.h"
#include "data/speech_files.h"

namespace glia::sources {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFsddRepository = "https://github.com/Jakobovski/free-spoken-digit-dataset";
constexpr std::chrono::seconds kCloneLimit{600};

[[noreturn]] void cannot_fetch(ErrorCode code, const fs::path& folder, const std::string& what) {
  throw Error(code, "data set 'fsdd' could not be fetched: " + what +
                        "; by hand: put the recordings of " + kFsddRepository + " into " +
                        (folder / "recordings").string() +
                        ", or give a copy with --from; without any, `glia data synth-speech` "
                        "makes spoken digits");
}

bool has_sounds(const fs::path& folder) {
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (is_recording(it->path().string())) return true;
  }
  return false;
}

// The folder with the recordings in a copy of the set; empty when it is none.
fs::path recordings_in(const fs::path& folder) {
  for (const fs::path& place : {folder / "recordings", folder}) {
    if (has_sounds(place)) return place;
  }
  return {};
}

void clone(const std::string& repository, const fs::path& into, const fs::path& folder) {
  ProcessResult result;
  try {
    result = run_process({"git", "-c", "credential.helper=", "-c", "core.askPass=true", "clone",
                          "--quiet", "--depth", "1", "--", repository, into.string()},
                         into.parent_path().string(), kCloneLimit);
  } catch (const Error& error) {
    cannot_fetch(error.code(), folder, std::string(error.what()) + " (install it)");
  }
  if (result.timed_out) {
    cannot_fetch(ErrorCode::io, folder,
                 "git was stopped after " + std::to_string(kCloneLimit.count()) + " seconds");
  }
  if (result.status != 0) {
    cannot_fetch(ErrorCode::io, folder,
                 "git failed with status " + std::to_string(result.status) + ": " +
                     last_lines(result.output));
  }
}

class Fsdd final : public RecordingsSource {
 public:
  std::string_view name() const override { return "fsdd"; }
  Words words() const override {
    return {.place = "fsdd", .help = "fsdd", .model = "fsdd", .many = "recordings"};
  }
  std::string fetch(const std::string& name, const std::string& dir, const Say& say,
                    const std::string& from) const override;

 private:
  std::string place_of(const std::string& name, const std::string& dir) const override;
};

std::string Fsdd::place_of(const std::string& name, const std::string& dir) const {
  const std::vector<fs::path> folders = data_folders(name, dir);
  std::string searched;
  for (const fs::path& folder : folders) {
    std::error_code ignored;
    for (const fs::path& place : {folder, folder / "recordings"}) {
      if (fs::is_directory(place, ignored) && holds_numbered(place)) return place.string();
    }
    searched += (searched.empty() ? "" : ", ") + folder.string();
  }
  throw Error(ErrorCode::not_found, "data set '" + name + "' is not in " +
                                        (searched.empty() ? "any folder" : searched) +
                                        "; run `glia data get " + name +
                                        "`, or make spoken digits with `glia data synth-speech`");
}

std::string Fsdd::fetch(const std::string& name, const std::string& dir, const Say& say,
                        const std::string& from) const {
  const fs::path folder = dir.empty() ? user_folder(name) : fs::path(dir);
  if (!recordings_in(folder).empty()) {
    say(name + " is already in " + folder.string());
    return folder.string();
  }
  std::error_code code;
  fs::create_directories(folder, code);
  if (code) cannot_fetch(ErrorCode::io, folder, "no folder can be made: " + code.message());
  const FetchFolder temporary(folder);
  const fs::path ready = fs::path(temporary.path()) / "ready";
  fs::path source = from.empty() ? fs::path() : recordings_in(from);
  if (source.empty()) {
    const std::string repository = from.empty() ? kFsddRepository : from;
    say("cloning " + repository + " …");
    const fs::path copy = fs::path(temporary.path()) / "clone";
    std::error_code ignored;
    clone(fs::exists(repository, ignored) ? fs::absolute(repository).string() : repository, copy,
          folder);
    source = recordings_in(copy);
    if (source.empty()) {
      cannot_fetch(ErrorCode::format, folder, "there are no recordings in " + repository);
    }
  }
  say("checking …");
  const SpeechSet set = load_recordings(source.string());
  fs::create_directory(ready, code);
  for (const SpeechSet::Item& item : set.items) {
    if (!code) fs::copy_file(item.file, ready / fs::path(item.file).filename(), code);
  }
  // A rename, so that half a set is never there.
  if (!code) fs::rename(ready, folder / "recordings", code);
  if (code) cannot_fetch(ErrorCode::io, folder, "it cannot be written: " + code.message());
  say(name + " is in " + folder.string());
  return folder.string();
}

}  // namespace

const Source& fsdd() {
  static const Fsdd source;
  return source;
}

}  // namespace glia::sources
