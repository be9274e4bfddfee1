#include <gtest/gtest.h>

#include <array>

#include "glia/suggest.h"

namespace glia {
namespace {

TEST(Suggest, AMisspeltWordHasANearest) {
  const std::array<std::string, 3> known{"relu", "sigmoid", "tanh"};
  EXPECT_EQ(suggest("sigmod", known), " Did you mean 'sigmoid'?");
  EXPECT_EQ(suggest("rel", known), " Did you mean 'relu'?");
  EXPECT_EQ(suggest("banana", known), " Known: relu, sigmoid, tanh.");
}

TEST(Suggest, AWordThatSharesNothingIsNotMisspelt) {
  const std::array<std::string, 2> languages{"ru", "en"};
  EXPECT_EQ(suggest("de", languages), " Known: ru, en.");
  EXPECT_EQ(suggest("x", languages), " Known: ru, en.");
  EXPECT_EQ(suggest("", languages), " Known: ru, en.");
}

TEST(Suggest, ANumberIsNotMisspelt) {
  const std::array<std::string, 2> labels{"0", "1"};
  EXPECT_EQ(suggest("12", labels), " Known: 0, 1.");
}

}  // namespace
}  // namespace glia
