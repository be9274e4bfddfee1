#pragma once
#include "kernels/reference/numbers.h"

namespace glia::reference {

// z = W·x + b; W is [out][in].
inline Numbers dense(const Numbers& weight, const Numbers& bias, const Numbers& x) {
  Numbers z = bias;
  for (std::size_t o = 0; o < z.size(); ++o) {
    for (std::size_t i = 0; i < x.size(); ++i) z[o] += weight[o * x.size() + i] * x[i];
  }
  return z;
}

// C = A·B; A is [rows][depth], B is [depth][columns].
inline Numbers matmul(const Numbers& a, const Numbers& b, std::size_t rows, std::size_t depth,
                      std::size_t columns) {
  Numbers c(rows * columns, 0.0);
  for (std::size_t m = 0; m < rows; ++m) {
    for (std::size_t k = 0; k < depth; ++k) {
      for (std::size_t n = 0; n < columns; ++n) {
        c[m * columns + n] += a[m * depth + k] * b[k * columns + n];
      }
    }
  }
  return c;
}

// G = Aᵀ·D; A is [samples][rows], D is [samples][columns]. Frames count as samples.
inline Numbers outer(const Numbers& a, const Numbers& d, std::size_t samples, std::size_t rows,
                     std::size_t columns) {
  Numbers g(rows * columns, 0.0);
  for (std::size_t s = 0; s < samples; ++s) {
    for (std::size_t i = 0; i < rows; ++i) {
      for (std::size_t o = 0; o < columns; ++o) {
        g[i * columns + o] += a[s * rows + i] * d[s * columns + o];
      }
    }
  }
  return g;
}

}  // namespace glia::reference
