// Dense and its activation in one op give the bits of the two.
#include <set>

#include "harness.h"
#include "ops/map_op.h"
#include "ops/ops.h"
#include "table.h"

namespace glia {
namespace {

bool same_bits(const Rows& a, const Rows& b) {
  return std::memcmp(a.floats.data(), b.floats.data(), a.floats.size() * sizeof(float)) == 0;
}

// The activations whose slope is found from their output.
std::set<std::string> from_output() {
  std::set<std::string> names;
  for (const OpRow& row : op_table()) {
    const auto op = make_op(row.name, row.attributes);
    const auto* map = dynamic_cast<const ops::MapOp*>(op.get());
    if (map && map->keeps() == ops::MapOp::Keeps::output) names.insert(row.name);
  }
  return names;
}

TEST(FusedDense, IsThereForActivationsThatTellTheirSlope) {
  const auto dense = make_op("dense", {{"out", std::int64_t{5}}});
  const std::set<std::string> expected = from_output();
  EXPECT_TRUE(expected.contains("relu") && !expected.contains("gelu"));
  for (const OpRow& row : op_table()) {
    const auto second = make_op(row.name, row.attributes);
    EXPECT_EQ(ops::fuse(dense, second) != nullptr, expected.contains(row.name)) << row.name;
    EXPECT_EQ(ops::fuse(second, second), nullptr) << row.name;
  }
  EXPECT_EQ(ops::fuse(dense, nullptr), nullptr);
  EXPECT_EQ(ops::fuse(nullptr, dense), nullptr);
}

TEST(FusedDense, HasTheBitsOfThePlainPair) {
  for (const std::string& simd : Simd::available()) {
    for (const std::string& name : from_output()) {
      for (const std::int64_t out : {1, 10, 16, 37}) {
        for (const std::int64_t rows : {1, 19}) {
          SCOPED_TRACE(simd + ": " + name + " of " + std::to_string(out));
          const auto dense_op = make_op("dense", {{"out", out}});
          const auto map_op = make_op(name);
          const std::vector<Shape> in = {Shape{23}};
          OpHarness dense(Simd(simd), dense_op, in, rows),
              map(Simd(simd), map_op, {Shape{out}}, rows);
          OpHarness fused(Simd(simd), ops::fuse(dense_op, map_op), in, rows);
          dense.fill(2, {});
          fused.fill(2, {});
          const Rows dy = fused.out_gradient;

          dense.forward(rows);
          map.in[0] = dense.out;
          map.forward(rows);
          map.out_gradient = dy;
          map.backward(rows);
          dense.out_gradient = map.in_gradient[0];
          dense.backward(rows);
          dense.parameter_gradient(1, 8);
          fused.forward(rows);
          fused.backward(rows);
          fused.parameter_gradient(1, 8);

          EXPECT_TRUE(same_bits(fused.out, map.out));
          EXPECT_TRUE(same_bits(fused.in_gradient[0], dense.in_gradient[0]));
          EXPECT_EQ(fused.packed_gradient(0), dense.packed_gradient(0));
          EXPECT_EQ(fused.packed_gradient(1), dense.packed_gradient(1));
        }
      }
    }
  }
}

// The first layer of a network: nobody asks for the gradient of the picture.
TEST(FusedDense, FindsParameterGradientsWithoutAnInputGradient) {
  const auto op = ops::fuse(make_op("dense", {{"out", std::int64_t{10}}}), make_op("sigmoid"));
  OpHarness with(Simd(), op, {Shape{23}}, 19), without(Simd(), op, {Shape{23}}, 19);
  without.wants_in_gradient = false;
  for (OpHarness* harness : {&with, &without}) {
    harness->fill(3, {});
    harness->forward(19);
    harness->backward(19);
    harness->parameter_gradient(1, 8);
  }
  EXPECT_EQ(with.packed_gradient(0), without.packed_gradient(0));
  EXPECT_EQ(with.packed_gradient(1), without.packed_gradient(1));
}

}  // namespace
}  // namespace glia
