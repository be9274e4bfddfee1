#include "c_header/reference.h"

#include <algorithm>
#include <cmath>

#include "c_header/integers.h"
#include "glia/error.h"

namespace glia::headers {
namespace {

using Floats = std::vector<float>;
using Integers = std::vector<std::int32_t>;

std::int32_t narrow(std::int64_t product, int shift, Number number) {
  const std::int64_t half = product + (std::int64_t{1} << (shift - 1));
  const std::int64_t whole = half >= 0 ? half >> shift : ~(~half >> shift);
  return static_cast<std::int32_t>(std::clamp<std::int64_t>(whole, least(number), most(number)));
}

class Run {
 public:
  explicit Run(const Program& program)
      : program_(program),
        floats_(program.values.size()),
        integers_(program.values.size()),
        hidden_(program.steps.size()),
        cell_(program.steps.size()) {
    for (std::size_t v = 0; v < program.values.size(); ++v) {
      const auto size = static_cast<std::size_t>(program.values[v].size);
      floats_[v].resize(size);
      integers_[v].resize(size);
    }
    for (std::size_t s = 0; s < program.steps.size(); ++s) {
      const auto units = static_cast<std::size_t>(program.steps[s].recurrence.units);
      hidden_[s].resize(units);
      cell_[s].resize(units);
    }
  }

  void operator()(std::span<const float> input, std::span<float> output, std::int64_t frames) {
    if (!program_.frames) {
      std::ranges::copy(input, floats_[index(program_.input)].begin());
      steps(false);
      std::ranges::copy(floats_[index(program_.output)], output.begin());
      return;
    }
    const std::size_t each = floats_[index(program_.input)].size();
    const std::size_t answer = floats_[index(program_.output)].size();
    frames_ = frames;
    for (std::int64_t t = 0; t < frames; ++t) {
      const auto at = static_cast<std::size_t>(t);
      std::ranges::copy(input.subspan(at * each, each), floats_[index(program_.input)].begin());
      steps(true);
      if (!program_.answers_frames) continue;
      std::ranges::copy(floats_[index(program_.output)],
                        output.begin() + static_cast<std::ptrdiff_t>(at * answer));
    }
    if (program_.answers_frames) return;
    steps(false);
    std::ranges::copy(floats_[index(program_.output)], output.begin());
  }

 private:
  static std::size_t index(std::int64_t i) { return static_cast<std::size_t>(i); }
  const Value& value(int v) const { return program_.values[index(v)]; }

  void steps(bool each_frame) {
    for (std::size_t s = 0; s < program_.steps.size(); ++s) {
      if (program_.steps[s].each_frame == each_frame) step(program_.steps[s], s);
    }
  }

  void step(const Step& step, std::size_t number) {
    const Floats& x = floats_[index(step.in[0])];
    const Integers& q = integers_[index(step.in[0])];
    Floats& y = floats_[index(step.out)];
    Integers& p = integers_[index(step.out)];
    const Value& in = value(step.in[0]);
    const Value& out = value(step.out);
    switch (step.kind) {
      case Kind::quantize:
        for (std::size_t i = 0; i < p.size(); ++i) p[i] = quantized(x[i], out);
        return;
      case Kind::dequantize:
        for (std::size_t i = 0; i < y.size(); ++i) {
          y[i] = static_cast<float>(q[i]) * static_cast<float>(in.scale);
        }
        return;
      case Kind::copy:
        y = x;
        return;
      case Kind::mean:
        for (std::size_t i = 0; i < y.size(); ++i) y[i] = x[i] / static_cast<float>(frames_);
        return;
      case Kind::map:
        for (std::size_t i = 0; i < y.size(); ++i) {
          y[i] = static_cast<float>(mapped(step.function, step.parameter, double{x[i]}));
        }
        return;
      case Kind::table:
        for (std::size_t i = 0; i < p.size(); ++i) {
          const int bits = step.table[static_cast<std::uint8_t>(q[i])];
          p[i] = out.number == Number::int8 ? static_cast<std::int8_t>(bits) : bits;
        }
        return;
      case Kind::add:
        for (std::size_t i = 0; i < p.size(); ++i) {
          p[i] = narrow(std::int64_t{q[i]} * step.multiplier[0] +
                            std::int64_t{integers_[index(step.in[1])][i]} * step.multiplier[1],
                        step.shift, out.number);
        }
        return;
      case Kind::softmax:
        return softmax(x, y);
      case Kind::layer_norm:
        return layer_norm(step, x, y);
      case Kind::recurrent:
        return recurrent(step, number, x, y);
      case Kind::max_pool:
      case Kind::average_pool:
        return pool(step, q, p);
      case Kind::dense:
      case Kind::conv:
      case Kind::channels:
        return layer(step, q);
    }
  }

  static std::int32_t quantized(float x, const Value& as) {
    const float many = x * static_cast<float>(1 / as.scale);
    const float near = many < 0 ? many - 0.5F : many + 0.5F;
    const int low = least(as.number), high = most(as.number);
    if (near <= static_cast<float>(low)) return low;
    return near >= static_cast<float>(high) ? high : static_cast<std::int32_t>(near);
  }

  // The sum of number i of channel c goes on.
  void give(const Step& step, std::size_t c, std::size_t i, std::int32_t sum) {
    const Value& out = value(step.out);
    if (out.number == Number::float32) {
      floats_[index(step.out)][i] = static_cast<float>(sum) * step.scale[c];
    } else {
      integers_[index(step.out)][i] =
          narrow(std::int64_t{sum} * step.multiplier[c], step.shift, out.number);
    }
  }

  void layer(const Step& step, const Integers& q) {
    const std::size_t channels = step.bias32.size();
    const std::size_t outputs = index(value(step.out).size) / channels;
    for (std::size_t c = 0; c < channels; ++c) {
      for (std::size_t i = 0; i < outputs; ++i) {
        const std::int32_t sum = step.bias32[c] + sum_of(step, q, c, i);
        give(step, c, c * outputs + i, sum);
      }
    }
  }

  static std::int32_t sum_of(const Step& step, const Integers& q, std::size_t c, std::size_t i) {
    if (step.kind == Kind::conv) return conv_sum(step, q, c, i);
    if (step.kind == Kind::channels) return step.weight8[c] * q[c * index(step.height) + i];
    std::int32_t sum = 0;
    for (std::size_t k = 0; k < q.size(); ++k) sum += step.weight8[c * q.size() + k] * q[k];
    return sum;
  }

  static std::int32_t conv_sum(const Step& step, const Integers& q, std::size_t o, std::size_t i) {
    const std::int64_t row = static_cast<std::int64_t>(i) / step.out_width;
    const std::int64_t column = static_cast<std::int64_t>(i) % step.out_width;
    const std::int8_t* w = step.weight8.data() + index(step.channels * step.high * step.wide) * o;
    std::int32_t sum = 0;
    for (std::int64_t c = 0; c < step.channels; ++c) {
      for (std::int64_t ky = 0; ky < step.high; ++ky) {
        for (std::int64_t kx = 0; kx < step.wide; ++kx, ++w) {
          const std::int64_t y = row * step.stride + ky - step.padding;
          const std::int64_t x = column * step.stride + kx - step.padding;
          if (y < 0 || y >= step.height || x < 0 || x >= step.width) continue;
          sum += *w * q[index((c * step.height + y) * step.width + x)];
        }
      }
    }
    return sum;
  }

  void pool(const Step& step, const Integers& q, Integers& p) const {
    std::size_t at = 0;
    for (std::int64_t c = 0; c < step.channels; ++c) {
      for (std::int64_t row = 0; row < step.out_height; ++row) {
        for (std::int64_t column = 0; column < step.out_width; ++column) {
          std::int32_t sum = 0, largest = -128;
          for (std::int64_t i = 0; i < step.high; ++i) {
            for (std::int64_t j = 0; j < step.wide; ++j) {
              const std::int64_t y = row * step.stride + i, x = column * step.stride + j;
              const std::int32_t number = q[index((c * step.height + y) * step.width + x)];
              sum += number;
              largest = std::max(largest, number);
            }
          }
          p[at++] = step.kind == Kind::max_pool ? largest
                                                : narrow(std::int64_t{sum} * step.multiplier[0],
                                                         step.shift, value(step.out).number);
        }
      }
    }
  }

  static void softmax(const Floats& x, Floats& y) {
    const float most = *std::ranges::max_element(x);
    float sum = 0;
    for (std::size_t i = 0; i < x.size(); ++i) sum += y[i] = std::exp(x[i] - most);
    for (float& number : y) number /= sum;
  }

  static void layer_norm(const Step& step, const Floats& x, Floats& y) {
    const std::size_t width = step.bias.size();
    for (std::size_t at = 0; at < x.size(); at += width) {
      double mean = 0, squares = 0;
      for (std::size_t i = 0; i < width; ++i)
        mean += double{x[at + i]} / static_cast<double>(width);
      for (std::size_t i = 0; i < width; ++i) {
        squares += (double{x[at + i]} - mean) * (double{x[at + i]} - mean);
      }
      const double scale = 1 / std::sqrt(squares / static_cast<double>(width) + step.epsilon);
      for (std::size_t i = 0; i < width; ++i) {
        y[at + i] = static_cast<float>(step.weight[i] * (double{x[at + i]} - mean) * scale +
                                       double{step.bias[i]});
      }
    }
  }

  static float sigmoid(float x) { return static_cast<float>(mapped("sigmoid", 0, double{x})); }

  void frame(const Recurrence& r, const float* x, Floats& h, Floats& c) {
    Floats z(index(r.sums));
    const auto add = [&](const std::vector<std::int8_t>& weights, const float* from,
                         std::int64_t n) {
      for (std::size_t i = 0; i < index(n); ++i) {
        for (std::size_t j = 0; j < z.size(); ++j) {
          z[j] += static_cast<float>(weights[i * z.size() + j]) * from[i];
        }
      }
    };
    add(r.input_weight8, x, r.features);
    add(r.hidden_weight8, h.data(), r.units);
    for (std::size_t j = 0; j < z.size(); ++j) z[j] = r.bias[j] + r.scale[j] * z[j];
    const std::size_t units = h.size();
    for (std::size_t j = 0; j < units; ++j) {
      if (!r.cell) {
        h[j] = std::tanh(z[j]);
        continue;
      }
      c[j] = sigmoid(z[units + j]) * c[j] + sigmoid(z[j]) * std::tanh(z[2 * units + j]);
      h[j] = sigmoid(z[3 * units + j]) * std::tanh(c[j]);
    }
  }

  void recurrent(const Step& step, std::size_t number, const Floats& x, Floats& y) {
    const Recurrence& r = step.recurrence;
    Floats &h = hidden_[number], &c = cell_[number];
    if (program_.frames) {
      frame(r, x.data(), h, c);
      for (std::size_t j = 0; j < h.size(); ++j) y[j] = r.gives == Gives::mean ? y[j] + h[j] : h[j];
      return;
    }
    const auto offset = index(r.out_offset);
    for (std::size_t j = 0; j < h.size() && r.gives == Gives::mean; ++j) y[offset + j] = 0;
    for (std::int64_t k = 0; k < step.rows; ++k) {
      const std::int64_t t = r.reverse ? step.rows - 1 - k : k;
      frame(r, x.data() + t * r.features, h, c);
      for (std::size_t j = 0; j < h.size(); ++j) {
        float& to = y[offset + j + index(t * r.out_stride)];
        to = r.gives == Gives::mean ? to + h[j] / static_cast<float>(step.rows) : h[j];
      }
    }
  }

  const Program& program_;
  std::vector<Floats> floats_;
  std::vector<Integers> integers_;
  std::vector<Floats> hidden_, cell_;
  std::int64_t frames_ = 0;
};

}  // namespace

void run_reference(const Program& program, std::span<const float> input, std::span<float> output,
                   std::int64_t frames) {
  Run run(program);
  run(input, output, frames);
}

}  // namespace glia::headers
