#include "data/damaged_files.h"

#include <algorithm>
#include <exception>
#include <filesystem>

namespace glia {
namespace {

constexpr std::size_t kMostNamed = 20;

// The file itself, damaged or with nothing in it that could be used, and not the system.
bool is_at_fault(ErrorCode code) {
  return code == ErrorCode::format || code == ErrorCode::invalid_argument;
}

}  // namespace

void DamagedFiles::reading(std::size_t i, const std::string& file,
                           const std::function<void()>& read) {
  const auto add = [&](ErrorCode code, const std::string& what) {
    const std::lock_guard lock(mutex_);
    found_.emplace(i, Error(code, what));
  };
  try {
    read();
  } catch (const Error& error) {
    add(error.code(), error.what());
  } catch (const std::exception& error) {
    add(ErrorCode::io, "'" + file + "' cannot be read: " + error.what());
  }
}

void DamagedFiles::judge(Damaged damaged, const std::vector<std::string>& files,
                         const std::string& many) const {
  if (found_.empty()) return;
  const auto other = std::ranges::find_if(
      found_, [](const auto& failure) { return !is_at_fault(failure.second.code()); });
  if (damaged == Damaged::left_out && other == found_.end()) return;
  const auto& [place, first] = other == found_.end() ? *found_.begin() : *other;
  const std::string advice =
      std::string("take ") + (found_.size() == 1 ? "it" : "them") + " out of the folder" +
      (other == found_.end() ? ", or leave out what is damaged with --skip-damaged" : "");
  const ErrorCode code = other == found_.end() ? ErrorCode::format : first.code();
  if (found_.size() == 1) throw Error(code, std::string(first.what()) + "; or " + advice);
  std::string text = std::to_string(found_.size()) + " of " + std::to_string(files.size()) + " " +
                     many + " cannot be read. " + first.what() + ". The others: ";
  std::size_t named = 0;
  for (const auto& [i, error] : found_) {
    if (i == place) continue;
    if (named == kMostNamed) break;
    text += (named++ > 0 ? ", '" : "'") + files[i] + "'";
  }
  if (named + 1 < found_.size()) {
    text += " and " + std::to_string(found_.size() - 1 - named) +
            " more, all of which `glia data info` names with --skip-damaged --json";
  }
  throw Error(code, text + "; " + advice);
}

std::vector<LeftOut> DamagedFiles::left_out(const std::vector<std::string>& files) const {
  std::vector<LeftOut> list;
  for (const auto& [i, error] : found_) list.push_back({files[i], error.what()});
  return list;
}

void check_classes_left(const std::vector<std::string>& classes, const std::vector<bool>& left,
                        const std::string& many) {
  const auto none = std::find(left.begin(), left.end(), false);
  if (none == left.end()) return;
  throw Error(ErrorCode::format, "of the class '" +
                                     classes[static_cast<std::size_t>(none - left.begin())] +
                                     "' no " + many +
                                     " are left, all of them being damaged; add some, or take its "
                                     "folder away");
}

std::string with_left_out(std::string note, const std::vector<LeftOut>& left_out,
                          const std::string& one, const std::string& many) {
  constexpr std::size_t kMostInNote = 5;
  if (left_out.empty()) return note;
  note += (note.empty() ? "" : "; ") + std::string("left out: ") + std::to_string(left_out.size()) +
          " damaged " + (left_out.size() == 1 ? one : many) + " (";
  for (std::size_t i = 0; i < std::min(left_out.size(), kMostInNote); ++i) {
    const std::filesystem::path file(left_out[i].file);
    note += (i > 0 ? ", " : "") + (file.parent_path().filename() / file.filename()).string();
  }
  return note + (left_out.size() > kMostInNote ? ", …)" : ")");
}

}  // namespace glia
