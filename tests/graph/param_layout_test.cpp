#include <gtest/gtest.h>

#include <numeric>
#include <vector>

#include "glia/op_run.h"

namespace glia {
namespace {

TEST(ParamLayout, TakesTheFirstAxisAsOutputs) {
  const auto check = [](const Shape& shape, std::int64_t out, std::int64_t in) {
    const ParamLayout layout = ParamLayout::of(shape);
    EXPECT_EQ(layout.out, out) << shape.str();
    EXPECT_EQ(layout.in, in) << shape.str();
  };
  check({16, 784}, 16, 784);
  check({10}, 10, 1);
  check({8, 3, 5, 5}, 8, 75);
  check({}, 1, 1);
  check({0, 4}, 0, 1);
}

TEST(ParamLayout, PacksPanelsOf16OutputsAndZeroPadding) {
  for (std::int64_t out = 1; out <= 35; ++out) {
    for (const std::int64_t in : {1, 2, 7}) {
      const ParamLayout layout = ParamLayout::of({out, in});
      ASSERT_EQ(layout.size(), (out + 15) / 16 * 16 * in);
      std::vector<float> canonical(static_cast<std::size_t>(out * in));
      std::iota(canonical.begin(), canonical.end(), 1.0F);
      std::vector<float> packed(static_cast<std::size_t>(layout.size()), -1.0F);
      layout.pack(canonical, packed.data());

      for (std::int64_t panel = 0, at = 0; panel < layout.panels(); ++panel) {
        for (std::int64_t i = 0; i < in; ++i) {
          for (std::int64_t o = panel * 16; o < panel * 16 + 16; ++o, ++at) {
            const float expected = o < out ? canonical[static_cast<std::size_t>(o * in + i)] : 0;
            ASSERT_EQ(packed[static_cast<std::size_t>(at)], expected) << out << "×" << in;
          }
        }
      }
      std::vector<float> back(canonical.size());
      layout.unpack(packed.data(), back);
      EXPECT_EQ(back, canonical);
      for (std::size_t flat = 0; flat < canonical.size(); ++flat) {
        const auto at = layout.canonical_to_packed(static_cast<std::int64_t>(flat));
        EXPECT_EQ(packed[static_cast<std::size_t>(at)], canonical[flat]);
      }
    }
  }
}

}  // namespace
}  // namespace glia
