#include "terminal/chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "terminal/axis.h"
#include "terminal/print.h"
#include "views/answers.h"
#include "views/finite.h"

namespace glia::cli {
namespace {

// A braille character holds 2×4 dots; these are their bits, [y][x].
constexpr unsigned kDots[4][2] = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};

void append_utf8(std::string& text, unsigned code) {
  text += static_cast<char>(0xE0 | (code >> 12));
  text += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
  text += static_cast<char>(0x80 | (code & 0x3F));
}

std::string repeat(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

struct Cell {
  unsigned dots = 0;
  std::size_t series = 0;
};

class Braille {
 public:
  Braille(int width, int height)
      : width_(width), height_(height), cells_(static_cast<std::size_t>(width * height)) {}

  void dot(int x, int y, std::size_t series) {
    if (x < 0 || y < 0 || x >= 2 * width_ || y >= 4 * height_) return;
    Cell& cell = cells_[static_cast<std::size_t>(y / 4 * width_ + x / 2)];
    cell.dots |= kDots[y % 4][x % 2];
    cell.series = series;
  }
  void line(int x0, int y0, int x1, int y1, std::size_t series) {
    const int steps = std::max({std::abs(x1 - x0), std::abs(y1 - y0), 1});
    for (int i = 0; i <= steps; ++i) {
      dot(x0 + (x1 - x0) * i / steps, y0 + (y1 - y0) * i / steps, series);
    }
  }
  std::string row(int y, const std::vector<Series>& series, const Screen& screen) const {
    std::string text;
    for (int x = 0; x < width_; ++x) {
      const Cell& cell = cells_[static_cast<std::size_t>(y * width_ + x)];
      if (cell.dots == 0) {
        text += ' ';
        continue;
      }
      std::string glyph;
      append_utf8(glyph, 0x2800 + cell.dots);
      text += screen.paint(glyph, series[cell.series].color);
    }
    return text;
  }

 private:
  int width_, height_;
  std::vector<Cell> cells_;
};

Axis axis_of(const std::vector<Series>& series) {
  std::vector<double> values;
  for (const Series& s : series) values.insert(values.end(), s.values.begin(), s.values.end());
  return Axis::of(values);
}

// The row at which each name stands: near its curve's end, no two on one row.
std::vector<int> name_rows(const std::vector<Series>& series, const Axis& axis, int height) {
  std::vector<std::size_t> order(series.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return magnitude(last_finite(series[a].values)) > magnitude(last_finite(series[b].values));
  });
  std::vector<int> rows(series.size());
  int next = 0;
  for (std::size_t k = 0; k < order.size(); ++k) {
    const double place = axis.place(last_finite(series[order[k]].values));
    const int wanted = static_cast<int>(std::lround((1 - place) * (height - 1)));
    const int latest = height - static_cast<int>(order.size() - k);
    next = std::min(std::max(next, wanted), latest);
    rows[order[k]] = next++;
  }
  return rows;
}

// As much of UTF-8 text as has room in so many columns.
std::string beginning_of(const std::string& text, int most) {
  std::size_t end = 0;
  for (int shown = 0; end < text.size(); ++end) {
    const bool begins = (static_cast<unsigned char>(text[end]) & 0xC0) != 0x80;
    if (begins && shown++ == most) break;
  }
  return text.substr(0, end);
}

}  // namespace

Lines curves(const std::vector<Series>& series, int width, int height, const Screen& screen) {
  constexpr int kAxisWidth = 7;
  int name_width = 0;
  std::size_t epochs = 1;
  for (const Series& s : series) {
    name_width = std::max(name_width, columns(s.name) + 8);
    epochs = std::max(epochs, s.values.size());
  }
  const int plot = std::max(8, width - kAxisWidth - 1 - name_width);
  const Axis axis = axis_of(series);
  Braille canvas(plot, height);
  for (std::size_t s = 0; s < series.size(); ++s) {
    int px = -1, py = -1;
    for (std::size_t i = 0; i < series[s].values.size(); ++i) {
      const double v = series[s].values[i];
      if (!std::isfinite(v)) continue;
      const double across =
          epochs > 1 ? static_cast<double>(i) / static_cast<double>(epochs - 1) : 0;
      const int x = static_cast<int>(std::lround(across * (2 * plot - 1)));
      const int y = static_cast<int>(std::lround((1 - axis.place(v)) * (4 * height - 1)));
      if (px < 0) px = x, py = y;
      canvas.line(px, py, x, y, s);
      px = x, py = y;
    }
  }

  const std::vector<int> rows = name_rows(series, axis, height);
  Lines lines;
  for (int y = 0; y < height; ++y) {
    const bool tick = y == 0 || y == height - 1 || y == (height - 1) / 2;
    const double place = 1 - (y + 0.5) / height;
    std::string line = pad_left(tick ? say("{:.3f}", axis.value(place)) : "", 6);
    line = screen.dim(line + (tick ? "┤" : "│")) + canvas.row(y, series, screen);
    for (std::size_t s = 0; s < series.size(); ++s) {
      if (rows[s] != y) continue;
      const std::string end = say("{} {:.4f}", series[s].name, last_finite(series[s].values));
      line += fmt::format(" {}", screen.paint(end, series[s].color));
    }
    lines.push_back(line);
  }
  const std::string last = say("epoch {}", epochs);
  lines.push_back(screen.dim(std::string(6, ' ') + "└" + repeat("─", plot)));
  lines.push_back(screen.dim(std::string(7, ' ') + "1" + pad_left(last, plot - 1) +
                             (axis.logarithmic ? say("  (log)") : "")));
  return lines;
}

namespace {

using Rows = std::vector<std::vector<std::string>>;

constexpr int kMargin = 2, kBetween = 3, kLeastTitle = 8;  // of a table

std::vector<int> widths_of(const Rows& rows) {
  std::vector<int> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()), 0);
    for (std::size_t c = 0; c < row.size(); ++c) widths[c] = std::max(widths[c], columns(row[c]));
  }
  return widths;
}

// A row of titles as several, each title in lines as wide as its longest word, the last at the
// bottom.
Rows stacked(const std::vector<std::string>& titles) {
  std::vector<std::vector<std::string>> words;
  std::size_t height = 1;
  for (const std::string& title : titles) {
    const std::vector<std::string> each = in_lines(title, 0);
    const int longest = columns(std::ranges::max(each, {}, columns));
    words.push_back(in_lines(title, std::max(longest, kLeastTitle)));
    height = std::max(height, words.back().size());
  }
  Rows rows(height, std::vector<std::string>(titles.size()));
  for (std::size_t c = 0; c < titles.size(); ++c) {
    const std::size_t above = height - words[c].size();
    for (std::size_t i = 0; i < words[c].size(); ++i) rows[above + i][c] = words[c][i];
  }
  return rows;
}

}  // namespace

Lines table(const Rows& rows, const Screen& screen) {
  Rows titles{rows.front()}, cells(rows.begin() + 1, rows.end());
  std::vector<int> widths = widths_of(rows);
  const int width = std::accumulate(widths.begin(), widths.end(), kMargin - kBetween);
  if (screen.terminal && width + kBetween * static_cast<int>(widths.size()) > screen.width) {
    titles = stacked(rows.front());
    Rows all = titles;
    all.insert(all.end(), cells.begin(), cells.end());
    widths = widths_of(all);
  }
  const auto line_of = [&](const std::vector<std::string>& row) {
    std::string line;
    for (std::size_t c = 0; c < row.size(); ++c) {
      line += std::string(c ? kBetween : 0, ' ') + pad_left(row[c], widths[c]);
    }
    return line;
  };
  Lines lines;
  for (const auto& row : titles) lines.push_back(screen.dim(line_of(row)));
  for (const auto& row : cells) lines.push_back(line_of(row));
  return lines;
}

Lines confusion_matrix(const std::vector<std::vector<std::int64_t>>& counts,
                       const std::vector<std::string>& classes, const Screen& screen) {
  const std::vector<std::string> names = class_names(classes, std::ssize(counts));
  std::int64_t most = 1;
  int width = 4;
  for (std::size_t r = 0; r < counts.size(); ++r) {
    for (std::size_t c = 0; c < counts[r].size(); ++c) {
      if (r != c) most = std::max(most, counts[r][c]);
      width = std::max(width, static_cast<int>(std::to_string(counts[r][c]).size()) + 1);
    }
  }
  int label_width = 0;
  for (const std::string& name : names) label_width = std::max(label_width, columns(name));
  // Names stand in full over their columns where that leaves room for all, else their beginnings.
  const int room = screen.width - label_width - 14;
  const int each = names.empty() ? 0 : room / static_cast<int>(names.size());
  width = std::max(width, std::min(each, label_width + 1));

  Lines lines;
  std::string head = pad_right("", label_width + 2);
  for (const std::string& name : names) head += pad_left(beginning_of(name, width - 1), width);
  lines.push_back(screen.dim(head + say("   right")));
  for (std::size_t r = 0; r < counts.size(); ++r) {
    std::string line = screen.dim(pad_left(names[r], label_width) + " │");
    std::int64_t total = 0;
    for (std::size_t c = 0; c < counts[r].size(); ++c) {
      const std::int64_t n = counts[r][c];
      total += n;
      const std::string cell = pad_left(n ? std::to_string(n) : "·", width);
      if (r == c) {
        line += screen.paint(cell, kGood);
      } else if (n == 0) {
        line += screen.dim(cell);
      } else {
        const double heat = std::sqrt(static_cast<double>(n) / static_cast<double>(most));
        line += screen.paint(cell, diverging(0.35 + 0.65 * heat));
      }
    }
    if (total == 0) {
      lines.push_back(line + screen.dim("      –"));
      continue;
    }
    const double right = static_cast<double>(counts[r][r]) / static_cast<double>(total);
    lines.push_back(line + say("  {:5.1f} %", 100 * right));
  }
  return lines;
}

std::string bar(double fraction, int width, Rgb color, const Screen& screen) {
  static constexpr const char* kEighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  const double clamped = unit(fraction);
  const auto eighths = static_cast<int>(std::lround(clamped * width * 8));
  const std::string filled = repeat("█", eighths / 8) + kEighths[eighths % 8];
  return screen.paint(filled, color) + screen.dim(repeat("·", width - columns(filled)));
}

std::string centred_bar(double value, int width, const Screen& screen) {
  const int half = width / 2;
  const double clamped = std::isnan(value) ? 0.0 : std::clamp(value, -1.0, 1.0);
  const auto cells = static_cast<int>(std::lround(std::abs(clamped) * half));
  const std::string filled = repeat("█", cells);
  const std::string axis = screen.dim("│");
  if (value < 0) {
    return pad_right("", half - cells) + screen.paint(filled, diverging(-0.9)) + axis +
           pad_right("", half);
  }
  return pad_right("", half) + axis + screen.paint(filled, diverging(0.9)) +
         pad_right("", half - cells);
}

Lines beside(const std::vector<Lines>& blocks, int gap) {
  std::size_t height = 0;
  for (const Lines& block : blocks) height = std::max(height, block.size());
  Lines lines(height);
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    int width = 0;
    for (const std::string& line : blocks[b]) width = std::max(width, columns(line));
    for (std::size_t y = 0; y < height; ++y) {
      const std::string part = y < blocks[b].size() ? blocks[b][y] : "";
      lines[y] += b + 1 < blocks.size() ? pad_right(part, width + gap) : part;
    }
  }
  return lines;
}

void print(const Lines& lines, int margin) {
  for (const std::string& line : lines) {
    print("{}{}\n", line.empty() ? "" : std::string(static_cast<std::size_t>(margin), ' '), line);
  }
}

}  // namespace glia::cli
