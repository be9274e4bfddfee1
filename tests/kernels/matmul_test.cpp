#include <algorithm>
#include <cmath>

#include "kernels/reference/products.h"
#include "support.h"

namespace glia::kernels {
namespace {

// A product with gaps everywhere: between A's rows, B's panels and C's rows.
struct Product {
  Product(std::int64_t m, std::int64_t p, std::int64_t k, bool with_start, std::int64_t offset)
      : rows(m),
        panels(p),
        depth(k),
        a(random_floats(m * (k + 5), 1, offset)),
        b(random_floats(p * (k + 1) * 16, 2, (offset + 1) % 4)),
        start(random_floats(p * 16, 3, (offset + 2) % 4)),
        c(m * c_row(), (offset + 3) % 4),
        started(with_start) {}

  std::int64_t c_row() const { return panels * 16 + 3; }
  std::int64_t columns() const { return panels * 16; }
  float a_at(std::int64_t m, std::int64_t k) const { return a[m * (depth + 5) + k]; }
  float b_at(std::int64_t k, std::int64_t n) const {
    return b[n / 16 * (depth + 1) * 16 + k * 16 + n % 16];
  }
  float start_at(std::int64_t n) const { return started ? start[n] : 0.0F; }

  Matmul task() {
    return {.rows = rows,
            .panels = panels,
            .depth = depth,
            .a = a.data(),
            .a_row = depth + 5,
            .b = b.data(),
            .b_panel = (depth + 1) * 16,
            .c = c.data(),
            .c_row = c_row(),
            .start = started ? start.data() : nullptr};
  }

  std::int64_t rows, panels, depth;
  Fenced a, b, start, c;
  bool started;
};

std::string described(const KernelTable& table, const Product& x) {
  return std::string(table.name) + ": " + std::to_string(x.rows) + "×" + std::to_string(x.depth) +
         "×" + std::to_string(x.columns());
}

void check_against_reference(const KernelTable& table, Product& x) {
  SCOPED_TRACE(described(table, x));
  table.matmul(x.task());
  ASSERT_TRUE(x.c.fence_stands());

  reference::Numbers a, b;
  for (std::int64_t m = 0; m < x.rows; ++m) {
    for (std::int64_t k = 0; k < x.depth; ++k) a.push_back(x.a_at(m, k));
  }
  for (std::int64_t k = 0; k < x.depth; ++k) {
    for (std::int64_t n = 0; n < x.columns(); ++n) b.push_back(x.b_at(k, n));
  }
  const reference::Numbers c = reference::matmul(a, b, x.rows, x.depth, x.columns());
  const double bound = sum_bound(x.depth + 1, 1.0);
  for (std::int64_t m = 0; m < x.rows; ++m) {
    for (std::int64_t n = 0; n < x.columns(); ++n) {
      ASSERT_NEAR(x.c[m * x.c_row() + n], c[m * x.columns() + n] + x.start_at(n), bound)
          << "row " << m << ", column " << n;
    }
    for (std::int64_t gap = x.columns(); gap < x.c_row(); ++gap) {
      ASSERT_TRUE(x.c.untouched(m * x.c_row() + gap)) << "row " << m << ", gap " << gap;
    }
  }
}

// One rounding where the path has a fused multiply-add, two where it has not.
float multiply_add(const KernelTable& table, float a, float b, float sum) {
  if (std::string(table.numeric_path) == "fma") return std::fma(a, b, sum);
  const float product = a * b;
  return product + sum;
}

TEST(Matmul, AgreesWithTheReferenceForAnyRowsAndPanels) {
  for (const KernelTable* table : tables()) {
    for (std::int64_t rows = 0; rows <= 20; ++rows) {
      for (std::int64_t panels = 0; panels <= 7; ++panels) {
        for (const std::int64_t depth : {0, 1, 5, 33}) {
          Product x(rows, panels, depth, rows % 2 == 0, (rows + panels) % 4);
          check_against_reference(*table, x);
        }
      }
    }
    for (std::int64_t rows = 21; rows <= 70; ++rows) {
      Product x(rows, 1 + rows % 4, 17, true, rows % 4);
      check_against_reference(*table, x);
    }
  }
}

TEST(Matmul, AgreesWithTheReferenceForAnyDepth) {
  for (const KernelTable* table : tables()) {
    for (std::int64_t depth = 0; depth <= 70; ++depth) {
      for (const std::int64_t rows : {1, 2, 3, 4, 7, 13}) {
        Product x(rows, 1 + depth % 4, depth, depth % 2 == 0, depth % 4);
        check_against_reference(*table, x);
      }
    }
    for (const std::int64_t depth : {127, 128, 129, 256, 257, 300, 384, 512, 784, 1537}) {
      for (std::int64_t rows = 1; rows <= 20; ++rows) {
        Product x(rows, 1 + rows % 4, depth, true, rows % 4);
        check_against_reference(*table, x);
      }
    }
  }
}

TEST(Matmul, SumsInStrandsInTheOrderThatIsDocumented) {
  for (const KernelTable* table : tables()) {
    for (const std::int64_t depth : {0, 1, 70, 128, 129, 300, 784}) {
      for (const std::int64_t rows : {1, 2, 3, 9}) {
        Product x(rows, 4, depth, true, 1);
        SCOPED_TRACE(described(*table, x));
        table->matmul(x.task());
        for (std::int64_t m = 0; m < rows; ++m) {
          for (std::int64_t n = 0; n < x.columns(); n += 7) {
            float expected = x.start_at(n);
            for (std::int64_t first = 0; first < depth; first += kStrand) {
              float strand = 0;
              for (std::int64_t k = first; k < std::min(depth, first + kStrand); ++k) {
                strand = multiply_add(*table, x.a_at(m, k), x.b_at(k, n), strand);
              }
              expected += strand;
            }
            ASSERT_EQ(x.c[m * x.c_row() + n], expected) << "row " << m << ", column " << n;
          }
        }
      }
    }
  }
}

TEST(Matmul, RowsOneAtATimeHaveTheBitsOfRowsTogether) {
  for (const KernelTable* table : tables()) {
    for (const std::int64_t depth : {3, 128, 300, 784}) {
      Product together(20, 5, depth, true, 2), alone(20, 5, depth, true, 2);
      table->matmul(together.task());
      for (std::int64_t m = 0; m < 20; ++m) {
        Matmul row = alone.task();
        row.rows = 1;
        row.a += m * row.a_row;
        row.c += m * row.c_row;
        table->matmul(row);
      }
      for (std::int64_t i = 0; i < together.c.size(); ++i) {
        ASSERT_TRUE(same_bits(together.c[i], alone.c[i])) << table->name << " at " << i;
      }
    }
  }
}

TEST(Matmul, AccumulatesOntoWhatCHolds) {
  for (const KernelTable* table : tables()) {
    for (const std::int64_t depth : {0, 5, 128, 300}) {
      for (const std::int64_t rows : {1, 2, 3, 9, 20}) {
        Product x(rows, 5, depth, true, 3);
        const Fenced before = random_floats(x.c.size(), 9);
        for (std::int64_t i = 0; i < x.c.size(); ++i) x.c[i] = before[i];
        Matmul task = x.task();
        task.start = nullptr;
        task.accumulate = true;
        table->matmul(task);
        ASSERT_TRUE(x.c.fence_stands());
        for (std::int64_t m = 0; m < rows; ++m) {
          for (std::int64_t n = 0; n < x.columns(); ++n) {
            float sum = before[m * x.c_row() + n];
            for (std::int64_t first = 0; first < depth; first += kStrand) {
              float strand = 0;
              for (std::int64_t k = first; k < std::min(depth, first + kStrand); ++k) {
                strand = multiply_add(*table, x.a_at(m, k), x.b_at(k, n), strand);
              }
              sum += strand;
            }
            ASSERT_EQ(x.c[m * x.c_row() + n], sum) << described(*table, x);
          }
          for (std::int64_t gap = x.columns(); gap < x.c_row(); ++gap) {
            ASSERT_EQ(x.c[m * x.c_row() + gap], before[m * x.c_row() + gap]);
          }
        }
      }
    }
  }
}

TEST(Matmul, WritesPanelsApart) {
  for (const KernelTable* table : tables()) {
    const std::int64_t rows = 7, panels = 4, depth = 150;
    const Fenced a = random_floats(rows * depth, 4);
    const Fenced b = random_floats(panels * depth * 16, 5);
    Fenced c(panels * rows * 16, 1);  // [panels][rows][16]
    table->matmul({.rows = rows,
                   .panels = panels,
                   .depth = depth,
                   .a = a.data(),
                   .a_row = depth,
                   .b = b.data(),
                   .b_panel = depth * 16,
                   .c = c.data(),
                   .c_row = 16,
                   .c_panel = rows * 16});
    EXPECT_TRUE(c.fence_stands());
    for (std::int64_t p = 0; p < panels; ++p) {
      for (std::int64_t m = 0; m < rows; ++m) {
        for (std::int64_t n = 0; n < 16; ++n) {
          double expected = 0;
          for (std::int64_t k = 0; k < depth; ++k) {
            expected += static_cast<double>(a[m * depth + k]) * b[(p * depth + k) * 16 + n];
          }
          ASSERT_NEAR(c[(p * rows + m) * 16 + n], expected, sum_bound(depth, 1.0)) << table->name;
        }
      }
    }
  }
}

// A gradient with gaps: a and d are wider than the tile, and so are their frames.
struct Gradient {
  Gradient(std::int64_t s, std::int64_t r, std::int64_t p, bool bias, std::int64_t offset,
           std::int64_t frames = 1)
      : samples(s),
        steps(frames),
        rows(r),
        panels(p),
        a(random_floats(s * a_stride(), 6, offset)),
        d(random_floats(s * d_stride(), 7, (offset + 1) % 4)),
        g(p * g_panel(), (offset + 2) % 4),
        ones(bias) {}

  std::int64_t a_step() const { return rows + 3; }
  std::int64_t a_stride() const { return steps * a_step() + steps - 1; }
  std::int64_t d_step() const { return panels * 16 + 7; }
  std::int64_t d_stride() const { return steps * d_step() + steps - 1; }
  std::int64_t g_panel() const { return rows * 16 + 5; }
  float a_at(std::int64_t s, std::int64_t t, std::int64_t i) const {
    return ones ? 1.0F : a[s * a_stride() + t * a_step() + i];
  }
  float d_at(std::int64_t s, std::int64_t t, std::int64_t o) const {
    return d[s * d_stride() + t * d_step() + o];
  }
  float g_at(std::int64_t i, std::int64_t o) const {
    return g[o / 16 * g_panel() + i * 16 + o % 16];
  }

  Outer task() {
    return {.samples = samples,
            .steps = steps,
            .rows = rows,
            .panels = panels,
            .a = ones ? nullptr : a.data(),
            .a_stride = a_stride(),
            .a_step = a_step(),
            .d = d.data(),
            .d_stride = d_stride(),
            .d_step = d_step(),
            .g = g.data(),
            .g_panel = g_panel()};
  }

  std::int64_t samples, steps, rows, panels;
  Fenced a, d, g;
  bool ones;
};

void check_against_reference(const KernelTable& table, Gradient& x) {
  SCOPED_TRACE(std::string(table.name) + ": " + std::to_string(x.samples) + " samples, " +
               std::to_string(x.rows) + "×" + std::to_string(x.panels * 16) +
               (x.ones ? ", bias" : ""));
  table.outer(x.task());
  ASSERT_TRUE(x.g.fence_stands());
  reference::Numbers a, d;
  for (std::int64_t s = 0; s < x.samples; ++s) {
    for (std::int64_t t = 0; t < x.steps; ++t) {
      for (std::int64_t i = 0; i < x.rows; ++i) a.push_back(x.a_at(s, t, i));
      for (std::int64_t o = 0; o < x.panels * 16; ++o) d.push_back(x.d_at(s, t, o));
    }
  }
  const std::int64_t terms = x.samples * x.steps;
  const reference::Numbers g = reference::outer(a, d, terms, x.rows, x.panels * 16);
  for (std::int64_t i = 0; i < x.rows; ++i) {
    for (std::int64_t o = 0; o < x.panels * 16; ++o) {
      ASSERT_NEAR(x.g_at(i, o), g[i * x.panels * 16 + o], sum_bound(terms, 1.0))
          << "row " << i << ", column " << o;
    }
  }
  for (std::int64_t p = 0; p < x.panels; ++p) {
    for (std::int64_t gap = x.rows * 16; gap < x.g_panel(); ++gap) {
      ASSERT_TRUE(x.g.untouched(p * x.g_panel() + gap));
    }
  }
}

TEST(Outer, AgreesWithTheReferenceForAnySamples) {
  for (const KernelTable* table : tables()) {
    for (std::int64_t samples = 0; samples <= 70; ++samples) {
      for (const bool bias : {false, true}) {
        Gradient x(samples, bias ? 1 : 1 + samples % 9, 1 + samples % 4, bias, samples % 4);
        check_against_reference(*table, x);
      }
    }
    for (const std::int64_t samples : {127, 128, 129, 300, 1000}) {
      for (const bool bias : {false, true}) {
        Gradient x(samples, bias ? 1 : 13, 4, bias, 3);
        check_against_reference(*table, x);
      }
    }
  }
}

// What two passes would give, bit for bit.
TEST(Outer, TakesAStepOfGradientDescentInTheSamePass) {
  for (const KernelTable* table : tables()) {
    for (std::int64_t samples = 1; samples <= 40; ++samples) {
      Gradient x(samples, 1 + samples % 21, 1 + samples % 4, false, samples % 4);
      const std::int64_t numbers = x.panels * x.g_panel();
      Update sgd{.gradient_scale = 0.5F, .rate = 0.3F, .decay = samples % 2 == 0 ? 0.01F : 0.0F};
      const Fenced before = random_floats(numbers, 8);
      std::vector<float> expected(before.data(), before.data() + numbers);
      Fenced fused(numbers, samples % 3);
      std::copy_n(before.data(), numbers, fused.data());
      Outer task = x.task();
      table->outer(task);
      for (std::int64_t p = 0; p < x.panels; ++p) {
        sgd.n = x.rows * 16;
        sgd.w = expected.data() + p * x.g_panel();
        sgd.g = x.g.data() + p * x.g_panel();
        table->sgd(sgd);
      }
      task.g = nullptr;
      task.w = fused.data();
      task.sgd = &sgd;
      table->outer(task);
      ASSERT_TRUE(fused.fence_stands());
      ASSERT_EQ(std::memcmp(fused.data(), expected.data(), expected.size() * sizeof(float)), 0)
          << table->name << ", " << samples << " samples";
    }
  }
}

TEST(Outer, AgreesWithTheReferenceForAnyFrames) {
  for (const KernelTable* table : tables()) {
    for (std::int64_t steps = 0; steps <= 20; ++steps) {
      for (const std::int64_t samples : {1, 15, 16, 33}) {
        Gradient weight(samples, 1 + steps % 30, 1 + steps % 4, false, steps % 4, steps);
        check_against_reference(*table, weight);
        Gradient bias(samples, 1, 1 + steps % 4, true, steps % 4, steps);
        check_against_reference(*table, bias);
      }
    }
    Gradient large(70, 61, 7, false, 1, 33);
    check_against_reference(*table, large);
  }
}

TEST(Outer, AgreesWithTheReferenceForAnyTile) {
  for (const KernelTable* table : tables()) {
    for (std::int64_t rows = 0; rows <= 70; ++rows) {
      for (const std::int64_t panels : {0, 1, 2, 3, 4, 7}) {
        Gradient x(19, rows, panels, false, rows % 4);
        check_against_reference(*table, x);
      }
    }
  }
}

// Leaves meet as a binary counter carries; what is left folds from the small to the large.
float tree(const KernelTable& table, const Gradient& x, std::int64_t i, std::int64_t o) {
  struct Root {
    std::int64_t leaves;
    float sum;
  };
  std::vector<Root> roots;
  for (std::int64_t first = 0; first < x.samples; first += kLeaf) {
    Root leaf{1, 0.0F};
    for (std::int64_t t = 0; t < x.steps; ++t) {
      for (std::int64_t s = first; s < std::min(x.samples, first + kLeaf); ++s) {
        leaf.sum = multiply_add(table, x.a_at(s, t, i), x.d_at(s, t, o), leaf.sum);
      }
    }
    roots.push_back(leaf);
    while (roots.size() > 1 && roots[roots.size() - 2].leaves == roots.back().leaves) {
      const Root right = roots.back();
      roots.pop_back();
      roots.back() = {right.leaves * 2, roots.back().sum + right.sum};
    }
  }
  float sum = roots.empty() ? 0.0F : roots.back().sum;
  for (std::size_t r = roots.size(); r-- > 1;) sum = roots[r - 1].sum + sum;
  return sum;
}

TEST(Outer, SumsLeavesInTheTreeThatIsDocumented) {
  for (const KernelTable* table : tables()) {
    for (const std::int64_t samples : {0, 1, 16, 17, 32, 33, 48, 70, 100, 112, 128, 300, 1000}) {
      for (const std::int64_t steps : {1, 7}) {
        const bool bias = samples % 3 == steps % 3;
        Gradient x(samples, bias ? 1 : 9, 4, bias, 0, steps);
        table->outer(x.task());
        for (std::int64_t i = 0; i < x.rows; ++i) {
          for (std::int64_t o = 0; o < x.panels * 16; o += 5) {
            ASSERT_EQ(x.g_at(i, o), tree(*table, x, i, o)) << table->name << ", " << samples;
          }
        }
      }
    }
  }
}

TEST(Outer, OfATileHasTheBitsOfTheWhole) {
  for (const KernelTable* table : tables()) {
    Gradient whole(70, 29, 5, false, 1, 3), parts(70, 29, 5, false, 1, 3);
    table->outer(whole.task());
    for (std::int64_t panel = 0; panel < 5; ++panel) {
      for (std::int64_t row = 0; row < 29; row += 4) {
        Outer tile = parts.task();
        tile.rows = std::min<std::int64_t>(4, 29 - row);
        tile.panels = 1;
        tile.a += row;
        tile.d += panel * 16;
        tile.g += panel * tile.g_panel + row * 16;
        table->outer(tile);
      }
    }
    for (std::int64_t i = 0; i < whole.g.size(); ++i) {
      ASSERT_TRUE(same_bits(whole.g[i], parts.g[i])) << table->name << " at " << i;
    }
  }
}

TEST(Matmul, PassesNaNAndInfinityOn) {
  for (const KernelTable* table : tables()) {
    Product x(5, 2, 20, true, 0);
    x.a[2 * 25 + 3] = kNaN;
    x.a[3 * 25 + 4] = kInfinity;
    table->matmul(x.task());
    for (std::int64_t n = 0; n < 32; ++n) {
      EXPECT_TRUE(std::isnan(x.c[2 * x.c_row() + n])) << table->name;
      EXPECT_FALSE(std::isfinite(x.c[3 * x.c_row() + n])) << table->name;
      EXPECT_TRUE(std::isfinite(x.c[4 * x.c_row() + n])) << table->name;
    }
  }
}

}  // namespace
}  // namespace glia::kernels
