// Tables of one numeric path, such as AVX2 and AVX-512, give the same bits.
#include <map>

#include "expect_error.h"
#include "support.h"

namespace glia::kernels {
namespace {

// What every function of a table makes of the same numbers, by its name.
using Results = std::map<std::string, std::vector<float>>;

std::vector<float> numbers(const Fenced& floats) {
  return {floats.data(), floats.data() + floats.size()};
}

void run_products(const KernelTable& table, Results& results) {
  const std::int64_t panels = 7, depth = 300, samples = 75;
  for (std::int64_t rows = 1; rows <= 20; ++rows) {
    const Fenced a = random_floats(rows * depth, 1), b = random_floats(panels * depth * 16, 2);
    Fenced c(rows * panels * 16);
    table.matmul({.rows = rows,
                  .panels = panels,
                  .depth = depth,
                  .a = a.data(),
                  .a_row = depth,
                  .b = b.data(),
                  .b_panel = depth * 16,
                  .c = c.data(),
                  .c_row = panels * 16});
    results["matmul of " + std::to_string(rows)] = numbers(c);

    const Fenced x = random_floats(samples * rows, 3), d = random_floats(samples * panels * 16, 4);
    Fenced g(rows * panels * 16);
    table.outer({.samples = samples / 3,
                 .steps = 3,
                 .rows = rows,
                 .panels = panels,
                 .a = x.data(),
                 .a_stride = 3 * rows,
                 .a_step = rows,
                 .d = d.data(),
                 .d_stride = 3 * panels * 16,
                 .d_step = panels * 16,
                 .g = g.data(),
                 .g_panel = rows * 16});
    results["outer of " + std::to_string(rows)] = numbers(g);
  }
}

void run_maps(const KernelTable& table, Results& results) {
  const std::map<std::string, Map> maps = {
      {"sigmoid", table.sigmoid}, {"relu", table.relu}, {"leaky_relu", table.leaky_relu},
      {"tanh", table.tanh},       {"gelu", table.gelu},
  };
  const std::map<std::string, MapBackward> slopes = {
      {"sigmoid_backward", table.sigmoid_backward},
      {"relu_backward", table.relu_backward},
      {"leaky_relu_backward", table.leaky_relu_backward},
      {"tanh_backward", table.tanh_backward},
      {"gelu_backward", table.gelu_backward},
  };
  const std::int64_t n = 10007;
  const Fenced dy = random_floats(n, 5);
  for (const auto& [name, map] : maps) {
    const Fenced x = random_floats(n, 6, 0, -90, 90);
    Fenced y(n);
    map(x.data(), y.data(), n, 0.01F);
    results[name] = numbers(y);
  }
  for (const auto& [name, slope] : slopes) {
    const Fenced kept = random_floats(n, 7);
    Fenced dx(n);
    slope(kept.data(), dy.data(), dx.data(), n, 0.01F);
    results[name] = numbers(dx);
  }
  const Fenced a = random_floats(n, 8);
  Fenced sum = dy, product(n), bytes(256);
  table.add(a.data(), sum.data(), n);
  table.multiply(a.data(), dy.data(), product.data(), n);
  std::vector<std::uint8_t> all(256);
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::uint8_t>(i);
  table.u8_to_f32(all.data(), bytes.data(), 256, 1.0F / 255);
  results["add"] = numbers(sum);
  results["multiply"] = numbers(product);
  results["u8_to_f32"] = numbers(bytes);
  const double squares = table.sum_of_squares(a.data(), n);
  results["sum_of_squares"] = {static_cast<float>(squares),
                               static_cast<float>(squares - static_cast<float>(squares))};
}

void run_costs(const KernelTable& table, Results& results) {
  const std::int64_t rows = 20;
  for (const std::int64_t width : {1, 10, 16, 37, 100}) {
    const std::string of = " of " + std::to_string(width);
    const Fenced z = random_floats(rows * width, 9, 0, -20, 20);
    const Fenced y = random_floats(rows * width, 10, 0, 0, 1);
    Fenced a(rows * width), dz(rows * width);
    table.softmax(z.data(), a.data(), rows, width, width);
    table.softmax_backward(a.data(), y.data(), dz.data(), rows, width, width);
    results["softmax" + of] = numbers(a);
    results["softmax_backward" + of] = numbers(dz);
    const std::map<std::string, void (*)(const CostRows&)> costs = {
        {"squared_cost", table.squared_cost},
        {"absolute_cost", table.absolute_cost},
        {"huber_cost", table.huber_cost},
        {"focal_cost", table.focal_cost},
        {"softmax_cross_entropy", table.softmax_cross_entropy},
        {"sigmoid_cross_entropy", table.sigmoid_cross_entropy},
    };
    for (const auto& [name, cost] : costs) {
      Fenced c(rows), gradient(rows * width);
      cost({.rows = rows,
            .width = width,
            .z = z.data(),
            .z_stride = width,
            .target = y.data(),
            .target_stride = width,
            .cost = c.data(),
            .gradient = gradient.data(),
            .gradient_stride = width,
            .scale = 0.1F,
            .parameter = 1.5F});
      results[name + of] = numbers(c);
      results[name + "'s gradient" + of] = numbers(gradient);
    }
  }
}

void run_recurrent(const KernelTable& table, Results& results) {
  const std::int64_t units = 37, rows = 5;
  Fenced gates = random_floats(4 * units, 15, 0, -9, 9), cell(units), hidden(units);
  const Fenced before = random_floats(units, 16), dy = random_floats(units, 17);
  Fenced dc = random_floats(units, 18);
  table.lstm_forward({.units = units,
                      .gates = gates.data(),
                      .cell_before = before.data(),
                      .cell = cell.data(),
                      .hidden = hidden.data()});
  results["lstm's gates"] = numbers(gates);
  results["lstm's hidden state"] = numbers(hidden);
  table.lstm_backward({.units = units,
                       .gates = gates.data(),
                       .cell_before = before.data(),
                       .cell = cell.data(),
                       .dy = dy.data(),
                       .scale = 0.3F,
                       .dh_after = hidden.data(),
                       .dc = dc.data()});
  results["lstm's gradient"] = numbers(gates);
  results["lstm's cell gradient"] = numbers(dc);

  const Fenced x = random_floats(rows * units, 19), gain = random_floats(units, 21);
  Fenced y(rows * units), normal(rows * 48), inverse(rows), dx(rows * units), kept(rows * 48);
  table.layer_norm({.rows = rows,
                    .width = units,
                    .gain = gain.data(),
                    .bias = dy.data(),
                    .epsilon = 1e-5F,
                    .x = x.data(),
                    .y = y.data(),
                    .normal = normal.data(),
                    .normal_stride = 48,
                    .inverse_deviation = inverse.data()});
  table.layer_norm_backward({.rows = rows,
                             .width = units,
                             .gain = gain.data(),
                             .dy = x.data(),
                             .dx = dx.data(),
                             .normal = normal.data(),
                             .dy_kept = kept.data(),
                             .normal_stride = 48,
                             .inverse_deviation = inverse.data()});
  results["layer_norm"] = numbers(y);
  results["layer_norm's gradient"] = numbers(dx);
}

void run_updates(const KernelTable& table, Results& results) {
  const std::map<std::string, void (*)(const Update&)> updates = {{"sgd", table.sgd},
                                                                  {"momentum", table.momentum},
                                                                  {"nesterov", table.nesterov},
                                                                  {"adam", table.adam},
                                                                  {"adamw", table.adamw}};
  for (const auto& [name, update] : updates) {
    Fenced w = random_floats(1024, 11), m = random_floats(1024, 12);
    Fenced v = random_floats(1024, 13, 0, 0, 1);
    const Fenced g = random_floats(1024, 14);
    update({.n = 1024,
            .w = w.data(),
            .g = g.data(),
            .m = m.data(),
            .v = v.data(),
            .gradient_scale = 0.3F,
            .rate = 0.07F,
            .decay = 0.011F,
            .l1 = 0.013F,
            .momentum = 0.9F,
            .beta1 = 0.9,
            .beta2 = 0.999,
            .epsilon = 1e-8F,
            .moment1_scale = 1.7F,
            .moment2_scale = 3.1F});
    results[name] = numbers(w);
    results[name + "'s first moment"] = numbers(m);
    results[name + "'s second moment"] = numbers(v);
  }
}

Results run_all(const KernelTable& table) {
  Results results;
  run_products(table, results);
  run_maps(table, results);
  run_costs(table, results);
  run_recurrent(table, results);
  run_updates(table, results);
  return results;
}

TEST(Tables, OfOneNumericPathGiveTheSameBits) {
  std::map<std::string, std::pair<std::string, Results>> first;
  for (const KernelTable* table : tables()) {
    Results results = run_all(*table);
    const auto [found, fresh] =
        first.try_emplace(table->numeric_path, std::pair(std::string(table->name), results));
    if (fresh) continue;
    for (const auto& [name, expected] : found->second.second) {
      const std::vector<float>& actual = results[name];
      ASSERT_EQ(actual.size(), expected.size());
      EXPECT_EQ(std::memcmp(actual.data(), expected.data(), actual.size() * sizeof(float)), 0)
          << name << " differs between " << found->second.first << " and " << table->name;
    }
  }
}

TEST(Simd, TakesTheBestUnlessToldOtherwise) {
  const std::vector<std::string> names = Simd::available();
  ASSERT_FALSE(names.empty());
  EXPECT_EQ(Simd().name(), names.front());
  for (const std::string& name : names) {
    EXPECT_EQ(Simd(name).name(), name);
    EXPECT_EQ(Simd(name).table().name, name);
    EXPECT_FALSE(Simd(name).numeric_path().empty());
    EXPECT_GE(Simd(name).table().lanes, 1);
  }
  EXPECT_EQ(&Simd(names.front()).table(), &Simd().table());
}

TEST(Simd, NamesWhatThereIsWhenAskedForAnother) {
  EXPECT_ERROR(Simd("avx3"), ErrorCode::invalid_argument, "avx");
  EXPECT_ERROR(Simd(""), ErrorCode::invalid_argument, "Known");
}

}  // namespace
}  // namespace glia::kernels
