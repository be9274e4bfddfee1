#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "figures/canvas.h"
#include "figures/figures.h"
#include "terminal/terminal.h"
#include "text/say.h"

namespace glia::cli {
namespace {

constexpr int kMargin = 48;
constexpr int kHead = 96;
constexpr int kFoot = 76;
constexpr int kGap = 22, kLabel = 26;                            // of lone pictures
constexpr int kStripGap = 4, kStripName = 96, kStripApart = 28;  // of rows of small ones
constexpr std::int64_t kMostChannels = 64, kMostUnits = 256;

// Where the picture of a neuron or filter stands, and what is written beside it.
class WeightDrawing {
 public:
  explicit WeightDrawing(const WeightFigure& figure)
      : f_(figure),
        channels_(std::min(figure.channels, kMostChannels)),
        units_(std::min(figure.units, kMostUnits)) {
    f_.matrix ? lay_out_matrix() : f_.channels == 1 ? lay_out_grid() : lay_out_strips();
  }

  void save(const std::string& path) {
    Canvas canvas(std::max(640, 2 * kMargin + across_ * (unit_width_ + gap_x_) - gap_x_),
                  kHead + down_ * (unit_height_ + gap_y_) - gap_y_ + kFoot);
    canvas.text(kMargin, 40, 22, say("What {} looks at", f_.name), kInk, Canvas::Align::left, true);
    std::string summary = f_.summary();
    if (channels_ < f_.channels) summary += say("; the first {}", channels_);
    if (units_ < f_.units) summary += say("; the first {} of them", units_);
    canvas.text(kMargin, 68, 14, summary, kFaint);
    for (std::int64_t n = 0; n < units_; ++n) draw_unit(canvas, n);
    draw_legend(canvas, kHead + down_ * (unit_height_ + gap_y_) - gap_y_ + kFoot - 42);
    canvas.save(path);
  }

 private:
  int tile_width() const { return f_.size.width * zoom_; }
  int tile_height() const { return f_.size.height * zoom_; }

  // About as wide as high, and each picture as large as the whole allows.
  void lay_out_grid() {
    const int longest = std::max(f_.size.width, f_.size.height);
    across_ = static_cast<int>(std::ceil(std::sqrt(static_cast<double>(units_))));
    down_ = static_cast<int>((units_ + across_ - 1) / across_);
    zoom_ = std::clamp(1000 / (across_ * longest), 1, std::max(12, 160 / longest));
    unit_width_ = tile_width();
    unit_height_ = tile_height() + kLabel;
    gap_x_ = gap_y_ = kGap;
  }

  // A row for each, in as many columns as make the whole about 4:3, as large as has room.
  void lay_out_strips() {
    constexpr int kLargest = 56, kWidest = 1500, kHighest = 1300;
    gap_x_ = kStripApart;
    const int zoom_most = std::max(1, kLargest / std::max(f_.size.width, f_.size.height));
    for (zoom_ = zoom_most; zoom_ >= 1; --zoom_) {
      unit_width_ = kStripName + static_cast<int>(channels_) * (tile_width() + kStripGap);
      unit_height_ = tile_height();
      gap_y_ = std::max(kStripGap + 2, tile_height() / 5);
      double best = 1e9;
      for (int across = 1; across <= 8; ++across) {
        const int down = static_cast<int>((units_ + across - 1) / across);
        const int width = across * (unit_width_ + gap_x_), height = down * (unit_height_ + gap_y_);
        const double off = std::abs(std::log(1.0 * width / height / 1.3));
        if (off < best) best = off, across_ = across, down_ = down;
      }
      if (across_ * (unit_width_ + gap_x_) <= kWidest &&
          down_ * (unit_height_ + gap_y_) <= kHighest)
        break;
    }
    zoom_ = std::max(zoom_, 1);
  }

  void lay_out_matrix() {
    zoom_ = std::clamp(1000 / std::max(f_.size.width, f_.size.height), 1, 36);
    unit_width_ = tile_width();
    unit_height_ = tile_height();
  }

  void draw_unit(Canvas& canvas, std::int64_t n) const {
    // Strips are read down their columns, pictures along their rows.
    const bool strips = f_.channels > 1;
    const std::int64_t column = strips ? n / down_ : n % across_;
    const std::int64_t row = strips ? n % down_ : n / across_;
    double x = kMargin + static_cast<double>(column) * (unit_width_ + gap_x_);
    const double y = kHead + static_cast<double>(row) * (unit_height_ + gap_y_);
    if (strips && tile_height() >= 10) {
      canvas.text(x, y + tile_height() / 2.0, 13, f_.unit_name(n), kFaint);
    }
    if (strips) x += kStripName;
    for (std::int64_t c = 0; c < channels_; ++c, x += tile_width() + kStripGap) {
      canvas.picture(x, y, tile_width(), tile_height(),
                     weight_picture(f_.picture(n, c), f_.size, f_.scale));
      mark_constant(canvas, x, y);
      canvas.frame(x, y, tile_width(), tile_height(), {46, 53, 66}, 0.9);
    }
    if (!strips && !f_.matrix && tile_width() >= 100) {
      const double left = x - tile_width() - kStripGap, below = y + tile_height() + 15;
      canvas.text(left, below, 13, f_.unit_name(n), kFaint);
      canvas.text(left + tile_width(), below, 13,
                  "b = " + signed_number(double{f_.biases[static_cast<std::size_t>(n)]}, 2), kFaint,
                  Canvas::Align::right);
    }
  }

  void mark_constant(Canvas& canvas, double x, double y) const {
    const auto width = static_cast<std::size_t>(f_.size.width);
    for (std::size_t i = 0; i < f_.constant.size(); ++i) {
      if (!f_.constant[i]) continue;
      const std::size_t down = i / width, right = i % width;
      const double px = x + static_cast<double>(right) * zoom_;
      const double py = y + static_cast<double>(down) * zoom_;
      canvas.box(px, py, zoom_, zoom_, {22, 24, 29});
      canvas.line(px, py + zoom_, px + zoom_, py, {62, 67, 77}, 0.8, 1);
    }
  }

  void draw_legend(Canvas& canvas, double y) const {
    canvas.text(kMargin, y + 6, 14, say("weight"), kFaint);
    canvas.diverging_scale(kMargin + 120, y, 200, 12, f_.scale);
    if (f_.constant.empty()) return;
    const double x = kMargin + 410;
    canvas.box(x, y - 2, 16, 16, {22, 24, 29});
    canvas.hatch(x, y - 2, 16, 16, {90, 96, 108}, 0.9);
    canvas.text(x + 26, y + 6, 14, say("never varies in the data"), kFaint);
  }

  const WeightFigure& f_;
  std::int64_t channels_, units_;  // that are drawn
  int across_ = 1, down_ = 1, zoom_ = 1;
  int unit_width_ = 0, unit_height_ = 0, gap_x_ = 0, gap_y_ = 0;
};

}  // namespace

void save_weight_figure(const WeightFigure& figure, const std::string& path) {
  WeightDrawing(figure).save(path);
}

}  // namespace glia::cli
