#include "glia/harmless.h"

#include <algorithm>
#include <cstdint>

namespace glia {
namespace {

struct Character {
  char32_t code = 0;
  std::size_t bytes = 1;
  bool valid = false;  // else `bytes` is 1
};

// Strict: no overlong forms, no surrogates, nothing above U+10FFFF.
Character first_of(std::string_view text) noexcept {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  if (lead < 0x80) return {lead, 1, true};
  const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < length) return {};
  char32_t code = lead & (0x7fU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return {};
    code = code << 6 | (byte(i) & 0x3fU);
  }
  constexpr char32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code >= 0xd800 && code <= 0xdfff;
  if (code < kLeast[length] || surrogate || code > 0x10ffff) return {};
  return {code, length, true};
}

struct Range {
  char32_t first, last;
};
// In order. U+200C and U+200D join letters and emoji, U+200E and U+200F belong to right-to-left
// text: they stay.
constexpr Range kHarmful[] = {
    {0x00, 0x1f},       {0x7f, 0x9f},      // controls
    {0x180e, 0x180e},   {0x200b, 0x200b},  // no width
    {0x2028, 0x202e},                      // separators, embeddings and overrides of direction
    {0x2060, 0x206f},                      // no width; isolates of direction
    {0xfdd0, 0xfdef},                      // noncharacters
    {0xfeff, 0xfeff},                      // byte order mark
    {0xfff0, 0xfffb},                      // annotations
    {0xe0000, 0xe001f},                    // tags of language
};

bool is_harmful(char32_t code) noexcept {
  if ((code & 0xfffe) == 0xfffe) return true;  // noncharacters at the end of each plane
  return std::ranges::any_of(kHarmful,
                             [&](const Range& r) { return code >= r.first && code <= r.last; });
}

bool is_plain(char c) noexcept { return c >= 0x20 && c < 0x7f; }

void append_escape(std::string& out, char32_t code) {
  if (code > 0xffff) {
    append_escape(out, 0xd7c0 + (code >> 10));
    append_escape(out, 0xdc00 + (code & 0x3ff));
    return;
  }
  constexpr char kDigits[] = "0123456789abcdef";
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) out += kDigits[code >> shift & 0xf];
}

// Copies `text`, what is harmful by way of `instead(out, character)`.
template <typename Instead>
std::string copied(std::string_view text, const Instead& instead) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto plain = static_cast<std::size_t>(
        std::find_if_not(text.begin(), text.end(), is_plain) - text.begin());
    out += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) break;
    const Character c = first_of(text);
    if (c.valid && !is_harmful(c.code)) {
      out += text.substr(0, c.bytes);
    } else {
      instead(out, c);
    }
    text.remove_prefix(c.bytes);
  }
  return out;
}

}  // namespace

std::string harmless(std::string_view text, Breaks breaks) {
  return copied(text, [&](std::string& out, const Character& c) {
    const bool is_break = c.valid && (c.code == '\n' || c.code == '\t');
    out += is_break && breaks == Breaks::kept ? static_cast<char>(c.code) : '?';
  });
}

std::string harmless_json(std::string_view json) {
  return copied(json, [](std::string& out, const Character& c) {
    const bool space = c.valid && (c.code == '\n' || c.code == '\t' || c.code == '\r');
    if (space) {  // between values: in strings they are escaped already
      out += static_cast<char>(c.code);
    } else {
      append_escape(out, c.valid ? c.code : 0xfffd);
    }
  });
}

}  // namespace glia
