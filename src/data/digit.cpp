#include "glia/digit.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "data/cut_out.h"
#include "data/digit_mass.h"
#include "data/lines.h"
#include "data/sheet.h"
#include "data/strokes.h"
#include "glia/error.h"

namespace glia {
namespace {

constexpr int kSide = DigitForm::kSide;
constexpr int kLonger = static_cast<int>(DigitForm::kLongerSide);
constexpr int kWorkingSide =
    480;                        // pictures are made smaller than this before anything is looked for
constexpr int kFine = 6;        // strokes are measured on a canvas so many times finer
constexpr double kBlot = 0.32;  // mean width by the longer side: strokes have less
constexpr double kLeastTable = 0.03;  // of the picture: a strip between ruled lines has less
constexpr double kStroke = 0.2;       // so much has a wide stroke
constexpr int kSmallPicture = 32;
// Usual widths of strokes, in pixels of 28×28: what lies between stays as it is.
constexpr double kThinnest = 1.2, kThickest = 5.0;

Plane working_size(const Plane& grey, const Sheet::Box& box) {
  const int longer = std::max(box.width, box.height);
  const auto shrunk = [&](int n) {
    return longer <= kWorkingSide ? n : std::max(1, n * kWorkingSide / longer);
  };
  return area_average(grey, box.left, box.top, box.width, box.height, shrunk(box.width),
                      shrunk(box.height));
}

// What is written on one sheet.
struct Written {
  Sheet::Box box;
  Flat flat;
  Strokes strokes;
  bool table = false, lines = false, no_margin = false;

  std::vector<Beside> beside() const {
    std::vector<Beside> all;
    if (table) all.push_back(Beside::table);
    if (lines) all.push_back(Beside::lines);
    if (strokes.frame) all.push_back(Beside::frame);
    if (strokes.marks) all.push_back(Beside::marks);
    if (no_margin) all.push_back(Beside::no_margin);
    return all;
  }
};

Written read_sheet(const Plane& grey, const Sheet& sheet) {
  Written written{sheet.box, {}, {}};
  Plane here = working_size(grey, sheet.box);
  const Plane mask = mask_of(sheet, here.width, here.height, grey);
  written.flat = flatten(std::move(here), mask, mask);
  written.lines = remove_lines(written.flat.strokes, mask, written.flat.noise);
  written.strokes = find_strokes(written.flat, mask, false);
  return written;
}

std::optional<Written> read_cut_out(const Plane& grey, double roundest) {
  Written written{{0, 0, grey.width, grey.height}, {}, {}};
  Plane here = working_size(grey, written.box);
  const std::optional<Plane> ground = ground_of_cut_out(here);
  if (!ground) return std::nullopt;
  const Plane all(here.width, here.height, 1);
  written.flat = flatten(std::move(here), all, *ground);
  // What of the ground is half covered by strokes is no noise.
  written.flat.noise =
      std::min<double>(written.flat.noise, 0.01F * quantile(written.flat.strokes.values, 0.95));
  written.strokes = find_strokes(written.flat, all, true);
  written.no_margin = true;
  // In a small picture strokes are wide.
  const bool small = std::max(all.width, all.height) < kSmallPicture;
  if (!small && written.strokes.roundness > roundest) return std::nullopt;
  return written;
}

// Strokes with ground around them, no blot and no speck.
bool is_digit(const Written& written) {
  const Strokes& strokes = written.strokes;
  const Plane& sheet = written.flat.strokes;
  return strokes.width > 0 && strokes.edge < 0.2 && strokes.roundness < kBlot &&
         strokes.contrast > 6 * written.flat.noise &&
         std::max(strokes.width, strokes.height) > 0.04 * std::max(sheet.width, sheet.height);
}

bool is_inside(const Sheet& sheet, const Plane& grey) {
  return sheet.box.left > 0 && sheet.box.top > 0 && sheet.box.left + sheet.box.width < grey.width &&
         sheet.box.top + sheet.box.height < grey.height;
}

// How large and plain strokes are, to compare sheets by.
double prominence(const Written& written) {
  const Strokes& strokes = written.strokes;
  return strokes.contrast * std::max(strokes.width, strokes.height) * written.box.width /
         written.flat.strokes.width;
}

[[noreturn]] void refuse(const char* seen) {
  throw Error(ErrorCode::invalid_argument,
              std::string("the picture has no strokes: expected a digit that stands out from its "
                          "background, got ") +
                  seen + "; draw it darker or come closer");
}

Written read_digit(const Plane& grey) {
  const std::vector<Sheet> sheets = find_sheets(grey);
  std::optional<Written> best;
  for (const Sheet& sheet : sheets) {
    Written written = read_sheet(grey, sheet);
    if (!is_digit(written) || (best && prominence(written) <= prominence(*best))) continue;
    written.table = lies_on_a_table(sheet, grey);
    // An even area inside of the picture with the same around it: only a line goes around it.
    written.strokes.frame = written.strokes.frame || (!written.table && is_inside(sheet, grey));
    best = std::move(written);
  }
  if (best) return *std::move(best);
  Written all = read_sheet(grey, {{}, {0, 0, grey.width, grey.height}});
  const auto is_on_table = [&](const Sheet& sheet) {
    return !sheet.slender &&
           1.0 * sheet.box.width * sheet.box.height > kLeastTable * grey.width * grey.height &&
           lies_on_a_table(sheet, grey);
  };
  const bool table = std::ranges::any_of(sheets, is_on_table);
  if (all.lines && !table) {
    if (!is_digit(all)) refuse("nothing but ruled lines");
    return all;
  }
  if (std::optional<Written> cut_out = read_cut_out(grey, table ? kStroke : kBlot)) {
    return *std::move(cut_out);
  }
  if (table) refuse("an empty sheet");
  if (all.strokes.width == 0) refuse("an even surface");
  return all;
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

std::string_view name_of(Beside what) noexcept {
  switch (what) {
    case Beside::table:
      return "table";
    case Beside::lines:
      return "lines";
    case Beside::frame:
      return "frame";
    case Beside::marks:
      return "marks";
    case Beside::no_margin:
      return "no_margin";
  }
  return "";
}

std::string_view sentence_of(Beside what) noexcept {
  switch (what) {
    case Beside::table:
      return "What is around the sheet was left out.";
    case Beside::lines:
      return "Ruled lines were left out.";
    case Beside::frame:
      return "The frame around the digit was left out.";
    case Beside::marks:
      return "There are other marks; the largest was taken for the digit.";
    case Beside::no_margin:
      return "The strokes reach the picture's edge; a margin around them makes the digit plainer.";
  }
  return "";
}

DigitForm digit_form(const Picture& picture) {
  DigitForm form;
  const Written written = read_digit(brightness(picture));
  const Flat& flat = written.flat;
  const Strokes& strokes = written.strokes;
  const double per_pixel = static_cast<double>(written.box.width) / flat.strokes.width;
  form.beside = written.beside();
  form.dark_on_light = flat.dark_on_light;
  form.noise = flat.noise;
  form.contrast = strokes.contrast;
  form.box = {written.box.left + strokes.left * per_pixel,
              written.box.top + strokes.top * per_pixel, strokes.width * per_pixel,
              strokes.height * per_pixel};
  form.scale = kLonger / std::max(form.box.width, form.box.height);
  form.flat = to_picture(flat.strokes, static_cast<float>(255 / strokes.contrast));
  form.mask = to_picture(strokes.ink, 1e9F);

  const Fitted fitted = fit(cropped(strokes));
  form.stroke_width = fitted.width;
  form.thickened = fitted.added;

  // The box in the middle, then its centre of mass.
  const Plane& ink = fitted.ink;
  const int left = (kSide - ink.width) / 2, top = (kSide - ink.height) / 2;
  CentreOfMass centre{.mass = 1e-9};
  for (int y = 0; y < ink.height; ++y) {
    for (int x = 0; x < ink.width; ++x) centre.add(double{ink(x, y)}, left + x, top + y);
  }
  form.shift_x = CentreOfMass::shift(centre.sum_x / centre.mass, left, left + ink.width - 1);
  form.shift_y = CentreOfMass::shift(centre.sum_y / centre.mass, top, top + ink.height - 1);
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
