#include "terminal/out_file.h"

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <string_view>

#include "cli.h"

namespace glia::cli {
namespace {

struct Begin {
  std::array<char, 9> bytes{};
  std::streamsize count = 0;  // 0: it is empty, or not to be read

  explicit Begin(const std::string& path) {
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(path, ignored)) return;
    std::ifstream file(path, std::ios::binary);
    file.read(bytes.data(), bytes.size());
    count = file.gcount();
  }
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

bool is_text(const Begin& begin) {
  const std::string_view text(begin.bytes.data(), static_cast<std::size_t>(begin.count));
  return text.find('\0') == text.npos;
}

const char* in_words(FileKind kind) {
  return kind == FileKind::model ? "a model" : kind == FileKind::picture ? "a picture" : "a text";
}

}  // namespace

bool is_safetensors(const std::string& path) { return is_safetensors(Begin(path)); }

void check_replaces(const std::string& out, FileKind with, const std::string& option) {
  const Begin begin(out);
  if (begin.count == 0) return;  // whoever writes will say what is wrong
  const bool model = is_safetensors(begin) || is_onnx(begin), picture = is_png(begin);
  const bool text = !model && !picture && is_text(begin);
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
