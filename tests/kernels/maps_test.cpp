#include "kernels/reference/maps.h"

#include <cmath>
#include <functional>

#include "base/denormals.h"
#include "support.h"

namespace glia::kernels {
namespace {

constexpr float kSlope = 0.01F;

// A function, its double, and how near it must come: `ulps` of the true value, or `absolute`.
struct Function {
  const char* name;
  Map KernelTable::*kernel;
  double (*reference)(double);
  double low, high;  // where it is swept
  double ulps;
  double absolute;
};

double leaky(double x) { return reference::leaky_relu(x, kSlope); }

const Function kFunctions[] = {
    {"sigmoid", &KernelTable::sigmoid, reference::sigmoid, -87, 30, 4, 0},
    {"relu", &KernelTable::relu, reference::relu, -10, 10, 0, 0},
    {"leaky_relu", &KernelTable::leaky_relu, leaky, -10, 10, 1, 0},
    {"tanh", &KernelTable::tanh, reference::tanh, -12, 12, 3, 0},
    {"gelu", &KernelTable::gelu, reference::gelu, -12, 12, 4, 4e-7},
};

// dx = dy·f′(x). `of_output`: the kernel is given f(x).
struct Slope {
  const char* name;
  MapBackward KernelTable::*kernel;
  double (*function)(double);
  double (*slope)(double);
  bool of_output;
  double absolute;  // bound for |dy| ≤ 1
};

double leaky_slope(double x) { return reference::leaky_relu_slope(x, kSlope); }

const Slope kSlopes[] = {
    {"sigmoid", &KernelTable::sigmoid_backward, reference::sigmoid, reference::sigmoid_slope, true,
     kEpsilon},
    {"relu", &KernelTable::relu_backward, reference::relu, reference::relu_slope, true, 0},
    {"leaky_relu", &KernelTable::leaky_relu_backward, leaky, leaky_slope, false, kEpsilon},
    {"tanh", &KernelTable::tanh_backward, reference::tanh, reference::tanh_slope, true,
     2 * kEpsilon},
    {"gelu", &KernelTable::gelu_backward, reference::gelu, reference::gelu_slope, false, 4e-7},
};

float of_one(Map map, float x) {
  float y = 0;
  map(&x, &y, 1, kSlope);
  return y;
}

TEST(Maps, AreAsAccurateAsStated) {
  constexpr std::int64_t kSteps = 400'000;
  for (const KernelTable* table : tables()) {
    for (const Function& f : kFunctions) {
      Fenced x(kSteps), y(kSteps);
      for (std::int64_t i = 0; i < kSteps; ++i) {
        // Evenly, and every other one towards the middle, so that small numbers are swept too.
        const double t = static_cast<double>(i) / kSteps;
        const double even = f.low + (f.high - f.low) * t;
        x[i] = static_cast<float>(i % 2 && f.low < 0 ? even * std::pow(10.0, -8 * t) : even);
      }
      (table->*f.kernel)(x.data(), y.data(), kSteps, kSlope);
      double worst = 0, at = 0;
      for (std::int64_t i = 0; i < kSteps; ++i) {
        const double expected = f.reference(x[i]);
        if (std::abs(y[i] - expected) <= f.absolute) continue;
        const double error = ulps(y[i], expected);
        if (!(error <= worst)) worst = error, at = x[i];
      }
      EXPECT_LE(worst, f.ulps) << table->name << ": " << f.name << "(" << at << ")";
      RecordProperty(std::string(table->name) + "_" + f.name, std::to_string(worst));
    }
  }
}

TEST(Maps, OfAnyLengthAndPlaceGiveANumberTheSameBits) {
  for (const KernelTable* table : tables()) {
    for (const Function& f : kFunctions) {
      for (std::int64_t n = 0; n <= 70; ++n) {
        const std::int64_t offset = n % 4;
        const Fenced x = random_floats(n, 1, offset, std::max(f.low, -20.0), 20);
        Fenced y(n, (offset + 1) % 4), in_place = x;
        (table->*f.kernel)(x.data(), y.data(), n, kSlope);
        (table->*f.kernel)(in_place.data(), in_place.data(), n, kSlope);
        ASSERT_TRUE(y.fence_stands()) << table->name << ": " << f.name << ", " << n;
        ASSERT_TRUE(in_place.fence_stands()) << table->name << ": " << f.name << ", " << n;
        for (std::int64_t i = 0; i < n; ++i) {
          const float expected = of_one(table->*f.kernel, x[i]);
          ASSERT_TRUE(same_bits(y[i], expected)) << table->name << ": " << f.name << ", " << n;
          ASSERT_TRUE(same_bits(in_place[i], expected)) << table->name << ": " << f.name;
        }
      }
    }
  }
}

TEST(Maps, BackwardMultipliesByTheSlope) {
  for (const KernelTable* table : tables()) {
    for (const Slope& f : kSlopes) {
      for (std::int64_t n = 0; n <= 70; ++n) {
        const std::int64_t offset = n % 4;
        const Fenced x = random_floats(n, 2, offset, -6, 6);
        const Fenced dy = random_floats(n, 3, (offset + 1) % 4);
        Fenced kept = x, dx(n, (offset + 2) % 4), in_place = dy;
        for (std::int64_t i = 0; i < n && f.of_output; ++i) {
          kept[i] = static_cast<float>(f.function(x[i]));
        }
        (table->*f.kernel)(kept.data(), dy.data(), dx.data(), n, kSlope);
        (table->*f.kernel)(kept.data(), in_place.data(), in_place.data(), n, kSlope);
        ASSERT_TRUE(dx.fence_stands()) << table->name << ": " << f.name << ", " << n;
        for (std::int64_t i = 0; i < n; ++i) {
          ASSERT_NEAR(dx[i], dy[i] * f.slope(x[i]), f.absolute)
              << table->name << ": " << f.name << "′(" << x[i] << ")";
          ASSERT_TRUE(same_bits(dx[i], in_place[i])) << table->name << ": " << f.name;
        }
      }
    }
  }
}

TEST(Maps, PassNaNOn) {
  for (const KernelTable* table : tables()) {
    for (const Function& f : kFunctions) {
      for (std::int64_t n = 1; n <= 20; ++n) {
        Fenced x = random_floats(n, 4, 0, 0.5, 1), y(n);
        x[n - 1] = kNaN;
        (table->*f.kernel)(x.data(), y.data(), n, kSlope);
        EXPECT_TRUE(std::isnan(y[n - 1])) << table->name << ": " << f.name;
        for (std::int64_t i = 0; i + 1 < n; ++i) EXPECT_TRUE(std::isfinite(y[i])) << f.name;
      }
    }
    for (const Slope& f : kSlopes) {
      const float one = 1, nan = kNaN;
      float dx = 0;
      (table->*f.kernel)(&one, &nan, &dx, 1, kSlope);
      EXPECT_TRUE(std::isnan(dx)) << table->name << ": " << f.name;
    }
  }
}

TEST(Maps, SaturateWhereNumbersAreHuge) {
  for (const KernelTable* table : tables()) {
    SCOPED_TRACE(table->name);
    for (const float huge : {100.0F, 1e4F, 1e30F, 3.4e38F, kInfinity}) {
      EXPECT_EQ(of_one(table->sigmoid, huge), 1.0F);
      EXPECT_EQ(of_one(table->sigmoid, -huge), 0.0F);
      EXPECT_EQ(of_one(table->relu, huge), huge);
      EXPECT_EQ(of_one(table->relu, -huge), 0.0F);
      EXPECT_EQ(of_one(table->leaky_relu, huge), huge);
      EXPECT_EQ(of_one(table->leaky_relu, -huge), -huge * kSlope);
      EXPECT_EQ(of_one(table->tanh, huge), 1.0F);
      EXPECT_EQ(of_one(table->tanh, -huge), -1.0F);
      EXPECT_EQ(of_one(table->gelu, huge), huge);
      EXPECT_EQ(of_one(table->gelu, -huge), 0.0F);
      for (const Slope& f : kSlopes) {
        for (const float x : {huge, -huge}) {
          const float kept = f.of_output ? static_cast<float>(f.function(x)) : x, one = 1;
          float dx = 0;
          (table->*f.kernel)(&kept, &one, &dx, 1, kSlope);
          const double far = std::copysign(std::min(std::abs(x), 1e4F), x);
          EXPECT_NEAR(dx, f.slope(far), 1e-30) << f.name << "′(" << x << ")";
        }
      }
    }
  }
}

TEST(Maps, TakeDenormalsAsNearlyZero) {
  for (const KernelTable* table : tables()) {
    for (const Denormals how : {Denormals::kept, Denormals::flushed}) {
      for (const float tiny : {1e-38F, 1e-40F, 1e-45F, -1e-40F}) {
        float sigmoid = 0, tanh = 0, gelu = 0, relu = 0;
        const auto all = [&] {
          sigmoid = of_one(table->sigmoid, tiny), tanh = of_one(table->tanh, tiny);
          gelu = of_one(table->gelu, tiny);
          relu = of_one(table->relu, tiny);
        };
        {
          const WithDenormals guard(how);
          all();
        }
        EXPECT_EQ(sigmoid, 0.5F) << table->name;
        EXPECT_NEAR(tanh, 0, 1.2e-38) << table->name;
        EXPECT_NEAR(gelu, 0, 1.2e-38) << table->name;
        EXPECT_NEAR(relu, 0, 1.2e-38) << table->name;
      }
    }
  }
}

TEST(Maps, HaveTheSlopesAtZeroThatAreDocumented) {
  for (const KernelTable* table : tables()) {
    const float zero = 0, one = 1;
    float dx = -1;
    table->relu_backward(&zero, &one, &dx, 1, 0);
    EXPECT_EQ(dx, 0.0F) << table->name;
    table->leaky_relu_backward(&zero, &one, &dx, 1, kSlope);
    EXPECT_EQ(dx, kSlope) << table->name;
  }
}

TEST(Arrays, AddAndMultiply) {
  for (const KernelTable* table : tables()) {
    for (std::int64_t n = 0; n <= 70; ++n) {
      for (std::int64_t offset = 0; offset < 4; ++offset) {
        const Fenced a = random_floats(n, 5, offset);
        const Fenced b = random_floats(n, 6, 3 - offset);
        Fenced sum = b, product(n, (offset + 1) % 4);
        table->add(a.data(), sum.data(), n);
        table->multiply(a.data(), b.data(), product.data(), n);
        ASSERT_TRUE(sum.fence_stands() && product.fence_stands()) << table->name << ", " << n;
        for (std::int64_t i = 0; i < n; ++i) {
          ASSERT_EQ(sum[i], a[i] + b[i]) << table->name << ", " << n;
          ASSERT_EQ(product[i], a[i] * b[i]) << table->name << ", " << n;
        }
      }
    }
  }
}

TEST(Arrays, TurnBytesIntoFloats) {
  for (const KernelTable* table : tables()) {
    for (std::int64_t n = 0; n <= 70; ++n) {
      for (std::int64_t offset = 0; offset < 4; ++offset) {
        std::vector<std::uint8_t> bytes(static_cast<std::size_t>(n + offset));
        for (std::size_t i = 0; i < bytes.size(); ++i) {
          bytes[i] = static_cast<std::uint8_t>(255 - i * 37 % 256);
        }
        Fenced y(n, offset);
        table->u8_to_f32(bytes.data() + offset, y.data(), n, 1.0F / 255);
        ASSERT_TRUE(y.fence_stands()) << table->name << ", " << n;
        for (std::int64_t i = 0; i < n; ++i) {
          const std::uint8_t byte = bytes[static_cast<std::size_t>(i + offset)];
          ASSERT_EQ(y[i], static_cast<float>(byte) * (1.0F / 255)) << table->name << ", " << n;
        }
      }
    }
  }
}

}  // namespace
}  // namespace glia::kernels
