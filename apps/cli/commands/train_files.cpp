#include "commands/train_files.h"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>

#include "cli.h"
#include "glia/error.h"
#include "glia/file.h"
#include "terminal/out_file.h"

namespace glia::cli {
namespace {

namespace fs = std::filesystem;

// A place for what --out refused.
std::string refuge(const std::string& out) {
  std::error_code ignored;
  const fs::path name = fs::path(out).filename();
  fs::path place = fs::temp_directory_path(ignored) / name;
  for (int i = 2; fs::exists(place, ignored); ++i) {
    place = variant((fs::temp_directory_path(ignored) / name).string(), std::to_string(i));
  }
  return place.string();
}

}  // namespace

void check_out(const std::string& out, const std::vector<std::string>& reads) {
  check_replaces(out, FileKind::model, reads);
  try {
    check_writable(out);
  } catch (const Error& error) {
    throw Error(error, fmt::format("--out: {}", error.what()));
  }
  std::error_code ignored;
  if (!fs::is_regular_file(out, ignored)) return;
  check_writable(variant(out, "before"));
  try {
    load_model(out);
  } catch (const Error& error) {
    if (fs::file_size(out, ignored) == 0) return;
    throw UsageError(
        fmt::format("--out {}: there is a file of that name that is no whole model ({}); remove it "
                    "or choose another name",
                    out, error.what()));
  }
}

SavedAs save_outcome(const Model& model, const std::string& out, Outcome outcome,
                     const Judge& judge) {
  std::error_code ignored;
  SavedAs saved{out, ""};
  if (outcome == Outcome::diverged ||
      (outcome == Outcome::interrupted && fs::is_regular_file(out, ignored))) {
    saved.path = variant(out, "partial");
    if (fs::exists(out, ignored)) saved.note = fmt::format("{} is as it was.", out);
  }
  try {
    if (outcome == Outcome::whole) saved.note = keep_before(encode_model(model), out, judge);
    save_model(model, saved.path);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::io) throw;
    const std::string place = refuge(out);
    save_model(model, place);
    throw Error(ErrorCode::io,
                fmt::format("{}; what was learnt is saved to {}", error.what(), place));
  }
  return saved;
}

Moments::Moments(const std::string& dir, bool resume, bool start_over, bool keeps) : dir_(dir) {
  if (!keeps) return;
  if (resume && !fs::exists(dir)) load_checkpoint(dir);  // says what is missing
  folder_.emplace(dir);
  if (start_over) {
    folder_->replace_others();
  } else if (!resume && folder_->moments() > 0) {
    throw UsageError(fmt::format(
        "--checkpoint {}: a training keeps its moments there already; go on with it by --resume, "
        "name another folder, or let --start-over remove it and begin anew",
        dir));
  }
}

Checkpoint Moments::newest(std::string& note, const CheckpointFolder::Usable& usable) const {
  if (folder_) return folder_->load(&note, usable);
  Checkpoint found = load_checkpoint(dir_, &note);
  usable(found);
  return found;
}

void Moments::keep(Trainer& trainer, const std::function<void(const std::string&)>& tell) {
  const Checkpoint moment = trainer.checkpoint();
  if (!folder_) return;
  try {
    folder_->save(moment);
    if (failing_) tell("moments are kept again");
    failing_ = false;
  } catch (const Error& error) {
    if (!failing_) tell(fmt::format("{}; the training goes on and tries again", error.what()));
    failing_ = true;
  }
}

}  // namespace glia::cli
