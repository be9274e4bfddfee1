#include "terminal/out_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <string_view>

#include "cli.h"

namespace glia::cli {
namespace {

using Begin = std::array<char, 9>;

bool is_png(const Begin& begin) {
  return std::string_view(begin.data(), 8) == std::string_view("\x89PNG\r\n\x1a\n", 8);
}

// The length of a header in eight bytes, the smallest first, and the header.
bool is_safetensors(const Begin& begin) {
  return begin[4] == 0 && begin[5] == 0 && begin[6] == 0 && begin[7] == 0 && begin[8] == '{';
}

// Protobuf: the version of its form, then who made it.
bool is_onnx(const Begin& begin) { return begin[0] == 0x08 && begin[1] > 2 && begin[2] == 0x12; }

bool is_text(const Begin& begin, std::streamsize count) {
  return std::find(begin.begin(), begin.begin() + count, '\0') == begin.begin() + count;
}

const char* in_words(FileKind kind) {
  return kind == FileKind::model ? "a model" : kind == FileKind::picture ? "a picture" : "a text";
}

}  // namespace

void check_replaces(const std::string& out, FileKind with, const std::string& option) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(out, ignored)) return;
  std::ifstream file(out, std::ios::binary);
  Begin begin{};
  file.read(begin.data(), begin.size());
  if (file.gcount() == 0) return;  // empty, or not to be read: whoever writes will say so
  const bool model = is_safetensors(begin) || is_onnx(begin), picture = is_png(begin);
  const bool text = !model && !picture && is_text(begin, file.gcount());
  if (with == FileKind::model ? model : with == FileKind::picture ? picture : text) return;
  throw UsageError(fmt::format(
      "{} {}: {} is there, and {} would replace it; give another name, or remove it first", option,
      out,
      model     ? in_words(FileKind::model)
      : picture ? in_words(FileKind::picture)
                : "a file of another kind",
      in_words(with)));
}

}  // namespace glia::cli
