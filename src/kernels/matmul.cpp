// Matrix products with outputs in lanes: a tile of some samples × 16 outputs stays in registers
// while the inputs go by. One broadcast of A meets whole panel rows of B.
#include "kernels/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/matmul.cpp"
#include <hwy/foreach_target.h>

#include "kernels/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace glia::kernels {
namespace HWY_NAMESPACE {
namespace {

// Registers for sums: of 16 (32 with AVX-512), some hold the panel row and the broadcast.
constexpr int kAccumulators = HWY_TARGET <= HWY_AVX3 ? 24 : 12;
constexpr int kTileRows =
    kVectors == 1 ? 8 : (kAccumulators / kVectors > 0 ? kAccumulators / kVectors : 1);
constexpr int kTilePanels = kVectors == 1 ? 3 : 1;

// acc[m][p·S + s] += Σ_k A(m, k)·B(p, k) over n terms, for S strands side by side.
template <int M, int P, int S>
HWY_INLINE void multiply(const float* HWY_RESTRICT a, std::int64_t a_row, std::int64_t a_depth,
                         const float* HWY_RESTRICT b, std::int64_t b_panel, std::int64_t b_depth,
                         std::int64_t n, V (&acc)[M][P * S * kVectors]) {
  const D d;
  for (std::int64_t k = 0; k < n; ++k) {
    V row[P * S * kVectors];
    HWY_UNROLL(16)
    for (int p = 0; p < P; ++p) {
      HWY_UNROLL(16)
      for (int s = 0; s < S; ++s) {
        HWY_UNROLL(16)
        for (int v = 0; v < kVectors; ++v) {
          row[(p * S + s) * kVectors + v] =
              hn::LoadU(d, b + p * b_panel + s * kStrand * b_depth + v * kLanes);
        }
      }
    }
    HWY_UNROLL(16)
    for (int m = 0; m < M; ++m) {
      HWY_UNROLL(16)
      for (int s = 0; s < S; ++s) {
        const V x = hn::Set(d, a[m * a_row + s * kStrand * a_depth]);
        HWY_UNROLL(16)
        for (int p = 0; p < P; ++p) {
          HWY_UNROLL(16)
          for (int v = 0; v < kVectors; ++v) {
            const int j = (p * S + s) * kVectors + v;
            acc[m][j] = hn::MulAdd(x, row[j], acc[m][j]);
          }
        }
      }
    }
    a += a_depth;
    b += b_depth;
  }
}

template <int M, int N>
HWY_INLINE void clear(V (&acc)[M][N]) {
  HWY_UNROLL(16)
  for (int m = 0; m < M; ++m) {
    HWY_UNROLL(16)
    for (int j = 0; j < N; ++j) acc[m][j] = hn::Zero(D());
  }
}

// C += acc, strand by strand.
template <int M, int P, int S>
HWY_INLINE void add_to(float* c, std::int64_t c_row, std::int64_t c_panel,
                       V (&acc)[M][P * S * kVectors]) {
  const D d;
  HWY_UNROLL(16)
  for (int m = 0; m < M; ++m) {
    HWY_UNROLL(16)
    for (int p = 0; p < P; ++p) {
      HWY_UNROLL(16)
      for (int v = 0; v < kVectors; ++v) {
        float* at = c + m * c_row + p * c_panel + v * kLanes;
        V sum = hn::LoadU(d, at);
        HWY_UNROLL(16)
        for (int s = 0; s < S; ++s) sum = hn::Add(sum, acc[m][(p * S + s) * kVectors + v]);
        hn::StoreU(sum, d, at);
      }
    }
  }
}

// M rows × P panels of C, the depth in strands, S of them at a time where there are so many.
template <int M, int P, int S>
HWY_INLINE void tile(const Matmul& t, std::int64_t m0, std::int64_t p0) {
  const D d;
  const float* a = t.a + m0 * t.a_row;
  const float* b = t.b + p0 * t.b_panel;
  float* c = t.c + m0 * t.c_row + p0 * t.c_panel;
  for (int m = 0; m < M && !t.accumulate; ++m) {
    for (int p = 0; p < P; ++p) {
      for (int v = 0; v < kVectors; ++v) {
        const V start = t.start ? hn::LoadU(d, t.start + (p0 + p) * 16 + v * kLanes) : hn::Zero(d);
        hn::StoreU(start, d, c + m * t.c_row + p * t.c_panel + v * kLanes);
      }
    }
  }
  std::int64_t k = 0;
  if constexpr (S > 1) {
    for (; k + S * kStrand <= t.depth; k += S * kStrand) {
      V acc[M][P * S * kVectors];
      clear(acc);
      multiply<M, P, S>(a + k * t.a_depth, t.a_row, t.a_depth, b + k * t.b_depth, t.b_panel,
                        t.b_depth, kStrand, acc);
      add_to<M, P, S>(c, t.c_row, t.c_panel, acc);
    }
  }
  for (; k < t.depth; k += kStrand) {
    V acc[M][P * kVectors];
    clear(acc);
    multiply<M, P, 1>(a + k * t.a_depth, t.a_row, t.a_depth, b + k * t.b_depth, t.b_panel,
                      t.b_depth, HWY_MIN(kStrand, t.depth - k), acc);
    add_to<M, P, 1>(c, t.c_row, t.c_panel, acc);
  }
}

// The rows that are left: few rows leave registers free to run strands side by side, which hides
// the latency of the sums.
template <int P>
HWY_INLINE void rows_of_panels(const Matmul& t, std::int64_t p) {
  std::int64_t m = 0;
  for (; m + kTileRows <= t.rows; m += kTileRows) tile<kTileRows, P, 1>(t, m, p);
  constexpr int kFree = kAccumulators / (P * kVectors) > 0 ? kAccumulators / (P * kVectors) : 1;
  constexpr int kOne = HWY_MIN(6, kFree);
  constexpr int kTwo = HWY_MAX(1, HWY_MIN(3, kFree / 2));
  constexpr int kThree = HWY_MAX(1, HWY_MIN(2, kFree / 3));
  while (m < t.rows) {
    const std::int64_t left = t.rows - m;
    if (kTileRows > 4 && left >= 4) {
      tile<HWY_MIN(4, kTileRows), P, 1>(t, m, p);
      m += HWY_MIN(4, kTileRows);
    } else if (kTileRows > 3 && left >= 3) {
      tile<HWY_MIN(3, kTileRows), P, kThree>(t, m, p);
      m += HWY_MIN(3, kTileRows);
    } else if (kTileRows > 2 && left >= 2) {
      tile<HWY_MIN(2, kTileRows), P, kTwo>(t, m, p);
      m += HWY_MIN(2, kTileRows);
    } else {
      tile<1, P, kOne>(t, m, p);
      ++m;
    }
  }
}

void matmul(const Matmul& t) noexcept {
  std::int64_t p = 0;
  for (; p + kTilePanels <= t.panels; p += kTilePanels) rows_of_panels<kTilePanels>(t, p);
  for (; p < t.panels; ++p) rows_of_panels<1>(t, p);
}

// One tile of a gradient over all samples; see Outer.
template <int M, int P>
HWY_INLINE void outer_tile(const Outer& t, std::int64_t i0, std::int64_t p0) {
  const D d;
  constexpr int kWidth = P * kVectors;
  constexpr int kLevels = 40;
  alignas(64) float stack[kLevels][M * P * 16];
  static const float ones = 1.0F;
  const float* a = t.a ? t.a + i0 : &ones;
  const std::int64_t a_row = t.a ? 1 : 0;
  const std::int64_t a_stride = t.a ? t.a_stride : 0;
  const std::int64_t a_step = t.a ? t.a_step : 0;
  const float* d_from = t.d + p0 * 16;
  V acc[M][kWidth];
  const std::int64_t leaves = (t.samples + kLeaf - 1) / kLeaf;
  for (std::int64_t leaf = 0; leaf < leaves; ++leaf) {
    const std::int64_t s = leaf * kLeaf;
    clear(acc);
    for (std::int64_t step = 0; step < t.steps; ++step) {
      multiply<M, P, 1>(a + s * a_stride + step * a_step, a_row, a_stride,
                        d_from + s * t.d_stride + step * t.d_step, 16, t.d_stride,
                        HWY_MIN(kLeaf, t.samples - s), acc);
    }
    int level = 0;
    for (; leaf >> level & 1; ++level) {
      for (int m = 0; m < M; ++m) {
        for (int j = 0; j < kWidth; ++j) {
          acc[m][j] = hn::Add(hn::Load(d, stack[level] + (m * kWidth + j) * kLanes), acc[m][j]);
        }
      }
    }
    if (leaf + 1 < leaves) {
      for (int m = 0; m < M; ++m) {
        for (int j = 0; j < kWidth; ++j) {
          hn::Store(acc[m][j], d, stack[level] + (m * kWidth + j) * kLanes);
        }
      }
    } else {
      // The last leaf has met the levels that were full below `level`; those above wait.
      for (int rest = level + 1; leaves >> rest; ++rest) {
        if (!(leaves >> rest & 1)) continue;
        for (int m = 0; m < M; ++m) {
          for (int j = 0; j < kWidth; ++j) {
            acc[m][j] = hn::Add(hn::Load(d, stack[rest] + (m * kWidth + j) * kLanes), acc[m][j]);
          }
        }
      }
    }
  }
  if (leaves == 0) clear(acc);
  for (int m = 0; m < M; ++m) {
    for (int p = 0; p < P; ++p) {
      for (int v = 0; v < kVectors; ++v) {
        hn::StoreU(acc[m][p * kVectors + v], d,
                   t.g + (i0 + m) * t.g_row + (p0 + p) * t.g_panel + v * kLanes);
      }
    }
  }
}

template <int P>
HWY_INLINE void outer_panels(const Outer& t, std::int64_t p) {
  std::int64_t i = 0;
  for (; i + kTileRows <= t.rows; i += kTileRows) outer_tile<kTileRows, P>(t, i, p);
  for (; i < t.rows; ++i) outer_tile<1, P>(t, i, p);
}

void outer(const Outer& t) noexcept {
  std::int64_t p = 0;
  for (; p + kTilePanels <= t.panels; p += kTilePanels) outer_panels<kTilePanels>(t, p);
  for (; p < t.panels; ++p) outer_panels<1>(t, p);
}

}  // namespace

void fill_matmul(KernelTable& table) {
  table.matmul = matmul;
  table.outer = outer;
  table.lanes = kLanes;
}

}  // namespace HWY_NAMESPACE
}  // namespace glia::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace glia::kernels {
GLIA_DISPATCH(fill_matmul)
}  // namespace glia::kernels
#endif
