#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "figures/axes.h"
#include "figures/figures.h"
#include "terminal/terminal.h"
#include "text/say.h"

namespace glia::cli {
namespace {

constexpr double kSide = 700;  // that the cells may take
constexpr double kLargestCell = 60, kSmallestCell = 3, kCellWithNumber = 19, kCellWithName = 9;
constexpr double kEdgeLeft = 48, kPartsWidth = 96;

std::optional<double> part_of(std::int64_t own, std::int64_t all) {
  if (all == 0) return std::nullopt;
  return static_cast<double>(own) / static_cast<double>(all);
}

class ConfusionDrawing {
 public:
  explicit ConfusionDrawing(const ConfusionFigure& figure)
      : f_(figure), count_(figure.counts.size()) {
    cell_ = std::clamp(kSide / static_cast<double>(count_), kSmallestCell, kLargestCell);
    name_size_ = std::min(15.0, cell_ * 0.8);
    Canvas measuring(1, 1);
    for (const std::string& name : f_.names) {
      widest_ = std::max(widest_, measuring.text_width(name_size_, name));
    }
    if (cell_ < kCellWithName) widest_ = 0;
    rising_ = widest_ > cell_ - 6;
    left_ = kEdgeLeft + std::max(widest_, 90.0) + 24;
    top_ = 150 + (rising_ ? 0.75 * widest_ : 12);
    size_ = cell_ * static_cast<double>(count_);
  }

  void save(const std::string& path) {
    const double width = std::max(left_ + size_ + kPartsWidth + 48, 760.0);
    Canvas canvas(static_cast<int>(width), static_cast<int>(top_ + size_ + 92));
    canvas_ = &canvas;
    canvas.text(kEdgeLeft, 44, 22, say("What is taken for what"), kInk, Canvas::Align::left, true);
    canvas.text(kEdgeLeft, 74, 14, f_.of, kFaint);
    canvas.text(kEdgeLeft, top_ - 18, 13, say("what it is ↓"), kFaint);
    canvas.text(left_, 108, 13, say("what the network said →"), kFaint);
    if (cell_ >= kCellWithName) draw_names();
    draw_cells();
    draw_parts();
    canvas.save(path);
    canvas_ = nullptr;
  }

 private:
  double x(std::size_t answer) const { return left_ + cell_ * static_cast<double>(answer); }
  double y(std::size_t label) const { return top_ + cell_ * static_cast<double>(label); }

  void draw_names() {
    for (std::size_t c = 0; c < count_; ++c) {
      canvas_->text(left_ - 12, y(c) + cell_ / 2, name_size_, f_.names[c], kInk,
                    Canvas::Align::right);
      if (rising_) {
        canvas_->rising_text(x(c) + cell_ / 2, top_ - 12, std::min(name_size_, 0.68 * cell_),
                             f_.names[c], kInk);
      } else {
        canvas_->text(x(c) + cell_ / 2, top_ - 18, name_size_, f_.names[c], kInk,
                      Canvas::Align::middle);
      }
    }
  }

  // Green is right, by the part of its class; orange how often it is mistaken.
  void draw_cells() {
    std::int64_t most = 1;
    for (std::size_t r = 0; r < count_; ++r) {
      for (std::size_t c = 0; c < count_; ++c) {
        if (r != c) most = std::max(most, f_.counts[r][c]);
      }
    }
    const double gap = cell_ > kCellWithName ? 1 : 0;
    for (std::size_t r = 0; r < count_; ++r) {
      for (std::size_t c = 0; c < count_; ++c) {
        const std::int64_t n = f_.counts[r][c];
        canvas_->box(x(c), y(r), cell_ - gap, cell_ - gap, {24, 29, 38});
        if (n == 0) continue;
        const double part = r == c ? part_of(n, total(r)).value_or(0)
                                   : std::sqrt(static_cast<double>(n) / static_cast<double>(most));
        const double light = r == c ? 0.1 + 0.7 * part * part : 0.15 + 0.75 * part;
        canvas_->box(x(c), y(r), cell_ - gap, cell_ - gap, r == c ? kGood : diverging(1), light);
        draw_number(r, c, n, light > 0.5);
      }
    }
  }

  void draw_number(std::size_t r, std::size_t c, std::int64_t n, bool dark) {
    if (cell_ < kCellWithNumber) return;
    const std::string text = grouped(n);
    double size = std::min(16.0, cell_ * 0.44);
    size = std::min(size, size * (cell_ - 6) / canvas_->text_width(size, text));
    canvas_->text(x(c) + (cell_ - 1) / 2, y(r) + (cell_ - 1) / 2, size, text, dark ? kPaper : kInk,
                  Canvas::Align::middle, r == c);
  }

  std::int64_t total(std::size_t label) const {
    std::int64_t sum = 0;
    for (const std::int64_t n : f_.counts[label]) sum += n;
    return sum;
  }
  std::int64_t said(std::size_t answer) const {
    std::int64_t sum = 0;
    for (const auto& row : f_.counts) sum += row[answer];
    return sum;
  }

  // Of each row the part that is right, and of each column.
  void draw_parts() {
    if (cell_ < kCellWithName) return;
    const double size = std::min(14.0, cell_ * 0.7), right = left_ + size_ + 84;
    const double below = top_ + size_ + (rising_parts() ? 14 : 18);
    canvas_->text(right, top_ - 18, 13, say("recall"), kFaint, Canvas::Align::right);
    canvas_->text(left_ - 12, top_ + size_ + 18, 13, say("precision"), kFaint,
                  Canvas::Align::right);
    for (std::size_t c = 0; c < count_; ++c) {
      canvas_->text(right, y(c) + cell_ / 2, size, percent_of(part_of(f_.counts[c][c], total(c))),
                    kFaint, Canvas::Align::right);
      const std::string precision = percent_of(part_of(f_.counts[c][c], said(c)));
      if (rising_parts()) {
        const double width = canvas_->text_width(size, precision) * 0.707;
        canvas_->rising_text(x(c) + cell_ / 2 - width, below + width, size, precision, kFaint);
      } else {
        canvas_->text(x(c) + cell_ / 2, below, size, precision, kFaint, Canvas::Align::middle);
      }
    }
  }
  bool rising_parts() const { return cell_ < 52; }

  static std::string percent_of(const std::optional<double>& part) {
    return part ? say("{:.1f} %", 100 * *part) : "–";
  }

  const ConfusionFigure& f_;
  std::size_t count_;
  double cell_ = 0, name_size_ = 0, widest_ = 0, left_ = 0, top_ = 0, size_ = 0;
  bool rising_ = false;
  Canvas* canvas_ = nullptr;
};

}  // namespace

void save_confusion_figure(const ConfusionFigure& figure, const std::string& path) {
  ConfusionDrawing(figure).save(path);
}

}  // namespace glia::cli
