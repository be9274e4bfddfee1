#include "terminal/raster.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "views/finite.h"

namespace glia::cli {
namespace {

constexpr Rgb kMark{40, 43, 50};
constexpr Rgb kMarkDark{28, 30, 36};

char ramp(std::string_view levels, double fraction) {
  const auto last = static_cast<double>(levels.size() - 1);
  return levels[static_cast<std::size_t>(std::lround(unit(fraction) * last))];
}

char ascii(double value, bool diverging) {
  if (!diverging) return ramp(" .:-=+*#%@", value);
  return value < 0 ? ramp(" ,-~=%", -value) : ramp(" .+*#@", value);
}

Rgb color_of(const Raster& raster, int x, int y) {
  const auto at = static_cast<std::size_t>(y * raster.size.width + x);
  if (!raster.marked.empty() && raster.marked[at]) return (x + y) % 2 ? kMark : kMarkDark;
  if (!raster.colors.empty()) return raster.colors[at];
  return raster.diverging ? glia::diverging(raster.values[at]) : glow(raster.values[at]);
}

std::string ascii_row(const Raster& raster, int y) {
  std::string line;
  for (int x = 0; x < raster.size.width; ++x) {
    double sum = 0;
    int pixels = 0;
    bool marked = !raster.marked.empty();
    for (int dy = 0; dy < 2 && y + dy < raster.size.height; ++dy, ++pixels) {
      const auto at = static_cast<std::size_t>((y + dy) * raster.size.width + x);
      sum += raster.values[at];
      marked = marked && raster.marked[at];
    }
    line += marked ? '/' : ascii(sum / pixels, raster.diverging);
  }
  return line;
}

}  // namespace

Raster picture_raster(std::span<const float> planes, ImageSize size) {
  const auto pixels = static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height);
  Raster raster{size, {planes.begin(), planes.end()}, false, {}};
  if (planes.size() != 3 * pixels) return raster;
  raster.values.resize(pixels);
  for (std::size_t i = 0; i < pixels; ++i) {
    const double red = double{planes[i]}, green = double{planes[pixels + i]},
                 blue = double{planes[2 * pixels + i]};
    const auto byte = [](double v) {
      return static_cast<std::uint8_t>(std::lround(255 * unit(v)));
    };
    raster.values[i] = 0.3 * red + 0.59 * green + 0.11 * blue;
    raster.colors.push_back({byte(red), byte(green), byte(blue)});
  }
  return raster;
}

Picture as_picture(const Raster& raster) {
  Picture picture(raster.size.width, raster.size.height, 3);
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      const Rgb c = color_of(raster, x, y);
      std::uint8_t* p = picture.at(x, y);
      p[0] = c.r, p[1] = c.g, p[2] = c.b;
    }
  }
  return picture;
}

Raster enlarged(const Raster& raster, int factor) {
  Raster large{{raster.size.width * factor, raster.size.height * factor}, {}, raster.diverging, {}};
  for (int y = 0; y < large.size.height; ++y) {
    for (int x = 0; x < large.size.width; ++x) {
      const auto at = static_cast<std::size_t>(y / factor * raster.size.width + x / factor);
      large.values.push_back(raster.values[at]);
      if (!raster.marked.empty()) large.marked.push_back(raster.marked[at]);
      if (!raster.colors.empty()) large.colors.push_back(raster.colors[at]);
    }
  }
  return large;
}

Raster reduced(const Raster& raster, int factor) {
  Raster small{
      {(raster.size.width + factor - 1) / factor, (raster.size.height + factor - 1) / factor},
      {},
      raster.diverging,
      {}};
  for (int y = 0; y < raster.size.height; y += factor) {
    for (int x = 0; x < raster.size.width; x += factor) {
      double sum = 0;
      int pixels = 0, red = 0, green = 0, blue = 0;
      for (int j = y; j < std::min(y + factor, raster.size.height); ++j) {
        for (int i = x; i < std::min(x + factor, raster.size.width); ++i, ++pixels) {
          const auto at = static_cast<std::size_t>(j * raster.size.width + i);
          sum += raster.values[at];
          if (raster.colors.empty()) continue;
          red += raster.colors[at].r, green += raster.colors[at].g, blue += raster.colors[at].b;
        }
      }
      small.values.push_back(sum / pixels);
      if (raster.colors.empty()) continue;
      const auto mean = [&](int total) { return static_cast<std::uint8_t>(total / pixels); };
      small.colors.push_back({mean(red), mean(green), mean(blue)});
    }
  }
  return small;
}

Lines draw(const Raster& raster, const Screen& screen) {
  if (const int room = std::max(screen.width - 4, 1); raster.size.width > room) {
    return draw(reduced(raster, (raster.size.width + room - 1) / room), screen);
  }
  Lines lines;
  for (int y = 0; y < raster.size.height; y += 2) {
    if (screen.colors == Screen::Colors::none) {
      lines.push_back(ascii_row(raster, y));
      continue;
    }
    std::string line;
    std::string before;
    for (int x = 0; x < raster.size.width; ++x) {
      const bool below = y + 1 < raster.size.height;
      const std::string code = screen.foreground(color_of(raster, x, y)) +
                               (below ? screen.background(color_of(raster, x, y + 1)) : "");
      line += (code == before ? "" : code) + "▀";
      before = code;
    }
    lines.push_back(line + screen.reset());
  }
  return lines;
}

std::string diverging_scale(double scale, const Screen& screen) {
  constexpr int kSteps = 24;
  std::string strip;
  for (int i = 0; i <= kSteps; ++i) {
    const double value = 2.0 * i / kSteps - 1;
    if (screen.colors == Screen::Colors::none) {
      strip += ascii(value, true);
    } else {
      strip += screen.foreground(diverging(value)) + "█";
    }
  }
  return plain_number(-scale, 2) + " " + strip + screen.reset() + " " + signed_number(scale, 2);
}

}  // namespace glia::cli
