#pragma once
#include <algorithm>
#include <cstdint>
#include <cstring>

#include "data/loader.h"
#include "glia/session.h"

namespace glia {

// Where the rows of a batch come from. Called by several threads at once on disjoint rows.
class RowSource {
 public:
  virtual ~RowSource() = default;
  // Rows [first, first + rows) of the batch to inputs[r·input_stride] and targets[r·target_stride],
  // and how many of their frames count to lengths[r], each unless null. Must not allocate.
  virtual void fill(std::int64_t first, std::int64_t rows, float* inputs, std::int64_t input_stride,
                    float* targets, std::int64_t target_stride, std::int64_t* lengths,
                    int worker) const noexcept = 0;
  virtual bool has_lengths() const noexcept = 0;
  // Whether a part of a row's inputs takes a part of the time, and then that: numbers [begin, end).
  virtual bool has_parts() const noexcept = 0;
  virtual void fill_part(std::int64_t first, std::int64_t rows, std::int64_t begin,
                         std::int64_t end, float* inputs,
                         std::int64_t input_stride) const noexcept = 0;
};

// Arrays in memory, one row after the other.
class SpanSource final : public RowSource {
 public:
  SpanSource(const float* inputs, std::int64_t input_width, const float* targets,
             std::int64_t target_width, const std::int64_t* lengths = nullptr) noexcept
      : inputs_(inputs),
        targets_(targets),
        lengths_(lengths),
        input_width_(input_width),
        target_width_(target_width) {}

  void fill(std::int64_t first, std::int64_t rows, float* inputs, std::int64_t input_stride,
            float* targets, std::int64_t target_stride, std::int64_t* lengths,
            int) const noexcept override {
    if (lengths && lengths_) std::copy_n(lengths_ + first, rows, lengths);
    if (inputs) fill_part(first, rows, 0, input_width_, inputs, input_stride);
    if (targets && targets_) {
      copy(targets_ + first * target_width_, target_width_, rows, target_width_, targets,
           target_stride);
    }
  }

  bool has_lengths() const noexcept override { return lengths_ != nullptr; }
  bool has_parts() const noexcept override { return true; }
  void fill_part(std::int64_t first, std::int64_t rows, std::int64_t begin, std::int64_t end,
                 float* inputs, std::int64_t input_stride) const noexcept override {
    copy(inputs_ + first * input_width_ + begin, input_width_, rows, end - begin, inputs + begin,
         input_stride);
  }

 private:
  static void copy(const float* from, std::int64_t apart, std::int64_t rows, std::int64_t width,
                   float* to, std::int64_t stride) noexcept {
    for (std::int64_t r = 0; r < rows; ++r) {
      std::memcpy(to + r * stride, from + r * apart,
                  static_cast<std::size_t>(width) * sizeof(float));
    }
  }

  const float* inputs_;
  const float* targets_;
  const std::int64_t* lengths_;
  std::int64_t input_width_, target_width_;
};

// A loader's order, from place `begin`.
class LoaderSource final : public RowSource {
 public:
  LoaderSource(const Loader& loader, std::int64_t begin, const Graph& graph) noexcept
      : loader_(loader),
        begin_(begin),
        has_lengths_(loader.data().has_lengths() && takes_lengths(graph, loader.data().shape())) {}

  void fill(std::int64_t first, std::int64_t rows, float* inputs, std::int64_t input_stride,
            float* targets, std::int64_t target_stride, std::int64_t* lengths,
            int worker) const noexcept override {
    loader_.fill(begin_ + first, rows, inputs, input_stride, targets, target_stride, worker,
                 lengths);
  }

  bool has_lengths() const noexcept override { return has_lengths_; }
  bool has_parts() const noexcept override { return loader_.has_parts(); }
  void fill_part(std::int64_t first, std::int64_t rows, std::int64_t begin, std::int64_t end,
                 float* inputs, std::int64_t input_stride) const noexcept override {
    loader_.fill_part(begin_ + first, rows, begin, end, inputs, input_stride);
  }

 private:
  const Loader& loader_;
  std::int64_t begin_;
  bool has_lengths_;
};

}  // namespace glia
