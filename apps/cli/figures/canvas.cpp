#include "figures/canvas.h"

#include <cairo-svg.h>

#include <algorithm>
#include <numbers>

#include "glia/error.h"
#include "glia/file.h"
#include "glia/harmless.h"
#include "terminal/terminal.h"

namespace glia::cli {
namespace {

constexpr double kTurn = 2 * std::numbers::pi;

void add_stop(cairo_pattern_t* pattern, double at, Rgb c, double alpha) {
  cairo_pattern_add_color_stop_rgba(pattern, at, c.r / 255.0, c.g / 255.0, c.b / 255.0, alpha);
}

cairo_status_t append(void* text, const unsigned char* data, unsigned length) {
  static_cast<std::string*>(text)->append(reinterpret_cast<const char*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

}  // namespace

Canvas::Canvas(int width, int height, Form form)
    : width_(width),
      height_(height),
      svg_(form == Form::svg ? std::make_unique<std::string>() : nullptr),
      surface_(svg_ ? cairo_svg_surface_create_for_stream(append, svg_.get(), width, height)
                    : cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height),
               cairo_surface_destroy),
      cairo_(cairo_create(surface_.get()), cairo_destroy) {
  if (cairo_status(cairo_.get()) != CAIRO_STATUS_SUCCESS) {
    throw Error(ErrorCode::unsupported, "a figure of " + std::to_string(width) + "×" +
                                            std::to_string(height) + " pixels cannot be drawn");
  }
  box(0, 0, width, height, kPaper);
}

void Canvas::color(Rgb c, double alpha) {
  cairo_set_source_rgba(cairo_.get(), c.r / 255.0, c.g / 255.0, c.b / 255.0, alpha);
}

void Canvas::line(double x0, double y0, double x1, double y1, Rgb c, double alpha, double width) {
  color(c, alpha);
  cairo_set_line_width(cairo_.get(), width);
  cairo_move_to(cairo_.get(), x0, y0);
  cairo_line_to(cairo_.get(), x1, y1);
  cairo_stroke(cairo_.get());
}

void Canvas::curve(double x0, double y0, double x1, double y1, Rgb c, double alpha, double width) {
  color(c, alpha);
  cairo_set_line_width(cairo_.get(), width);
  const double bend = (x1 - x0) * 0.45;
  cairo_move_to(cairo_.get(), x0, y0);
  cairo_curve_to(cairo_.get(), x0 + bend, y0, x1 - bend, y1, x1, y1);
  cairo_stroke(cairo_.get());
}

void Canvas::disc(double x, double y, double radius, Rgb c, double alpha) {
  color(c, alpha);
  cairo_arc(cairo_.get(), x, y, radius, 0, kTurn);
  cairo_fill(cairo_.get());
}

void Canvas::ring(double x, double y, double radius, Rgb c, double alpha, double width) {
  color(c, alpha);
  cairo_set_line_width(cairo_.get(), width);
  cairo_arc(cairo_.get(), x, y, radius, 0, kTurn);
  cairo_stroke(cairo_.get());
}

void Canvas::halo(double x, double y, double radius, Rgb c, double alpha) {
  cairo_pattern_t* fade = cairo_pattern_create_radial(x, y, 0, x, y, radius);
  add_stop(fade, 0.0, c, alpha);
  add_stop(fade, 0.45, c, alpha * 0.42);
  add_stop(fade, 0.72, c, alpha * 0.12);
  add_stop(fade, 1.0, c, 0);
  cairo_set_source(cairo_.get(), fade);
  cairo_arc(cairo_.get(), x, y, radius, 0, kTurn);
  cairo_fill(cairo_.get());
  cairo_pattern_destroy(fade);
}

void Canvas::box(double x, double y, double width, double height, Rgb c, double alpha) {
  color(c, alpha);
  cairo_rectangle(cairo_.get(), x, y, width, height);
  cairo_fill(cairo_.get());
}

void Canvas::frame(double x, double y, double width, double height, Rgb c, double alpha) {
  color(c, alpha);
  cairo_set_line_width(cairo_.get(), 1);
  cairo_rectangle(cairo_.get(), x - 0.5, y - 0.5, width + 1, height + 1);
  cairo_stroke(cairo_.get());
}

void Canvas::hatch(double x, double y, double width, double height, Rgb c, double alpha) {
  cairo_save(cairo_.get());
  cairo_rectangle(cairo_.get(), x, y, width, height);
  cairo_clip(cairo_.get());
  for (double d = -height; d < width; d += 4)
    line(x + d, y + height, x + d + height, y, c, alpha, 1);
  cairo_restore(cairo_.get());
}

void Canvas::dashes(double x0, double y0, double x1, double y1, Rgb c, double alpha) {
  constexpr double kDash[] = {5, 5};
  cairo_set_dash(cairo_.get(), kDash, 2, 0);
  line(x0, y0, x1, y1, c, alpha, 1.5);
  cairo_set_dash(cairo_.get(), kDash, 0, 0);
}

void Canvas::font(double size, bool bold) {
  cairo_select_font_face(cairo_.get(), "Inter, DejaVu Sans, sans-serif", CAIRO_FONT_SLANT_NORMAL,
                         bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
  cairo_set_font_size(cairo_.get(), size);
}

double Canvas::text_width(double size, const std::string& words) {
  font(size, false);
  cairo_text_extents_t extents;
  cairo_text_extents(cairo_.get(), harmless(words).c_str(), &extents);
  return extents.x_advance;
}

void Canvas::rising_text(double x, double y, double size, const std::string& words, Rgb c) {
  cairo_save(cairo_.get());
  cairo_translate(cairo_.get(), x, y);
  cairo_rotate(cairo_.get(), -kTurn / 8);
  text(0, 0, size, words, c);
  cairo_restore(cairo_.get());
}

void Canvas::text(double x, double y, double size, const std::string& words, Rgb c, Align align,
                  bool bold) {
  const std::string text = harmless(words);  // what is no UTF-8 would end all drawing
  font(size, bold);
  cairo_text_extents_t extents;
  cairo_text_extents(cairo_.get(), text.c_str(), &extents);
  const double shift =
      align == Align::left ? 0 : (align == Align::middle ? 0.5 : 1.0) * extents.x_advance;
  color(c, 1);
  cairo_move_to(cairo_.get(), x - shift, y + 0.36 * size);
  cairo_show_text(cairo_.get(), text.c_str());
}

void Canvas::picture(double x, double y, double width, double height, const Picture& picture) {
  const double w = width / picture.width, h = height / picture.height;
  cairo_set_antialias(cairo_.get(), CAIRO_ANTIALIAS_NONE);
  for (int py = 0; py < picture.height; ++py) {
    for (int px = 0; px < picture.width; ++px) {
      const std::uint8_t* p = picture.at(px, py);
      const Rgb c = picture.channels >= 3 ? Rgb{p[0], p[1], p[2]} : Rgb{p[0], p[0], p[0]};
      box(x + px * w, y + py * h, w, h, c);
    }
  }
  cairo_set_antialias(cairo_.get(), CAIRO_ANTIALIAS_DEFAULT);
}

void Canvas::diverging_scale(double x, double y, double width, double height, double scale) {
  constexpr int kSteps = 128;
  cairo_set_antialias(cairo_.get(), CAIRO_ANTIALIAS_NONE);
  for (int i = 0; i < kSteps; ++i) {
    box(x + width * i / kSteps, y, width / kSteps + 1, height,
        diverging(2.0 * i / (kSteps - 1) - 1));
  }
  cairo_set_antialias(cairo_.get(), CAIRO_ANTIALIAS_DEFAULT);
  text(x - 10, y + height / 2, 14, plain_number(-scale, 2), kFaint, Align::right);
  text(x + width + 10, y + height / 2, 14, signed_number(scale, 2), kFaint);
}

void Canvas::glow_scale(double x, double y, double width, double height, const std::string& most) {
  constexpr int kSteps = 96;
  cairo_set_antialias(cairo_.get(), CAIRO_ANTIALIAS_NONE);
  for (int i = 0; i < kSteps; ++i) {
    box(x + width * i / kSteps, y, width / kSteps + 1, height, glow(1.0 * i / (kSteps - 1)));
  }
  cairo_set_antialias(cairo_.get(), CAIRO_ANTIALIAS_DEFAULT);
  text(x - 10, y + height / 2, 14, "0", kFaint, Align::right);
  text(x + width + 10, y + height / 2, 14, most, kFaint);
}

void Canvas::save(const std::string& path) const {
  if (svg_) {
    cairo_surface_finish(surface_.get());
    save_file(path, *svg_);
    return;
  }
  cairo_surface_flush(surface_.get());
  const unsigned char* rows = cairo_image_surface_get_data(surface_.get());
  const int stride = cairo_image_surface_get_stride(surface_.get());
  Picture picture(width_, height_, 3);
  for (int y = 0; y < height_; ++y) {
    const auto* row = reinterpret_cast<const std::uint32_t*>(rows + std::ptrdiff_t{y} * stride);
    for (int x = 0; x < width_; ++x) {
      std::uint8_t* p = picture.at(x, y);
      p[0] = static_cast<std::uint8_t>(row[x] >> 16);
      p[1] = static_cast<std::uint8_t>(row[x] >> 8);
      p[2] = static_cast<std::uint8_t>(row[x]);
    }
  }
  write_png(picture, path);
}

}  // namespace glia::cli
