// Pools and batch normalisation with samples in lanes, against the plain formula in double.
#include <vector>

#include "kernels/reference/pictures.h"
#include "same_bits.h"
#include "support.h"

namespace glia::kernels {
namespace {

using reference::Numbers;

constexpr std::int64_t kLanes = kBlock;

const Pool kPools[] = {{1, 4, 4, 2, 2, 2, 2, 2},    {3, 7, 9, 3, 4, 3, 2, 2},
                       {17, 5, 3, 5, 3, 1, 1, 1},   {16, 6, 5, 1, 1, 6, 5, 1},
                       {2, 9, 8, 2, 2, 3, 3, 4},    {20, 8, 7, 4, 3, 2, 3, 2},
                       {5, 11, 10, 10, 9, 2, 2, 1}, {3, 6, 39, 3, 19, 2, 2, 2}};

Numbers sample_of(const Fenced& x, std::int64_t lane) {
  Numbers sample;
  for (std::int64_t i = lane; i < x.size(); i += kLanes) sample.push_back(x[i]);
  return sample;
}

TEST(Pool, MeetsTheNumbersOfItsWindows) {
  for (const Pool& pool : kPools) {
    const std::int64_t outputs = pool.channels * pool.out_height * pool.out_width;
    for (const std::int64_t offset : {0, 1, 7}) {
      const Fenced x =
          random_floats(pool.channels * pool.in_height * pool.in_width * kLanes, 11, offset);
      SameBits same_largest, same_average;
      for (const KernelTable* table : tables()) {
        SCOPED_TRACE(table->name);
        Fenced largest(outputs * kLanes, offset), average(outputs * kLanes, offset + 1);
        table->max_pool(pool, x.data(), largest.data(), nullptr);
        table->average_pool(pool, x.data(), average.data());
        ASSERT_TRUE(largest.fence_stands() && average.fence_stands());
        same_largest.expect(*table, largest);
        same_average.expect(*table, average);
        for (std::int64_t lane = 0; lane < kLanes; ++lane) {
          const Numbers in = sample_of(x, lane);
          const reference::Picture of{pool.channels, pool.in_height, pool.in_width};
          const Numbers most =
              reference::pool(in, of, pool.high, pool.wide, pool.stride, reference::largest);
          const Numbers mean =
              reference::pool(in, of, pool.high, pool.wide, pool.stride, reference::average);
          const Numbers got = sample_of(average, lane);
          ASSERT_EQ(sample_of(largest, lane), most);
          ASSERT_EQ(got.size(), mean.size());
          for (std::size_t i = 0; i < got.size(); ++i) {
            ASSERT_NEAR(got[i], mean[i], sum_bound(pool.high * pool.wide, 1));
          }
        }
      }
    }
  }
}

TEST(Pool, OfOneSampleHasTheBitsOfALane) {
  for (const Pool& pool : kPools) {
    const std::int64_t outputs = pool.channels * pool.out_height * pool.out_width;
    Fenced x = random_floats(pool.channels * pool.in_height * pool.in_width * kLanes, 15);
    x[x.size() / 2] = kNaN;
    for (const KernelTable* table : tables()) {
      SCOPED_TRACE(table->name);
      Fenced largest(outputs * kLanes), average(outputs * kLanes);
      table->max_pool(pool, x.data(), largest.data(), nullptr);
      table->average_pool(pool, x.data(), average.data());
      for (std::int64_t lane = 0; lane < kLanes; ++lane) {
        const Fenced sample = lane_of(x, lane, lane);
        Fenced most(outputs, lane), mean(outputs, 15 - lane);
        table->max_pool_single(pool, sample.data(), most.data());
        table->average_pool_single(pool, sample.data(), mean.data());
        ASSERT_TRUE(most.fence_stands() && mean.fence_stands());
        for (std::int64_t i = 0; i < outputs; ++i) {
          ASSERT_TRUE(same_bits(most[i], largest[i * kLanes + lane])) << i;
          ASSERT_TRUE(same_bits(mean[i], average[i * kLanes + lane])) << i;
        }
      }
    }
  }
}

// With many equal numbers: the first of them gets it all. What no window sees gets nothing.
TEST(Pool, BackwardGoesToTheLargestOrToAll) {
  for (const Pool& pool : kPools) {
    const std::int64_t outputs = pool.channels * pool.out_height * pool.out_width;
    Fenced x = random_floats(pool.channels * pool.in_height * pool.in_width * kLanes, 12, 3, 0, 3);
    for (std::int64_t i = 0; i < x.size(); ++i) x[i] = std::floor(x[i]);
    const Fenced dy = random_floats(outputs * kLanes, 13, 5);
    Numbers to_largest(static_cast<std::size_t>(x.size())), to_all = to_largest;
    for (std::int64_t i = 0; i < outputs * kLanes; ++i) {
      const std::int64_t out = i / kLanes, plane = pool.out_height * pool.out_width;
      const std::int64_t oy = out % plane / pool.out_width, ox = out % pool.out_width;
      std::int64_t best = -1;
      for (std::int64_t k = 0; k < pool.high * pool.wide; ++k) {
        const std::int64_t y = oy * pool.stride + k / pool.wide;
        const std::int64_t column = ox * pool.stride + k % pool.wide;
        const std::int64_t at =
            ((out / plane * pool.in_height + y) * pool.in_width + column) * kLanes + i % kLanes;
        to_all[static_cast<std::size_t>(at)] += dy[i] / static_cast<double>(pool.high * pool.wide);
        if (best < 0 || x[at] > x[best]) best = at;
      }
      to_largest[static_cast<std::size_t>(best)] += dy[i];
    }
    SameBits same_largest, same_all;
    for (const KernelTable* table : tables()) {
      SCOPED_TRACE(table->name);
      Fenced y(outputs * kLanes), which(outputs * kLanes, 1), largest(x.size(), 7), all(x.size());
      table->max_pool(pool, x.data(), y.data(), which.data());
      table->max_pool_backward(pool, which.data(), dy.data(), largest.data());
      table->average_pool_backward(pool, dy.data(), all.data());
      ASSERT_TRUE(which.fence_stands() && largest.fence_stands() && all.fence_stands());
      same_largest.expect(*table, largest);
      same_all.expect(*table, all);
      for (std::int64_t i = 0; i < x.size(); ++i) {
        const double bound = sum_bound(pool.high * pool.wide, 1);
        ASSERT_NEAR(largest[i], to_largest[static_cast<std::size_t>(i)], bound) << i;
        ASSERT_NEAR(all[i], to_all[static_cast<std::size_t>(i)], bound) << i;
      }
    }
  }
}

TEST(Pool, PassesNaNOn) {
  const Pool pool{1, 2, 2, 1, 1, 2, 2, 2};
  for (const KernelTable* table : tables()) {
    for (std::int64_t at = 0; at < 4; ++at) {
      Fenced x = random_floats(4 * kLanes, 14), most(kLanes), mean(kLanes);
      x[at * kLanes + 5] = kNaN;
      table->max_pool(pool, x.data(), most.data(), nullptr);
      table->average_pool(pool, x.data(), mean.data());
      for (std::int64_t lane = 0; lane < kLanes; ++lane) {
        EXPECT_EQ(std::isnan(most[lane]), lane == 5) << table->name << ", " << at;
        EXPECT_EQ(std::isnan(mean[lane]), lane == 5) << table->name << ", " << at;
      }
    }
  }
}

// fn(planes, offset) over numbers of channels, pixels and samples, and places in memory.
template <typename Fn>
void for_every_planes(Fn&& fn) {
  for (std::int64_t channels = 1; channels <= 20; ++channels) {
    for (const std::int64_t pixels : {1, 2, 7, 35}) {
      const Planes planes{channels, pixels, 1 + (channels * 5 + pixels) % 16};
      SCOPED_TRACE(std::to_string(channels) + " channels of " + std::to_string(pixels) + ", " +
                   std::to_string(planes.rows) + " samples");
      fn(planes, channels % 16);
    }
  }
}

// fn(c, place) for every number of a sample that is there.
template <typename Fn>
void for_each_number(const Planes& t, Fn&& fn) {
  for (std::int64_t i = 0; i < t.channels * t.pixels * kLanes; ++i) {
    if (i % kLanes < t.rows) fn(i / kLanes / t.pixels, i);
  }
}

TEST(BatchNormKernels, FindTheMomentsFarFromZeroToo) {
  for (const double middle : {0.0, 1e3, -3e4}) {
    for_every_planes([&](const Planes& t, std::int64_t offset) {
      const Fenced x =
          random_floats(t.channels * t.pixels * kLanes, 15, offset, middle - 1, middle + 1);
      const auto channels = static_cast<std::size_t>(t.channels);
      const auto count = static_cast<double>(t.pixels * t.rows);
      Numbers mean(channels), squares(channels);
      for_each_number(t, [&](std::int64_t c, std::int64_t i) {
        mean[static_cast<std::size_t>(c)] += x[i] / count;
      });
      for_each_number(t, [&](std::int64_t c, std::int64_t i) {
        squares[static_cast<std::size_t>(c)] +=
            std::pow(x[i] - mean[static_cast<std::size_t>(c)], 2);
      });
      SameBits same, same_squares;
      for (const KernelTable* table : tables()) {
        SCOPED_TRACE(table->name);
        Fenced found(t.channels, offset % 3), found_squares(t.channels);
        table->moments(t, x.data(), found.data(), found_squares.data());
        ASSERT_TRUE(found.fence_stands() && found_squares.fence_stands());
        same.expect(*table, found);
        same_squares.expect(*table, found_squares);
        const double error = sum_bound(t.pixels + 6, std::abs(middle) + 1);
        for (std::size_t c = 0; c < channels; ++c) {
          const auto at = static_cast<std::int64_t>(c);
          ASSERT_NEAR(found[at], mean[c], error) << c;
          ASSERT_NEAR(found_squares[at], squares[c],
                      count * error * error + sum_bound(t.pixels + 8, squares[c]))
              << c;
        }
      }
    });
  }
}

TEST(BatchNormKernels, NormaliseAndGoBack) {
  for_every_planes([](const Planes& t, std::int64_t offset) {
    const std::int64_t n = t.channels * t.pixels * kLanes;
    const Fenced x = random_floats(n, 16, offset), dy = random_floats(n, 17, (offset + 1) % 16);
    const Fenced mean = random_floats(t.channels, 18), inverse = random_floats(t.channels, 19);
    const Fenced scale = random_floats(t.channels, 20), shift = random_floats(t.channels, 21);
    const Fenced mean_dscale = random_floats(t.channels, 22), mean_dshift = shift;
    Numbers dscale(static_cast<std::size_t>(t.channels)), dshift = dscale;
    const auto normal = [&](std::int64_t c, std::int64_t i) {
      return (static_cast<double>(x[i]) - mean[c]) * inverse[c];
    };
    for_each_number(t, [&](std::int64_t c, std::int64_t i) {
      dscale[static_cast<std::size_t>(c)] += dy[i] * normal(c, i);
      dshift[static_cast<std::size_t>(c)] += dy[i];
    });
    SameBits same_y, same_dx, same_sums;
    for (const KernelTable* table : tables()) {
      SCOPED_TRACE(table->name);
      Fenced y(n, 3), dx(n, 7), sums(2 * t.channels, 1);
      table->normalise(t, x.data(), mean.data(), scale.data(), shift.data(), y.data());
      table->normalise_sums(t, x.data(), dy.data(), mean.data(), inverse.data(), sums.data(),
                            sums.data() + t.channels);
      table->normalise_backward(t, x.data(), dy.data(), mean.data(), inverse.data(), scale.data(),
                                mean_dscale.data(), mean_dshift.data(), dx.data());
      ASSERT_TRUE(y.fence_stands() && dx.fence_stands() && sums.fence_stands());
      same_y.expect(*table, y);
      same_dx.expect(*table, dx);
      same_sums.expect(*table, sums);
      for (std::int64_t i = 0; i < n; ++i) {
        const std::int64_t c = i / kLanes / t.pixels;
        if (i % kLanes >= t.rows) {
          ASSERT_EQ(dx[i], 0.0F) << i;
          continue;
        }
        ASSERT_NEAR(y[i], (static_cast<double>(x[i]) - mean[c]) * scale[c] + shift[c],
                    sum_bound(4, 2));
        const double rest = dy[i] - static_cast<double>(mean_dshift[c]) -
                            normal(c, i) * static_cast<double>(mean_dscale[c]);
        ASSERT_NEAR(dx[i], static_cast<double>(scale[c]) * inverse[c] * rest, sum_bound(8, 4));
      }
      for (std::int64_t c = 0; c < t.channels; ++c) {
        const double bound = sum_bound(t.pixels + 8, 2 * static_cast<double>(t.rows));
        ASSERT_NEAR(sums[c], dscale[static_cast<std::size_t>(c)], bound) << c;
        ASSERT_NEAR(sums[t.channels + c], dshift[static_cast<std::size_t>(c)], bound) << c;
      }
    }
  });
}

}  // namespace
}  // namespace glia::kernels
