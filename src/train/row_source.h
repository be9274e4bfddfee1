#pragma once
#include <algorithm>
#include <cstdint>

#include "data/loader.h"
#include "data/row_places.h"
#include "glia/session.h"

namespace glia {

// Where the rows of a batch come from. Called by several threads at once on disjoint rows.
class RowSource {
 public:
  virtual ~RowSource() = default;
  // `first` counts in the batch. Must not allocate.
  virtual void fill(const RowPlaces& to) const noexcept = 0;
  virtual bool has_lengths() const noexcept = 0;
  virtual bool has_weights() const noexcept = 0;
  // Whether a part of a row's inputs takes a part of the time; else all must be asked for.
  virtual bool has_parts() const noexcept = 0;
};

// Arrays in memory, one row after the other.
class SpanSource final : public RowSource {
 public:
  SpanSource(const float* inputs, std::int64_t input_width, const float* targets,
             std::int64_t target_width, const std::int64_t* lengths = nullptr,
             const float* weights = nullptr) noexcept
      : inputs_(inputs),
        targets_(targets),
        lengths_(lengths),
        weights_(weights),
        input_width_(input_width),
        target_width_(target_width) {}

  void fill(const RowPlaces& to) const noexcept override {
    if (to.lengths && lengths_) std::copy_n(lengths_ + to.first, to.rows, to.lengths);
    if (to.weights && weights_) std::copy_n(weights_ + to.first, to.rows, to.weights);
    const std::int64_t end = std::min(to.end, input_width_);
    for (std::int64_t r = 0; r < to.rows; ++r) {
      const std::int64_t row = to.first + r;
      if (to.inputs) {
        const float* const from = inputs_ + row * input_width_;
        std::copy(from + to.begin, from + end, to.inputs + r * to.input_stride);
      }
      if (to.targets && targets_) {
        std::copy_n(targets_ + row * target_width_, target_width_,
                    to.targets + r * to.target_stride);
      }
    }
  }

  bool has_lengths() const noexcept override { return lengths_ != nullptr; }
  bool has_weights() const noexcept override { return weights_ != nullptr; }
  bool has_parts() const noexcept override { return true; }

 private:
  const float* inputs_;
  const float* targets_;
  const std::int64_t* lengths_;
  const float* weights_;
  std::int64_t input_width_, target_width_;
};

// A loader's order, from place `begin`.
class LoaderSource final : public RowSource {
 public:
  LoaderSource(const Loader& loader, std::int64_t begin, const Graph& graph) noexcept
      : loader_(loader),
        begin_(begin),
        has_lengths_(loader.data().has_lengths() && takes_lengths(graph, loader.data().shape())) {}

  void fill(const RowPlaces& to) const noexcept override {
    RowPlaces places = to;
    places.first += begin_;
    loader_.fill(places);
  }

  bool has_lengths() const noexcept override { return has_lengths_; }
  bool has_weights() const noexcept override { return loader_.data().has_weights(); }
  bool has_parts() const noexcept override { return loader_.has_parts(); }

 private:
  const Loader& loader_;
  std::int64_t begin_;
  bool has_lengths_;
};

}  // namespace glia
