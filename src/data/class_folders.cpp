#include "data/class_folders.h"

#include <algorithm>
#include <cctype>

#include "glia/error.h"

namespace glia {
namespace {

namespace fs = std::filesystem;

bool has_ending(const fs::path& path, std::span<const std::string_view> endings) {
  std::string ending = path.extension().string();
  std::ranges::transform(ending, ending.begin(), [](unsigned char c) { return std::tolower(c); });
  return std::ranges::find(endings, ending) != endings.end();
}

// The length of the UTF-8 character that `text` begins with; 0 when it begins with none.
std::size_t character(std::string_view text) noexcept {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const std::size_t length = at(0) < 0x80                    ? 1
                             : at(0) >= 0xc2 && at(0) < 0xe0 ? 2
                             : at(0) >= 0xe0 && at(0) < 0xf0 ? 3
                             : at(0) >= 0xf0 && at(0) < 0xf5 ? 4
                                                             : 0;
  if (length == 0 || text.size() < length) return 0;
  std::uint32_t code = length == 1 ? at(0) : at(0) & (0xffU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((at(i) & 0xc0) != 0x80) return 0;
    code = code << 6 | (at(i) & 0x3f);
  }
  const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
  const bool surrogate = code >= 0xd800 && code < 0xe000;
  return overlong || surrogate || code > 0x10ffff ? 0 : length;
}

bool is_text(std::string_view name) noexcept {
  while (!name.empty()) {
    const std::size_t length = character(name);
    const auto first = static_cast<unsigned char>(name.front());
    if (length == 0 || first < 0x20 || first == 0x7f) return false;
    name.remove_prefix(length);
  }
  return true;
}

}  // namespace

FolderListing list_folder(const fs::path& folder, std::span<const std::string_view> endings) {
  FolderListing listing;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    std::error_code ignored;
    if (it->path().filename().string().starts_with(".")) {
      ++listing.hidden;
    } else if (it->is_directory(ignored)) {
      listing.folders.push_back(it->path());
    } else if (has_ending(it->path(), endings) && it->is_regular_file(ignored)) {
      listing.files.push_back(it->path());
    } else {
      ++listing.others;
    }
  }
  if (error) {
    throw Error(
        error == std::errc::no_such_file_or_directory ? ErrorCode::not_found : ErrorCode::io,
        "cannot read the folder '" + folder.string() + "': " + error.message());
  }
  std::ranges::sort(listing.files);
  std::ranges::sort(listing.folders);
  return listing;
}

std::string class_of(const fs::path& folder) {
  const std::string name = folder.filename().string();
  if (is_text(name)) return name;
  throw Error(ErrorCode::format, "'" + folder.parent_path().string() +
                                     "': a folder in it has a name that is no plain text "
                                     "(UTF-8): rename it, since its class is called so");
}

}  // namespace glia
