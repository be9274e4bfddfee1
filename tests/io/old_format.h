#pragma once
#include <array>
#include <bit>
#include <cstring>
#include <regex>
#include <string>

namespace glia {

// The file without what `pattern` finds in its header, whose length is made to fit.
inline std::string without_in_header(const std::string& file, const char* pattern) {
  std::uint64_t length = 0;
  std::memcpy(&length, file.data(), sizeof length);
  std::string header = std::regex_replace(file.substr(8, length), std::regex(pattern), "");
  header.resize((header.size() + 7) / 8 * 8, ' ');
  const auto size = std::bit_cast<std::array<char, 8>>(std::uint64_t{header.size()});
  return std::string(size.data(), size.size()) + header + file.substr(8 + length);
}

inline std::string without_digest(const std::string& file) {
  return without_in_header(file, R"(,?"glia\.digest":"[0-9a-f]{16}")");
}
inline std::string without_format(const std::string& file) {
  return without_in_header(file, R"("glia\.format":"2",?)");
}

}  // namespace glia
