#include "terminal/out_file.h"

#include <fmt/format.h>

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

}  // namespace

void check_replaces(const std::string& out, FileKind with) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(out, ignored)) return;
  std::ifstream file(out, std::ios::binary);
  Begin begin{};
  file.read(begin.data(), begin.size());
  if (file.gcount() == 0) return;  // empty, or not to be read: whoever writes will say so
  const bool model = is_safetensors(begin), picture = is_png(begin);
  if (with == FileKind::model ? model : picture) return;
  throw UsageError(fmt::format(
      "--out {}: {} is there, and {} would replace it; give another name, or remove it first", out,
      model     ? "a model"
      : picture ? "a picture"
                : "a file of another kind",
      with == FileKind::model ? "a model" : "a picture"));
}

}  // namespace glia::cli
