#include "terminal/terminal.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "terminal/print.h"
#include "text/say.h"

namespace glia::cli {
namespace {

constexpr double kLongest = 1e9;  // written out in full

int width_of(std::FILE* stream) {
  winsize size{};
  return ioctl(fileno(stream), TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

Screen::Colors best_colors() {
  const std::string term = environment("TERM");
  const std::string colorterm = environment("COLORTERM");
  if (colorterm == "truecolor" || colorterm == "24bit" || term.find("direct") != term.npos) {
    return Screen::Colors::truecolor;
  }
  return Screen::Colors::ansi256;
}

// The nearest of the 6×6×6 cube and the 24 greys.
int ansi256(Rgb c) {
  constexpr int kLevels[] = {0, 95, 135, 175, 215, 255};
  const auto nearest = [&](int v) {
    int best = 0;
    for (int i = 1; i < 6; ++i) {
      if (std::abs(kLevels[i] - v) < std::abs(kLevels[best] - v)) best = i;
    }
    return best;
  };
  const auto distance = [&](int r, int g, int b) {
    return (r - c.r) * (r - c.r) + (g - c.g) * (g - c.g) + (b - c.b) * (b - c.b);
  };
  const int r = nearest(c.r), g = nearest(c.g), b = nearest(c.b);
  const int grey = std::clamp(((c.r + c.g + c.b) / 3 - 3) / 10, 0, 23);
  const int level = 8 + 10 * grey;
  const bool use_grey =
      distance(level, level, level) < distance(kLevels[r], kLevels[g], kLevels[b]);
  return use_grey ? 232 + grey : 16 + 36 * r + 6 * g + b;
}

std::string color_code(Screen::Colors colors, int base, Rgb c) {
  switch (colors) {
    case Screen::Colors::none:
      return "";
    case Screen::Colors::ansi256:
      return fmt::format("\x1b[{};5;{}m", base, ansi256(c));
    case Screen::Colors::truecolor:
      return fmt::format("\x1b[{};2;{};{};{}m", base, c.r, c.g, c.b);
  }
  return "";
}

}  // namespace

Screen Screen::of(std::FILE* stream, const std::string& color) {
  Screen screen;
  const std::string term = environment("TERM");
  screen.terminal = isatty(fileno(stream)) == 1 && term != "dumb";
  screen.width = width_of(stream);
  const bool wanted = screen.terminal && environment("NO_COLOR").empty() && !term.empty();
  if (color == "always" || (color == "auto" && wanted)) screen.colors = best_colors();
  return screen;
}

std::string Screen::foreground(Rgb c) const { return color_code(colors, 38, c); }
std::string Screen::background(Rgb c) const { return color_code(colors, 48, c); }
std::string Screen::reset() const { return colors == Colors::none ? "" : "\x1b[0m"; }

std::string Screen::paint(std::string_view text, Rgb c) const {
  return foreground(c) + std::string(text) + reset();
}

std::string Screen::bold(std::string_view text) const {
  return colors == Colors::none ? std::string(text) : fmt::format("\x1b[1m{}\x1b[0m", text);
}

std::string Screen::dim(std::string_view text) const { return paint(text, kQuiet); }

int columns(std::string_view text) noexcept {
  int count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\x1b') {
      while (i < text.size() && text[i] != 'm') ++i;
    } else if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) {
      ++count;
    }
  }
  return count;
}

std::string pad_right(std::string text, int width) {
  return text.append(static_cast<std::size_t>(std::max(0, width - columns(text))), ' ');
}

std::string pad_left(std::string text, int width) {
  return text.insert(0, static_cast<std::size_t>(std::max(0, width - columns(text))), ' ');
}

std::vector<std::string> in_lines(std::string_view text, int width) {
  std::vector<std::string> lines{""};
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    const std::string_view word = text.substr(begin, end - begin);
    const bool first = lines.back().empty();
    if (!first && columns(lines.back()) + 1 + columns(word) > width) {
      lines.emplace_back(word);
    } else {
      lines.back().append(first ? "" : " ").append(word);
    }
    begin = end + 1;
  }
  return lines;
}

std::string grouped(std::int64_t number) {
  std::string digits = std::to_string(number);
  const std::ptrdiff_t first = number < 0 ? 1 : 0;
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > first; at -= 3) {
    digits.insert(static_cast<std::size_t>(at), 1, ',');
  }
  return say_number(digits);
}

std::string plain_number(double value, int decimals) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value < 0 ? "−∞" : "∞";
  std::string text = std::abs(value) < kLongest ? fmt::format("{:.{}f}", std::abs(value), decimals)
                                                : fmt::format("{:.3g}", std::abs(value));
  const bool zero = text.find_first_not_of("0.") == text.npos;
  return (value < 0 && !zero ? "−" : "") + say_number(text);
}

std::string short_number(double value, int digits) {
  constexpr double kReadable = 1e15, kHalf = 0.5;
  const double size = std::abs(value);
  const bool whole = size + kHalf >= std::pow(10.0, digits) && size < kReadable;
  return say_number(whole ? fmt::format("{:.0f}", value) : fmt::format("{:.{}g}", value, digits));
}

std::string signed_number(double value, int decimals) {
  const std::string text = plain_number(value, decimals);
  return text.starts_with("−") ? text : fmt::format("+{}", text);
}

std::string percent(double fraction) { return say("{:.2f} %", 100 * fraction); }

std::string rate(double per_second) {
  if (per_second >= 1e6) return say("{:.2f} M", per_second / 1e6);
  if (per_second >= 1e3) return say("{:.0f} k", per_second / 1e3);
  return say("{:.0f}", per_second);
}

std::string duration(double seconds) {
  if (!(seconds >= 0) || seconds > 1e7) return "…";
  if (seconds < 1) return say("{:.2f} s", seconds);
  const auto whole = static_cast<std::int64_t>(std::lround(seconds));
  if (whole < 60) return say("{} s", whole);
  if (whole < 3600) return say("{} min {:02} s", whole / 60, whole % 60);
  return say("{} h {:02} min", whole / 3600, whole / 60 % 60);
}

bool StatusLine::due() {
  if (!screen_.terminal) return false;
  const auto now = std::chrono::steady_clock::now();
  if (now < next_) return false;
  next_ = now + std::chrono::milliseconds(100);
  return true;
}

void StatusLine::draw(const std::vector<std::string>& fields) {
  if (!screen_.terminal) return;
  screen_.width = width_of(stream_);  // windows change
  const std::string separator = screen_.dim(" · ");
  std::string line;
  for (const std::string& field : fields) {
    const std::string longer = line.empty() ? field : line + separator + field;
    if (columns(longer) >= screen_.width) break;
    line = longer;
  }
  write_text(stream_, "\r" + for_terminal(line) + "\x1b[K");
  flush(stream_);
  shown_ = true;
}

void StatusLine::clear() {
  if (!shown_) return;
  write_text(stream_, "\r\x1b[K");
  flush(stream_);
  shown_ = false;
}

}  // namespace glia::cli
