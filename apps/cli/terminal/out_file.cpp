#include "terminal/out_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string_view>

#include "cli.h"

namespace glia::cli {
namespace {

namespace fs = std::filesystem;

struct Begin {
  std::array<char, 4096> bytes{};
  std::streamsize count = 0;  // 0: it is empty, or not to be read

  explicit Begin(const std::string& path) {
    std::error_code ignored;
    if (!fs::is_regular_file(path, ignored)) return;
    std::ifstream file(path, std::ios::binary);
    file.read(bytes.data(), bytes.size());
    count = file.gcount();
  }

  std::string_view text() const { return {bytes.data(), static_cast<std::size_t>(count)}; }
};

bool is_png(const Begin& begin) {
  return std::string_view(begin.bytes.data(), 8) == std::string_view("\x89PNG\r\n\x1a\n", 8);
}

// The length of a header in eight bytes, the smallest first, and the header.
bool is_safetensors(const Begin& begin) {
  return std::string_view(begin.bytes.data() + 4, 5) == std::string_view("\0\0\0\0{", 5);
}

// Protobuf: the version of its form, then who made it.
bool is_onnx(const Begin& begin) {
  return begin.bytes[0] == 0x08 && begin.bytes[1] > 2 && begin.bytes[2] == 0x12;
}

// What no text has: files that are packed begin so.
bool is_control(char c) {
  return std::iscntrl(static_cast<unsigned char>(c)) != 0 &&
         std::string_view("\t\n\v\f\r\x1b\x7f").find(c) == std::string_view::npos;
}

std::optional<FileKind> kind_of(const Begin& begin) {
  if (is_safetensors(begin)) return FileKind::model;
  if (is_onnx(begin)) return FileKind::onnx;
  if (is_png(begin)) return FileKind::picture;
  return std::nullopt;
}

bool is_text(const Begin& begin) {
  return !kind_of(begin) && std::ranges::none_of(begin.text(), is_control);
}

const char* in_words(FileKind kind) {
  switch (kind) {
    case FileKind::model:
    case FileKind::onnx:
      return "a model";
    case FileKind::picture:
      return "a picture";
    case FileKind::drawing:
    case FileKind::answers:
    case FileKind::epochs:
    case FileKind::header:
      break;
  }
  return "a text";
}

bool may_replace(const Begin& there, FileKind with) {
  const auto is_model = [](FileKind kind) {
    return kind == FileKind::model || kind == FileKind::onnx;
  };
  if (is_model(with)) return kind_of(there) && is_model(*kind_of(there));
  if (with == FileKind::picture) return kind_of(there) == FileKind::picture;
  if (!is_text(there)) return false;
  const std::string_view text = there.text();
  switch (with) {
    case FileKind::epochs:
      return text.starts_with("epoch,");
    case FileKind::answers:  // which may have columns of the table before it
      return ("," + std::string(text.substr(0, text.find_first_of("\r\n"))) + ",").find(",row,") !=
             text.npos;
    case FileKind::header:
      return text.starts_with("/* A network that Glia");
    default:
      return text.starts_with("<");
  }
}

// Endings that say what a file is; those of none are pictures and the like as Glia draws none.
struct Ending {
  std::string_view ending;
  std::optional<FileKind> of = std::nullopt;
};
constexpr Ending kEndings[] = {
    {".safetensors", FileKind::model},
    {".onnx", FileKind::onnx},
    {".png", FileKind::picture},
    {".svg", FileKind::drawing},
    {".csv", FileKind::answers},
    {".h", FileKind::header},
    {".jpg"},
    {".jpeg"},
    {".gif"},
    {".bmp"},
    {".tif"},
    {".tiff"},
    {".webp"},
    {".pdf"},
    {".eps"},
};

void check_ending(const std::string& out, FileKind with, const std::string& option) {
  std::string ending = fs::path(out).extension().string();
  std::ranges::transform(ending, ending.begin(), [](unsigned char c) { return std::tolower(c); });
  const FileKind kind = with == FileKind::epochs ? FileKind::answers : with;
  const auto* const found = std::ranges::find(kEndings, ending, &Ending::ending);
  if (found == std::end(kEndings) || found->of == kind) return;
  const bool draws = kind == FileKind::picture || kind == FileKind::drawing;
  if (!found->of && !draws) return;  // whoever calls a table or a network so will know why
  const std::string meant(std::ranges::find(kEndings, kind, &Ending::of)->ending);
  throw UsageError(fmt::format("{} {}: expected a name that ends in {}, as in {}", option, out,
                               meant, fs::path(out).replace_extension(meant).string()));
}

// Whether `path` is a picture in a folder of pictures, which has a folder for each class.
bool lies_in(const fs::path& folder, const std::string& out) {
  std::error_code ignored;
  const fs::path way =
      fs::canonical(out, ignored).lexically_relative(fs::canonical(folder, ignored));
  return !way.empty() && *way.begin() != ".." && std::distance(way.begin(), way.end()) > 1;
}

// Whether what a person named, with a source before it or a row behind it, is this file.
bool names(const std::string& word, const std::string& out, FileKind with) {
  std::error_code ignored;
  const std::size_t first = word.find(':'), last = word.rfind(':');
  for (const std::size_t begin : {std::size_t{0}, first == word.npos ? 0 : first + 1}) {
    for (const std::size_t end : {word.size(), last == word.npos ? word.size() : last}) {
      if (end <= begin) continue;
      const std::string place = word.substr(begin, end - begin);
      if (fs::equivalent(place, out, ignored)) return true;
      if (with == FileKind::picture && fs::is_directory(place, ignored) && lies_in(place, out)) {
        return true;
      }
    }
  }
  return false;
}

void check_there(const std::string& out, FileKind with, const std::vector<std::string>& reads,
                 const std::string& option) {
  std::error_code ignored;
  if (!fs::is_regular_file(out, ignored)) return;  // whoever writes will say what is wrong
  if (std::ranges::any_of(reads, [&](const auto& word) { return names(word, out, with); })) {
    throw UsageError(fmt::format(
        "{} {}: the command reads this file, so it may not replace it; give another name", option,
        out));
  }
  const Begin there(out);
  if (there.count == 0 || may_replace(there, with)) return;
  const std::optional<FileKind> kind = kind_of(there);
  throw UsageError(fmt::format(
      "{} {}: {} is there, and {} would replace it; give another name, or remove it first", option,
      out, kind ? in_words(*kind) : "a file of another kind", in_words(with)));
}

}  // namespace

bool is_safetensors(const std::string& path) { return is_safetensors(Begin(path)); }

void check_replaces(const std::string& out, FileKind with, const std::vector<std::string>& reads,
                    const std::string& option) {
  check_there(out, with, reads, option);
  check_ending(out, with, option);
}

void check_apart(const std::vector<Named>& outs) {
  const auto place = [](const Named& named) { return fs::weakly_canonical(named.out); };
  for (auto one = outs.begin(); one != outs.end(); ++one) {
    const auto other = std::find_if(outs.begin(), one, [&](const Named& before) {
      return !one->out.empty() && !before.out.empty() && place(before) == place(*one);
    });
    if (other == one) continue;
    throw UsageError(fmt::format("{} and {} both go to {}; give each a name of its own",
                                 other->option, one->option, one->out));
  }
}

}  // namespace glia::cli
