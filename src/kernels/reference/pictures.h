#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>

#include "kernels/reference/numbers.h"

namespace glia::reference {

// A picture is [channels][height][width].
struct Picture {
  std::int64_t channels = 0, height = 0, width = 0;
  std::size_t at(std::int64_t c, std::int64_t y, std::int64_t x) const {
    return static_cast<std::size_t>((c * height + y) * width + x);
  }
};

// z[o][y][x] = b[o] + Σ W[o][c][ky][kx]·x[c][y·stride + ky − padding][x·stride + kx − padding]
inline Numbers conv2d(const Numbers& weight, const Numbers& bias, const Numbers& x, Picture in,
                      std::int64_t kernel, std::int64_t stride, std::int64_t padding) {
  const Picture out{static_cast<std::int64_t>(bias.size()),
                    (in.height + 2 * padding - kernel) / stride + 1,
                    (in.width + 2 * padding - kernel) / stride + 1};
  Numbers z(static_cast<std::size_t>(out.channels * out.height * out.width));
  for (std::int64_t o = 0; o < out.channels; ++o) {
    for (std::int64_t i = 0; i < out.height; ++i) {
      for (std::int64_t j = 0; j < out.width; ++j) {
        double sum = bias[static_cast<std::size_t>(o)];
        for (std::int64_t c = 0; c < in.channels; ++c) {
          for (std::int64_t ky = 0; ky < kernel; ++ky) {
            for (std::int64_t kx = 0; kx < kernel; ++kx) {
              const std::int64_t y = i * stride + ky - padding, w = j * stride + kx - padding;
              if (y < 0 || y >= in.height || w < 0 || w >= in.width) continue;
              const std::int64_t tap = ((o * in.channels + c) * kernel + ky) * kernel + kx;
              sum += weight[static_cast<std::size_t>(tap)] * x[in.at(c, y, w)];
            }
          }
        }
        z[out.at(o, i, j)] = sum;
      }
    }
  }
  return z;
}

// y[c][i][j] = meet(the window of x[c]), where meet() takes its numbers.
template <typename Meet>
Numbers pool(const Numbers& x, Picture in, std::int64_t high, std::int64_t wide,
             std::int64_t stride, Meet&& meet) {
  Numbers y;
  for (std::int64_t c = 0; c < in.channels; ++c) {
    for (std::int64_t i = 0; i + high <= in.height; i += stride) {
      for (std::int64_t j = 0; j + wide <= in.width; j += stride) {
        Numbers window;
        for (std::int64_t ky = 0; ky < high; ++ky) {
          for (std::int64_t kx = 0; kx < wide; ++kx) window.push_back(x[in.at(c, i + ky, j + kx)]);
        }
        y.push_back(meet(window));
      }
    }
  }
  return y;
}

inline double largest(const Numbers& x) { return *std::max_element(x.begin(), x.end()); }
inline double average(const Numbers& x) {
  double sum = 0;
  for (const double number : x) sum += number;
  return sum / static_cast<double>(x.size());
}

// y = scale·(x − mean)/√(variance + ε) + shift, channel by channel.
inline Numbers normalise(const Numbers& x, const Numbers& scale, const Numbers& shift,
                         const Numbers& mean, const Numbers& variance, double epsilon) {
  Numbers y(x.size());
  const std::size_t pixels = x.size() / scale.size();
  for (std::size_t i = 0; i < x.size(); ++i) {
    const std::size_t c = i / pixels;
    y[i] = scale[c] * (x[i] - mean[c]) / std::sqrt(variance[c] + epsilon) + shift[c];
  }
  return y;
}

}  // namespace glia::reference
