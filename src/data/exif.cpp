#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "data/codecs.h"

namespace glia {
namespace {

constexpr std::size_t kOrientation = 0x0112;  // the tag
constexpr std::string_view kExif{"Exif\0\0", 6};
constexpr std::string_view kXmp{"http://ns.adobe.com/xap/1.0/\0", 29};

std::string_view text_of(std::span<const std::uint8_t> bytes) noexcept {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

bool is_space(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }

// Little-endian ("II") or big-endian ("MM") numbers; 0 beyond the end.
struct Tiff {
  std::span<const std::uint8_t> bytes;
  bool big = false;

  std::size_t number(std::size_t at, std::size_t width) const noexcept {
    if (at > bytes.size() || bytes.size() - at < width) return 0;
    std::size_t value = 0;
    for (std::size_t i = 0; i < width; ++i) {
      value = value << 8 | bytes[at + (big ? i : width - 1 - i)];
    }
    return value;
  }

  // The first value of an entry that holds whole numbers or fractions; 0 where it is none.
  std::size_t value(std::size_t entry) const noexcept {
    // By type, bytes of one value: BYTE ASCII SHORT LONG RATIONAL, the signed ones, FLOAT DOUBLE.
    static constexpr std::array<std::uint8_t, 11> kWidths{0, 1, 0, 2, 4, 8, 1, 1, 2, 4, 8};
    const std::size_t type = number(entry + 2, 2);
    const std::size_t width = type < kWidths.size() ? kWidths[type] : 0;
    if (width == 0) return 0;
    const bool inside = width * std::max<std::size_t>(number(entry + 4, 4), 1) <= 4;
    const std::size_t at = inside ? entry + 8 : number(entry + 8, 4);
    if (width < 8) return number(at, width);
    const std::size_t above = number(at, 4), below = number(at + 4, 4);
    return below > 0 && above % below == 0 ? above / below : 0;
  }
};

int tiff_orientation(std::span<const std::uint8_t> bytes) noexcept {
  if (bytes.size() < 8 || bytes[0] != bytes[1] || (bytes[0] != 'I' && bytes[0] != 'M')) return 0;
  const Tiff tiff{bytes, bytes[0] == 'M'};
  const std::size_t folder = tiff.number(4, 4);
  const std::size_t entries = tiff.number(folder, 2);
  for (std::size_t i = 0; i < entries; ++i) {
    const std::size_t entry = folder + 2 + 12 * i;
    if (tiff.number(entry, 2) != kOrientation) continue;
    const std::size_t value = tiff.value(entry);
    if (value >= 1 && value <= 8) return static_cast<int>(value);
  }
  return 0;
}

// tiff:Orientation="6" or <tiff:Orientation>6</tiff:Orientation>.
int xmp_orientation(std::string_view xmp) noexcept {
  static constexpr std::string_view kName = "tiff:Orientation";
  while (true) {
    const std::size_t found = xmp.find(kName);
    if (found == std::string_view::npos) return 0;
    xmp.remove_prefix(found + kName.size());
    std::size_t at = 0;
    while (at < xmp.size() && (is_space(xmp[at]) || xmp[at] == '=')) ++at;
    if (at >= xmp.size() || (xmp[at] != '"' && xmp[at] != '\'' && xmp[at] != '>')) continue;
    for (++at; at < xmp.size() && is_space(xmp[at]);) ++at;
    if (at + 1 >= xmp.size() || xmp[at] < '1' || xmp[at] > '8') continue;
    const char after = xmp[at + 1];
    if (is_space(after) || after == '"' || after == '\'' || after == '<') return xmp[at] - '0';
  }
}

// What lies in a "Raw profile": a line with its name, one with its length, hexadecimal digits.
std::vector<std::uint8_t> unpacked_profile(std::string_view text) {
  const auto skip = [&](bool spaces) {
    while (!text.empty() && is_space(text.front()) == spaces) text.remove_prefix(1);
  };
  for (int word = 0; word < 2; ++word) {
    skip(true);
    skip(false);
  }
  std::vector<std::uint8_t> bytes;
  int high = -1;
  for (const char c : text) {
    if (is_space(c)) continue;
    const int digit = c >= '0' && c <= '9'   ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : -1;
    if (digit < 0) break;
    if (high >= 0) bytes.push_back(static_cast<std::uint8_t>(high * 16 + digit));
    high = high >= 0 ? -1 : digit;
  }
  return bytes;
}

}  // namespace

int exif_orientation(std::span<const std::uint8_t> bytes) noexcept {
  while (text_of(bytes).starts_with(kExif)) bytes = bytes.subspan(kExif.size());
  return tiff_orientation(bytes);
}

void Orientation::saw_exif(std::span<const std::uint8_t> bytes) noexcept {
  if (exif_ == 0) exif_ = exif_orientation(bytes);
}

void Orientation::saw_xmp(std::string_view xmp) noexcept {
  if (xmp_ == 0) xmp_ = xmp_orientation(xmp);
}

void Orientation::saw_app1(std::span<const std::uint8_t> bytes) noexcept {
  const std::string_view text = text_of(bytes);
  if (text.starts_with(kExif)) saw_exif(bytes);
  if (text.starts_with(kXmp)) saw_xmp(text);
}

void Orientation::saw_text(std::string_view keyword, std::string_view text) {
  if (keyword == "XML:com.adobe.xmp") return saw_xmp(text);
  static constexpr std::string_view kProfile = "Raw profile type ";
  if (!keyword.starts_with(kProfile)) return;
  const std::string_view kind = keyword.substr(kProfile.size());
  if (kind != "exif" && kind != "APP1" && kind != "xmp") return;
  const std::vector<std::uint8_t> bytes = unpacked_profile(text);
  if (kind == "exif") saw_exif(bytes);
  if (kind == "APP1") saw_app1(bytes);
  if (kind == "xmp") saw_xmp(text_of(bytes));
}

Picture turned_upright(Picture picture, int orientation) {
  if (orientation <= 1 || orientation > 8) return picture;
  // 2 mirrored, 3 turned by 180°, 4 upside down, 5 transposed, 6 to be turned by 90° clockwise,
  // 7 transposed across the other diagonal, 8 to be turned by 90° the other way.
  const bool transposed = orientation >= 5;
  const bool flip_x = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
  const bool flip_y = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  Picture out(transposed ? picture.height : picture.width,
              transposed ? picture.width : picture.height, picture.channels);
  for (int y = 0; y < out.height; ++y) {
    for (int x = 0; x < out.width; ++x) {
      int from_x = transposed ? y : x;
      int from_y = transposed ? x : y;
      if (flip_x) from_x = picture.width - 1 - from_x;
      if (flip_y) from_y = picture.height - 1 - from_y;
      std::copy_n(picture.at(from_x, from_y), picture.channels, out.at(x, y));
    }
  }
  return out;
}

}  // namespace glia
