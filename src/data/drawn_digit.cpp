#include "data/drawn_digit.h"

#include <algorithm>
#include <cmath>

#include "data/digit_mass.h"
#include "data/plane.h"
#include "glia/error.h"

namespace glia {
namespace {

constexpr double kUsualStroke = 2.5;  // pixels, in MNIST
constexpr double kMiddle = kFormSide / 2.0;

struct PenPoint {
  double x = 0, y = 0;
};

// How far a point is from a segment.
double distance(PenPoint p, PenPoint a, PenPoint b) {
  const double dx = b.x - a.x, dy = b.y - a.y;
  const double length = dx * dx + dy * dy;
  const double t =
      length > 0 ? std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / length, 0.0, 1.0) : 0;
  return std::hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

// The ink of round pens: in each pixel how much of it a straight edge at that distance covers.
FormImage ink(const std::vector<std::vector<PenPoint>>& lines, double width) {
  std::array<double, kFormSide * kFormSide> nearest;
  nearest.fill(1e9);
  for (const std::vector<PenPoint>& line : lines) {
    for (std::size_t i = 0; i < line.size(); ++i) {
      const PenPoint a = line[i], b = line[std::min(i + 1, line.size() - 1)];
      const double reach = width / 2 + 1;
      const auto pixel = [](double v) {
        return static_cast<int>(std::clamp(std::floor(v), 0.0, kFormSide - 1.0));
      };
      for (int y = pixel(std::min(a.y, b.y) - reach); y <= pixel(std::max(a.y, b.y) + reach); ++y) {
        for (int x = pixel(std::min(a.x, b.x) - reach); x <= pixel(std::max(a.x, b.x) + reach);
             ++x) {
          double& best = nearest[static_cast<std::size_t>(y * kFormSide + x)];
          best = std::min(best, distance({x + 0.5, y + 0.5}, a, b));
        }
      }
    }
  }
  // A pen thinner than a pixel gives less light, not a thinner line.
  const double light = std::min(1.0, width);
  const double radius = std::max(1.0, width) / 2;
  FormImage image{};
  for (std::size_t i = 0; i < image.size(); ++i) {
    const double covered = light * std::clamp(radius + 0.5 - nearest[i], 0.0, 1.0);
    image[i] = static_cast<std::uint8_t>(covered * 255 + 0.5);
  }
  return image;
}

// With its centre of mass in the middle; says by how much it was moved.
FormImage centred(const FormImage& image, int& right, int& down) {
  int left = kFormSide, top = kFormSide, last_x = -1, last_y = -1;
  CentreOfMass centre;
  for (int i = 0; i < kFormSide * kFormSide; ++i) {
    const int value = image[static_cast<std::size_t>(i)], x = i % kFormSide, y = i / kFormSide;
    if (value == 0) continue;
    centre.add(value, x, y);
    left = std::min(left, x);
    last_x = std::max(last_x, x);
    top = std::min(top, y);
    last_y = std::max(last_y, y);
  }
  if (last_x < 0) return image;
  right = CentreOfMass::shift(centre.sum_x / centre.mass, left, last_x);
  down = CentreOfMass::shift(centre.sum_y / centre.mass, top, last_y);
  FormImage out{};
  for (int y = top; y <= last_y; ++y) {
    for (int x = left; x <= last_x; ++x) {
      out[static_cast<std::size_t>((y + down) * kFormSide + x + right)] =
          image[static_cast<std::size_t>(y * kFormSide + x)];
    }
  }
  return out;
}

}  // namespace

XRay x_ray(const Drawing& drawing, const FormSteps& steps) {
  double left = 1e18, top = 1e18, right = -1e18, bottom = -1e18;
  for (const auto& line : drawing.lines) {
    for (std::size_t i = 0; i + 1 < line.size(); i += 2) {
      left = std::min(left, line[i]);
      right = std::max(right, line[i]);
      top = std::min(top, line[i + 1]);
      bottom = std::max(bottom, line[i + 1]);
    }
  }
  if (right < left) {
    throw Error(ErrorCode::invalid_argument, "input: the drawing is empty; draw a digit first");
  }
  XRay ray;
  const double pen = drawing.width;
  ray.left = left - pen / 2;
  ray.top = top - pen / 2;
  ray.width = right - left + pen;
  ray.height = bottom - top + pen;

  // Points go to (p − from)·scale + to.
  const auto render = [&](PenPoint from, double scale, PenPoint to, double width) {
    std::vector<std::vector<PenPoint>> lines;
    for (const auto& line : drawing.lines) {
      lines.emplace_back();
      for (std::size_t i = 0; i + 1 < line.size(); i += 2) {
        lines.back().push_back(
            {(line[i] - from.x) * scale + to.x, (line[i + 1] - from.y) * scale + to.y});
      }
    }
    return ink(lines, width);
  };
  PenPoint from{0, 0}, to{0, 0};
  double scale = kFormSide / drawing.side, width = pen * scale;
  ray.stages[0] = render(from, scale, to, width);
  if (steps.box) {
    from = {(left + right) / 2, (top + bottom) / 2};
    to = {kMiddle, kMiddle};
  }
  ray.stages[1] = render(from, scale, to, width);
  const double longer = std::max(right - left, bottom - top);
  if (steps.scale) {
    // Without the box it grows about the middle of the drawing.
    if (!steps.box) {
      from = {drawing.side / 2, drawing.side / 2};
      to = {kMiddle, kMiddle};
    }
    scale = DigitForm::kLongerSide / std::max(longer + pen, pen);
    width = pen * scale;
  }
  ray.stages[2] = render(from, scale, to, width);
  ray.stroke_width = width;
  if (steps.stroke) {
    // The ink's longer side stays: (longer·s + width) is the same before and after.
    const double whole = longer * scale + width;
    width = kUsualStroke;
    if (longer > 0 && whole > width) scale = (whole - width) / longer;
    ray.thickened = width - ray.stroke_width;
  }
  ray.scale = scale;
  ray.stages[3] = render(from, scale, to, width);
  ray.stages[4] = ray.stages[3];
  if (steps.mass) ray.stages[4] = centred(ray.stages[3], ray.shift_x, ray.shift_y);
  return ray;
}

Dataset drawn_large(const Dataset& digits, std::int64_t count, const FormSteps& steps) {
  constexpr int kCanvas = 2 * kFormSide;  // of the drawing: what fills it is twice too large
  constexpr double kFilled = 0.92 * kCanvas;
  std::vector<std::uint8_t> pixels, labels;
  count = std::min(count, digits.size());
  for (std::int64_t i = 0; i < count; ++i) {
    const auto bytes = digits.bytes(i);
    Plane digit(kFormSide, kFormSide);
    int left = kFormSide, top = kFormSide, right = 0, bottom = 0;
    for (int p = 0; p < kFormSide * kFormSide; ++p) {
      const auto value = bytes[static_cast<std::size_t>(p)];
      digit.values[static_cast<std::size_t>(p)] = value;
      if (value < 32) continue;
      left = std::min(left, p % kFormSide);
      right = std::max(right, p % kFormSide + 1);
      top = std::min(top, p / kFormSide);
      bottom = std::max(bottom, p / kFormSide + 1);
    }
    if (right <= left) left = top = 0, right = bottom = kFormSide;
    const double w = right - left, h = bottom - top, longer = std::max(w, h);
    // Pixels of 28×28 a pixel of the digit: as large as its square, or as the form says.
    const double scale = (steps.scale ? DigitForm::kLongerSide : kFilled / 2) / longer;
    // Drawn where people draw: not in the middle. The box puts it there.
    const double room_x = kFormSide - w * scale, room_y = kFormSide - h * scale;
    const double x = steps.box ? room_x / 2 : room_x * 0.1,
                 y = steps.box ? room_y / 2 : room_y * 0.1;
    const Plane seen = area_average(digit, left - x / scale, top - y / scale, kFormSide / scale,
                                    kFormSide / scale, kFormSide, kFormSide);
    FormImage image{};
    for (std::size_t p = 0; p < image.size(); ++p) {
      image[p] = static_cast<std::uint8_t>(std::clamp(seen.values[p] + 0.5F, 0.0F, 255.0F));
    }
    int right_by = 0, down_by = 0;
    if (steps.mass) image = centred(image, right_by, down_by);
    pixels.insert(pixels.end(), image.begin(), image.end());
    labels.push_back(static_cast<std::uint8_t>(digits.label(i)));
  }
  return Dataset::images(digits.shape(), std::move(pixels), std::move(labels), digits.classes(),
                         "drawn large")
      .with_class_names(digits.class_names());
}

}  // namespace glia
