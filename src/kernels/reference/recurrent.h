#pragma once
#include <algorithm>
#include <cmath>
#include <string_view>

#include "kernels/reference/maps.h"
#include "kernels/reference/numbers.h"

namespace glia::reference {

// One frame: z holds the pre-activations of the gates i, f, g, o and becomes the gates.
struct LstmState {
  Numbers cell, hidden;
};

inline LstmState lstm_cell(Numbers& z, const Numbers& cell_before) {
  const std::size_t units = cell_before.size();
  LstmState now{Numbers(units), Numbers(units)};
  for (std::size_t j = 0; j < units; ++j) {
    double &i = z[j], &f = z[units + j], &g = z[2 * units + j], &o = z[3 * units + j];
    i = sigmoid(i), f = sigmoid(f), g = std::tanh(g), o = sigmoid(o);
    now.cell[j] = f * cell_before[j] + i * g;
    now.hidden[j] = o * std::tanh(now.cell[j]);
  }
  return now;
}

// Frames up to the last number that is not zero, at least one.
inline std::size_t lstm_length(const Numbers& x, std::size_t features) {
  std::size_t n = x.size();
  while (n > 0 && x[n - 1] == 0) --n;
  return std::max<std::size_t>(1, (n + features - 1) / features);
}

// Parameters W [S·H][F], U [S·H][H], b [S·H] of a cell with S sums a unit, and the same again for
// the direction from the end. The cell makes one frame's state of its sums and of the state before.
template <typename Cell>
Numbers recurrent(const Numbers& x, const std::vector<Numbers>& params, std::string_view output,
                  std::size_t sums, const Cell& cell) {
  const std::size_t units = params[2].size() / sums, features = params[0].size() / (sums * units);
  const std::size_t directions = params.size() / 3, width = directions * units;
  const std::size_t frames = x.size() / features, length = lstm_length(x, features);
  Numbers sequence(frames * width), last(width), mean(width);
  for (std::size_t d = 0; d < directions; ++d) {
    const Numbers &w = params[3 * d], &u = params[3 * d + 1], &b = params[3 * d + 2];
    LstmState now{Numbers(units), Numbers(units)};
    for (std::size_t k = 0; k < length; ++k) {
      const std::size_t t = d == 0 ? k : length - 1 - k;
      Numbers z = b;
      for (std::size_t o = 0; o < z.size(); ++o) {
        for (std::size_t i = 0; i < features; ++i)
          z[o] += w[o * features + i] * x[t * features + i];
        for (std::size_t i = 0; i < units; ++i) z[o] += u[o * units + i] * now.hidden[i];
      }
      now = cell(z, now.cell);
      for (std::size_t j = 0; j < units; ++j) {
        sequence[t * width + d * units + j] = last[d * units + j] = now.hidden[j];
        mean[d * units + j] += now.hidden[j] / static_cast<double>(length);
      }
    }
  }
  return output == "sequence" ? sequence : output == "last" ? last : mean;
}

inline Numbers lstm(const Numbers& x, const std::vector<Numbers>& params, std::string_view output) {
  return recurrent(x, params, output, 4, lstm_cell);
}

inline Numbers rnn(const Numbers& x, const std::vector<Numbers>& params, std::string_view output) {
  return recurrent(x, params, output, 1, [](const Numbers& z, const Numbers& cell) {
    LstmState now{cell, z};
    for (double& h : now.hidden) h = std::tanh(h);
    return now;
  });
}

// gain·(x−μ)/√(σ²+ε) + bias of each row; a row of zeros stays zero.
// A row of zeros is padding here, and stays zero.
inline Numbers layer_norm(const Numbers& x, const Numbers& gain, const Numbers& bias,
                          double epsilon = 1e-5) {
  const std::size_t width = gain.size();
  Numbers y(x.size());
  for (std::size_t r = 0; r < x.size(); r += width) {
    double mean = 0, variance = 0;
    bool any = false;
    for (std::size_t j = 0; j < width; ++j) {
      mean += x[r + j] / static_cast<double>(width);
      any = any || x[r + j] != 0;
    }
    if (!any) continue;
    for (std::size_t j = 0; j < width; ++j) {
      variance += (x[r + j] - mean) * (x[r + j] - mean) / static_cast<double>(width);
    }
    for (std::size_t j = 0; j < width; ++j) {
      y[r + j] = gain[j] * (x[r + j] - mean) / std::sqrt(variance + epsilon) + bias[j];
    }
  }
  return y;
}

}  // namespace glia::reference
