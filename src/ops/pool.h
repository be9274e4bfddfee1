#pragma once
#include "kernels/table.h"
#include "ops/attributes.h"
#include "ops/pictures.h"

namespace glia::ops {

// A window goes over each plane of a picture, channel by channel. What does not fill a window at
// the right and lower border is left out. Size 0 is the whole plane.
class PoolOp : public Op {
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
    spec.forward_in_rows = true;
    return spec;
  }

 protected:
  kernels::Pool over(const Shape& x) const noexcept {
    kernels::Pool pool;
    pool.channels = x[0], pool.in_height = x[1], pool.in_width = x[2];
    pool.high = s_.size == 0 ? x[1] : s_.size;
    pool.wide = s_.size == 0 ? x[2] : s_.size;
    pool.stride = s_.stride > 0 ? s_.stride : s_.size > 0 ? s_.size : 1;
    return pool;
  }

  // fn(geometry, first row) for the call's blocks of 16 samples, or in rows for each.
  template <typename Fn>
  void for_each_block(const OpMemory& memory, const ExecContext& context, Fn&& fn) const noexcept {
    kernels::Pool pool = over(*memory.in[0].shape);
    pool.out_height = (*memory.out.shape)[1], pool.out_width = (*memory.out.shape)[2];
    for (std::int64_t r = 0; r < context.rows; r += memory.in[0].lanes ? 16 : 1) fn(pool, r);
  }

 private:
  Settings s_;
};

}  // namespace glia::ops
