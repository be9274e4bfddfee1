#include "data/plane.h"

#include <algorithm>
#include <cmath>

namespace glia {
std::vector<Overlap> overlaps(double origin, double length, int cells, int pixels) {
  std::vector<Overlap> all(static_cast<std::size_t>(cells));
  for (int i = 0; i < cells; ++i) {
    const double from = origin + length * i / cells, to = origin + length * (i + 1) / cells;
    const int first = std::clamp(static_cast<int>(std::floor(from)), 0, pixels);
    const int last = std::clamp(static_cast<int>(std::ceil(to)), 0, pixels);
    Overlap& overlap = all[static_cast<std::size_t>(i)];
    overlap.first = first;
    for (int p = first; p < last; ++p) {
      const double part = std::min<double>(to, p + 1) - std::max<double>(from, p);
      overlap.weights.push_back(static_cast<float>(std::max(part, 0.0) / (to - from)));
    }
  }
  return all;
}

Plane brightness(const Picture& picture) {
  const int channels = picture.channels;
  const bool alpha = channels == 2 || channels == 4;
  Plane grey(picture.width, picture.height);
  const auto luminance = [&](const std::uint8_t* p) {
    return channels < 3 ? static_cast<float>(p[0])
                        : 0.299F * static_cast<float>(p[0]) + 0.587F * static_cast<float>(p[1]) +
                              0.114F * static_cast<float>(p[2]);
  };
  const auto opacity = [&](const std::uint8_t* p) {
    return alpha ? static_cast<float>(p[channels - 1]) / 255.0F : 1.0F;
  };
  double opaque = 1e-9, light = 0;
  const std::uint8_t* p = picture.pixels.data();
  for (std::size_t i = 0; i < grey.values.size(); ++i, p += channels) {
    opaque += opacity(p);
    light += opacity(p) * luminance(p);
  }
  const float behind = light / opaque > 127.5 ? 0.0F : 255.0F;
  p = picture.pixels.data();
  for (std::size_t i = 0; i < grey.values.size(); ++i, p += channels) {
    const float a = opacity(p);
    grey.values[i] = a * luminance(p) + (1 - a) * behind;
  }
  return grey;
}

Plane area_average(const Plane& in, double left, double top, double w, double h, int width,
                   int height) {
  const std::vector<Overlap> columns = overlaps(left, w, width, in.width);
  const std::vector<Overlap> rows = overlaps(top, h, height, in.height);
  Plane wide(width, in.height);
  for (int y = 0; y < in.height; ++y) {
    for (int x = 0; x < width; ++x) {
      const Overlap& c = columns[static_cast<std::size_t>(x)];
      float sum = 0;
      for (std::size_t k = 0; k < c.weights.size(); ++k) {
        sum += c.weights[k] * in(c.first + static_cast<int>(k), y);
      }
      wide(x, y) = sum;
    }
  }
  Plane out(width, height);
  for (int y = 0; y < height; ++y) {
    const Overlap& r = rows[static_cast<std::size_t>(y)];
    for (std::size_t k = 0; k < r.weights.size(); ++k) {
      for (int x = 0; x < width; ++x) {
        out(x, y) += r.weights[k] * wide(x, r.first + static_cast<int>(k));
      }
    }
  }
  return out;
}

Plane bilinear(const Plane& in, int width, int height) {
  Plane out(width, height);
  for (int y = 0; y < height; ++y) {
    const double v = std::clamp((y + 0.5) * in.height / height - 0.5, 0.0, in.height - 1.0);
    const int y0 = static_cast<int>(v), y1 = std::min(y0 + 1, in.height - 1);
    const auto fy = static_cast<float>(v - y0);
    for (int x = 0; x < width; ++x) {
      const double u = std::clamp((x + 0.5) * in.width / width - 0.5, 0.0, in.width - 1.0);
      const int x0 = static_cast<int>(u), x1 = std::min(x0 + 1, in.width - 1);
      const auto fx = static_cast<float>(u - x0);
      const float above = in(x0, y0) + fx * (in(x1, y0) - in(x0, y0));
      const float below = in(x0, y1) + fx * (in(x1, y1) - in(x0, y1));
      out(x, y) = above + fy * (below - above);
    }
  }
  return out;
}

Plane box_blur(const Plane& in, int radius) {
  const auto pass = [radius](const float* from, float* to, int n, std::size_t step) {
    double sum = 0;
    for (int i = 0; i < std::min(radius, n); ++i) sum += from[static_cast<std::size_t>(i) * step];
    for (int i = 0; i < n; ++i) {
      if (i + radius < n) sum += from[static_cast<std::size_t>(i + radius) * step];
      if (i - radius > 0) sum -= from[static_cast<std::size_t>(i - radius - 1) * step];
      const int count = std::min(i + radius, n - 1) - std::max(i - radius, 0) + 1;
      to[static_cast<std::size_t>(i) * step] = static_cast<float>(sum / count);
    }
  };
  Plane across(in.width, in.height), out(in.width, in.height);
  for (int y = 0; y < in.height; ++y) {
    pass(in.values.data() + in.offset(0, y), across.values.data() + in.offset(0, y), in.width, 1);
  }
  for (int x = 0; x < in.width; ++x) {
    pass(across.values.data() + x, out.values.data() + x, in.height,
         static_cast<std::size_t>(in.width));
  }
  return out;
}

Plane binomial_blur(const Plane& in) {
  Plane across(in.width, in.height), out(in.width, in.height);
  for (int y = 0; y < in.height; ++y) {
    for (int x = 0; x < in.width; ++x) {
      across(x, y) = 0.25F * in(std::max(x - 1, 0), y) + 0.5F * in(x, y) +
                     0.25F * in(std::min(x + 1, in.width - 1), y);
    }
  }
  for (int y = 0; y < in.height; ++y) {
    for (int x = 0; x < in.width; ++x) {
      out(x, y) = 0.25F * across(x, std::max(y - 1, 0)) + 0.5F * across(x, y) +
                  0.25F * across(x, std::min(y + 1, in.height - 1));
    }
  }
  return out;
}

Plane distance_to_zero(const Plane& in, float far) {
  // Along rows first; then d² = min over rows of (row distance² + height²).
  Plane along(in.width, in.height, far);
  for (int y = 0; y < in.height; ++y) {
    float d = far;
    for (int x = 0; x < in.width; ++x) {
      d = in(x, y) == 0 ? 0 : std::min(far, d + 1);
      along(x, y) = d;
    }
    d = far;
    for (int x = in.width - 1; x >= 0; --x) {
      d = in(x, y) == 0 ? 0 : std::min(far, d + 1);
      along(x, y) = std::min(along(x, y), d);
    }
  }
  Plane out(in.width, in.height, far * far);
  for (int y = 0; y < in.height; ++y) {
    for (int row = 0; row < in.height; ++row) {
      const auto gap = static_cast<float>((row - y) * (row - y));
      for (int x = 0; x < in.width; ++x) {
        out(x, y) = std::min(out(x, y), along(x, row) * along(x, row) + gap);
      }
    }
  }
  for (float& d : out.values) d = std::sqrt(d);
  return out;
}

float quantile(std::vector<float> values, double q) {
  if (values.empty()) return 0;
  const auto at =
      values.begin() + static_cast<std::ptrdiff_t>(q * static_cast<double>(values.size() - 1));
  std::ranges::nth_element(values, at);
  return *at;
}

}  // namespace glia
