#pragma once
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <string>
#include <vector>

#include "base/arena.h"
#include "base/rng.h"
#include "glia/abilities.h"
#include "glia/op.h"
#include "glia/op_run.h"
#include "glia/simd.h"
#include "graph/plan.h"
#include "kernels/reference/numbers.h"
#include "kernels/table.h"

// Runs one op as a plan would: slots with padded rows, packed parameters, a transposed copy where
// it is asked for, rows and tiles in any split.
namespace glia {

using reference::Numbers;

// Samples of an activation or a gradient, in rows or in lanes, padding included.
struct Rows {
  Rows() = default;
  Rows(std::int64_t rows, const Shape& of, bool in_lanes, float fill = 0)
      : shape(of),
        lanes(in_lanes),
        stride(lanes ? of.elements() : row_stride(of.elements())),
        floats(static_cast<std::size_t>((lanes ? round_up(rows, 16) : rows) * stride), fill) {}

  std::int64_t width() const { return shape.elements(); }
  Slot slot(std::int64_t row = 0) {
    return {floats.data() + row * stride, stride, width(), lanes, &shape};
  }
  std::size_t place(std::int64_t row, std::int64_t j) const {
    const std::int64_t at = lanes ? (row / 16 * width() + j) * 16 + row % 16 : row * stride + j;
    return static_cast<std::size_t>(at);
  }
  float& at(std::int64_t row, std::int64_t j) { return floats[place(row, j)]; }
  Numbers numbers(std::int64_t row) const {
    Numbers all;
    for (std::int64_t j = 0; j < width(); ++j) all.push_back(floats[place(row, j)]);
    return all;
  }

  Shape shape;
  bool lanes = false;
  std::int64_t stride = 16;
  std::vector<float> floats;
};

// How fast fn() changes with the number `at`, by finite differences.
template <typename Fn>
double slope(double& at, Fn&& fn) {
  constexpr double kStep = 1e-5;
  const double middle = at;
  at = middle + kStep;
  const double high = fn();
  at = middle - kStep;
  const double low = fn();
  at = middle;
  return (high - low) / (2 * kStep);
}

class OpHarness {
 public:
  OpHarness(const Simd& simd, std::shared_ptr<const Op> op, const std::vector<Shape>& shapes,
            std::int64_t rows, bool training = true)
      : op_(std::move(op)), can_(*op_), spec_(op_->infer(shapes)), rows_(rows) {
    context_.kernels = &simd.table();
    context_.key = random_key(7, "node");
    context_.step = 3;
    context_.training = training;
    scratch_.resize(static_cast<std::size_t>(spec_.scratch));
    lanes_ = spec_.layout == Layout::lanes;
    context_.batch_rows = rows;
    for (const Shape& shape : shapes) {
      in.emplace_back(rows, shape, lanes_);
      in_gradient.emplace_back(rows, shape, lanes_, kStale);
    }
    out = Rows(rows, spec_.out, lanes_, kStale);
    out_gradient = Rows(rows, spec_.out, lanes_);
    workspace.assign(static_cast<std::size_t>(round_up(rows, 16) * spec_.workspace_row), kStale);
    const std::int64_t coupling = can_.coupling ? can_.coupling->coupling(shapes) : 0;
    leaf_numbers_.assign(static_cast<std::size_t>(leaves() * coupling), kStale);
    coupled_.assign(static_cast<std::size_t>(coupling), kStale);
    for (const ParamSpec& param : spec_.params) {
      const ParamLayout layout = ParamLayout::of(param.shape);
      canonical.emplace_back(static_cast<std::size_t>(param.shape.elements()));
      value_.emplace_back(static_cast<std::size_t>(layout.size()));
      transposed_.emplace_back();
      gradient_.emplace_back(static_cast<std::size_t>(layout.size()), kStale);
      leaf_.emplace_back(static_cast<std::size_t>(leaves() * layout.size()));
      params_.push_back({.layout = layout});
    }
  }

  const OpSpec& spec() const { return spec_; }
  const Abilities& can() const { return can_; }
  std::int64_t rows() const { return rows_; }
  std::int64_t leaves() const { return (rows_ + 15) / 16; }
  // Calls hold so many rows, or a multiple.
  std::int64_t unit() const { return lanes_ ? 16 : 1; }

  // Inputs, uniform in ±scale and so far that they come to lie on both sides of every kink, but not
  // close to one, nor a second input that far from the first; parameters and the output's gradient,
  // uniform in ±1.
  void fill(std::uint64_t stream, const std::vector<double>& kinks, double scale = 1) {
    Rng random(8, stream);
    for (const double kink : kinks) scale = std::max(scale, std::abs(kink) + 1);
    const auto draw = [&](double reach, double other = 0) {
      for (;;) {
        const double x = random.uniform(-reach, reach);
        bool near = false;
        for (const double kink : kinks) near |= std::abs(x - other - kink) < 0.02;
        if (!near) return static_cast<float>(x);
      }
    };
    for (Rows& x : in) {
      const bool second = &x != &in[0];
      for (std::int64_t r = 0; r < rows_; ++r) {
        for (std::int64_t j = 0; j < x.width(); ++j) {
          x.at(r, j) = draw(scale, second ? static_cast<double>(in[0].at(r, j)) : 0);
        }
      }
    }
    for (std::int64_t r = 0; r < rows_; ++r) {
      for (std::int64_t j = 0; j < out_gradient.width(); ++j) out_gradient.at(r, j) = draw(1);
    }
    for (std::size_t p = 0; p < canonical.size(); ++p) {
      for (float& number : canonical[p]) number = draw(1);
      // A buffer may be a variance.
      if (!spec_.params[p].buffer) continue;
      for (float& number : canonical[p]) number = std::abs(number) + 0.5F;
    }
    pack();
  }

  // Makes the last r mod n of sample r's n frames (the first axis of the first input) padding.
  void pad_frames(std::int64_t frames) {
    lengths.clear();
    for (std::int64_t r = 0; r < rows_; ++r) {
      lengths.push_back(frames - r % frames);
      const std::int64_t width = in[0].width();
      for (std::int64_t j = width - width / frames * (r % frames); j < width; ++j) {
        in[0].at(r, j) = 0;
      }
    }
  }

  // A copy of a harness points to the original's memory until it is bound.
  void bind() { pack(); }
  ExecContext& context() { return context_; }

  void pack() {
    for (std::size_t p = 0; p < params_.size(); ++p) {
      const ParamLayout& layout = params_[p].layout;
      layout.pack(canonical[p], value_[p].data());
      params_[p].value = value_[p].data();
      params_[p].gradient = gradient_[p].data();
      params_[p].leaf = leaf_[p].data();
      params_[p].buffer = spec_.params[p].buffer ? value_[p].data() : nullptr;
      if (!spec_.params[p].transposed && !spec_.params[p].transposed_always) continue;
      const ParamLayout turned{.out = layout.in, .in = layout.out};
      transposed_[p].assign(static_cast<std::size_t>(turned.size()), 0);
      for (std::int64_t o = 0; o < layout.out; ++o) {
        for (std::int64_t i = 0; i < layout.in; ++i) {
          transposed_[p][static_cast<std::size_t>(turned.index(i, o))] =
              canonical[p][static_cast<std::size_t>(o * layout.in + i)];
        }
      }
      params_[p].transposed = transposed_[p].data();
    }
  }

  // Each in calls of at most `split` rows.
  void forward(std::int64_t split) {
    couple(split, Coupling::Pass::forward);
    call(split, [&](const auto&... x) { op_->forward(x...); });
  }
  void backward(std::int64_t split) {
    if (can_.leaf_gradients && (context_.training || !can_.coupling)) {
      call(split, [&](const auto&... x) { can_.leaf_gradients->leaf_gradients(x...); });
    }
    couple(split, Coupling::Pass::backward);
    call(split, [&](const auto&... x) { op_->backward(x...); });
  }

  // In tiles of at most this many panels and inputs.
  void parameter_gradient(std::int64_t panels, std::int64_t inputs) {
    for (std::size_t p = 0; p < params_.size(); ++p) {
      const ParamLayout& layout = params_[p].layout;
      if (spec_.params[p].buffer) continue;
      if (can_.leaf_gradients) {
        context_.kernels->leaf_sum(leaf_[p].data(), layout.size(), leaves(), gradient_[p].data(),
                                   layout.size());
        continue;
      }
      for (std::int64_t panel = 0; panel < layout.panels(); panel += panels) {
        for (std::int64_t i = 0; i < layout.in; i += inputs) {
          const ParamTile tile{.param = static_cast<int>(p),
                               .panel_begin = panel,
                               .panel_end = std::min(panel + panels, layout.panels()),
                               .in_begin = i,
                               .in_end = std::min(i + inputs, layout.in)};
          with_rows(0, rows_, [&](const OpMemory& memory, const ExecContext& context) {
            if (can_.product_gradients) {
              context.kernels->outer(
                  can_.product_gradients->parameter_product(memory, tile, context));
            } else {
              can_.tile_gradients->parameter_gradient(memory, tile, context);
            }
          });
        }
      }
    }
  }

  Numbers gradient_of(std::size_t param) const {
    std::vector<float> floats(canonical[param].size());
    params_[param].layout.unpack(gradient_[param].data(), floats);
    return {floats.begin(), floats.end()};
  }
  // What the op has made of a buffer.
  Numbers buffer(std::size_t param) const { return {value_[param].begin(), value_[param].end()}; }
  const std::vector<float>& packed_gradient(std::size_t param) const { return gradient_[param]; }
  const ParamLayout& layout(std::size_t param) const { return params_[param].layout; }

  static constexpr float kStale = 3.25F;  // what memory holds before it is written

  std::vector<Rows> in, in_gradient;
  Rows out, out_gradient;
  std::vector<float> workspace;
  std::vector<std::vector<float>> canonical;  // parameters; pack() after changing them
  std::vector<std::int64_t> lengths;          // of sequences, one a sample; empty: all frames
  bool wants_in_gradient = true;

 private:
  template <typename Fn>
  void with_rows(std::int64_t first, std::int64_t count, Fn&& fn) {
    std::vector<Slot> ins, gradients;
    for (std::size_t i = 0; i < in.size(); ++i) {
      ins.push_back(in[i].slot(first));
      gradients.push_back(wants_in_gradient ? in_gradient[i].slot(first) : Slot{});
    }
    ExecContext context = context_;
    context.rows = count;
    context.first_row = first;
    context.scratch = scratch_.data();
    if (!lengths.empty()) context.lengths = lengths.data() + first;
    context.sequence = ins[0].shape->rank() > 0 ? (*ins[0].shape)[0] : 0;
    fn(OpMemory{.in = ins,
                .in_gradient = gradients,
                .out = out.slot(first),
                .out_gradient = out_gradient.slot(first),
                .params = params_,
                .workspace = workspace.data() + first * spec_.workspace_row,
                .leaves = leaf_numbers_.data(),
                .coupled = coupled_.data()},
       context);
  }

  // fn(memory, context) for all rows, `split` at a time.
  template <typename Fn>
  void call(std::int64_t split, Fn&& fn) {
    for (std::int64_t first = 0; first < rows_; first += split) {
      with_rows(first, std::min(split, rows_ - first), fn);
    }
  }

  void couple(std::int64_t split, Coupling::Pass pass) {
    if (!can_.coupling || !context_.training) return;
    call(split, [&](const auto&... x) { can_.coupling->gather(pass, x...); });
    with_rows(0, std::min(split, rows_),
              [&](const auto&... x) { can_.coupling->combine(pass, x...); });
  }

  std::shared_ptr<const Op> op_;
  Abilities can_;
  OpSpec spec_;
  std::int64_t rows_;
  ExecContext context_;
  std::vector<float> scratch_;
  std::vector<Param> params_;
  std::vector<std::vector<float>> value_, transposed_, gradient_, leaf_;
  std::vector<float> leaf_numbers_, coupled_;
  bool lanes_ = false;
};

}  // namespace glia
