#pragma once
#include <cstdint>

// The order in which sums over a batch are made, everywhere and for any number of threads: leaves
// of kLeaf samples meet as a binary counter carries, leaf 0 with 1, 2 with 3, then the pairs, …;
// what is left over at the end folds from the small to the large.
namespace glia::kernels {

// Leaves of at most 2²⁴ samples, which is the largest batch, meet in fewer levels than these.
inline constexpr int kTreeLevels = 24;

// What leaf number `leaf` of `leaves` does when it is summed: add(level) the sum that waits there,
// for each that is complete; then keep(level) its own, or, of the last leaf, add() those that still
// wait. Inlined by force: kernels hold the sum in registers.
template <typename Add, typename Keep>
[[gnu::always_inline]] inline void meet(std::int64_t leaf, std::int64_t leaves, Add&& add,
                                        Keep&& keep) {
  int level = 0;
  for (; leaf >> level & 1; ++level) add(level);
  if (leaf + 1 < leaves) return keep(level);
  for (int rest = level + 1; leaves >> rest; ++rest) {
    if (leaves >> rest & 1) add(rest);
  }
}

// All of them at one go: of(leaf), and join(earlier, later).
template <typename T, typename Of, typename Join>
T join_leaves(std::int64_t leaves, Of&& of, Join&& join) {
  T waiting[kTreeLevels];
  T sum{};
  for (std::int64_t leaf = 0; leaf < leaves; ++leaf) {
    sum = of(leaf);
    meet(
        leaf, leaves, [&](int level) { sum = join(waiting[level], sum); },
        [&](int level) { waiting[level] = sum; });
  }
  return sum;
}

}  // namespace glia::kernels
