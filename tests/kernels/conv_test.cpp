// Convolutions with samples in lanes and of one sample, against the plain formula in double.
#include <vector>

#include "kernels/reference/pictures.h"
#include "same_bits.h"
#include "support.h"

namespace glia::kernels {
namespace {

using reference::Numbers;

constexpr std::int64_t kLanes = kBlock;

// A convolution's sizes; taps need not be square, nor the same at both ends.
struct Geometry {
  std::int64_t in, height, width, out, high, wide, stride, top, left;

  std::int64_t out_height() const { return outputs(height, high, top); }
  std::int64_t out_width() const { return outputs(width, wide, left); }
  std::int64_t weights() const { return out * in * high * wide; }
  std::int64_t terms() const { return in * high * wide; }
  std::string str() const {
    std::string text;
    for (const std::int64_t n : {in, height, width, out, high, wide, stride, top, left}) {
      text += std::to_string(n) + " ";
    }
    return text;
  }

 private:
  // As many as fit when the border after the picture is as wide as the one before it.
  std::int64_t outputs(std::int64_t size, std::int64_t taps, std::int64_t first) const {
    const std::int64_t room = size - 2 * first - taps;
    return room < 0 ? 0 : room / stride + 1;
  }
};

// Every number of channels from 1 to 20 on both sides, with odd sizes, strides and borders.
std::vector<Geometry> geometries() {
  std::vector<Geometry> all;
  for (std::int64_t out = 1; out <= 20; ++out) {
    for (std::int64_t high = 1; high <= 5; high += out % 2 + 1) {
      for (std::int64_t stride = 1; stride <= 3; ++stride) {
        const Geometry g{.in = (out * 7 + high) % 20 + 1,
                         .height = 3 + (out + stride) % 7,
                         .width = 2 + (out * 5 + high) % 11,
                         .out = out,
                         .high = high,
                         .wide = (out + high) % 5 + 1,
                         .stride = stride,
                         .top = -(out % high),
                         .left = -((out + stride) % 3)};
        if (g.out_height() > 0 && g.out_width() > 0) all.push_back(g);
      }
    }
  }
  for (const std::int64_t channels : {16, 17}) {
    all.push_back({channels, 5, 7, channels, 3, 3, 1, -1, -1});
    all.push_back({channels, 1, 1, channels, 5, 5, 1, -2, -2});
    all.push_back({channels, 28, 27, 2, 5, 5, 1, 0, 0});
  }
  return all;
}

// Weights are canonical here, [out][in][high][wide].
std::int64_t weight_at(const Geometry& g, std::int64_t o, std::int64_t c, std::int64_t ky,
                       std::int64_t kx) {
  return ((o * g.in + c) * g.high + ky) * g.wide + kx;
}

// fn(c, ky, kx, place of the input's pixel) for the taps of an output that lie inside, in order.
template <typename Fn>
void for_each_tap(const Geometry& g, std::int64_t oy, std::int64_t ox, Fn&& fn) {
  for (std::int64_t c = 0; c < g.in; ++c) {
    for (std::int64_t ky = 0; ky < g.high; ++ky) {
      for (std::int64_t kx = 0; kx < g.wide; ++kx) {
        const std::int64_t y = oy * g.stride + g.top + ky, x = ox * g.stride + g.left + kx;
        if (y < 0 || y >= g.height || x < 0 || x >= g.width) continue;
        fn(c, ky, kx, ((c * g.height + y) * g.width + x) * kLanes);
      }
    }
  }
}

ConvSizes sizes_of(const Geometry& g) {
  return {.in_channels = g.in,
          .in_height = g.height,
          .in_width = g.width,
          .out_channels = g.out,
          .out_height = g.out_height(),
          .out_width = g.out_width(),
          .taps_high = g.high,
          .taps_wide = g.wide,
          .stride = g.stride,
          .top = g.top,
          .left = g.left};
}

Conv conv_of(const Geometry& g, const float* x, const float* w, const float* start, float* y,
             float* scratch) {
  Conv conv{sizes_of(g)};
  conv.x = x;
  conv.x_channel = g.height * g.width * kLanes;
  conv.x_row = g.width * kLanes;
  conv.y = y;
  conv.y_channel = g.out_height() * g.out_width() * kLanes;
  conv.y_row = g.out_width() * kLanes;
  conv.w = w;
  conv.w_out16 = 16 * g.terms();
  conv.w_out = g.terms();
  conv.w_in16 = 16 * g.high * g.wide;
  conv.w_in = g.high * g.wide;
  conv.w_row = g.wide;
  conv.w_pixel = 1;
  conv.start = start;
  conv.scratch = scratch;
  return conv;
}

TEST(Conv, SumsItsTapsInTheOrderThatIsDocumented) {
  std::int64_t offset = 0;
  for (const Geometry& g : geometries()) {
    SCOPED_TRACE(g.str());
    offset = (offset + 5) % 16;
    const Fenced x = random_floats(g.in * g.height * g.width * kLanes, 1, offset);
    const Fenced w = random_floats(g.weights(), 2, offset % 3);
    const Fenced bias = random_floats(g.out, 3, offset % 5);
    const std::int64_t pixels = g.out_height() * g.out_width();
    for (const bool with_start : {true, false}) {
      SameBits same;
      for (const KernelTable* table : tables()) {
        SCOPED_TRACE(table->name);
        Fenced y(g.out * pixels * kLanes, (offset + 1) % 16), scratch(g.weights(), offset % 7);
        table->conv(conv_of(g, x.data(), w.data(), with_start ? bias.data() : nullptr, y.data(),
                            scratch.data()));
        ASSERT_TRUE(y.fence_stands() && scratch.fence_stands());
        same.expect(*table, y);
        const bool fused = table->numeric_path == std::string("fma");
        for (std::int64_t i = 0; i < g.out * pixels; ++i) {
          const std::int64_t lane = i * 7 % kLanes, o = i / pixels;
          float sum = with_start ? bias[o] : 0;
          double exact = sum;
          for_each_tap(g, i % pixels / g.out_width(), i % g.out_width(),
                       [&](std::int64_t c, std::int64_t ky, std::int64_t kx, std::int64_t at) {
                         const float by = w[weight_at(g, o, c, ky, kx)], in = x[at + lane];
                         sum = fused ? std::fma(by, in, sum) : by * in + sum;
                         exact += static_cast<double>(by) * in;
                       });
          ASSERT_TRUE(same_bits(y[i * kLanes + lane], sum)) << i << ", lane " << lane;
          ASSERT_NEAR(sum, exact, sum_bound(g.terms() + 1, 1));
        }
      }
    }
  }
}

TEST(Conv, IsThatOfTheReferenceInEveryLane) {
  const std::int64_t kernel = 3, stride = 2, padding = 1;
  const Geometry g{3, 9, 8, 17, kernel, kernel, stride, -padding, -padding};
  const Fenced x = random_floats(g.in * g.height * g.width * kLanes, 4, 3);
  const Fenced w = random_floats(g.weights(), 5), bias = random_floats(g.out, 6);
  for (const KernelTable* table : tables()) {
    Fenced y(g.out * g.out_height() * g.out_width() * kLanes), scratch(g.weights());
    table->conv(conv_of(g, x.data(), w.data(), bias.data(), y.data(), scratch.data()));
    for (std::int64_t lane = 0; lane < kLanes; ++lane) {
      Numbers sample;
      for (std::int64_t i = lane; i < x.size(); i += kLanes) sample.push_back(x[i]);
      const Numbers z = reference::conv2d({w.data(), w.data() + w.size()},
                                          {bias.data(), bias.data() + bias.size()}, sample,
                                          {g.in, g.height, g.width}, kernel, stride, padding);
      ASSERT_EQ(static_cast<std::int64_t>(z.size()) * kLanes, y.size());
      for (std::size_t i = 0; i < z.size(); ++i) {
        ASSERT_NEAR(y[static_cast<std::int64_t>(i) * kLanes + lane], z[i],
                    sum_bound(g.terms() + 1, 1));
      }
    }
  }
}

TEST(Conv, OfOneSampleHasTheBitsOfALane) {
  std::int64_t offset = 0;
  for (const Geometry& g : geometries()) {
    SCOPED_TRACE(g.str());
    offset = (offset + 5) % 16;
    const Fenced x = random_floats(g.in * g.height * g.width * kLanes, 1);
    const Fenced w = random_floats(g.weights(), 2), bias = random_floats(g.out, 3);
    Fenced panels((g.out + 15) / 16 * 16 * g.terms(), offset % 3);
    for (std::int64_t i = 0; i < g.weights(); ++i) {
      const std::int64_t o = i / g.terms(), term = i % g.terms();
      panels[(o / 16 * g.terms() + term) * 16 + o % 16] = w[i];
    }
    for (const KernelTable* table : tables()) {
      SCOPED_TRACE(table->name);
      const std::int64_t outputs = g.out * g.out_height() * g.out_width(), lane = offset;
      Fenced blocks(outputs * kLanes), scratch(g.weights());
      table->conv(conv_of(g, x.data(), w.data(), bias.data(), blocks.data(), scratch.data()));
      const Fenced sample = lane_of(x, lane, offset % 7);
      Fenced y(outputs, offset % 5);
      Fenced padded(Padded(sizes_of(g)).scratch(), offset);
      ConvSingle conv{sizes_of(g)};
      conv.x = sample.data();
      conv.y = y.data();
      conv.w = panels.data();
      conv.start = bias.data();
      conv.scratch = padded.data();
      table->conv_single(conv);
      ASSERT_TRUE(y.fence_stands() && padded.fence_stands());
      for (std::int64_t i = 0; i < outputs; ++i) {
        ASSERT_TRUE(same_bits(y[i], blocks[i * kLanes + lane])) << i;
      }
    }
  }
}

// As the input's gradient of a convolution with a stride is written.
TEST(Conv, LeavesTheGapsBetweenItsPixelsAlone) {
  const Geometry g{2, 6, 7, 5, 3, 2, 1, -1, 0};
  const Fenced x = random_floats(g.in * g.height * g.width * kLanes, 7), w = random_floats(60, 8);
  const std::int64_t high = g.out_height(), wide = g.out_width();
  for (const KernelTable* table : tables()) {
    Fenced y(g.out * high * wide * kLanes), scratch(60), spread(g.out * high * wide * 6 * kLanes);
    Conv conv = conv_of(g, x.data(), w.data(), nullptr, y.data(), scratch.data());
    table->conv(conv);
    conv.y = spread.data();
    conv.y_pixel = 2 * kLanes, conv.y_row = wide * 2 * 3 * kLanes, conv.y_channel *= 6;
    table->conv(conv);
    ASSERT_TRUE(spread.fence_stands());
    std::int64_t written = 0;
    for (std::int64_t i = 0; i < spread.size(); ++i) written += spread.untouched(i) ? 0 : 1;
    EXPECT_EQ(written, y.size());
    for (std::int64_t i = 0; i < y.size(); ++i) {
      const std::int64_t pixel = i / kLanes, row = pixel / wide;
      const std::int64_t at = (row * 3 * wide + pixel % wide) * 2 * kLanes + i % kLanes;
      ASSERT_TRUE(same_bits(spread[at], y[i])) << table->name << ", " << i;
    }
  }
}

TEST(ConvGradient, IsThatOfTheFormula) {
  std::int64_t offset = 0;
  for (const Geometry& g : geometries()) {
    SCOPED_TRACE(g.str());
    offset = (offset + 5) % 16;
    const std::int64_t pixels = g.out_height() * g.out_width(), panels = (g.out + 15) / 16;
    const Fenced x = random_floats(g.in * g.height * g.width * kLanes, 9, offset);
    const Fenced dz = random_floats(g.out * pixels * kLanes, 10, (offset + 3) % 16);
    Numbers weight(static_cast<std::size_t>(g.weights())), bias(static_cast<std::size_t>(g.out));
    for (std::int64_t i = 0; i < g.out * pixels; ++i) {
      const std::int64_t o = i / pixels;
      const float* by = dz.data() + i * kLanes;
      for (int lane = 0; lane < kLanes; ++lane) bias[static_cast<std::size_t>(o)] += by[lane];
      for_each_tap(g, i % pixels / g.out_width(), i % g.out_width(),
                   [&](std::int64_t c, std::int64_t ky, std::int64_t kx, std::int64_t at) {
                     double sum = 0;
                     for (int lane = 0; lane < kLanes; ++lane) {
                       sum += static_cast<double>(by[lane]) * x[at + lane];
                     }
                     weight[static_cast<std::size_t>(weight_at(g, o, c, ky, kx))] += sum;
                   });
    }
    SameBits same, same_bias;
    for (const KernelTable* table : tables()) {
      SCOPED_TRACE(table->name);
      Fenced dw(panels * g.terms() * 16, offset % 5), db(g.out, offset % 3);
      Fenced scratch(g.weights() * 16, offset % 7);
      ConvGradient gradient{sizes_of(g)};
      gradient.x = x.data();
      gradient.dz = dz.data();
      gradient.weight = dw.data();
      gradient.bias = db.data();
      gradient.scratch = scratch.data();
      table->conv_gradient(gradient);
      ASSERT_TRUE(dw.fence_stands() && db.fence_stands() && scratch.fence_stands());
      same.expect(*table, dw);
      same_bias.expect(*table, db);
      for (std::int64_t i = 0; i < panels * g.terms() * 16; ++i) {
        const std::int64_t o = i / 16 / g.terms() * 16 + i % 16, k = i / 16 % g.terms();
        if (o >= g.out) {
          ASSERT_TRUE(dw.untouched(i)) << i;
          continue;
        }
        ASSERT_NEAR(dw[i], weight[static_cast<std::size_t>(o * g.terms() + k)],
                    sum_bound(pixels * kLanes, 1))
            << o << ", " << k;
      }
      for (std::int64_t o = 0; o < g.out; ++o) {
        ASSERT_NEAR(db[o], bias[static_cast<std::size_t>(o)], sum_bound(pixels * kLanes, 1));
      }
    }
  }
}

}  // namespace
}  // namespace glia::kernels
