// The cell of an LSTM and rows of a layer norm, against double.
#include "kernels/reference/recurrent.h"

#include <cmath>

#include "base/arena.h"
#include "support.h"

namespace glia::kernels {
namespace {

using reference::Numbers;

Numbers numbers_of(const Fenced& floats) { return {floats.data(), floats.data() + floats.size()}; }

struct Cell {
  Cell(std::int64_t n, std::int64_t offset)
      : units(n),
        gates(random_floats(4 * n, 1, offset, -4, 4)),
        cell_before(random_floats(n, 2, (offset + 1) % 4, -2, 2)),
        dy(random_floats(n, 3, (offset + 2) % 4)),
        dh(random_floats(n, 4, (offset + 3) % 4)),
        dc(random_floats(n, 5, offset)),
        cell(n, (offset + 1) % 4),
        hidden(n, (offset + 2) % 4) {}

  void forward(const KernelTable& table, bool first) {
    table.lstm_forward({.units = units,
                        .gates = gates.data(),
                        .cell_before = first ? nullptr : cell_before.data(),
                        .cell = cell.data(),
                        .hidden = hidden.data()});
  }
  void backward(const KernelTable& table, bool first, bool looked_at) {
    table.lstm_backward({.units = units,
                         .gates = gates.data(),
                         .cell_before = first ? nullptr : cell_before.data(),
                         .cell = cell.data(),
                         .dy = looked_at ? dy.data() : nullptr,
                         .scale = 0.75F,
                         .dh_after = dh.data(),
                         .dc = dc.data()});
  }
  bool fences_stand() const {
    return gates.fence_stands() && cell_before.fence_stands() && dc.fence_stands() &&
           cell.fence_stands() && hidden.fence_stands();
  }

  std::int64_t units;
  Fenced gates, cell_before, dy, dh, dc, cell, hidden;
};

TEST(LstmCell, AgreesWithTheReference) {
  for (const KernelTable* table : tables()) {
    for (std::int64_t units = 0; units <= 70; ++units) {
      for (const bool first : {false, true}) {
        SCOPED_TRACE(std::string(table->name) + ", " + std::to_string(units));
        Cell x(units, units % 4);
        Numbers gates = numbers_of(x.gates), before = numbers_of(x.cell_before);
        if (first) before.assign(before.size(), 0);
        const reference::LstmState expected = reference::lstm_cell(gates, before);
        x.forward(*table, first);
        ASSERT_TRUE(x.fences_stand());
        for (std::int64_t j = 0; j < 4 * units; ++j) {
          ASSERT_NEAR(x.gates[j], gates[static_cast<std::size_t>(j)], 4 * kEpsilon);
        }
        for (std::int64_t j = 0; j < units; ++j) {
          const auto at = static_cast<std::size_t>(j);
          ASSERT_NEAR(x.cell[j], expected.cell[at], 12 * kEpsilon);
          ASSERT_NEAR(x.hidden[j], expected.hidden[at], 16 * kEpsilon);
        }
      }
    }
  }
}

// Of dy·h + dc·c: the slopes by the pre-activations and by the cell before.
TEST(LstmCell, BackwardAgreesWithFiniteDifferences) {
  for (const KernelTable* table : tables()) {
    for (std::int64_t units = 1; units <= 40; ++units) {
      for (const bool looked_at : {false, true}) {
        const bool first = units % 3 == 0;
        SCOPED_TRACE(std::string(table->name) + ", " + std::to_string(units));
        Cell x(units, units % 4);
        Numbers z = numbers_of(x.gates), before = numbers_of(x.cell_before);
        if (first) before.assign(before.size(), 0);
        const Cell start = x;
        const auto objective = [&] {
          Numbers gates = z;
          const reference::LstmState now = reference::lstm_cell(gates, before);
          double sum = 0;
          for (std::int64_t j = 0; j < units; ++j) {
            const double dh = start.dh[j] + (looked_at ? 0.75 * start.dy[j] : 0.0);
            const auto at = static_cast<std::size_t>(j);
            sum += dh * now.hidden[at] + start.dc[j] * now.cell[at];
          }
          return sum;
        };
        const auto slope = [&](double& at) {
          const double middle = at;
          at = middle + 1e-5;
          const double high = objective();
          at = middle - 1e-5;
          const double low = objective();
          at = middle;
          return (high - low) / 2e-5;
        };
        x.forward(*table, first);
        x.backward(*table, first, looked_at);
        ASSERT_TRUE(x.fences_stand());
        for (std::int64_t j = 0; j < 4 * units; ++j) {
          ASSERT_NEAR(x.gates[j], slope(z[static_cast<std::size_t>(j)]), 16 * kEpsilon) << j;
        }
        for (std::int64_t j = 0; j < units; ++j) {
          ASSERT_NEAR(x.dc[j], slope(before[static_cast<std::size_t>(j)]), 16 * kEpsilon) << j;
        }
      }
    }
  }
}

TEST(LstmCell, OfAnyLengthGivesANumberTheSameBits) {
  for (const KernelTable* table : tables()) {
    Cell all(70, 0);
    const Cell start = all;
    all.forward(*table, false);
    for (std::int64_t j = 0; j < 70; ++j) {
      Cell one(1, j % 4);
      for (std::int64_t q = 0; q < 4; ++q) one.gates[q] = start.gates[q * 70 + j];
      one.cell_before[0] = start.cell_before[j];
      one.forward(*table, false);
      ASSERT_TRUE(same_bits(one.cell[0], all.cell[j])) << table->name << ", " << j;
      ASSERT_TRUE(same_bits(one.hidden[0], all.hidden[j])) << table->name << ", " << j;
    }
  }
}

TEST(LstmCell, SaturatesAndPassesNaNOn) {
  for (const KernelTable* table : tables()) {
    Cell x(3, 0);
    for (std::int64_t j = 0; j < 12; ++j) x.gates[j] = 1e30F;
    x.gates[3 + 1] = kNaN;
    x.forward(*table, false);
    EXPECT_EQ(x.cell[0], x.cell_before[0] + 1) << table->name;
    EXPECT_TRUE(std::isnan(x.hidden[1])) << table->name;
    EXPECT_TRUE(std::isfinite(x.hidden[2])) << table->name;
  }
}

// Rows of `width` in one piece, their workspace padded; the last of more than two is padding.
struct Norm {
  Norm(std::int64_t n, std::int64_t w, std::int64_t offset)
      : rows(n),
        padding(n > 2 ? 1 : 0),
        width(w),
        stride(round_up(w, 16)),
        x(random_floats(n * w, 1, offset, -3, 5)),
        gain(random_floats(w, 2, (offset + 1) % 4)),
        bias(random_floats(w, 3, (offset + 2) % 4)),
        dy(random_floats(n * w, 4, (offset + 3) % 4)),
        y(n * w, offset),
        dx(n * w, (offset + 1) % 4),
        normal(n * stride, (offset + 2) % 4),
        kept(n * stride, (offset + 3) % 4),
        inverse(n, offset) {}

  void forward(const KernelTable& table) {
    table.layer_norm({.rows = rows - padding,
                      .padding = padding,
                      .width = width,
                      .gain = gain.data(),
                      .bias = bias.data(),
                      .epsilon = 1e-5F,
                      .x = x.data(),
                      .y = y.data(),
                      .normal = normal.data(),
                      .normal_stride = stride,
                      .inverse_deviation = inverse.data()});
  }
  void backward(const KernelTable& table) {
    table.layer_norm_backward({.rows = rows,
                               .width = width,
                               .gain = gain.data(),
                               .dy = dy.data(),
                               .dx = dx.data(),
                               .normal = normal.data(),
                               .dy_kept = kept.data(),
                               .normal_stride = stride,
                               .inverse_deviation = inverse.data()});
  }

  std::int64_t rows, padding, width, stride;
  Fenced x, gain, bias, dy, y, dx, normal, kept, inverse;
};

TEST(LayerNorm, AgreesWithTheReference) {
  for (const KernelTable* table : tables()) {
    for (std::int64_t width = 1; width <= 70; ++width) {
      for (const std::int64_t rows : {0, 1, 4}) {
        SCOPED_TRACE(std::string(table->name) + ", " + std::to_string(width));
        Norm x(rows, width, width % 4);
        x.forward(*table);
        const Numbers expected =
            reference::layer_norm(numbers_of(x.x), numbers_of(x.gain), numbers_of(x.bias));
        ASSERT_TRUE(x.y.fence_stands() && x.normal.fence_stands() && x.inverse.fence_stands());
        const std::int64_t real = rows - x.padding;
        for (std::int64_t i = 0; i < real * width; ++i) {
          ASSERT_NEAR(x.y[i], expected[static_cast<std::size_t>(i)],
                      1e-4 / static_cast<double>(width) + 40 * kEpsilon)
              << i;
        }
        for (std::int64_t i = real * width; i < rows * width; ++i) {
          ASSERT_TRUE(same_bits(x.y[i], 0.0F)) << "padding is zero";
        }
      }
    }
  }
}

TEST(LayerNorm, TakesARowOfZerosForARow) {
  for (const KernelTable* table : tables()) {
    Norm x(2, 21, 1);
    for (std::int64_t j = 0; j < 21; ++j) x.x[21 + j] = 0;
    x.forward(*table);
    for (std::int64_t j = 0; j < 21; ++j) ASSERT_EQ(x.y[21 + j], x.bias[j]) << table->name;
    EXPECT_GT(x.inverse[1], 0) << table->name;
  }
}

TEST(LayerNorm, BackwardAgreesWithFiniteDifferences) {
  for (const KernelTable* table : tables()) {
    for (const std::int64_t width : {5, 8, 15, 16, 17, 33, 40}) {
      SCOPED_TRACE(std::string(table->name) + ", " + std::to_string(width));
      Norm x(4, width, width % 4);
      x.forward(*table);
      const Fenced normal = x.normal;
      x.backward(*table);
      ASSERT_TRUE(x.dx.fence_stands() && x.normal.fence_stands() && x.kept.fence_stands());
      Numbers in = numbers_of(x.x);
      const auto objective = [&] {
        const Numbers y = reference::layer_norm(in, numbers_of(x.gain), numbers_of(x.bias));
        double sum = 0;
        for (std::size_t i = 0; i < y.size(); ++i) {
          sum += x.dy[static_cast<std::int64_t>(i)] * y[i];
        }
        return sum;
      };
      for (std::int64_t i = 0; i < 4 * width; ++i) {
        const std::int64_t r = i / width, j = i % width;
        double& at = in[static_cast<std::size_t>(i)];
        const double middle = at;
        at = middle + 1e-5;
        const double high = objective();
        at = middle - 1e-5;
        const double low = objective();
        at = middle;
        const bool padding = r == 3;
        ASSERT_NEAR(x.dx[i], padding ? 0 : (high - low) / 2e-5, 60 * kEpsilon) << i;
        ASSERT_EQ(x.kept[r * x.stride + j], padding ? 0 : x.dy[i]);
        ASSERT_EQ(x.normal[r * x.stride + j], padding ? 0 : x.dy[i] * normal[r * x.stride + j]);
      }
      for (std::int64_t r = 0; r < 4; ++r) {
        for (std::int64_t j = width; j < x.stride; ++j) {
          ASSERT_EQ(x.kept[r * x.stride + j], 0.0F);
          ASSERT_EQ(x.normal[r * x.stride + j], 0.0F);
        }
      }
    }
  }
}

}  // namespace
}  // namespace glia::kernels
