// Between rows and lanes, and the tree in which leaves meet.
#include "support.h"

namespace glia::kernels {
namespace {

// fn(rows, width, stride, offset) over many of them.
template <typename Fn>
void for_every_block(Fn&& fn) {
  for (std::int64_t rows = 1; rows <= 35; ++rows) {
    for (const std::int64_t width : {1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 20, 37}) {
      const std::int64_t stride = (width + 15) / 16 * 16 + (rows % 3 == 0 ? 16 : 0);
      SCOPED_TRACE(std::to_string(rows) + " rows of " + std::to_string(width));
      fn(rows, width, stride, (rows + width) % 16);
    }
  }
}

TEST(Blocks, PutSamplesIntoLanesAndZeroWhereThereIsNone) {
  for_every_block(
      [](std::int64_t rows, std::int64_t width, std::int64_t stride, std::int64_t offset) {
        const Fenced x = random_floats(rows * stride, 1, offset);
        for (const KernelTable* table : tables()) {
          const std::int64_t blocks = (rows + 15) / 16;
          Fenced y(blocks * width * 16, (offset + 1) % 16);
          table->to_lanes(x.data(), stride, y.data(), rows, width);
          ASSERT_TRUE(y.fence_stands()) << table->name;
          for (std::int64_t i = 0; i < y.size(); ++i) {
            const std::int64_t row = i / (16 * width) * 16 + i % 16, j = i / 16 % width;
            ASSERT_EQ(y[i], row < rows ? x[row * stride + j] : 0.0F) << table->name << ", " << i;
          }
        }
      });
}

TEST(Blocks, PutLanesIntoRowsAndZeroBehindThem) {
  for_every_block(
      [](std::int64_t rows, std::int64_t width, std::int64_t stride, std::int64_t offset) {
        const Fenced x = random_floats((rows + 15) / 16 * width * 16, 2, offset);
        for (const KernelTable* table : tables()) {
          Fenced y(rows * stride, (offset + 3) % 16);
          table->to_rows(x.data(), y.data(), stride, rows, width);
          ASSERT_TRUE(y.fence_stands()) << table->name;
          for (std::int64_t i = 0; i < y.size(); ++i) {
            const std::int64_t row = i / stride, j = i % stride;
            const std::int64_t at = (row / 16 * width + j) * 16 + row % 16;
            ASSERT_EQ(y[i], j < width ? x[at] : 0.0F) << table->name << ", " << i;
          }
        }
      });
}

TEST(Blocks, ThereAndBackIsTheSame) {
  for_every_block(
      [](std::int64_t rows, std::int64_t width, std::int64_t stride, std::int64_t offset) {
        const Fenced x = random_floats(rows * stride, 3, offset);
        for (const KernelTable* table : tables()) {
          Fenced lanes((rows + 15) / 16 * width * 16), back(rows * stride);
          table->to_lanes(x.data(), stride, lanes.data(), rows, width);
          table->to_rows(lanes.data(), back.data(), stride, rows, width);
          for (std::int64_t i = 0; i < back.size(); ++i) {
            ASSERT_TRUE(i % stride >= width || same_bits(back[i], x[i])) << table->name;
          }
        }
      });
}

// The largest power of two below the number of leaves goes to the left.
float tree(const Fenced& leaves, std::int64_t stride, std::int64_t begin, std::int64_t end,
           std::int64_t i) {
  if (end - begin == 1) return leaves[begin * stride + i];
  std::int64_t half = 1;
  while (half * 2 < end - begin) half *= 2;
  return tree(leaves, stride, begin, begin + half, i) + tree(leaves, stride, begin + half, end, i);
}

TEST(Blocks, LeavesMeetInTheTreeThatIsDocumented) {
  for (std::int64_t count = 1; count <= 40; ++count) {
    for (const std::int64_t n : {16, 48}) {
      const std::int64_t stride = n + 16 * (count % 3), offset = count % 16;
      const Fenced leaves = random_floats(count * stride, 4, offset);
      for (const KernelTable* table : tables()) {
        Fenced y(n, (offset + 1) % 16);
        table->leaf_sum(leaves.data(), stride, count, y.data(), n);
        ASSERT_TRUE(y.fence_stands()) << table->name;
        for (std::int64_t i = 0; i < n; ++i) {
          ASSERT_TRUE(same_bits(y[i], tree(leaves, stride, 0, count, i)))
              << table->name << ": " << count << " leaves, " << i;
        }
      }
    }
  }
}

}  // namespace
}  // namespace glia::kernels
