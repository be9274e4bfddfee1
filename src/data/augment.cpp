#include "data/augment.h"

#include <algorithm>
#include <cmath>
#include <type_traits>

#include "base/rng.h"
#include "data/augmentations.h"
#include "data/byte_scale.h"
#include "glia/error.h"

namespace glia {
namespace {

using Of = Augmentation::Of;
constexpr std::array<Augmentation, 6> kRows{{
    {"shift", &Augment::shift, 1000, true, "pixels, or milliseconds", Of::both},
    {"rotate", &Augment::rotate, 180, false, "degrees", Of::pictures},
    {"scale", &Augment::scale, 0.9, false, "a part of 1", Of::pictures},
    {"shear", &Augment::shear, 45, false, "degrees", Of::pictures},
    {"flip", &Augment::flip, 1, true, "number: 1 mirrors half of the pictures", Of::pictures},
    {"elastic", &Augment::elastic, 100, false, "pixels", Of::pictures},
}};

// Smoothing leaves nothing finer than some pixels, so displacements are drawn on every second one.
constexpr int kSpacing = 2;

struct SinCos {
  double sin, cos;
};
// Taylor's series: the same bits with every C library. |x| ≤ π.
SinCos sin_cos(double x) noexcept {
  SinCos r{0, 0};
  double term = 1;
  for (int n = 0; n < 28; ++n) {
    (n % 2 == 0 ? r.cos : r.sin) += (n / 2) % 2 == 0 ? term : -term;
    term *= x / (n + 1);
  }
  return r;
}

// exp(−x²/2σ²) without the C library's exp: (1 − x²/2σ²n)ⁿ with n = 2^20 is as good a bell.
double bell(double x, double sigma) noexcept {
  double value = 1 - x * x / (2 * sigma * sigma) / 1048576;
  for (int i = 0; i < 20; ++i) value *= value;
  return value;
}

std::uint64_t stream_of(std::uint64_t epoch, std::uint64_t sample) noexcept {
  return epoch << 32 | (sample & 0xffffffff);
}

inline float value_of(std::uint8_t byte) noexcept { return static_cast<float>(byte) * kByteScale; }
inline float value_of(float x) noexcept { return x; }

}  // namespace

std::span<const Augmentation> picture_augmentations() noexcept { return kRows; }

// Shear, rotation and scale about the centre, then a whole-pixel shift; at the end it is mirrored.
struct Augmenter::Draw {
  int dx, dy;
  double angle, scale, shear;
  bool mirrored;
};

Augmenter::Augmenter(const Shape& shape, const Augment& what, std::uint64_t seed)
    : what_(what),
      any_(what.any()),
      key_(random_key(seed, "augment")),
      elastic_key_(random_key(seed, "elastic")) {
  if (!any_) return;
  if (what.of_recordings()) {
    throw Error(ErrorCode::invalid_argument,
                "augmentation: speed, noise, time_mask and band_mask are for recordings; leave "
                "them out for this data");
  }
  const int rank = shape.rank();
  if (rank != 2 && rank != 3) {
    throw Error(ErrorCode::shape_mismatch,
                "augmentation: expected pictures H×W or C×H×W, got samples of shape " +
                    shape.str() + "; leave it out for this data");
  }
  channels_ = rank == 3 ? static_cast<int>(shape[0]) : 1;
  height_ = static_cast<int>(shape[rank - 2]);
  width_ = static_cast<int>(shape[rank - 1]);
  grid_height_ = (height_ + kSpacing - 1) / kSpacing + 1;
  grid_width_ = (width_ + kSpacing - 1) / kSpacing + 1;

  // σ = 4 pixels on 28×28; scaled so that smoothed uniform draws have the asked deviation.
  const double sigma = std::min(height_, width_) / 7.0 / kSpacing;
  const int radius = std::clamp(static_cast<int>(std::ceil(2.5 * sigma)), 1,
                                std::min(grid_height_, grid_width_) - 1);
  double squares = 0;
  std::vector<double> weights;
  for (int i = -radius; i <= radius; ++i) {
    weights.push_back(bell(i, sigma));
    squares += weights.back() * weights.back();
  }
  const double uniform_deviation = std::sqrt(1.0 / 3.0);  // of a draw from [−1, 1]
  const double gain = std::sqrt(what.elastic / uniform_deviation / squares);
  for (const double w : weights) kernel_.push_back(static_cast<float>(w * gain));
}

std::int64_t Augmenter::scratch_size() const noexcept {
  const std::int64_t maps = std::int64_t{2} * height_ * width_;
  const std::int64_t padded = std::int64_t{height_ + 3} * (width_ + 3);
  const std::int64_t radius = static_cast<std::int64_t>(kernel_.size() / 2);
  const std::int64_t grid = (grid_height_ + 2 * radius) * (grid_width_ + 2 * radius);
  return maps + std::max(padded, 2 * grid);
}

Augmenter::Draw Augmenter::draw(std::uint64_t epoch, std::uint64_t sample) const noexcept {
  Rng rng(key_, stream_of(epoch, sample));
  const auto reach = static_cast<int>(what_.shift);
  const auto whole = [&] {
    return static_cast<int>(rng.below(static_cast<std::uint32_t>(2 * reach + 1))) - reach;
  };
  constexpr double kDegree = 3.14159265358979323846 / 180;
  Draw d{};
  d.dx = whole();
  d.dy = whole();
  d.angle = rng.uniform(-what_.rotate, what_.rotate) * kDegree;
  d.scale = 1 + rng.uniform(-what_.scale, what_.scale);
  d.shear = rng.uniform(-what_.shear, what_.shear) * kDegree;
  d.mirrored = rng.below(2) == 1 && what_.flip > 0;
  return d;
}

template <typename T>
void Augmenter::shift(const T* in, float* out, int dx, int dy) const noexcept {
  const int first = std::clamp(dx, 0, width_);
  const int last = std::clamp(width_ + dx, 0, width_);
  for (int c = 0; c < channels_; ++c) {
    for (int y = 0; y < height_; ++y, out += width_) {
      const int from = y - dy;
      if (from < 0 || from >= height_ || first >= last) {
        std::fill_n(out, width_, 0.0F);
        continue;
      }
      const T* row = in + (std::int64_t{c} * height_ + from) * width_ - dx;
      std::fill(out, out + first, 0.0F);
      for (int x = first; x < last; ++x) out[x] = value_of(row[x]);
      std::fill(out + last, out + width_, 0.0F);
    }
  }
}

// Adds smoothed noise along one axis to the map `from` [H][W].
void Augmenter::add_elastic(float* from, std::uint64_t epoch, std::uint64_t sample, int axis,
                            float* scratch) const noexcept {
  const int taps = static_cast<int>(kernel_.size());
  const int rows = grid_height_ + taps - 1;
  const int columns = grid_width_ + taps - 1;
  float* noise = scratch;                  // [rows][columns], uniform in [−1, 1]
  float* smooth = noise + rows * columns;  // [rows][grid_width], then [grid_height][grid_width]
  const std::uint64_t stream = stream_of(epoch, sample);
  for (int i = 0; i < rows * columns; i += 8) {
    // Both axes count blocks of their own: even and odd.
    const Philox4 words =
        philox(elastic_key_, static_cast<std::uint64_t>(i / 8 * 2 + axis), stream);
    for (int k = 0; k < std::min(8, rows * columns - i); ++k) {
      const std::uint32_t half = words[static_cast<std::size_t>(k / 2)] >> (k % 2 * 16) & 0xffff;
      noise[i + k] = (static_cast<float>(half) + 0.5F) * (1.0F / 32768) - 1;
    }
  }
  for (int y = 0; y < rows; ++y) {
    float* out = smooth + y * grid_width_;
    std::fill_n(out, grid_width_, 0.0F);
    for (int t = 0; t < taps; ++t) {
      const float weight = kernel_[static_cast<std::size_t>(t)];
      const float* in = noise + y * columns + t;
      for (int x = 0; x < grid_width_; ++x) out[x] += weight * in[x];
    }
  }
  float* field = noise;  // [grid_height][grid_width]
  for (int y = 0; y < grid_height_; ++y) {
    float* out = field + y * grid_width_;
    std::fill_n(out, grid_width_, 0.0F);
    for (int t = 0; t < taps; ++t) {
      const float weight = kernel_[static_cast<std::size_t>(t)];
      const float* in = smooth + (y + t) * grid_width_;
      for (int x = 0; x < grid_width_; ++x) out[x] += weight * in[x];
    }
  }
  static_assert(kSpacing == 2);
  for (int y = 0; y < height_; ++y) {
    const float* above = field + y / 2 * grid_width_;
    const float* below = above + y % 2 * grid_width_;
    for (int x = 0; x < width_; ++x) {
      const int a = x / 2, b = a + x % 2;
      from[y * width_ + x] += 0.25F * ((above[a] + above[b]) + (below[a] + below[b]));
    }
  }
}

template <typename T>
void Augmenter::sample_bilinear(const T* in, float* out, const float* from_x, const float* from_y,
                                float* padded) const noexcept {
  // A border of zeros, one before and two after, so that no pixel needs a test.
  const int stride = width_ + 3;
  std::fill_n(padded, stride * (height_ + 3), 0.0F);
  for (int y = 0; y < height_; ++y) {
    float* row = padded + (y + 1) * stride + 1;
    for (int x = 0; x < width_; ++x) row[x] = value_of(in[y * width_ + x]);
  }
  const auto right = static_cast<float>(width_ + 1);
  const auto bottom = static_cast<float>(height_ + 1);
  for (int i = 0; i < height_ * width_; ++i) {
    const float x = std::min(std::max(from_x[i] + 1, 0.0F), right);
    const float y = std::min(std::max(from_y[i] + 1, 0.0F), bottom);
    const int ix = static_cast<int>(x), iy = static_cast<int>(y);
    const float fx = x - static_cast<float>(ix), fy = y - static_cast<float>(iy);
    const float* p = padded + iy * stride + ix;
    const float top = p[0] + fx * (p[1] - p[0]);
    const float low = p[stride] + fx * (p[stride + 1] - p[stride]);
    out[i] = top + fy * (low - top);
  }
}

template <typename T>
void Augmenter::apply_to(const T* in, float* out, std::uint64_t epoch, std::uint64_t sample,
                         float* scratch) const noexcept {
  const Draw d = draw(epoch, sample);
  if (what_.rotate <= 0 && what_.scale <= 0 && what_.shear <= 0 && what_.elastic <= 0) {
    shift(in, out, d.dx, d.dy);
  } else {
    warp(in, out, d, epoch, sample, scratch);
  }
  if (!d.mirrored) return;
  for (float* row = out; row != out + std::int64_t{channels_} * height_ * width_; row += width_) {
    std::reverse(row, row + width_);
  }
}

template <typename T>
void Augmenter::warp(const T* in, float* out, const Draw& d, std::uint64_t epoch,
                     std::uint64_t sample, float* scratch) const noexcept {
  // Where each pixel comes from: (x, y) = R(−angle)/scale · (p − centre − shift), and then
  // (x − y·tan(shear), y) + centre + displacement.
  const int pixels = height_ * width_;
  float* from_x = scratch;
  float* from_y = from_x + pixels;
  float* rest = from_y + pixels;
  const SinCos turn = sin_cos(d.angle);
  const auto c = static_cast<float>(turn.cos / d.scale), s = static_cast<float>(turn.sin / d.scale);
  const SinCos lean = sin_cos(d.shear);
  const auto tangent = static_cast<float>(lean.sin / lean.cos);
  const float centre_x = 0.5F * static_cast<float>(width_ - 1);
  const float centre_y = 0.5F * static_cast<float>(height_ - 1);
  for (int y = 0; y < height_; ++y) {
    const float v = static_cast<float>(y - d.dy) - centre_y;
    const float x0 = s * v + centre_x, y0 = c * v + centre_y;
    for (int x = 0; x < width_; ++x) {
      const float u = static_cast<float>(x - d.dx) - centre_x;
      const float down = y0 - s * u;
      from_x[y * width_ + x] = c * u + x0 - tangent * (down - centre_y);
      from_y[y * width_ + x] = down;
    }
  }
  if (what_.elastic > 0) {
    add_elastic(from_x, epoch, sample, 0, rest);
    add_elastic(from_y, epoch, sample, 1, rest);
  }
  for (int k = 0; k < channels_; ++k) {
    sample_bilinear(in + std::int64_t{k} * pixels, out + std::int64_t{k} * pixels, from_x, from_y,
                    rest);
  }
}

void Augmenter::apply(const std::uint8_t* in, float* out, std::uint64_t epoch, std::uint64_t sample,
                      float* scratch) const noexcept {
  apply_to(in, out, epoch, sample, scratch);
}

void Augmenter::apply(const float* in, float* out, std::uint64_t epoch, std::uint64_t sample,
                      float* scratch) const noexcept {
  apply_to(in, out, epoch, sample, scratch);
}

}  // namespace glia
