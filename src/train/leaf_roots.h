#pragma once
#include <cstdint>

namespace glia {

// The one point where the sums over a batch leave it. An executor that has only a run of a batch's
// leaves makes the root of their tree; here it meets the roots of those that others have, before
// the gradient is clipped, looked at or used. A run of 2ⁿ leaves that begins at a multiple of 2ⁿ
// is a subtree of the whole, so that the bits are those of one executor with all rows.
class LeafRoots {
 public:
  virtual ~LeafRoots() = default;
  virtual std::int64_t rows() const noexcept = 0;  // of the whole batch
  // Makes `numbers`, which are Executor::gradients() from `offset` on, the sums over the whole
  // batch. Several threads call it at once for other ranges.
  virtual void join(std::int64_t offset, float* numbers, std::int64_t count) noexcept = 0;
};

}  // namespace glia
