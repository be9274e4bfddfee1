#pragma once
#include <cairo.h>

#include <memory>
#include <string>

#include "glia/inspect.h"

namespace glia::cli {

inline constexpr Rgb kInk{222, 226, 233};
inline constexpr Rgb kFaint{134, 144, 160};
inline constexpr Rgb kPaper{11, 14, 20};

// A drawing surface in pixels, dark to begin with.
class Canvas {
 public:
  enum class Align { left, middle, right };
  enum class Form { png, svg };

  Canvas(int width, int height, Form form = Form::png);  // throws Error

  void line(double x0, double y0, double x1, double y1, Rgb color, double alpha, double width);
  // From left to right, leaving and arriving level.
  void curve(double x0, double y0, double x1, double y1, Rgb color, double alpha, double width);
  void disc(double x, double y, double radius, Rgb color, double alpha = 1);
  void ring(double x, double y, double radius, Rgb color, double alpha, double width);
  void halo(double x, double y, double radius, Rgb color, double alpha);  // fades outwards
  void box(double x, double y, double width, double height, Rgb color, double alpha = 1);
  void frame(double x, double y, double width, double height, Rgb color, double alpha);
  void hatch(double x, double y, double width, double height, Rgb color, double alpha);
  // y is the middle of the letters' height.
  void text(double x, double y, double size, const std::string& words, Rgb color,
            Align align = Align::left, bool bold = false);
  // Rising to the right; it begins at (x, y).
  void rising_text(double x, double y, double size, const std::string& words, Rgb color);
  double text_width(double size, const std::string& words);
  void dashes(double x0, double y0, double x1, double y1, Rgb color, double alpha);
  void picture(double x, double y, double width, double height, const Picture& picture);
  // Blue below, dark in the middle, orange above, with its ends named.
  void diverging_scale(double x, double y, double width, double height, double scale);
  void glow_scale(double x, double y, double width, double height, const std::string& most);

  void save(const std::string& path) const;  // throws Error

 private:
  void color(Rgb rgb, double alpha);
  void font(double size, bool bold);

  int width_, height_;
  std::unique_ptr<std::string> svg_;  // what is written of it
  std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)> surface_;
  std::unique_ptr<cairo_t, decltype(&cairo_destroy)> cairo_;
};

}  // namespace glia::cli
