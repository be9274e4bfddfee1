#include "glia/checkpoint.h"

#include <fcntl.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <system_error>
#include <tuple>
#include <utility>
#include <vector>

#include "base/descriptor.h"
#include "glia/error.h"
#include "glia/file.h"
#include "io/checkpoint_file.h"

namespace glia {

namespace fs = std::filesystem;
using io::MomentFile;

namespace {

// Of these, the newest first.
Checkpoint newest(const std::vector<MomentFile>& entries, const std::string& dir, std::string* note,
                  const CheckpointFolder::Usable& usable, const OpSet& ops) {
  std::string passed_over;
  std::optional<Checkpoint> found;
  for (const MomentFile& entry : entries) {
    std::string wrong = entry.wrong;
    if (wrong.empty() && !found) {
      try {
        Checkpoint checkpoint = io::load_moment(entry.path, ops).checkpoint;
        if (usable) usable(checkpoint);
        found = std::move(checkpoint);
      } catch (const Error& error) {
        wrong = "cannot go on from '" + entry.path + "': " + error.what();
      }
    }
    if (!wrong.empty()) passed_over += (passed_over.empty() ? "" : "; ") + wrong;
  }
  if (found) {
    if (note) *note = passed_over;
    return *std::move(found);
  }
  if (passed_over.empty()) {
    throw Error(ErrorCode::not_found,
                "'" + dir + "' holds no checkpoint: expected files like " + io::moment_name(1000));
  }
  throw Error(ErrorCode::format, "'" + dir + "' holds no whole checkpoint: " + passed_over);
}

}  // namespace

struct CheckpointFolder::Impl {
  std::string dir;
  int keep;
  OpSet ops;
  Descriptor lock;                  // of the folder, while this lives
  std::vector<MomentFile> entries;  // the newest first
  bool replace = false;

  Impl(const std::string& folder, int count, OpSet known)
      : dir(folder), keep(count), ops(std::move(known)) {
    const std::string cannot = "cannot keep checkpoints in '" + dir + "': ";
    if (keep < 1) {
      throw Error(ErrorCode::invalid_argument,
                  cannot + "expected to keep 1 or more, got " + std::to_string(keep));
    }
    std::error_code error;
    fs::create_directories(dir, error);
    if (error) throw Error(ErrorCode::io, cannot + error.message());
    lock = Descriptor(::open(dir.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (lock.is_open() && lock.lock() == Lock::held_by_another) {
      throw Error(ErrorCode::io, cannot +
                                     "another training that is running keeps its own there; "
                                     "wait for its end or choose another folder");
    }
    check_writable((fs::path(dir) / io::moment_name(~std::uint64_t{0})).string());
    entries = io::moments_in(dir, ops);
  }
  std::string save(const Checkpoint& checkpoint);
};

std::string CheckpointFolder::Impl::save(const Checkpoint& checkpoint) {
  const std::string name = io::moment_name(checkpoint.snapshot.step);
  MomentFile entry{.number = 1,
                   .step = checkpoint.snapshot.step,
                   .path = (fs::path(dir) / name).string(),
                   .run = checkpoint.run};
  const std::string cannot = "cannot save '" + entry.path + "': ";
  // Old files do not say whose they are.
  const auto foreign = [&](const MomentFile& e) { return !e.run.empty() && e.run != entry.run; };
  if (!replace && std::ranges::any_of(entries, foreign)) {
    throw Error(ErrorCode::invalid_argument,
                cannot + "the folder has moments of another training; choose another folder");
  }
  for (const MomentFile& other : entries) {
    entry.number = std::max(entry.number, other.number + (other.number + 1 > 0));
  }
  const io::SafeTensors contents = [&] {
    try {
      return io::pack_checkpoint(checkpoint, entry.number, ops);
    } catch (const Error& e) {
      throw Error(e.code(), cannot + e.what());
    }
  }();
  io::write_safetensors(contents, entry.path);

  std::erase_if(entries, [&](const MomentFile& e) { return e.path == entry.path; });
  entries.insert(entries.begin(), entry);
  int kept = 0;
  std::erase_if(entries, [&](const MomentFile& e) {
    const bool stays = foreign(e) || !e.wrong.empty() ? !replace : kept++ < keep;
    std::error_code ignored;  // one that cannot be removed does no harm
    if (!stays) fs::remove(e.path, ignored);
    return !stays;
  });
  return entry.path;
}

CheckpointFolder::CheckpointFolder(const std::string& dir, int keep, const OpSet& ops)
    : impl_(std::make_unique<Impl>(dir, keep, ops)) {}
CheckpointFolder::~CheckpointFolder() = default;
CheckpointFolder::CheckpointFolder(CheckpointFolder&&) noexcept = default;

int CheckpointFolder::moments() const noexcept { return static_cast<int>(impl_->entries.size()); }

std::string CheckpointFolder::save(const Checkpoint& checkpoint) { return impl_->save(checkpoint); }

void CheckpointFolder::replace_others() noexcept { impl_->replace = true; }

std::string save_checkpoint(const Checkpoint& checkpoint, const std::string& dir, int keep,
                            const OpSet& ops) {
  return CheckpointFolder(dir, keep, ops).save(checkpoint);
}

Checkpoint CheckpointFolder::load(std::string* note, const Usable& usable) const {
  return newest(impl_->entries, impl_->dir, note, usable, impl_->ops);
}

Checkpoint load_checkpoint(const std::string& dir, std::string* note, const OpSet& ops) {
  return newest(io::moments_in(dir, ops), dir, note, {}, ops);
}

}  // namespace glia
