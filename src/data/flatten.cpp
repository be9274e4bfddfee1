#include <algorithm>
#include <array>
#include <cmath>

#include "data/strokes.h"

namespace glia {
namespace {

constexpr int kTerms = 6;  // 1, x, y, x², xy, y²
using Terms = std::array<double, kTerms>;

Terms terms_at(const Plane& plane, int x, int y) {
  const double u = 2.0 * (x + 0.5) / plane.width - 1, v = 2.0 * (y + 0.5) / plane.height - 1;
  return {1, u, v, u * u, u * v, v * v};
}

// The standard deviation of what is not an outlier; never below one grey level's rounding.
double deviation(std::vector<float> residuals, double least) {
  for (float& r : residuals) r = std::abs(r);
  return std::max(1.4826 * quantile(std::move(residuals), 0.5), least);
}

// Gauss without pivoting: the matrix is a sum of squares plus a small diagonal.
Terms solve(std::array<Terms, kTerms> a, Terms b) {
  for (std::size_t i = 0; i < kTerms; ++i) {
    for (std::size_t r = i + 1; r < kTerms; ++r) {
      const double f = a[r][i] / a[i][i];
      for (std::size_t c = i; c < kTerms; ++c) a[r][c] -= f * a[i][c];
      b[r] -= f * b[i];
    }
  }
  for (std::size_t i = kTerms; i-- > 0;) {
    for (std::size_t c = i + 1; c < kTerms; ++c) b[i] -= a[i][c] * b[c];
    b[i] /= a[i][i];
  }
  return b;
}

// The light over the whole picture, as a quadratic surface that strokes do not bend: least squares
// with weights 1/(1 + (r/2s)²)² of the residuals r and their deviation s, again and again.
Plane light_surface(const Plane& grey, const Plane& ground) {
  const int step = std::max(1, std::max(grey.width, grey.height) / 64);
  std::vector<Terms> terms;
  std::vector<float> values;
  for (int y = step / 2; y < grey.height; y += step) {
    for (int x = step / 2; x < grey.width; x += step) {
      if (ground(x, y) == 0) continue;
      terms.push_back(terms_at(grey, x, y));
      values.push_back(grey(x, y));
    }
  }
  Terms surface{};
  surface[0] = quantile(values, 0.5);
  std::vector<float> residuals(values.size());
  for (int round = 0; round < 12; ++round) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      double light = 0;
      for (std::size_t k = 0; k < kTerms; ++k) light += surface[k] * terms[i][k];
      residuals[i] = static_cast<float>(values[i] - light);
    }
    const double s = deviation(residuals, 1.0);
    std::array<Terms, kTerms> normal{};
    Terms right{};
    for (std::size_t i = 0; i < values.size(); ++i) {
      const double q = residuals[i] / (2 * s), w = 1 / ((1 + q * q) * (1 + q * q));
      for (std::size_t r = 0; r < kTerms; ++r) {
        right[r] += w * terms[i][r] * values[i];
        for (std::size_t c = 0; c < kTerms; ++c) normal[r][c] += w * terms[i][r] * terms[i][c];
      }
    }
    for (std::size_t k = 0; k < kTerms; ++k) normal[k][k] += 1e-6 * (1 + normal[0][0]);
    surface = solve(normal, right);
  }
  Plane light(grey.width, grey.height);
  for (int y = 0; y < grey.height; ++y) {
    for (int x = 0; x < grey.width; ++x) {
      const Terms t = terms_at(grey, x, y);
      double sum = 0;
      for (std::size_t k = 0; k < kTerms; ++k) sum += surface[k] * t[k];
      light(x, y) = static_cast<float>(sum);
    }
  }
  return light;
}

// What the surface left over, averaged over the background pixels of a window.
void remove_local_light(Plane& residual, const Plane& ground, double s) {
  Plane background(residual.width, residual.height), value = background;
  for (std::size_t i = 0; i < residual.values.size(); ++i) {
    if (ground.values[i] == 0 || std::abs(residual.values[i]) > 3 * s) continue;
    background.values[i] = 1;
    value.values[i] = residual.values[i];
  }
  const int radius = std::max(residual.width, residual.height) / 10 + 1;
  background = box_blur(background, radius);
  value = box_blur(value, radius);
  for (std::size_t i = 0; i < residual.values.size(); ++i) {
    // Where hardly any background is in the window, little is known and little is done.
    residual.values[i] -= value.values[i] / (background.values[i] + 0.1F);
  }
}

}  // namespace

Flat flatten(Plane grey, const Plane& sheet, const Plane& ground) {
  const auto on_ground = [&](const Plane& plane) {
    std::vector<float> values;
    for (std::size_t i = 0; i < plane.values.size(); ++i) {
      if (ground.values[i] != 0) values.push_back(plane.values[i]);
    }
    return values;
  };
  Flat flat;
  const Plane light = light_surface(grey, ground);
  Plane& r = flat.strokes = std::move(grey);
  for (std::size_t i = 0; i < r.values.size(); ++i) r.values[i] -= light.values[i];
  remove_local_light(r, ground, deviation(on_ground(r), 1.0));

  const double s = deviation(on_ground(r), 1.0);
  double above = 0, below = 0;
  for (std::size_t i = 0; i < r.values.size(); ++i) {
    float& value = r.values[i];
    if (sheet.values[i] == 0) value = 0;
    if (value > 4 * s) above += value;
    if (value < -4 * s) below -= value;
  }
  flat.dark_on_light = below > above;
  if (flat.dark_on_light) {
    // Ink takes away a part of the light, so it shows more where there is more.
    const double mean = quantile(on_ground(light), 0.5);
    for (std::size_t i = 0; i < r.values.size(); ++i) {
      r.values[i] *= static_cast<float>(-mean / std::max(16.0F, light.values[i]));
    }
  }
  flat.noise = deviation(on_ground(r), 0.0);
  return flat;
}

}  // namespace glia
