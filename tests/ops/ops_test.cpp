// What every op must do, for every row of op_table().
#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "expect_error.h"
#include "harness.h"
#include "table.h"

namespace glia {
namespace {

constexpr double kEpsilon = std::numeric_limits<float>::epsilon();

// Calls fn(row, harness) for every row of the table, its input shapes, instruction sets and some
// numbers of samples.
template <typename Fn>
void for_every_op(const std::vector<std::int64_t>& samples, bool training, Fn&& fn) {
  for (const OpRow& row : op_table()) {
    for (const std::vector<Shape>& shapes : row.inputs) {
      for (const std::string& simd : Simd::available()) {
        for (const std::int64_t rows : samples) {
          SCOPED_TRACE(row.name + " of " + shapes[0].str() + ", " + std::to_string(rows) +
                       " samples, " + simd);
          OpHarness op(Simd(simd), make_op(row.name, row.attributes), shapes, rows, training);
          op.fill(1, row.kinks, 2);
          if (row.padded && shapes[0].rank() == 2) op.pad_frames(shapes[0][0]);
          fn(row, op);
          if (testing::Test::HasFatalFailure()) return;
        }
      }
    }
  }
}

std::vector<Numbers> inputs_of(const OpHarness& op, std::int64_t row) {
  std::vector<Numbers> in;
  for (const Rows& x : op.in) in.push_back(x.numbers(row));
  return in;
}

std::vector<Numbers> params_of(const OpHarness& op) {
  std::vector<Numbers> params;
  for (const std::vector<float>& param : op.canonical)
    params.emplace_back(param.begin(), param.end());
  return params;
}

// Of a sum of about `terms` rounded numbers.
double bound(std::int64_t terms, double expected) {
  return static_cast<double>(terms + 8) * kEpsilon * std::max(1.0, std::abs(expected));
}

// Σ dy·y of one sample in double: its slopes are the gradients.
double objective(const OpRow& row, const std::vector<Numbers>& in,
                 const std::vector<Numbers>& params, const Numbers& dy) {
  const Numbers y = row.reference(in, params);
  double sum = 0;
  for (std::size_t j = 0; j < y.size(); ++j) sum += dy[j] * y[j];
  return sum;
}

// Steps through n numbers so that some 40 of them are looked at.
std::size_t apart(std::size_t n) { return n / 40 + 1; }

bool all_zero(const std::vector<float>& floats, std::int64_t begin, std::int64_t end) {
  return std::all_of(floats.begin() + begin, floats.begin() + end,
                     [](float x) { return x == 0.0F; });
}

bool same_bits(const std::vector<float>& a, const std::vector<float>& b) {
  return a.size() == b.size() &&
         (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0);
}

bool is_cost(const OpHarness& op) { return op.in.size() == 2 && op.spec().out.rank() == 0; }

TEST(Ops, EachHasARowInTheTable) {
  std::set<std::string> tested;
  for (const OpRow& row : op_table()) tested.insert(row.name);
  for (const std::string& name : op_names()) {
    EXPECT_TRUE(tested.contains(name)) << "op '" << name << "' needs a row in tests/ops/table.h";
  }
}

TEST(Ops, AreMadeAnewFromTheirNameAndAttributes) {
  for (const OpRow& row : op_table()) {
    const auto op = make_op(row.name, row.attributes);
    EXPECT_EQ(op->name(), row.name);
    const auto again = make_op(op->name(), op->attributes());
    EXPECT_EQ(again->attributes(), op->attributes()) << row.name;
    for (const auto& [name, value] : row.attributes) {
      EXPECT_EQ(op->attributes()[name], value) << row.name << ": " << name;
    }
  }
}

TEST(Ops, RefuseWhatTheyCannotTake) {
  for (const OpRow& row : op_table()) {
    const auto op = make_op(row.name, row.attributes);
    EXPECT_ERROR(op->infer({}), ErrorCode::shape_mismatch, row.name);
    const std::vector<Shape> three(3, Shape{4});
    EXPECT_ERROR(op->infer(three), ErrorCode::shape_mismatch, row.name);
    Attributes more = row.attributes;
    more["colour"] = std::string("red");
    EXPECT_ERROR(make_op(row.name, more), ErrorCode::invalid_argument, "colour");
    if (row.inputs[0].size() == 2) {
      const std::vector<Shape> uneven = {Shape{4}, Shape{5}};
      EXPECT_ERROR(op->infer(uneven), ErrorCode::shape_mismatch, "5");
    }
  }
}

TEST(Ops, RefuseAttributesThatMakeNoSense) {
  EXPECT_ERROR(make_op("dens"), ErrorCode::not_found, "dense");
  EXPECT_ERROR(make_op("dense"), ErrorCode::invalid_argument, "'out'");
  EXPECT_ERROR(make_op("dense", {{"out", std::int64_t{0}}}), ErrorCode::invalid_argument, "got 0");
  EXPECT_ERROR(make_op("dense", {{"out", 2.5}}), ErrorCode::invalid_argument, "whole number");
  EXPECT_ERROR(make_op("dense", {{"out", std::int64_t{1}}, {"initializer", std::string("hee")}}),
               ErrorCode::not_found, "'he'");
  for (const double rate : {-0.1, 1.0, 2.0}) {
    EXPECT_ERROR(make_op("dropout", {{"rate", rate}}), ErrorCode::invalid_argument, "rate");
  }
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_ERROR(make_op("dropout", {{"rate", nan}}), ErrorCode::invalid_argument, "finite");
  EXPECT_ERROR(make_op("leaky_relu", {{"slope", nan}}), ErrorCode::invalid_argument, "finite");
  EXPECT_ERROR(make_op("lstm"), ErrorCode::invalid_argument, "'hidden'");
  EXPECT_ERROR(make_op("lstm", {{"hidden", std::int64_t{0}}}), ErrorCode::invalid_argument,
               "got 0");
  EXPECT_ERROR(make_op("lstm", {{"hidden", std::int64_t{4}}, {"output", std::string("lats")}}),
               ErrorCode::not_found, "'last'");
  EXPECT_ERROR(make_op("lstm", {{"hidden", std::int64_t{4}}, {"bidirectional", std::int64_t{2}}}),
               ErrorCode::invalid_argument, "got 2");
  const std::vector<Shape> flat = {Shape{12}}, none = {Shape{}};
  EXPECT_ERROR(make_op("lstm", {{"hidden", std::int64_t{4}}})->infer(flat),
               ErrorCode::shape_mismatch, "frames");
  EXPECT_ERROR(make_op("layer_norm")->infer(none), ErrorCode::shape_mismatch, "axis");
  const auto huge = make_op("dense", {{"out", std::int64_t{1} << 24}});
  const std::vector<Shape> endless = {Shape{std::int64_t{1} << 61}};
  EXPECT_ERROR(huge->infer(endless), ErrorCode::invalid_argument, "");
}

TEST(Ops, ForwardAgreesWithTheReference) {
  for_every_op({1, 2, 19}, false, [](const OpRow& row, OpHarness& op) {
    op.forward(op.rows());
    const std::vector<Numbers> params = params_of(op);
    for (std::int64_t r = 0; r < op.rows(); ++r) {
      const Numbers expected = row.reference(inputs_of(op, r), params);
      ASSERT_EQ(static_cast<std::int64_t>(expected.size()), op.spec().out.elements());
      for (std::size_t j = 0; j < expected.size(); ++j) {
        ASSERT_NEAR(op.out.at(r, static_cast<std::int64_t>(j)), expected[j],
                    bound(row.depth * op.in[0].width(), expected[j]))
            << "row " << r << ", " << j;
      }
    }
  });
}

// Of more than one block or group of samples, and not of all of them, for time.
void expect_slopes(bool training) {
  for_every_op({1, 53}, training, [training](const OpRow& row, OpHarness& op) {
    if ((row.random || row.couples) == training) return;
    op.forward(op.rows());
    const Rows dy = op.out_gradient;
    op.backward(op.rows());
    const std::vector<Numbers> params = params_of(op);
    const std::size_t inputs = is_cost(op) ? 1 : op.in.size();
    for (std::int64_t r = 0; r < op.rows(); r += 13) {
      std::vector<Numbers> in = inputs_of(op, r);
      for (std::size_t i = 0; i < inputs; ++i) {
        for (std::size_t j = 0; j < in[i].size(); j += apart(in[i].size())) {
          const bool padding = row.padded && in[i][j] == 0;
          const double expected =
              padding ? 0
                      : slope(in[i][j], [&] { return objective(row, in, params, dy.numbers(r)); });
          ASSERT_NEAR(op.in_gradient[i].at(r, static_cast<std::int64_t>(j)), expected,
                      bound(row.depth * op.spec().out.elements(), expected))
              << "row " << r << ", input " << i << ", number " << j;
        }
      }
    }
  });
}

TEST(Ops, BackwardAgreesWithFiniteDifferences) { expect_slopes(true); }

// What draws or looks at the whole batch while training is a plain function else.
TEST(Ops, BackwardOutsideTrainingAgreesWithFiniteDifferences) { expect_slopes(false); }

TEST(Ops, ParameterGradientsAgreeWithFiniteDifferences) {
  for_every_op({1, 21}, true, [](const OpRow& row, OpHarness& op) {
    if (row.couples) return;
    op.forward(op.rows());
    const Rows dy = op.out_gradient;
    op.backward(op.rows());
    op.parameter_gradient(1, 3);
    std::vector<Numbers> params = params_of(op);
    for (std::size_t p = 0; p < params.size(); ++p) {
      const Numbers gradient = op.gradient_of(p);
      for (std::size_t k = 0; k < params[p].size(); k += apart(params[p].size())) {
        const double expected = slope(params[p][k], [&] {
          double sum = 0;
          for (std::int64_t r = 0; r < op.rows(); ++r) {
            sum += objective(row, inputs_of(op, r), params, dy.numbers(r));
          }
          return sum;
        });
        const std::int64_t terms = 2 * row.depth * op.rows() * op.spec().out.elements();
        ASSERT_NEAR(gradient[k], expected,
                    bound(op.can().leaf_gradients ? terms : 2 * row.depth * op.rows(), expected))
            << op.spec().params[p].name << "[" << k << "]";
      }
    }
  });
}

TEST(Ops, WhatTheyTellToKeepIsAllThatBackwardReads) {
  for_every_op({5}, true, [](const OpRow&, OpHarness& op) {
    OpHarness forgetful = op;
    forgetful.bind();
    op.forward(op.rows());
    op.backward(op.rows());
    forgetful.forward(op.rows());
    const float nan = std::numeric_limits<float>::quiet_NaN();
    for (Rows& x : forgetful.in) {
      if (!op.spec().needs_input) std::fill(x.floats.begin(), x.floats.end(), nan);
    }
    if (!op.spec().needs_output) {
      std::fill(forgetful.out.floats.begin(), forgetful.out.floats.end(), nan);
    }
    forgetful.backward(op.rows());
    ASSERT_TRUE(same_bits(op.in_gradient[0].floats, forgetful.in_gradient[0].floats));
  });
}

TEST(Ops, AnySplitOfRowsGivesTheSameBits) {
  for_every_op({23}, true, [](const OpRow&, OpHarness& whole) {
    for (const std::int64_t split : {1, 2, 7, 16}) {
      if (split % whole.unit() != 0) continue;
      OpHarness parts = whole;
      parts.bind();
      OpHarness once = whole;
      once.bind();
      once.forward(once.rows());
      once.backward(once.rows());
      parts.forward(split);
      parts.backward(split);
      ASSERT_TRUE(same_bits(once.out.floats, parts.out.floats)) << split;
      ASSERT_TRUE(same_bits(once.workspace, parts.workspace)) << split;
      ASSERT_TRUE(same_bits(once.in_gradient[0].floats, parts.in_gradient[0].floats)) << split;
    }
  });
}

TEST(Ops, AnySplitOfParametersGivesTheSameBits) {
  for_every_op({70}, true, [](const OpRow&, OpHarness& whole) {
    if (whole.spec().params.empty()) return;
    whole.forward(whole.rows());
    whole.backward(whole.rows());
    OpHarness parts = whole;
    parts.bind();
    whole.parameter_gradient(1 << 20, 1 << 20);
    parts.parameter_gradient(1, 3);
    for (std::size_t p = 0; p < whole.spec().params.size(); ++p) {
      ASSERT_TRUE(same_bits(whole.packed_gradient(p), parts.packed_gradient(p)));
    }
  });
}

TEST(Ops, PaddingOfGradientsIsZero) {
  for_every_op({3}, true, [](const OpRow&, OpHarness& op) {
    op.forward(op.rows());
    op.backward(op.rows());
    op.parameter_gradient(1, 1 << 20);
    const Rows& dx = op.in_gradient[0];
    const std::int64_t width = dx.width();
    for (std::int64_t r = 0; r < op.rows() && !dx.lanes; ++r) {
      ASSERT_TRUE(all_zero(dx.floats, r * dx.stride + width, r * dx.stride + round_up(width, 16)));
    }
    for (std::int64_t r = op.rows(); r < 16 && dx.lanes; ++r) {
      for (std::int64_t j = 0; j < width; ++j) ASSERT_EQ(dx.floats[dx.place(r, j)], 0.0F);
    }
    for (std::size_t p = 0; p < op.spec().params.size(); ++p) {
      if (op.spec().params[p].buffer) continue;
      const ParamLayout& layout = op.layout(p);
      for (std::int64_t o = layout.out; o < layout.panels() * 16; ++o) {
        for (std::int64_t i = 0; i < layout.in; ++i) {
          ASSERT_EQ(op.packed_gradient(p)[static_cast<std::size_t>(layout.index(o, i))], 0.0F);
        }
      }
    }
  });
}

TEST(Ops, WhatACostWantsToSeeHasNoGradient) {
  for_every_op({3}, true, [](const OpRow&, OpHarness& op) {
    if (!is_cost(op)) return;
    op.forward(op.rows());
    op.backward(op.rows());
    const std::vector<float>& dy = op.in_gradient[1].floats;
    ASSERT_TRUE(all_zero(dy, 0, static_cast<std::int64_t>(dy.size())));
  });
}

TEST(Ops, WriteNeitherInputsNorWhatNobodyAskedFor) {
  for_every_op({3}, true, [](const OpRow&, OpHarness& op) {
    OpHarness silent = op;
    silent.bind();
    silent.wants_in_gradient = false;
    silent.forward(silent.rows());
    silent.backward(silent.rows());
    silent.parameter_gradient(1, 1 << 20);
    for (std::size_t i = 0; i < op.in.size(); ++i) {
      ASSERT_TRUE(same_bits(silent.in[i].floats, op.in[i].floats));
      ASSERT_TRUE(same_bits(silent.in_gradient[i].floats, op.in_gradient[i].floats));
    }
    op.forward(op.rows());
    op.backward(op.rows());
    op.parameter_gradient(1, 1 << 20);
    for (std::size_t p = 0; p < op.spec().params.size(); ++p) {
      ASSERT_TRUE(same_bits(silent.packed_gradient(p), op.packed_gradient(p)));
    }
  });
}

}  // namespace
}  // namespace glia
