// Matrix products with outputs in lanes: a tile of some samples × 16 outputs stays in registers
// while the inputs go by. One broadcast of A meets whole panel rows of B.
#include <cassert>
#include <type_traits>
#include <utility>

#include "kernels/each_target.h"
#include "kernels/lanes-inl.h"
#include "kernels/tree.h"

HWY_BEFORE_NAMESPACE();
namespace glia::kernels {
namespace HWY_NAMESPACE {
namespace {

// Registers for sums: of 16 (32 with AVX-512), some hold the panel row and the broadcast.
constexpr int kAccumulators = HWY_TARGET <= HWY_AVX3 ? 24 : 12;
constexpr int kTilePanels = kVectors == 1 ? 3 : 1;
// Vectors of a panel that a tile of several rows takes: half of it in WebAssembly, where a product
// needs a register too and V8 has 15. (SSE4 reads from memory as it multiplies, and is faster so.)
constexpr int kTileVectors = HWY_ARCH_WASM && kVectors == 4 ? 2 : kVectors;
constexpr int kParts = kVectors / kTileVectors;
constexpr int kTileSums = kParts > 1 ? 10 : kAccumulators;
// Rows of a tile of P panels.
template <int P>
constexpr int kRowsOf = HWY_MAX(1, HWY_MIN(16, kTileSums / (P * kTileVectors)));

// acc[m][p·S + s] += Σ_k A(m, k)·B(p, k) over n terms: S strands, W vectors of a panel row.
template <int M, int P, int S, int W>
HWY_INLINE void multiply(const float* HWY_RESTRICT a, std::int64_t a_row, std::int64_t a_depth,
                         const float* HWY_RESTRICT b, std::int64_t b_panel, std::int64_t b_depth,
                         std::int64_t n, V (&acc)[M][P * S * W]) {
  const D d;
  // Rows from two places, since that many offsets fit into registers.
  constexpr int kHalf = M > 10 ? M / 2 : M;
  const float* HWY_RESTRICT far = a + (M > 10 ? kHalf : 0) * a_row;
#if HWY_ARCH_X86
  if constexpr (M > 10) asm("" : "+r"(far));  // or the compiler would count from `a` again
#endif
  for (std::int64_t k = 0; k < n; ++k) {
    V row[P * S * W];
    HWY_UNROLL(16)
    for (int p = 0; p < P; ++p) {
      HWY_UNROLL(16)
      for (int s = 0; s < S; ++s) {
        HWY_UNROLL(16)
        for (int v = 0; v < W; ++v) {
          row[(p * S + s) * W + v] =
              hn::LoadU(d, b + p * b_panel + s * kStrand * b_depth + v * kLanes);
        }
      }
    }
    HWY_UNROLL(16)
    for (int m = 0; m < M; ++m) {
      HWY_UNROLL(16)
      for (int s = 0; s < S; ++s) {
        const float* from = m < kHalf ? a + m * a_row : far + (m - kHalf) * a_row;
        const V x = hn::Set(d, from[s * kStrand * a_depth]);
        HWY_UNROLL(16)
        for (int p = 0; p < P; ++p) {
          HWY_UNROLL(16)
          for (int v = 0; v < W; ++v) {
            const int j = (p * S + s) * W + v;
            acc[m][j] = hn::MulAdd(x, row[j], acc[m][j]);
          }
        }
      }
    }
    a += a_depth;
    far += a_depth;
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

// What strands are added to: the start, and then what C holds.
struct Sums {
  const float* at;
  std::int64_t row, panel;
};

// C = from + acc, strand by strand.
template <int M, int P, int S, int W>
HWY_INLINE void add(const Sums& from, float* c, std::int64_t c_row, std::int64_t c_panel,
                    V (&acc)[M][P * S * W]) {
  const D d;
  HWY_UNROLL(16)
  for (int m = 0; m < M; ++m) {
    HWY_UNROLL(16)
    for (int p = 0; p < P; ++p) {
      HWY_UNROLL(16)
      for (int v = 0; v < W; ++v) {
        V sum = hn::LoadU(d, from.at + m * from.row + p * from.panel + v * kLanes);
        HWY_UNROLL(16)
        for (int s = 0; s < S; ++s) sum = hn::Add(sum, acc[m][(p * S + s) * W + v]);
        hn::StoreU(sum, d, c + m * c_row + p * c_panel + v * kLanes);
      }
    }
  }
}

// M rows × P panels of C, of each of these W vectors from number `part` on; the depth in strands, S
// of them at a time where there are so many.
template <int M, int P, int S, int W = kVectors>
HWY_INLINE void tile(const Matmul& t, std::int64_t m0, std::int64_t p0, std::int64_t part = 0) {
  static const float zeros[kBlock] = {};
  const float* a = t.a + m0 * t.a_row;
  const float* b = t.b + p0 * t.b_panel + part;
  float* c = t.c + m0 * t.c_row + p0 * t.c_panel + part;
  const Sums in_c{c, t.c_row, t.c_panel};
  Sums from = t.accumulate ? in_c
              : t.start    ? Sums{t.start + p0 * kBlock + part, 0, kBlock}
                           : Sums{zeros, 0, 0};
  std::int64_t k = 0;
  if constexpr (S > 1) {
    for (; k + S * kStrand <= t.depth; k += S * kStrand) {
      V acc[M][P * S * W];
      clear(acc);
      multiply<M, P, S, W>(a + k, t.a_row, 1, b + k * t.b_depth, t.b_panel, t.b_depth, kStrand,
                           acc);
      add<M, P, S, W>(from, c, t.c_row, t.c_panel, acc);
      from = in_c;
    }
    if (k > 0 && k == t.depth) return;
  }
  do {
    V acc[M][P * W];
    clear(acc);
    multiply<M, P, 1, W>(a + k, t.a_row, 1, b + k * t.b_depth, t.b_panel, t.b_depth,
                         HWY_MIN(kStrand, t.depth - k), acc);
    add<M, P, 1, W>(from, c, t.c_row, t.c_panel, acc);
    from = in_c;
    k += kStrand;
  } while (k < t.depth);
}

// M rows × P panels from row m on, M from 1 to kRowsOf<P>. Few rows leave registers free to run
// strands side by side, which hides the latency of the sums.
template <int P, int M = kRowsOf<P>>
HWY_INLINE void tile_of(const Matmul& t, std::int64_t m, std::int64_t p, std::int64_t rows) {
  if constexpr (M > 1) {
    if (rows < M) return tile_of<P, M - 1>(t, m, p, rows);
  }
  constexpr int kStrands = M > 3 ? 1 : HWY_MIN(6, kTileSums / (M * P * kTileVectors));
  for (int part = 0; part < kParts; ++part) {
    tile<M, P, HWY_MAX(1, kStrands), kTileVectors>(t, m, p, part * kTileVectors * kLanes);
  }
}

template <int P>
HWY_NOINLINE void tile_rows(const Matmul& t, std::int64_t m, std::int64_t p, std::int64_t rows) {
  tile_of<P>(t, m, p, rows);
}

// All rows of P panels, in tiles of nearly the same size. Where there are several, strand by
// strand, so that a strand of the panels stays in the first cache while all rows go by.
template <int P>
HWY_INLINE void rows_of_panels(const Matmul& t, std::int64_t p) {
  if (t.rows <= kRowsOf<P>) return tile_rows<P>(t, 0, p, t.rows);
  const std::int64_t tiles = (t.rows + kRowsOf<P> - 1) / kRowsOf<P>;
  Matmul strand = t;
  std::int64_t left = t.depth;
  do {  // once at least: a product without depth is zero
    strand.depth = HWY_MIN(kStrand, left);
    for (std::int64_t i = 0; i < tiles; ++i) {
      const std::int64_t m = t.rows * i / tiles;
      tile_rows<P>(strand, m, p, t.rows * (i + 1) / tiles - m);
    }
    strand.a += kStrand;
    strand.b += kStrand * t.b_depth;
    strand.accumulate = true;
    left -= kStrand;
  } while (left > 0);
}

// One row: panels side by side, so that a number of the row meets many; of few panels strands side
// by side too. Both hide the latency of the sums.
constexpr int kRowPanels = HWY_MAX(1, HWY_MIN(8, kAccumulators / kVectors));

template <int P = kRowPanels>
HWY_INLINE void one_row_of(const Matmul& t, std::int64_t p, std::int64_t panels) {
  if constexpr (P > 1) {
    if (panels < P) return one_row_of<P - 1>(t, p, panels);
  }
  constexpr int kStrands = HWY_MIN(12, kAccumulators) / (P * kVectors);
  if constexpr (kStrands >= 6) {
    if (t.depth >= 6 * kStrand) return tile<1, P, 6>(t, 0, p);
  }
  if constexpr (kStrands >= 3) {
    if (t.depth >= 3 * kStrand) return tile<1, P, 3>(t, 0, p);
  }
  tile<1, P, 1>(t, 0, p);
}

HWY_NOINLINE void one_row(const Matmul& t) {
  for (std::int64_t p = 0; p < t.panels; p += kRowPanels) {
    one_row_of(t, p, HWY_MIN(kRowPanels, t.panels - p));
  }
}

}  // namespace

void matmul(const Matmul& t) noexcept {
  assert(t.valid());
  if (t.rows == 0) return;
  if (t.rows == 1) return one_row(t);
  std::int64_t p = 0;
  for (; p + kTilePanels <= t.panels; p += kTilePanels) rows_of_panels<kTilePanels>(t, p);
  for (; p < t.panels; ++p) rows_of_panels<1>(t, p);
}

namespace {

// Leaves that are summed side by side: their sum meets the others once.
template <int P>
constexpr int kTogether = kVectors == 1 && P > 1 ? 2 : 1;
template <int P>
constexpr int kOuterRows = HWY_MAX(1, HWY_MIN(16, kTileSums / (P * kTileVectors * kTogether<P>)));

// Σ_t A(s, t, i)·D(s, t, p) over the frames [t0, t1) of one leaf, onto acc. As in the rest below,
// of a panel the part of kTileVectors from number `part` on.
template <int M, int P>
HWY_INLINE void multiply_frames(const Outer& t, std::int64_t leaf, std::int64_t t0, std::int64_t t1,
                                std::int64_t i0, std::int64_t p0, std::int64_t part,
                                V (&acc)[M][P * kTileVectors]) {
  const std::int64_t s = leaf * kLeaf;
  const std::int64_t n = HWY_MIN(kLeaf, t.samples - s);
  const float* a = t.a + i0 + s * t.a_stride + t0 * t.a_step;
  const float* d = t.d + p0 * kBlock + part + s * t.d_stride + t0 * t.d_step;
  for (std::int64_t step = t0; step < t1; ++step) {
    multiply<M, P, 1, kTileVectors>(a, 1, t.a_stride, d, kBlock, t.d_stride, n, acc);
    a += t.a_step;
    d += t.d_step;
  }
}

// One tile of a gradient over all samples of one frame; see Outer.
template <int M, int P>
HWY_INLINE void outer_tile(const Outer& t, std::int64_t i0, std::int64_t p0, std::int64_t part) {
  const D d;
  constexpr int kWidth = P * kTileVectors, kTwo = kTogether<P>;
  alignas(64) float stack[kTreeLevels][M * kWidth * kLanes];
  V acc[M][kWidth];
  const auto add = [&](int level) {
    const float* HWY_RESTRICT from = stack[level];
    HWY_UNROLL(16)
    for (int m = 0; m < M; ++m) {
      HWY_UNROLL(16)
      for (int j = 0; j < kWidth; ++j) {
        acc[m][j] = hn::Add(hn::Load(d, from + (m * kWidth + j) * kLanes), acc[m][j]);
      }
    }
  };
  const auto keep = [&](int level) {
    float* HWY_RESTRICT to = stack[level];
    HWY_UNROLL(16)
    for (int m = 0; m < M; ++m) {
      HWY_UNROLL(16)
      for (int j = 0; j < kWidth; ++j) hn::Store(acc[m][j], d, to + (m * kWidth + j) * kLanes);
    }
  };
  const std::int64_t leaves = (t.samples + kLeaf - 1) / kLeaf;
  // Leaves that are summed together are a complete tree, and so a leaf of a tree of such.
  const std::int64_t last = (leaves + kTwo - 1) / kTwo - 1;
  clear(acc);
  for (std::int64_t i = 0; i <= last; ++i) {
    if (i > 0) clear(acc);
    multiply_frames<M, P>(t, i * kTwo, 0, 1, i0, p0, part, acc);
    if (kTwo > 1 && i * kTwo + 1 < leaves) {
      V other[M][kWidth];
      clear(other);
      multiply_frames<M, P>(t, i * kTwo + 1, 0, 1, i0, p0, part, other);
      HWY_UNROLL(16)
      for (int m = 0; m < M; ++m) {
        HWY_UNROLL(16)
        for (int j = 0; j < kWidth; ++j) acc[m][j] = hn::Add(acc[m][j], other[m][j]);
      }
    }
    meet(i, last + 1, add, keep);
  }
  const std::int64_t panel = t.g_panel;
  if (t.sgd) {
    const Descent descent(*t.sgd);
    float* HWY_RESTRICT w = t.w + i0 * kBlock + p0 * panel + part;
    HWY_UNROLL(16)
    for (int m = 0; m < M; ++m) {
      HWY_UNROLL(16)
      for (int j = 0; j < kWidth; ++j) {
        float* at = w + m * kBlock + j / kTileVectors * panel + j % kTileVectors * kLanes;
        hn::StoreU(descent.step(hn::LoadU(d, at), acc[m][j]), d, at);
      }
    }
    return;
  }
  float* HWY_RESTRICT g = t.g + i0 * kBlock + p0 * panel + part;
  HWY_UNROLL(16)
  for (int m = 0; m < M; ++m) {
    HWY_UNROLL(16)
    for (int j = 0; j < kWidth; ++j) {
      float* at = g + m * kBlock + j / kTileVectors * panel + j % kTileVectors * kLanes;
      hn::StoreU(acc[m][j], d, at);
    }
  }
}

// fn(i, M) for tiles of M rows from i on, M a constant of at most `Most`.
template <int Most, typename Fn>
HWY_INLINE void for_row_tiles(std::int64_t begin, std::int64_t end, Fn&& fn) {
  for (; begin + Most <= end; begin += Most) fn(begin, std::integral_constant<int, Most>());
  if constexpr (Most > 1) {
    if (begin < end) for_row_tiles<Most / 2>(begin, end, fn);
  }
}

template <typename Fn>
HWY_INLINE void for_panel_tiles(std::int64_t begin, std::int64_t end, Fn&& fn) {
  std::int64_t p = begin;
  for (; p + kTilePanels <= end; p += kTilePanels)
    fn(p, std::integral_constant<int, kTilePanels>());
  if constexpr (kTilePanels > 1) {
    for (; p < end; ++p) fn(p, std::integral_constant<int, 1>());
  }
}

// Of many frames: block by block, because the numbers of a leaf's frames, read once for every tile
// of registers, would not stay in the first cache. The sums go back to memory between blocks, which
// changes no bit of them.
constexpr std::int64_t kBlockRows = 48, kBlockPanels = 3;
constexpr std::int64_t kBlockFrames = 2;
constexpr int kBlockTile = kRowsOf<kTilePanels>;

// Brings to the cache what the n-th sample and frame of the block from frame t0 on will read.
HWY_INLINE void fetch_ahead(const Outer& t, std::int64_t leaf, std::int64_t t0, std::int64_t n,
                            std::int64_t i0, std::int64_t i1, std::int64_t p0, std::int64_t p1) {
  const std::int64_t step = t0 + n / kLeaf, s = leaf * kLeaf + n % kLeaf;
  if (n >= kBlockFrames * kLeaf || step >= t.steps || s >= t.samples) return;
  const float* d = t.d + s * t.d_stride + step * t.d_step;
  for (std::int64_t p = p0; p < p1; ++p) __builtin_prefetch(d + p * kBlock, 0, 2);
  const float* a = t.a + s * t.a_stride + step * t.a_step;
  for (std::int64_t i = i0; i < i1; i += kBlock) __builtin_prefetch(a + i, 0, 2);
}

HWY_INLINE void outer_block(const Outer& t, std::int64_t i0, std::int64_t p0) {
  const D d;
  const std::int64_t i1 = HWY_MIN(i0 + kBlockRows, t.rows);
  const std::int64_t p1 = HWY_MIN(p0 + kBlockPanels, t.panels);
  const std::int64_t size = (i1 - i0) * kBlockPanels * kBlock;
  alignas(64) float sums[kBlockRows * kBlockPanels * kBlock] = {};  // [i1 − i0][kBlockPanels][16]
  alignas(64) float stack[kTreeLevels][kBlockRows * kBlockPanels * kBlock];
  const std::int64_t leaves = (t.samples + kLeaf - 1) / kLeaf;
  const std::int64_t tiles =
      ((i1 - i0 + kBlockTile - 1) / kBlockTile) * ((p1 - p0 + kTilePanels - 1) / kTilePanels);
  const std::int64_t fetch = kBlockFrames * kLeaf / tiles + 1;  // by each tile
  for (std::int64_t leaf = 0; leaf < leaves; ++leaf) {
    for (std::int64_t t0 = 0; t0 < t.steps; t0 += kBlockFrames) {
      const std::int64_t t1 = HWY_MIN(t0 + kBlockFrames, t.steps);
      const bool last = t1 == t.steps;
      std::int64_t fetched = 0;
      for_panel_tiles(p0, p1, [&](std::int64_t p, auto panels) {
        for_row_tiles<kBlockTile>(i0, i1, [&](std::int64_t i, auto rows) {
          constexpr int kM = decltype(rows)::value, kP = decltype(panels)::value;
          constexpr int kWidth = kP * kTileVectors;
          for (std::int64_t n = 0; n < fetch; ++n) {
            fetch_ahead(t, last ? leaf + 1 : leaf, last ? 0 : t1, fetched++, i0, i1, p0, p1);
          }
          for (int part = 0; part < kBlock; part += kTileVectors * kLanes) {
            V acc[kM][kWidth];
            float* at = sums + ((i - i0) * kBlockPanels + p - p0) * kBlock + part;
            const auto place = [&](int m, int j) {  // vector j of row m
              const int vector = j / kTileVectors * kVectors + j % kTileVectors;
              return at + m * kBlockPanels * kBlock + vector * kLanes;
            };
            for (int m = 0; m < kM; ++m) {
              for (int j = 0; j < kWidth; ++j) acc[m][j] = hn::Load(d, place(m, j));
            }
            multiply_frames<kM, kP>(t, leaf, t0, t1, i, p, part, acc);
            for (int m = 0; m < kM; ++m) {
              for (int j = 0; j < kWidth; ++j) hn::Store(acc[m][j], d, place(m, j));
            }
          }
        });
      });
    }
    const auto add = [&](int level) {  // of what was kept there
      // NOLINTNEXTLINE(clang-analyzer-core.UndefinedBinaryOperatorResult)
      for (std::int64_t j = 0; j < size; ++j) sums[j] = stack[level][j] + sums[j];
    };
    const auto keep = [&](int level) {
      for (std::int64_t j = 0; j < size; ++j) {
        stack[level][j] = sums[j];
        sums[j] = 0;
      }
    };
    meet(leaf, leaves, add, keep);
  }
  for (std::int64_t i = i0; i < i1; ++i) {
    for (std::int64_t p = p0; p < p1; ++p) {
      for (std::int64_t j = 0; j < kBlock; ++j) {
        t.g[i * kBlock + p * t.g_panel + j] = sums[((i - i0) * kBlockPanels + p - p0) * kBlock + j];
      }
    }
  }
}

#if HWY_TARGET <= HWY_AVX3
// The gradient of a single panel over a single leaf, of N samples: D stays in registers while
// the rows go by, so that a multiply-add loads nothing but its broadcast. finish(i, acc) has R
// rows.
template <int N, int R, typename Finish>
HWY_INLINE void narrow_rows(const float* HWY_RESTRICT a, std::int64_t a_stride, const V (&ds)[N],
                            std::int64_t i, Finish&& finish) {
  V acc[R];
  HWY_UNROLL(8)
  for (int r = 0; r < R; ++r) acc[r] = hn::Zero(D());
  HWY_UNROLL(16)
  for (int s = 0; s < N; ++s) {
    HWY_UNROLL(8)
    for (int r = 0; r < R; ++r) acc[r] = hn::MulAdd(hn::Set(D(), a[i + r]), ds[s], acc[r]);
    a += a_stride;
  }
  HWY_UNROLL(8)
  for (int r = 0; r < R; ++r) finish(i + r, acc[r]);
}

template <int N, typename Finish>
HWY_INLINE void narrow_leaf(const Outer& t, Finish&& finish) {
  V ds[N];
  HWY_UNROLL(16)
  for (int s = 0; s < N; ++s) ds[s] = hn::LoadU(D(), t.d + s * t.d_stride);
  const float* const a = t.a;  // read once: a vector's store may change anything
  const std::int64_t a_stride = t.a_stride, rows = t.rows;
  std::int64_t i = 0;
  for (; i + 4 <= rows; i += 4) narrow_rows<N, 4>(a, a_stride, ds, i, finish);
  for (; i < rows; ++i) narrow_rows<N, 1>(a, a_stride, ds, i, finish);
}

template <int N>
void narrow_of(const Outer& t) {
  const D d;
  if (t.sgd) {
    const Descent descent(*t.sgd);
    narrow_leaf<N>(t, [=, w = t.w](std::int64_t i, V sum) {
      hn::StoreU(descent.step(hn::LoadU(d, w + i * kBlock), sum), d, w + i * kBlock);
    });
  } else {
    narrow_leaf<N>(t, [=, g = t.g](std::int64_t i, V sum) { hn::StoreU(sum, d, g + i * kBlock); });
  }
}

template <std::size_t... I>
HWY_INLINE void narrow(const Outer& t, std::index_sequence<I...>) {
  static constexpr void (*kOf[])(const Outer&) = {narrow_of<I + 1>...};
  kOf[t.samples - 1](t);
}
#endif

}  // namespace

void outer(const Outer& t) noexcept {
  assert(t.valid());
  if (!t.a) {
    static const float one = 1.0F;
    Outer ones = t;
    ones.a = &one;
    ones.a_stride = ones.a_step = 0;
    return outer(ones);
  }
#if HWY_TARGET <= HWY_AVX3
  if (t.steps == 1 && t.panels == 1 && t.samples > 0 && t.samples <= kLeaf) {
    return narrow(t, std::make_index_sequence<kLeaf>());
  }
#endif
  if (t.steps == 1) {
    for_panel_tiles(0, t.panels, [&](std::int64_t p, auto panels) {
      constexpr int kP = decltype(panels)::value;
      for_row_tiles<kOuterRows<kP>>(0, t.rows, [&](std::int64_t i, auto rows) {
        for (int part = 0; part < kBlock; part += kTileVectors * kLanes) {
          outer_tile<decltype(rows)::value, kP>(t, i, p, part);
        }
      });
    });
    return;
  }
  for (std::int64_t p = 0; p < t.panels; p += kBlockPanels) {
    for (std::int64_t i = 0; i < t.rows; i += kBlockRows) outer_block(t, i, p);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace glia::kernels
HWY_AFTER_NAMESPACE();
