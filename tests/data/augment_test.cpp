#include "data/augment.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

#include "glia/error.h"

namespace glia {
namespace {

constexpr int kSide = 28;
using Image = std::vector<float>;  // [28][28]

struct Moments {
  double mass = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0;
};
Moments moments(const Image& image) {
  Moments m;
  for (int y = 0; y < kSide; ++y) {
    for (int x = 0; x < kSide; ++x) {
      const double v = image[static_cast<std::size_t>(y * kSide + x)];
      m.mass += v;
      m.x += v * x;
      m.y += v * y;
    }
  }
  m.x /= m.mass;
  m.y /= m.mass;
  for (int y = 0; y < kSide; ++y) {
    for (int x = 0; x < kSide; ++x) {
      const double v = image[static_cast<std::size_t>(y * kSide + x)] / m.mass;
      m.xx += v * (x - m.x) * (x - m.x);
      m.yy += v * (y - m.y) * (y - m.y);
      m.xy += v * (x - m.x) * (y - m.y);
    }
  }
  return m;
}

// A bar 4 wide and 12 high about the centre of 28×28.
std::vector<std::uint8_t> bar() {
  std::vector<std::uint8_t> image(kSide * kSide);
  for (int y = 8; y < 20; ++y) {
    for (int x = 12; x < 16; ++x) image[static_cast<std::size_t>(y * kSide + x)] = 255;
  }
  return image;
}

Image moved(const Augment& what, std::uint64_t sample, std::uint64_t epoch = 0,
            std::uint64_t seed = 0) {
  const Augmenter augmenter({kSide, kSide}, what, seed);
  std::vector<float> scratch(static_cast<std::size_t>(augmenter.scratch_size()));
  Image out(kSide * kSide, 9.0F);
  augmenter.apply(bar().data(), out.data(), epoch, sample, scratch.data());
  return out;
}

TEST(Augmenter, DependsOnSeedEpochAndSampleAlone) {
  const Augment what{.shift = 2, .rotate = 20, .scale = 0.1, .elastic = 1};
  EXPECT_EQ(moved(what, 5, 3, 1), moved(what, 5, 3, 1));
  EXPECT_NE(moved(what, 5, 3, 1), moved(what, 6, 3, 1));
  EXPECT_NE(moved(what, 5, 3, 1), moved(what, 5, 4, 1));
  EXPECT_NE(moved(what, 5, 3, 1), moved(what, 5, 3, 2));
}

TEST(Augmenter, ShiftsByWholePixelsOverItsWholeReach) {
  std::set<std::pair<int, int>> seen;
  for (std::uint64_t sample = 0; sample < 500; ++sample) {
    const Image image = moved({.shift = 2}, sample);
    const Moments m = moments(image);
    EXPECT_FLOAT_EQ(static_cast<float>(m.mass), 48.0F);
    const double dx = m.x - 13.5, dy = m.y - 13.5;
    EXPECT_NEAR(dx, std::round(dx), 1e-5);
    seen.insert({static_cast<int>(std::lround(dx)), static_cast<int>(std::lround(dy))});
  }
  EXPECT_EQ(seen.size(), 25U);
  for (const auto& [dx, dy] : seen) EXPECT_LE(std::max(std::abs(dx), std::abs(dy)), 2);
}

TEST(Augmenter, WhatLeavesThePictureIsGone) {
  for (std::uint64_t sample = 0; sample < 100; ++sample) {
    for (const float x : moved({.shift = 1000}, sample)) EXPECT_TRUE(x == 0.0F || x == 1.0F);
  }
}

TEST(Augmenter, RotatesWithinItsReachAboutTheCentre) {
  double widest = 0;
  for (std::uint64_t sample = 0; sample < 200; ++sample) {
    const Moments m = moments(moved({.rotate = 30}, sample));
    EXPECT_NEAR(m.mass, 48, 1.0);
    EXPECT_NEAR(m.x, 13.5, 0.1);
    EXPECT_NEAR(m.y, 13.5, 0.1);
    const double angle = 0.5 * std::atan2(2 * m.xy, m.yy - m.xx) * 180 / 3.14159265;
    EXPECT_LE(std::abs(angle), 30.5);
    widest = std::max(widest, std::abs(angle));
  }
  EXPECT_GT(widest, 27);
}

TEST(Augmenter, ScalesBothWays) {
  double smallest = 1e9, largest = 0;
  for (std::uint64_t sample = 0; sample < 200; ++sample) {
    const double mass = moments(moved({.scale = 0.2}, sample)).mass;
    smallest = std::min(smallest, mass);
    largest = std::max(largest, mass);
  }
  EXPECT_NEAR(smallest, 48 * 0.64, 3);
  EXPECT_NEAR(largest, 48 * 1.44, 3);
}

// A ramp shows displacements as values: along x, value = x/27, so 27·Δvalue is the displacement.
TEST(Augmenter, ElasticDisplacementsAreSmoothAndAsLargeAsAsked) {
  Image ramp(kSide * kSide);
  for (std::size_t i = 0; i < ramp.size(); ++i) ramp[i] = static_cast<float>(i % kSide);
  const Augmenter augmenter({kSide, kSide}, {.elastic = 1.2}, 7);
  std::vector<float> scratch(static_cast<std::size_t>(augmenter.scratch_size()));
  double squares = 0, steps = 0;
  int count = 0;
  for (std::uint64_t sample = 0; sample < 300; ++sample) {
    Image out(ramp.size());
    augmenter.apply(ramp.data(), out.data(), 0, sample, scratch.data());
    for (int y = 8; y < 20; ++y) {
      for (int x = 8; x < 20; ++x) {
        const auto i = static_cast<std::size_t>(y * kSide + x);
        const double d = out[i] - ramp[i], next = out[i + 1] - ramp[i + 1];
        squares += d * d;
        steps += (next - d) * (next - d);
        ++count;
      }
    }
  }
  EXPECT_NEAR(std::sqrt(squares / count), 1.2, 0.1);
  EXPECT_LT(std::sqrt(steps / count), 0.35) << "neighbours move alike";
}

// Every row of an upright bar moves aside by its height over the centre times one tangent.
TEST(Augmenter, ShearLeansUprightLinesWithinItsReach) {
  double widest = 0;
  for (std::uint64_t sample = 0; sample < 200; ++sample) {
    const Moments m = moments(moved({.shear = 20}, sample));
    EXPECT_NEAR(m.mass, 48, 0.1);
    EXPECT_NEAR(m.y, 13.5, 0.01);
    EXPECT_NEAR(m.yy, 144 / 12.0, 0.2) << "heights stay";
    const double lean = std::atan(m.xy / m.yy) * 180 / 3.14159265;
    EXPECT_LE(std::abs(lean), 20.5);
    widest = std::max(widest, std::abs(lean));
  }
  EXPECT_GT(widest, 18);
}

TEST(Augmenter, FlipMirrorsHalfOfThePicturesAndEveryChannel) {
  std::vector<std::uint8_t> picture(3 * 2 * 4);
  for (std::size_t i = 0; i < picture.size(); ++i) picture[i] = static_cast<std::uint8_t>(i);
  const Augmenter augmenter({3, 2, 4}, {.flip = 1}, 1);
  int mirrored = 0;
  for (std::uint64_t sample = 0; sample < 1000; ++sample) {
    Image out(picture.size());
    augmenter.apply(picture.data(), out.data(), 0, sample, nullptr);
    const bool turned = out[0] > out[3];
    mirrored += turned;
    for (std::size_t i = 0; i < out.size(); ++i) {
      const std::size_t from = turned ? i / 4 * 4 + 3 - i % 4 : i;
      ASSERT_EQ(out[i], static_cast<float>(picture[from]) * (1.0F / 255));
    }
  }
  EXPECT_NEAR(mirrored, 500, 60);
}

// So that a recipe of before gives the network of before.
TEST(Augmenter, FlipAndShearDrawAfterTheOthers) {
  for (std::uint64_t sample = 0; sample < 50; ++sample) {
    const Image plain = moved({.shift = 2, .rotate = 20, .scale = 0.1, .elastic = 1}, sample);
    Image maybe = moved({.shift = 2, .rotate = 20, .scale = 0.1, .flip = 1, .elastic = 1}, sample);
    if (maybe == plain) continue;
    for (auto row = maybe.begin(); row != maybe.end(); row += kSide) {
      std::reverse(row, row + kSide);
    }
    EXPECT_EQ(maybe, plain);
  }
}

TEST(Augmenter, ChannelsMoveTogether) {
  std::vector<std::uint8_t> both = bar();
  const std::vector<std::uint8_t> one = bar();
  both.insert(both.end(), one.begin(), one.end());
  const Augmenter augmenter({2, kSide, kSide}, {.shift = 1, .rotate = 9, .elastic = 1}, 1);
  std::vector<float> scratch(static_cast<std::size_t>(augmenter.scratch_size()));
  Image out(2 * kSide * kSide);
  augmenter.apply(both.data(), out.data(), 0, 3, scratch.data());
  const auto half = out.begin() + kSide * kSide;
  EXPECT_EQ(Image(out.begin(), half), Image(half, out.end()));
}

TEST(Augmenter, TinyPicturesAreFine) {
  for (const Shape& shape : {Shape{1, 1}, Shape{1, 7}, Shape{3, 2, 1}}) {
    const Augmenter augmenter(shape, {.shift = 1, .rotate = 9, .elastic = 1}, 1);
    std::vector<float> scratch(static_cast<std::size_t>(augmenter.scratch_size()));
    Image in(static_cast<std::size_t>(shape.elements()), 1.0F), out(in.size());
    augmenter.apply(in.data(), out.data(), 0, 0, scratch.data());
    for (const float x : out) EXPECT_TRUE(x >= 0 && x <= 1.0001F);
  }
}

}  // namespace
}  // namespace glia
