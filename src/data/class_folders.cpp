#include "data/class_folders.h"

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <map>
#include <memory>

#include "base/nearest.h"
#include "base/normal_form.h"
#include "glia/error.h"

namespace glia {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBegin = 4096;  // bytes of a file that are looked at

std::string lowercase(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

std::vector<std::uint8_t> begin_of_file(const fs::path& path) {
  std::vector<std::uint8_t> bytes(kBegin);
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rbe"),
                                                             std::fclose);
  bytes.resize(file ? std::fread(bytes.data(), 1, bytes.size(), file.get()) : 0);
  return bytes;
}

// Which part of a set a folder of this name holds.
std::optional<Part> part_of(const fs::path& folder) {
  static const std::map<std::string, Part, std::less<>> parts{
      {"train", Part::train},      {"training", Part::train},        {"val", Part::validation},
      {"valid", Part::validation}, {"validation", Part::validation}, {"dev", Part::validation},
      {"test", Part::test},        {"testing", Part::test}};
  const auto at = parts.find(lowercase(folder.filename().string()));
  return at == parts.end() ? std::nullopt : std::optional(at->second);
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

bool ExampleKind::is(const fs::path& file) const {
  const std::string ending = lowercase(file.extension().string());
  std::error_code ignored;
  return std::ranges::find(endings, ending) != endings.end() ||
         (fs::is_regular_file(file, ignored) && begins(begin_of_file(file)));
}

FolderListing list_folder(const fs::path& folder, const ExampleKind& kind) {
  FolderListing listing;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    std::error_code ignored;
    const std::string name = it->path().filename().string();
    if (name.starts_with(".")) {
      ++listing.hidden;
    } else if (it->is_directory(ignored)) {
      (name.starts_with("_") ? listing.set_aside : listing.folders).push_back(it->path());
    } else {
      const bool example = it->is_regular_file(ignored) && kind.is(it->path());
      (example ? listing.files : listing.others).push_back(it->path());
    }
  }
  if (error) {
    throw Error(
        error == std::errc::no_such_file_or_directory ? ErrorCode::not_found : ErrorCode::io,
        "cannot read the folder '" + folder.string() + "': " + error.message());
  }
  for (auto* list : {&listing.files, &listing.folders, &listing.others, &listing.set_aside}) {
    std::ranges::sort(*list, {}, [](const fs::path& path) { return normal_form(path.string()); });
  }
  return listing;
}

void PassedOver::add(Sort sort, const fs::path& what, const fs::path& in) {
  names_[sort].push_back(what.lexically_relative(in).string());
}

std::string PassedOver::str() const {
  constexpr std::size_t kMostNamed = 5;
  std::string text;
  const auto add = [&](std::int64_t count, const std::string& one, const std::string& many) {
    text += (text.empty() ? "passed over: " : ", ") + std::to_string(count) + " " +
            (count == 1 ? one : many);
  };
  const auto add_named = [&](Sort sort, const std::string& one, const std::string& many) {
    const std::vector<std::string>& names = names_[sort];
    if (names.empty()) return;
    add(std::ssize(names), one, many);
    for (std::size_t i = 0; i < std::min(names.size(), kMostNamed); ++i) {
      text += (i == 0 ? " (" : ", ") + names[i];
    }
    text += names.size() > kMostNamed ? ", …)" : ")";
  };
  const std::string examples(kind_.many);
  add_named(other, "file that is no " + std::string(kind_.formats),
            "files that are no " + std::string(kind_.formats));
  if (hidden_ > 0) add(hidden_, "hidden file or folder", "hidden files and folders");
  add_named(set_aside, "folder whose name begins with _", "folders whose names begin with _");
  add_named(nested, "folder inside a class", "folders inside classes");
  add_named(outside, std::string(kind_.one) + " outside the classes",
            examples + " outside the classes");
  add_named(beside, "folder beside the parts", "folders beside the parts");
  add_named(empty, "folder without " + examples, "folders without " + examples);
  return text;
}

FolderSearch::FolderSearch(const fs::path& folder, const ExampleKind& kind)
    : place(folder.lexically_normal()), passed_over(kind), kind_(kind) {
  if (place.filename().empty()) place = place.parent_path();  // "photos/"
  name = place.filename().string();
  FolderListing top = list_folder(place, kind);
  while (top.files.empty() && top.folders.size() == 1 &&
         part_of(top.folders[0]).value_or(Part::train) == Part::train) {
    FolderListing inside = list_folder(top.folders[0], kind);
    if (!inside.files.empty() || inside.folders.empty()) break;
    pass_over(top);
    place = top.folders[0];
    top = std::move(inside);
  }

  // A class may be called like a part; then there are no classes in it.
  std::map<Part, std::vector<std::pair<fs::path, FolderListing>>> parts;
  std::vector<fs::path> others;
  for (const fs::path& sub : top.folders) {
    const std::optional<Part> part = part_of(sub);
    FolderListing listing = part ? list_folder(sub, kind) : FolderListing{};
    const bool labelled =
        !listing.files.empty() && std::ranges::all_of(listing.files, kind.tells_class);
    if (part && (!listing.folders.empty() || labelled)) {
      parts[*part].emplace_back(sub, std::move(listing));
    } else {
      others.push_back(sub);
    }
  }
  const bool tests_alone = std::ranges::all_of(
      others, [&](const fs::path& other) { return list_folder(other, kind).files.empty(); });
  const bool divided =
      parts.contains(Part::train) ? parts.size() > 1 : parts.contains(Part::test) && tests_alone;
  if (!divided) {
    collect(top, std::nullopt);
    return;
  }
  pass_over(top);
  for (const fs::path& file : top.files) found.push_back({file, "", std::nullopt});
  for (const fs::path& sub : others) passed_over.add(PassedOver::beside, sub, place);
  for (const auto& [part, folders] : parts) {
    for (const auto& [sub, listing] : folders) collect(listing, part);
  }
}

void FolderSearch::pass_over(const FolderListing& listing) {
  for (const fs::path& file : listing.others) passed_over.add(PassedOver::other, file, place);
  for (const fs::path& sub : listing.set_aside) passed_over.add(PassedOver::set_aside, sub, place);
  passed_over.add_hidden(listing.hidden);
}

void FolderSearch::collect(const FolderListing& listing, std::optional<Part> part) {
  pass_over(listing);
  for (const fs::path& file : listing.files) found.push_back({file, "", part});
  for (const fs::path& sub : listing.folders) {
    const FolderListing inside = list_folder(sub, kind_);
    pass_over(inside);
    for (const fs::path& deeper : inside.folders) {
      passed_over.add(PassedOver::nested, deeper, place);
    }
    const std::string of = class_of(sub);
    if (inside.files.empty()) passed_over.add(PassedOver::empty, sub, place);
    for (const fs::path& file : inside.files) found.push_back({file, of, part});
  }
}

std::vector<std::string> FolderSearch::label_by_folder(std::size_t least) {
  std::erase_if(found, [&](const FoundExample& f) {
    if (f.folder.empty()) passed_over.add(PassedOver::outside, f.file, place);
    return f.folder.empty();
  });
  const auto is_learnt = [](const FoundExample& f) {
    return f.part.value_or(Part::train) == Part::train;
  };
  const bool learnt = std::ranges::any_of(found, is_learnt);
  std::vector<std::string> classes;
  for (const FoundExample& f : found) {
    if (!learnt || is_learnt(f)) classes.push_back(f.folder);
  }
  std::ranges::sort(classes);
  classes.erase(std::unique(classes.begin(), classes.end()), classes.end());
  if (classes.empty()) fail_unknown();
  const std::string many(kind_.many), where = "'" + place.string() + "': ";
  if (learnt && classes.size() < least) {
    throw Error(ErrorCode::format, where + "expected " + many + " of at least two classes, got '" +
                                       classes.front() + "' alone; add a folder with " + many +
                                       " of something else");
  }
  for (FoundExample& f : found) {
    const auto at = std::lower_bound(classes.begin(), classes.end(), f.folder);
    if (at == classes.end() || *at != f.folder) {
      throw Error(ErrorCode::format, "'" + f.file.parent_path().string() +
                                         "': there is no class '" + f.folder + "' with " + many +
                                         " to learn from; add it there or take it out here." +
                                         suggest(f.folder, classes));
    }
    f.label = static_cast<std::int32_t>(at - classes.begin());
  }
  return classes;
}

void FolderSearch::fail_unknown() const {
  const std::string dir = place.filename().string() + "/", file(kind_.endings[0]);
  const std::string note = passed_over.str();
  throw Error(ErrorCode::not_found,
              "'" + place.string() + "': no " + std::string(kind_.many) +
                  " by class: expected a folder for each class, like " + dir + "cat/1" + file +
                  " and " + dir + "dog/1" + file + "; or these within " + dir +
                  "train (or training) beside val (valid, validation, dev) or test (testing)" +
                  std::string(kind_.layouts) + (note.empty() ? "" : ". What is there was " + note));
}

std::string class_of(const fs::path& folder) {
  const std::string name = folder.filename().string();
  if (is_text(name)) return normal_form(name);
  throw Error(ErrorCode::format, "'" + folder.parent_path().string() +
                                     "': a folder in it has a name that is no plain text "
                                     "(UTF-8): rename it, since its class is called so");
}

}  // namespace glia
