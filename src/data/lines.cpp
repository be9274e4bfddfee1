#include "data/lines.h"

#include <algorithm>
#include <cmath>

namespace glia {
namespace {

constexpr int kLeastRuledSide = 100;  // pixels; in smaller pictures a line is as wide as a stroke
constexpr int kSlopes = 45;           // to either side
constexpr double kSlopeStep = 0.004;
constexpr int kMostLines = 80;
constexpr int kNear = 4;   // pixels: so near there is no other line
constexpr int kEvery = 2;  // columns are counted

Plane transposed(const Plane& in) {
  Plane out(in.height, in.width);
  for (int y = 0; y < in.height; ++y) {
    for (int x = 0; x < in.width; ++x) out(y, x) = in(x, y);
  }
  return out;
}

// The runs of ink down each column: of each pixel the first row and the row behind the last.
struct Runs {
  int width, height;
  std::vector<int> first, end;  // 0, 0 where there is no ink

  Runs(const Plane& ink, float level)
      : width(ink.width), height(ink.height), first(ink.values.size()), end(ink.values.size()) {
    for (int x = 0; x < width; ++x) {
      for (int y = 0; y < height;) {
        int to = y;
        while (to < height && ink(x, to) > level) ++to;
        for (int row = y; row < to; ++row) {
          first[ink.offset(x, row)] = y;
          end[ink.offset(x, row)] = to;
        }
        y = std::max(to, y + 1);
      }
    }
  }
};

// y = at + slope · x
struct Line {
  double slope = 0, at = 0;
  int thickness = 0;
  float level = 0;

  int row(int x) const { return static_cast<int>(std::lround(at + slope * x)); }
};

// Lines across the sheet: a Hough transform of the middles of thin runs.
class Hough {
 public:
  Hough(const Runs& runs, const Plane& sheet, int thickest)
      : width_(runs.width), height_(runs.height), margin_(margin_of(width_)) {
    const std::size_t cells = static_cast<std::size_t>(height_ + 2 * margin_);
    hits_.assign(2 * kSlopes + 1, std::vector<std::uint16_t>(cells));
    for (int x = 0; x < width_; x += kEvery) {
      for (int y = 0; y < height_; ++y) {
        const std::size_t i = sheet.offset(x, y);
        if (runs.end[i] == 0 || runs.first[i] != y || runs.end[i] - y > thickest) continue;
        const int middle = (runs.first[i] + runs.end[i] - 1) / 2;
        for (int s = 0; s <= 2 * kSlopes; ++s) {
          const int at = static_cast<int>(std::lround(middle - slope(s) * x)) + margin_;
          for (int k = -1; k <= 1; ++k)
            ++hits_[static_cast<std::size_t>(s)][static_cast<std::size_t>(at + k)];
        }
      }
    }
  }

  // The line with the most hits, not near one that was taken before.
  bool take(Line& line, int& count) {
    int best = 0, best_s = 0, best_at = 0;
    for (int s = 0; s <= 2 * kSlopes; ++s) {
      const auto& row = hits_[static_cast<std::size_t>(s)];
      const auto most = std::max_element(row.begin(), row.end());
      if (*most > best) {
        best = *most;
        best_s = s;
        best_at = static_cast<int>(most - row.begin());
      }
    }
    count = best;
    line = {.slope = slope(best_s), .at = static_cast<double>(best_at - margin_)};
    const double middle = line.at + line.slope * width_ / 2;
    for (int s = 0; s <= 2 * kSlopes; ++s) {
      auto& row = hits_[static_cast<std::size_t>(s)];
      const int there = static_cast<int>(std::lround(middle - slope(s) * width_ / 2)) + margin_;
      for (int at = std::max(there - kNear, 0);
           at <= std::min<int>(there + kNear, static_cast<int>(row.size()) - 1); ++at) {
        row[static_cast<std::size_t>(at)] = 0;
      }
    }
    return best > 0;
  }

 private:
  static double slope(int s) { return (s - kSlopes) * kSlopeStep; }
  static int margin_of(int width) { return static_cast<int>(kSlopes * kSlopeStep * width) + 3; }

  int width_, height_, margin_;
  std::vector<std::vector<std::uint16_t>> hits_;  // [slopes][row at x = 0, with a margin]
};

// The run of ink that a line meets in column x, or 0, 0.
std::pair<int, int> met(const Runs& runs, const Line& line, int x) {
  const int row = line.row(x);
  for (const int off : {0, -1, 1, -2, 2}) {
    if (row + off < 0 || row + off >= runs.height) continue;
    const std::size_t i =
        static_cast<std::size_t>(row + off) * static_cast<std::size_t>(runs.width) +
        static_cast<std::size_t>(x);
    if (runs.end[i] != 0) return {runs.first[i], runs.end[i]};
  }
  return {0, 0};
}

// Whether the line is drawn from edge to edge; then its thickness and level are filled in.
bool is_drawn(Line& line, const Runs& runs, const Plane& strokes, const Plane& sheet, int thickest,
              double part) {
  std::vector<int> columns;
  for (int x = 0; x < runs.width; ++x) {
    const int row = line.row(x);
    if (row >= 0 && row < runs.height && sheet(x, row) != 0) columns.push_back(x);
  }
  if (std::ssize(columns) < runs.width / 2) return false;
  std::vector<float> thicknesses, levels;
  int hits = 0, hidden = 0, first = 0, last = 0;  // hidden behind strokes
  const auto all = static_cast<int>(columns.size());
  const int end = all / 10;
  for (int i = 0; i < all; ++i) {
    const int x = columns[static_cast<std::size_t>(i)];
    const auto [from, to] = met(runs, line, x);
    hidden += to - from > thickest;
    if (to == 0 || to - from > thickest) continue;
    ++hits;
    first += i < end;
    last += i >= all - end;
    thicknesses.push_back(static_cast<float>(to - from));
    float most = 0;
    for (int y = from; y < to; ++y) most = std::max(most, strokes(x, y));
    levels.push_back(most);
  }
  if (hits < part * (all - hidden) || hits < all / 4) return false;
  if (std::max(first, last) < 0.5 * end || std::min(first, last) < 0.25 * end) return false;
  line.thickness = static_cast<int>(quantile(std::move(thicknesses), 0.5));
  line.level = quantile(std::move(levels), 0.5);
  return true;
}

bool remove_across(Plane& strokes, const Plane& sheet, float level) {
  const int thickest = std::max(3, std::max(strokes.width, strokes.height) * 3 / 100);
  const Runs runs(strokes, level);
  Hough hough(runs, sheet, thickest);
  std::vector<Line> lines;
  Line line;
  for (int count = 0; std::ssize(lines) < kMostLines && hough.take(line, count);) {
    if (count < 0.2 * strokes.width / kEvery) break;
    // One alone must be plainer than one of many.
    if (is_drawn(line, runs, strokes, sheet, thickest, lines.empty() ? 0.7 : 0.5))
      lines.push_back(line);
  }
  for (const Line& drawn : lines) {
    for (int x = 0; x < strokes.width; ++x) {
      const auto [from, to] = met(runs, drawn, x);
      if (to == 0 || to - from > 1.6 * drawn.thickness + 2) continue;
      float most = 0;
      for (int y = from; y < to; ++y) most = std::max(most, strokes(x, y));
      if (most > 1.6F * drawn.level) continue;  // ink along it
      for (int y = std::max(from - 1, 0); y < std::min(to + 1, strokes.height); ++y)
        strokes(x, y) = 0;
    }
  }
  return !lines.empty();
}

}  // namespace

bool remove_lines(Plane& strokes, const Plane& sheet, double noise) {
  if (std::max(strokes.width, strokes.height) < kLeastRuledSide) return false;
  const auto level = static_cast<float>(std::max(4 * noise, 5.0));
  const bool across = remove_across(strokes, sheet, level);
  Plane turned = transposed(strokes);
  const bool down = remove_across(turned, transposed(sheet), level);
  if (down) strokes = transposed(turned);
  return across || down;
}

}  // namespace glia
