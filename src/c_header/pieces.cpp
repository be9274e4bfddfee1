#include "c_header/pieces.h"

#include <cstdlib>
#include <vector>

namespace glia::headers {
namespace {

struct Piece {
  const char* name;
  std::vector<const char*> needs;
  const char* text;
};

// TYPE is the kind of numbers that a piece is asked for with.
const Piece all_pieces[] = {
    {"exp", {}, R"(
/* e^x = 2^k * e^r with k whole and |r| <= ln(2)/2; e^r - 1 by its series to r^7, which is off by
   less than r^8/8! < 6e-9. Gives e^r - 1 and writes 2^k. */
static inline float @exp_part(float x, float *power) {
  union { int32_t bits; float number; } two;
  const float turns = x * 1.44269504f;
  const int32_t k = (int32_t)(turns + (x < 0 ? -0.5f : 0.5f));
  const float high = x - (float)k * 0.693359375f;      /* 355/512, exact for every k */
  const float r = high + (float)k * 2.12194440e-4f;    /* 355/512 - ln(2) */
  two.bits = (k + 127) * 8388608;
  *power = two.number;
  return r * (1 + r * (0.5f + r * (1.66666667e-1f + r * (4.16666667e-2f + r * (8.33333333e-3f +
         r * (1.38888889e-3f + r * 1.98412698e-4f))))));
}

/* Relative error below 3e-7 from -87 to 88, and held there. */
static inline float @exp(float x) {
  float power;
  const float held = x < -87 ? -87 : x > 88 ? 88 : x;
  const float part = @exp_part(held, &power);
  return power + power * part;
}
)"},
    {"sigmoid", {"exp"}, R"(
/* 1/(1 + e^-x), relative error below 5e-7 from -87 up. */
static inline float @sigmoid(float x) { return 1 / (1 + @exp(-x)); }
)"},
    {"tanh", {"exp"}, R"(
/* (e^2x - 1)/(e^2x + 1), relative error below 5e-7: near 0, too, since e^2x - 1 is never the
   difference of two numbers near 1. */
static inline float @tanh(float x) {
  float power;
  const float held = x < -9.5f ? -9.5f : x > 9.5f ? 9.5f : x;
  const float part = @exp_part(2 * held, &power);
  const float less_one = power * part + (power - 1);
  return less_one / (less_one + 2);
}
)"},
    {"gelu", {"exp"}, R"(
/* x * Phi(x), absolute error below 3e-6. Phi(x) = 1/2 + phi(x)(x + x^3/3 + x^5/15 + ...), every
   term the one before it times x^2/(2n + 1); beyond 5.5 it is 0 or 1. */
static inline float @gelu(float x) {
  float term = x, sum = x;
  int32_t n;
  if (x < -5.5f) return 0;
  if (x > 5.5f) return x;
  for (n = 3; n < 127 && term * term >= 1e-16f * sum * sum; n += 2) {
    term *= x * x / (float)n;
    sum += term;
  }
  return x * (0.5f + 0.398942280f * @exp(-0.5f * x * x) * sum);
}
)"},
    {"relu", {}, R"(
static inline float @relu(float x) { return x > 0 ? x : 0; }
)"},
    {"softmax", {"exp"}, R"(
static inline void @softmax(const float *z, float *y, int32_t n) {
  float most = z[0], sum = 0;
  int32_t i;
  for (i = 1; i < n; ++i) most = z[i] > most ? z[i] : most;
  for (i = 0; i < n; ++i) {
    const float power = z[i] - most < -87 ? 0 : @exp(z[i] - most);
    y[i] = power;
    sum += power;
  }
  for (i = 0; i < n; ++i) y[i] /= sum;
}
)"},
    {"layer_norm", {}, R"(
/* 1/sqrt(v) for v > 0, relative error below 3e-7: by Newton's y(3 - v*y^2)/2 from a power of 2. */
static inline float @inverse_root(float v) {
  union { float number; int32_t bits; } start;
  int32_t i;
  start.number = v;
  start.bits = (127 + 63 - (start.bits / 8388608) / 2) * 8388608; /* v*y^2 is below 2 */
  for (i = 0; i < 7; ++i) start.number *= 1.5f - 0.5f * v * start.number * start.number;
  return start.number;
}

static inline void @layer_norm(const float *gain, const float *bias, float epsilon, int32_t rows,
                               int32_t width, const float *x, float *y) {
  int32_t row, i;
  for (row = 0; row < rows; ++row, x += width, y += width) {
    float mean = 0, squares = 0, scale;
    for (i = 0; i < width; ++i) mean += x[i];
    mean /= (float)width;
    for (i = 0; i < width; ++i) squares += (x[i] - mean) * (x[i] - mean);
    scale = @inverse_root(squares / (float)width + epsilon);
    for (i = 0; i < width; ++i) y[i] = gain[i] * (x[i] - mean) * scale + bias[i];
  }
}
)"},
    {"dot float", {}, R"(
static inline float @dot_float(const float *w, const float *x, int32_t n) {
  float sum[8] = {0};
  int32_t i, lane;
  for (i = 0; i + 8 <= n; i += 8) {
    for (lane = 0; lane < 8; ++lane) sum[lane] += w[i + lane] * x[i + lane];
  }
  for (; i < n; ++i) sum[0] += w[i] * x[i];
  return ((sum[0] + sum[1]) + (sum[2] + sum[3])) + ((sum[4] + sum[5]) + (sum[6] + sum[7]));
}
)"},
    {"dense float", {"dot float"}, R"(
static inline void @dense_float(const float *w, const float *bias, int32_t inputs, int32_t outputs,
                                const float *x, float *y) {
  int32_t o;
  for (o = 0; o < outputs; ++o) y[o] = bias[o] + @dot_float(w + o * inputs, x, inputs);
}
)"},
    {"window", {}, R"(
/* Which of n places, stride apart, meet a tap that lies at `first` when the place is 0. */
static inline int32_t @begin(int32_t first, int32_t stride) {
  return first < 0 ? (stride - 1 - first) / stride : 0;
}
static inline int32_t @end(int32_t first, int32_t stride, int32_t n, int32_t width) {
  const int32_t end = first < width ? (width - 1 - first) / stride + 1 : 0;
  return end < n ? end : n;
}
)"},
    {"conv float", {"window"}, R"(
static inline void @conv_float(const float *w, const float *bias, int32_t channels, int32_t height,
                               int32_t width, int32_t filters, int32_t high, int32_t wide,
                               int32_t kernel, int32_t stride, int32_t padding, const float *x,
                               float *y) {
  int32_t o, row, c, ky, kx, j;
  for (o = 0; o < filters; ++o) {
    for (row = 0; row < high; ++row, y += wide) {
      const float *tap = w + o * channels * kernel * kernel;
      for (j = 0; j < wide; ++j) y[j] = bias[o];
      for (c = 0; c < channels; ++c) {
        for (ky = 0; ky < kernel; ++ky, tap += kernel) {
          const int32_t at = row * stride + ky - padding;
          const float *line = x + c * height * width;
          if (at < 0 || at >= height) continue;
          line += at * width;
          for (kx = 0; kx < kernel; ++kx) {
            const int32_t end = @end(kx - padding, stride, wide, width);
            for (j = @begin(kx - padding, stride); j < end; ++j) {
              y[j] += tap[kx] * line[kx - padding + j * stride];
            }
          }
        }
      }
    }
  }
}
)"},
    {"channels float", {}, R"(
static inline void @channels_float(const float *w, const float *bias, int32_t channels, int32_t n,
                                   const float *x, float *y) {
  int32_t c, i;
  for (c = 0; c < channels; ++c) {
    for (i = c * n; i < (c + 1) * n; ++i) y[i] = w[c] * x[i] + bias[c];
  }
}
)"},
    {"max_pool TYPE", {}, R"(
static inline void @max_pool_TYPE(int32_t channels, int32_t height, int32_t width, int32_t rows,
                                  int32_t columns, int32_t high, int32_t wide, int32_t stride,
                                  const TYPE *x, TYPE *y) {
  int32_t c, row, column, i, j;
  for (c = 0; c < channels; ++c, x += height * width) {
    for (row = 0; row < rows; ++row) {
      for (column = 0; column < columns; ++column) {
        const TYPE *window = x + (row * width + column) * stride;
        TYPE most = window[0];
        for (i = 0; i < high; ++i, window += width) {
          for (j = 0; j < wide; ++j) most = window[j] > most ? window[j] : most;
        }
        *y++ = most;
      }
    }
  }
}
)"},
    {"average_pool float", {}, R"(
static inline void @average_pool_float(int32_t channels, int32_t height, int32_t width,
                                       int32_t rows, int32_t columns, int32_t high, int32_t wide,
                                       int32_t stride, const float *x, float *y) {
  int32_t c, row, column, i, j;
  for (c = 0; c < channels; ++c, x += height * width) {
    for (row = 0; row < rows; ++row) {
      for (column = 0; column < columns; ++column) {
        const float *window = x + (row * width + column) * stride;
        float sum = 0;
        for (i = 0; i < high; ++i, window += width) {
          for (j = 0; j < wide; ++j) sum += window[j];
        }
        *y++ = sum / (float)(high * wide);
      }
    }
  }
}
)"},
    {"narrow", {}, R"(
/* sum * multiplier / 2^shift, to the nearest whole number, held between low and high. */
static inline int32_t @narrow(int64_t product, int32_t shift, int32_t low, int32_t high) {
  const int64_t half = product + ((int64_t)1 << (shift - 1));
  const int64_t whole = half >= 0 ? half >> shift : ~(~half >> shift);
  return whole < low ? low : whole > high ? high : (int32_t)whole;
}
)"},
    {"quantize", {}, R"(
static inline void @quantize(const float *x, float scale, int32_t low, int32_t high, int32_t n,
                             uint8_t *y) {
  int32_t i;
  for (i = 0; i < n; ++i) {
    const float many = x[i] * scale;
    const float near = many < 0 ? many - 0.5f : many + 0.5f;
    const int32_t held = near <= (float)low ? low : near >= (float)high ? high : (int32_t)near;
    y[i] = (uint8_t)held;
  }
}
)"},
    {"dequantize TYPE", {}, R"(
static inline void @dequantize_TYPE(const TYPE *x, float scale, int32_t n, float *y) {
  int32_t i;
  for (i = 0; i < n; ++i) y[i] = (float)x[i] * scale;
}
)"},
    {"dot TYPE", {}, R"(
static inline int32_t @dot_TYPE(const int8_t *w, const TYPE *x, int32_t n) {
  int32_t sum = 0, i;
  for (i = 0; i < n; ++i) sum += w[i] * x[i];
  return sum;
}
)"},
    {"dense TYPE", {"dot TYPE", "narrow"}, R"(
static inline void @dense_TYPE(const int8_t *w, const int32_t *bias, const int32_t *multiplier,
                               int32_t shift, int32_t low, int32_t high, int32_t inputs,
                               int32_t outputs, const TYPE *x, uint8_t *y) {
  int32_t o;
  for (o = 0; o < outputs; ++o) {
    const int32_t sum = bias[o] + @dot_TYPE(w + o * inputs, x, inputs);
    y[o] = (uint8_t)@narrow((int64_t)sum * multiplier[o], shift, low, high);
  }
}
)"},
    {"dense to float TYPE", {"dot TYPE"}, R"(
static inline void @dense_to_float_TYPE(const int8_t *w, const int32_t *bias, const float *scale,
                                        int32_t inputs, int32_t outputs, const TYPE *x, float *y) {
  int32_t o;
  for (o = 0; o < outputs; ++o) {
    y[o] = (float)(bias[o] + @dot_TYPE(w + o * inputs, x, inputs)) * scale[o];
  }
}
)"},
    {"conv row TYPE", {"window"}, R"(
static inline void @conv_row_TYPE(const int8_t *w, int32_t bias, int32_t row, int32_t channels,
                                  int32_t height, int32_t width, int32_t wide, int32_t kernel,
                                  int32_t stride, int32_t padding, const TYPE *x, int32_t *sum) {
  int32_t c, ky, kx, j;
  for (j = 0; j < wide; ++j) sum[j] = bias;
  for (c = 0; c < channels; ++c) {
    for (ky = 0; ky < kernel; ++ky, w += kernel) {
      const int32_t at = row * stride + ky - padding;
      const TYPE *line = x + c * height * width;
      if (at < 0 || at >= height) continue;
      line += at * width;
      for (kx = 0; kx < kernel; ++kx) {
        const int32_t end = @end(kx - padding, stride, wide, width);
        for (j = @begin(kx - padding, stride); j < end; ++j) {
          sum[j] += w[kx] * line[kx - padding + j * stride];
        }
      }
    }
  }
}
)"},
    {"conv TYPE", {"conv row TYPE", "narrow"}, R"(
static inline void @conv_TYPE(const int8_t *w, const int32_t *bias, const int32_t *multiplier,
                              int32_t shift, int32_t low, int32_t most, int32_t channels,
                              int32_t height, int32_t width, int32_t filters, int32_t high,
                              int32_t wide, int32_t kernel, int32_t stride, int32_t padding,
                              const TYPE *x, uint8_t *y) {
  int32_t sum[WIDEST], o, row, j;
  for (o = 0; o < filters; ++o, w += channels * kernel * kernel) {
    for (row = 0; row < high; ++row, y += wide) {
      @conv_row_TYPE(w, bias[o], row, channels, height, width, wide, kernel, stride, padding, x,
                     sum);
      for (j = 0; j < wide; ++j) {
        y[j] = (uint8_t)@narrow((int64_t)sum[j] * multiplier[o], shift, low, most);
      }
    }
  }
}
)"},
    {"conv to float TYPE", {"conv row TYPE"}, R"(
static inline void @conv_to_float_TYPE(const int8_t *w, const int32_t *bias, const float *scale,
                                       int32_t channels, int32_t height, int32_t width,
                                       int32_t filters, int32_t high, int32_t wide, int32_t kernel,
                                       int32_t stride, int32_t padding, const TYPE *x, float *y) {
  int32_t sum[WIDEST], o, row, j;
  for (o = 0; o < filters; ++o, w += channels * kernel * kernel) {
    for (row = 0; row < high; ++row, y += wide) {
      @conv_row_TYPE(w, bias[o], row, channels, height, width, wide, kernel, stride, padding, x,
                     sum);
      for (j = 0; j < wide; ++j) y[j] = (float)sum[j] * scale[o];
    }
  }
}
)"},
    {"channels TYPE", {"narrow"}, R"(
static inline void @channels_TYPE(const int8_t *w, const int32_t *bias, const int32_t *multiplier,
                                  int32_t shift, int32_t low, int32_t high, int32_t channels,
                                  int32_t n, const TYPE *x, uint8_t *y) {
  int32_t c, i;
  for (c = 0; c < channels; ++c) {
    for (i = c * n; i < (c + 1) * n; ++i) {
      const int32_t sum = w[c] * x[i] + bias[c];
      y[i] = (uint8_t)@narrow((int64_t)sum * multiplier[c], shift, low, high);
    }
  }
}
)"},
    {"channels to float TYPE", {}, R"(
static inline void @channels_to_float_TYPE(const int8_t *w, const int32_t *bias, const float *scale,
                                           int32_t channels, int32_t n, const TYPE *x, float *y) {
  int32_t c, i;
  for (c = 0; c < channels; ++c) {
    for (i = c * n; i < (c + 1) * n; ++i) y[i] = (float)(w[c] * x[i] + bias[c]) * scale[c];
  }
}
)"},
    {"average_pool TYPE", {"narrow"}, R"(
static inline void @average_pool_TYPE(int32_t multiplier, int32_t shift, int32_t low, int32_t most,
                                      int32_t channels, int32_t height, int32_t width, int32_t rows,
                                      int32_t columns, int32_t high, int32_t wide, int32_t stride,
                                      const TYPE *x, uint8_t *y) {
  int32_t c, row, column, i, j;
  for (c = 0; c < channels; ++c, x += height * width) {
    for (row = 0; row < rows; ++row) {
      for (column = 0; column < columns; ++column) {
        const TYPE *window = x + (row * width + column) * stride;
        int32_t sum = 0;
        for (i = 0; i < high; ++i, window += width) {
          for (j = 0; j < wide; ++j) sum += window[j];
        }
        *y++ = (uint8_t)@narrow((int64_t)sum * multiplier, shift, low, most);
      }
    }
  }
}
)"},
    {"gates", {"sigmoid", "tanh"}, R"(
/* Four quarters of z: input gate, forget gate, candidate, output gate. */
static inline void @gates(const float *z, int32_t units, float *cell, float *hidden) {
  int32_t j;
  for (j = 0; j < units; ++j) {
    const float kept = @sigmoid(z[units + j]) * cell[j];
    const float added = @sigmoid(z[j]) * @tanh(z[2 * units + j]);
    cell[j] = kept + added;
    hidden[j] = @sigmoid(z[3 * units + j]) * @tanh(cell[j]);
  }
}
)"},
    {"sums float", {}, R"(
/* z = bias + W*x + U*h, the weights of one input after those of another. */
static inline void @sums_float(const float *w, const float *u, const float *bias, int32_t features,
                               int32_t units, int32_t n, const float *x, const float *hidden,
                               float *z) {
  int32_t i, j;
  for (j = 0; j < n; ++j) z[j] = bias[j];
  for (i = 0; i < features; ++i, w += n) {
    for (j = 0; j < n; ++j) z[j] += w[j] * x[i];
  }
  for (i = 0; i < units; ++i, u += n) {
    for (j = 0; j < n; ++j) z[j] += u[j] * hidden[i];
  }
}
)"},
    {"sums int8_t", {}, R"(
/* z = bias + scale*(W*x + U*h), the weights of one input after those of another. */
static inline void @sums_int8_t(const int8_t *w, const int8_t *u, const float *scale,
                                const float *bias, int32_t features, int32_t units, int32_t n,
                                const float *x, const float *hidden, float *z) {
  int32_t i, j;
  for (j = 0; j < n; ++j) z[j] = 0;
  for (i = 0; i < features; ++i, w += n) {
    for (j = 0; j < n; ++j) z[j] += (float)w[j] * x[i];
  }
  for (i = 0; i < units; ++i, u += n) {
    for (j = 0; j < n; ++j) z[j] += (float)u[j] * hidden[i];
  }
  for (j = 0; j < n; ++j) z[j] = bias[j] + scale[j] * z[j];
}
)"},
};

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  for (std::size_t at = 0; (at = text.find(what, at)) != text.npos; at += with.size()) {
    text.replace(at, what.size(), with);
  }
  return text;
}

constexpr const char* kTypes[] = {"", "float", "uint8_t", "int8_t"};

struct Found {
  const Piece* piece = nullptr;
  std::string type;
};

// A piece of that name, or the one of any type.
Found find_piece(const std::string& name) {
  for (const Piece& piece : all_pieces) {
    if (piece.name == name) return {&piece, ""};
  }
  for (const Piece& piece : all_pieces) {
    for (const char* type : kTypes) {
      if (replaced(piece.name, "TYPE", type) == name) return {&piece, type};
    }
  }
  std::abort();  // emit.cpp asked for what is not there
}

void gather(const std::string& name, std::set<std::string>& names) {
  if (!names.insert(name).second) return;
  const Found found = find_piece(name);
  for (const char* need : found.piece->needs) gather(replaced(need, "TYPE", found.type), names);
}

}  // namespace

std::string Pieces::text(int widest_row) const {
  std::set<std::string> names;
  for (const std::string& name : needed_) gather(name, names);
  std::string text;
  for (const Piece& piece : all_pieces) {
    for (const char* type : kTypes) {
      const std::string name = replaced(piece.name, "TYPE", type);
      if (!names.erase(name) || find_piece(name).piece != &piece) continue;
      text += replaced(replaced(piece.text, "TYPE", type), "WIDEST", std::to_string(widest_row));
    }
  }
  return text;
}

}  // namespace glia::headers
