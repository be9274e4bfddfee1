#pragma once
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>

#include "ops/harness.h"

// The same numbers as PyTorch: files made by the scripts beside them.
namespace glia {

using nlohmann::json;

inline constexpr double kEpsilon = std::numeric_limits<float>::epsilon();

inline json read_golden(const std::string& name) {
  std::ifstream file(std::string(GLIA_SOURCE_DIR "/tests/golden/") + name);
  return json::parse(file);
}

inline std::vector<float> floats(const json& numbers) { return numbers.get<std::vector<float>>(); }
inline std::vector<float> floats(const Numbers& numbers) {
  return {numbers.begin(), numbers.end()};
}

inline void set_rows(Rows& rows, const std::vector<float>& numbers) {
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const auto at = static_cast<std::int64_t>(i);
    rows.at(at / rows.width(), at % rows.width()) = numbers[i];
  }
}

// Within `terms` roundings of the largest number.
inline void expect_near(const std::vector<float>& actual, const json& expected, double terms,
                        const std::string& what) {
  ASSERT_EQ(actual.size(), expected.size()) << what;
  double largest = 1;
  for (const json& number : expected) largest = std::max(largest, std::abs(number.get<double>()));
  for (std::size_t i = 0; i < actual.size(); ++i) {
    ASSERT_NEAR(actual[i], expected[i].get<double>(), terms * kEpsilon * largest)
        << what << " at " << i;
  }
}

inline std::vector<float> numbers_of(const Rows& rows, std::int64_t count) {
  std::vector<float> numbers;
  for (std::int64_t r = 0; r < count; ++r) {
    for (const double x : rows.numbers(r)) numbers.push_back(static_cast<float>(x));
  }
  return numbers;
}

}  // namespace glia
