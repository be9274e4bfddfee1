#pragma once
#include "kernels/table.h"
#include "ops/attributes.h"
#include "ops/pictures.h"

namespace glia::ops {

// A window goes over each plane of a picture, channel by channel. What does not fill a window at
// the right and lower border is left out. Size 0 is the whole plane.
class PoolOp : public Op, public InRows {
 public:
  struct Settings {
    std::int64_t size = 0, stride = 0;
  };
  explicit PoolOp(const Settings& settings) : s_(settings) {}

  // Stride 0, or none, is the size.
  static Settings read(std::string_view op, const Attributes& attributes) {
    const AttributeReader read(op, attributes);
    read.only({"size", "stride"});
    return {.size = read.integer("size", 0, 1 << 16),
            .stride = read.integer("stride", 0, 1 << 16, 0)};
  }

  Attributes attributes() const override { return {{"size", s_.size}, {"stride", s_.stride}}; }

  OpSpec infer(std::span<const Shape> in) const override {
    const Shape x = expect_picture(name(), in);
    const kernels::Pool pool = over(x);
    OpSpec spec;
    spec.out = Shape{x[0], windows(name(), x[1], pool.high, pool.stride),
                     windows(name(), x[2], pool.wide, pool.stride)};
    spec.layout = Layout::lanes;
    return spec;
  }

 protected:
  kernels::Pool over(const Shape& x) const noexcept {
    return {.channels = x[0],
            .in_height = x[1],
            .in_width = x[2],
            .high = s_.size == 0 ? x[1] : s_.size,
            .wide = s_.size == 0 ? x[2] : s_.size,
            .stride = s_.stride > 0 ? s_.stride
                      : s_.size > 0 ? s_.size
                                    : 1};
  }

  // fn(geometry, first row) for the call's blocks of samples, or in rows for each.
  template <typename Fn>
  void for_each_block(const OpMemory& memory, const ExecContext& context, Fn&& fn) const noexcept {
    kernels::Pool pool = over(*memory.in[0].shape);
    pool.out_height = (*memory.out.shape)[1];
    pool.out_width = (*memory.out.shape)[2];
    for (std::int64_t r = 0; r < context.rows; r += memory.in[0].lanes ? kBlock : 1) fn(pool, r);
  }

 private:
  Settings s_;
};

}  // namespace glia::ops
