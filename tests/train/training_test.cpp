#include "glia/training.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <numbers>

#include "expect_error.h"

namespace glia {
namespace {

TEST(Names, GoBothWays) {
  for (const std::string_view name : cost_names()) EXPECT_EQ(name_of(cost_named(name)), name);
  for (const std::string_view name : method_names()) EXPECT_EQ(name_of(method_named(name)), name);
  for (const std::string_view name : curve_names()) EXPECT_EQ(name_of(curve_named(name)), name);
}

TEST(Names, SuggestTheNearest) {
  EXPECT_ERROR(cost_named("sqared"), ErrorCode::not_found, "Did you mean 'squared'?");
  EXPECT_ERROR(method_named("adma"), ErrorCode::not_found, "optimizer 'adma'");
  EXPECT_ERROR(curve_named("zigzagging"), ErrorCode::not_found, "constant, step, cosine");
}

TEST(Schedule, ConstantStaysThere) {
  Schedule schedule;
  schedule.rate = 2;
  EXPECT_EQ(schedule.at(0, 100), 2);
  EXPECT_EQ(schedule.at(100, 100), 2);
  EXPECT_EQ(schedule.at(0, 0), 2);
}

TEST(Schedule, CosineFallsToItsFinalFraction) {
  Schedule schedule;
  schedule.curve = Curve::cosine;
  schedule.rate = 2;
  schedule.final_fraction = 0.1;
  for (std::uint64_t step = 0; step <= 1000; ++step) {
    const double t = static_cast<double>(step) / 1000;
    const double expected = 2 * (0.1 + 0.9 * (1 + std::cos(std::numbers::pi * t)) / 2);
    ASSERT_NEAR(schedule.at(step, 1000), expected, 1e-15) << step;
  }
  EXPECT_EQ(schedule.at(5000, 1000), schedule.at(1000, 1000));
}

TEST(Schedule, StepMultipliesAfterEachPart) {
  Schedule schedule;
  schedule.curve = Curve::step;
  schedule.rate = 8;
  schedule.step_factor = 0.5;
  schedule.step_every = 0.25;
  EXPECT_EQ(schedule.at(0, 100), 8);
  EXPECT_EQ(schedule.at(24, 100), 8);
  EXPECT_EQ(schedule.at(25, 100), 4);
  EXPECT_EQ(schedule.at(74, 100), 2);
  EXPECT_EQ(schedule.at(75, 100), 1);
}

// Powers of a half tell how often the rate fell. Parts that no double is, such as a tenth, count
// too.
TEST(Schedule, StepFallsAtExactPartsOfTheSteps) {
  Schedule schedule;
  schedule.curve = Curve::step;
  schedule.step_factor = 0.5;
  for (const std::uint64_t under : {2, 3, 7, 10, 30, 49, 100, 1000}) {
    for (std::uint64_t over = 1 + under / 60; over <= under; over += 1 + under / 12) {
      schedule.step_every = static_cast<double>(over) / static_cast<double>(under);
      for (const std::uint64_t total : {1, 9, 10, 90, 100, 490, 3000}) {
        for (std::uint64_t step = 0; step <= total; ++step) {
          const std::uint64_t falls = step * under / (total * over);
          ASSERT_EQ(schedule.at(step, total), std::ldexp(1.0, -static_cast<int>(falls)))
              << over << "/" << under << ": step " << step << " of " << total;
        }
      }
    }
  }
}

TEST(Schedule, StepTakesAnyNumberOfSteps) {
  Schedule schedule;
  schedule.curve = Curve::step;
  schedule.step_factor = 0.5;
  const std::uint64_t many = std::uint64_t{1} << 62;
  for (const double every : {1e-6, 0.1, 1 / 3.0, std::numbers::pi / 4, 0.7071067811865476}) {
    schedule.step_every = every;
    const double all = schedule.at(many, many);
    EXPECT_EQ(all, schedule.at(1000, 1000)) << every;
    const double parts = -std::log2(all);
    if (all > 0) {
      EXPECT_NEAR(parts, 1 / every, 1) << every;
    }
  }
  schedule.step_every = 0.1;
  EXPECT_EQ(schedule.at(many / 10 * 3, many / 10 * 10), 0.125);
  EXPECT_EQ(schedule.at(many / 10 * 3 - 1, many / 10 * 10), 0.25);
}

TEST(Schedule, OneCycleRisesAndFalls) {
  Schedule schedule;
  schedule.curve = Curve::one_cycle;
  schedule.rate = 1;
  schedule.final_fraction = 0.01;
  EXPECT_NEAR(schedule.at(0, 1000), 0.04, 1e-12);
  EXPECT_NEAR(schedule.at(249, 1000), 1, 1e-12);
  EXPECT_NEAR(schedule.at(999, 1000), 0.01, 1e-12);
  EXPECT_EQ(schedule.at(1000, 1000), schedule.at(999, 1000));
  for (std::uint64_t step = 0; step < 1000; ++step) {
    if (step < 249) {
      ASSERT_LE(schedule.at(step, 1000), schedule.at(step + 1, 1000)) << step;
    } else {
      ASSERT_GE(schedule.at(step, 1000), schedule.at(step + 1, 1000)) << step;
    }
  }
  schedule.warmup = 0;
  EXPECT_NEAR(schedule.at(0, 1000), 1, 1e-12);
}

TEST(Schedule, OneCycleOfFewStepsBeginsAtItsHighest) {
  Schedule schedule;
  schedule.curve = Curve::one_cycle;
  schedule.rate = 2;
  EXPECT_EQ(schedule.at(0, 0), 2);
  EXPECT_EQ(schedule.at(0, 1), 2);
  EXPECT_EQ(schedule.at(0, 4), 2);  // a quarter of four steps is one: the last that rises
  EXPECT_NEAR(schedule.at(3, 4), 0, 1e-15);
}

TEST(Recipe, TheDefaultsAreGood) { Recipe().check(); }

TEST(Recipe, NamesTheValueThatMakesNoSense) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double inf = std::numeric_limits<double>::infinity();
  const struct {
    const char* name;
    std::function<void(Recipe&, double)> set;
    std::vector<double> bad;
  } rows[] = {
      {"rate", [](Recipe& r, double v) { r.schedule.rate = v; }, {nan, inf, -inf, 0, -1, 2e6}},
      {"final_fraction", [](Recipe& r, double v) { r.schedule.final_fraction = v; }, {nan, -1, 2}},
      {"warmup", [](Recipe& r, double v) { r.schedule.warmup = v; }, {nan, -0.1, 1}},
      {"step_factor", [](Recipe& r, double v) { r.schedule.step_factor = v; }, {nan, 0, 2}},
      {"step_every", [](Recipe& r, double v) { r.schedule.step_every = v; }, {nan, 0, -1, 2}},
      {"momentum", [](Recipe& r, double v) { r.optimizer.momentum = v; }, {nan, -0.1, 1}},
      {"beta1", [](Recipe& r, double v) { r.optimizer.beta1 = v; }, {nan, -0.1, 1}},
      {"beta2", [](Recipe& r, double v) { r.optimizer.beta2 = v; }, {nan, -0.1, 1, inf}},
      {"epsilon", [](Recipe& r, double v) { r.optimizer.epsilon = v; }, {nan, 0, -1, inf}},
      {"weight_decay", [](Recipe& r, double v) { r.optimizer.weight_decay = v; }, {nan, -1, inf}},
      {"l1", [](Recipe& r, double v) { r.optimizer.l1 = v; }, {nan, -1, inf}},
      {"clip", [](Recipe& r, double v) { r.optimizer.clip_norm = v; }, {nan, -1, inf}},
      {"label_smoothing", [](Recipe& r, double v) { r.label_smoothing = v; }, {nan, -0.1, 1}},
      {"huber_delta", [](Recipe& r, double v) { r.cost_parameters.huber_delta = v; }, {nan, 0, -1}},
      {"focal_gamma", [](Recipe& r, double v) { r.cost_parameters.focal_gamma = v; }, {nan, -1}},
      {"shift", [](Recipe& r, double v) { r.augment.shift = v; }, {nan, -1, inf}},
      {"rotate", [](Recipe& r, double v) { r.augment.rotate = v; }, {nan, -1, 181}},
      {"scale", [](Recipe& r, double v) { r.augment.scale = v; }, {nan, -1, 1}},
      {"shear", [](Recipe& r, double v) { r.augment.shear = v; }, {nan, -1, 46}},
      {"flip", [](Recipe& r, double v) { r.augment.flip = v; }, {nan, -1, 2}},
      {"elastic", [](Recipe& r, double v) { r.augment.elastic = v; }, {nan, -1, inf}},
      {"batch", [](Recipe& r, double v) { r.batch = static_cast<std::int64_t>(v); }, {0, -1, 1e12}},
      {"epochs", [](Recipe& r, double v) { r.epochs = static_cast<std::int64_t>(v); }, {0, -1}},
      {"patience", [](Recipe& r, double v) { r.patience = static_cast<std::int64_t>(v); }, {-1}},
  };
  for (const auto& row : rows) {
    for (const double value : row.bad) {
      SCOPED_TRACE(std::string(row.name) + " = " + std::to_string(value));
      Recipe recipe;
      row.set(recipe, value);
      EXPECT_ERROR(recipe.check(), ErrorCode::invalid_argument, std::string(row.name));
    }
  }
  Recipe recipe;
  recipe.schedule.rate = nan;
  EXPECT_ERROR(recipe.check(), ErrorCode::invalid_argument,
               "rate: expected a number above 0 and at most 1000000, got nan");
}

}  // namespace
}  // namespace glia
