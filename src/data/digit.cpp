#include "glia/digit.h"

#include <algorithm>
#include <cmath>

#include "data/strokes.h"
#include "glia/error.h"

namespace glia {
namespace {

constexpr int kSide = DigitForm::kSide;
constexpr int kLonger = static_cast<int>(DigitForm::kLongerSide);
constexpr int kWorkingSide =
    480;                  // pictures are made smaller than this before anything is looked for
constexpr int kFine = 6;  // strokes are measured on a canvas so many times finer
// Usual widths of strokes, in pixels of 28×28: what lies between stays as it is.
constexpr double kThinnest = 1.2, kThickest = 5.0;

Plane working_size(Plane grey) {
  const int longer = std::max(grey.width, grey.height);
  if (longer <= kWorkingSide) return grey;
  const auto shrunk = [&](int n) { return std::max(1, n * kWorkingSide / longer); };
  return area_average(grey, 0, 0, grey.width, grey.height, shrunk(grey.width), shrunk(grey.height));
}

Picture to_picture(const Plane& plane, float scale) {
  Picture picture(plane.width, plane.height, 1);
  for (std::size_t i = 0; i < plane.values.size(); ++i) {
    picture.pixels[i] =
        static_cast<std::uint8_t>(std::clamp(plane.values[i] * scale + 0.5F, 0.0F, 255.0F));
  }
  return picture;
}

Plane cropped(const Strokes& strokes) {
  Plane out(strokes.width, strokes.height);
  for (int y = 0; y < out.height; ++y) {
    for (int x = 0; x < out.width; ++x) out(x, y) = strokes.ink(strokes.left + x, strokes.top + y);
  }
  return out;
}

// Twice the median distance of a stroke's middle line from its edge.
double stroke_width_of(const Plane& inside) {
  std::vector<float> middle;
  for (int y = 1; y + 1 < inside.height; ++y) {
    for (int x = 1; x + 1 < inside.width; ++x) {
      const float d = inside(x, y);
      if (d == 0) continue;
      bool highest = true;
      for (int v = -1; v <= 1; ++v) {
        for (int u = -1; u <= 1; ++u) highest = highest && inside(x + u, y + v) <= d;
      }
      if (highest) middle.push_back(d);
    }
  }
  return std::max(1.0, 2.0 * quantile(std::move(middle), 0.5) - 0.5);
}

// The ink with its longer side at kFine·20 pixels, in a frame of zeros.
struct Canvas {
  static constexpr int kFrame = 4 * kFine;
  Plane ink;
  double width, height;  // of the ink inside the frame

  explicit Canvas(const Plane& crop) {
    const double scale = static_cast<double>(kFine * kLonger) / std::max(crop.width, crop.height);
    const int w = std::max(1, static_cast<int>(std::lround(crop.width * scale)));
    const int h = std::max(1, static_cast<int>(std::lround(crop.height * scale)));
    const Plane sized =
        scale < 1 ? area_average(crop, 0, 0, crop.width, crop.height, w, h) : bilinear(crop, w, h);
    ink = Plane(w + 2 * kFrame, h + 2 * kFrame);
    for (int y = 0; y < h; ++y) {
      for (int x = 0; x < w; ++x) ink(kFrame + x, kFrame + y) = sized(x, y);
    }
    width = w;
    height = h;
  }
};

struct Fitted {
  Plane ink;     // the longer side is 20
  double width;  // of strokes, before
  double added;  // to it
};

Fitted fit(const Plane& crop) {
  const Canvas canvas(crop);
  Plane inside(canvas.ink.width, canvas.ink.height), outside = inside;
  for (std::size_t i = 0; i < inside.values.size(); ++i) {
    inside.values[i] = canvas.ink.values[i] >= 0.5F ? 1.0F : 0.0F;
    outside.values[i] = 1 - inside.values[i];
  }
  const float far = static_cast<float>(inside.width + inside.height);
  inside = distance_to_zero(inside, far);
  const double width = stroke_width_of(inside);  // on the canvas
  const double usual = std::clamp(width, kThinnest * kFine, kThickest * kFine);
  Fitted fitted{{}, width / kFine, 0};

  if (width == usual && std::max(crop.width, crop.height) >= kLonger) {
    const double scale = static_cast<double>(kLonger) / std::max(crop.width, crop.height);
    const auto cells = [&](int n) {
      return std::max(1, static_cast<int>(std::ceil(n * scale - 1e-9)));
    };
    const int w = cells(crop.width), h = cells(crop.height);
    fitted.ink = area_average(crop, 0, 0, w / scale, h / scale, w, h);
    return fitted;
  }

  // Every edge moves out by δ, and the whole is then made smaller again:
  // (w + 2δ) / (L + 2δ) = usual / L gives δ.
  const double longer = kFine * kLonger;
  const double ratio = usual / longer;
  const double delta = (ratio * longer - width) / (2 * (1 - ratio));
  outside = distance_to_zero(outside, far);
  Plane moved(inside.width, inside.height);
  for (std::size_t i = 0; i < moved.values.size(); ++i) {
    // Above zero inside, below it outside, zero on the edge.
    const double depth = inside.values[i] > 0 ? inside.values[i] - 0.5 : 0.5 - outside.values[i];
    moved.values[i] = static_cast<float>(std::clamp(depth + delta + 0.5, 0.0, 1.0));
  }
  const double scale = kLonger / (std::max(canvas.width, canvas.height) + 2 * delta);
  const double left = Canvas::kFrame - delta, top = left;
  const auto cells = [&](double n) {
    return std::max(1, static_cast<int>(std::ceil((n + 2 * delta) * scale - 1e-9)));
  };
  const int w = cells(canvas.width), h = cells(canvas.height);
  fitted.ink = area_average(moved, left, top, w / scale, h / scale, w, h);
  fitted.added = (width + 2 * delta) * scale - fitted.width;
  return fitted;
}

}  // namespace

DigitForm digit_form(const Picture& picture) {
  DigitForm form;
  const Flat flat = flatten(working_size(brightness(picture)));
  const Strokes strokes = find_strokes(flat);
  if (strokes.width == 0) {
    throw Error(ErrorCode::invalid_argument,
                "the picture has no strokes: expected a digit that stands out from its background, "
                "got an even surface; draw it darker or come closer");
  }
  const double per_pixel = static_cast<double>(picture.width) / flat.strokes.width;
  form.dark_on_light = flat.dark_on_light;
  form.noise = flat.noise;
  form.contrast = strokes.contrast;
  form.box = {strokes.left * per_pixel, strokes.top * per_pixel, strokes.width * per_pixel,
              strokes.height * per_pixel};
  form.scale = kLonger / std::max(form.box.width, form.box.height);
  form.flat = to_picture(flat.strokes, static_cast<float>(255 / strokes.contrast));
  form.mask = to_picture(strokes.ink, 1e9F);

  const Fitted fitted = fit(cropped(strokes));
  form.stroke_width = fitted.width;
  form.thickened = fitted.added;

  // The centre of mass c of the box in the middle, then floor(14.5 − c); never out of the picture.
  const Plane& ink = fitted.ink;
  const int left = (kSide - ink.width) / 2, top = (kSide - ink.height) / 2;
  double mass = 1e-9, sum_x = 0, sum_y = 0;
  for (int y = 0; y < ink.height; ++y) {
    for (int x = 0; x < ink.width; ++x) {
      mass += ink(x, y);
      sum_x += double{ink(x, y)} * (left + x);
      sum_y += double{ink(x, y)} * (top + y);
    }
  }
  const auto shift = [&](double sum, int origin, int length) {
    const int wanted = static_cast<int>(std::floor(14.5 - sum / mass));
    return std::clamp(wanted, -origin, kSide - length - origin);
  };
  form.shift_x = shift(sum_x, left, ink.width);
  form.shift_y = shift(sum_y, top, ink.height);
  for (int y = 0; y < ink.height; ++y) {
    for (int x = 0; x < ink.width; ++x) {
      const int at = (top + form.shift_y + y) * kSide + left + form.shift_x + x;
      form.image[static_cast<std::size_t>(at)] =
          static_cast<std::uint8_t>(std::clamp(ink(x, y) * 255 + 0.5F, 0.0F, 255.0F));
    }
  }
  return form;
}

}  // namespace glia
