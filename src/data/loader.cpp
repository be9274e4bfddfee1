#include "data/loader.h"

#include <algorithm>
#include <string>

#include "base/prefetch.h"
#include "base/rng.h"
#include "data/byte_scale.h"
#include "data/waves.h"
#include "glia/error.h"

namespace glia {
namespace {

// Rows ahead whose bytes are asked for: a leaf of samples, so that memory answers meanwhile.
constexpr std::int64_t kAhead = 16;
constexpr std::size_t kMostAhead = 2048;  // bytes of each: the processor sees the rest coming

void plain_to_float(const std::uint8_t* __restrict x, float* __restrict y, std::int64_t n,
                    float scale) noexcept {
  for (std::int64_t i = 0; i < n; ++i) y[i] = static_cast<float>(x[i]) * scale;
}

}  // namespace

Loader::Loader(Dataset data, const Options& options)
    : data_(std::move(data)),
      options_(options),
      augmenter_(data_.shape_, data_.features() == nullptr ? options.augment : Augment{},
                 options.seed),
      key_(random_key(options.seed, "shuffle")) {
  if (data_.size() == 0) {
    throw Error(ErrorCode::invalid_argument, "loader: expected samples, got an empty data set");
  }
  if (options.workers < 1) {
    throw Error(ErrorCode::invalid_argument,
                "loader: expected at least 1 worker, got " + std::to_string(options.workers));
  }
  if (!(options.label_smoothing >= 0 && options.label_smoothing < 1)) {
    throw Error(ErrorCode::invalid_argument, "label smoothing: expected from 0 to below 1, got " +
                                                 std::to_string(options.label_smoothing));
  }
  bytes_ = data_.input_->data<std::uint8_t>();
  floats_ = data_.input_->data<float>();
  targets_ = data_.target_ ? data_.target_->data<float>() : nullptr;
  labels_ = Labels(data_.label_.get());
  lengths_ = data_.length_ ? data_.length_->data<std::int64_t>() : nullptr;
  weights_ = data_.weight_ ? data_.weight_->data<float>() : nullptr;
  if (weights_ != nullptr && options.mean_weight_one) {
    double sum = 0;
    for (const std::uint32_t i : data_.index_) sum += static_cast<double>(weights_[i]);
    if (sum == 0) {
      throw Error(ErrorCode::invalid_argument,
                  "loader: expected samples that count, all have the weight 0");
    }
    weight_scale_ = static_cast<double>(data_.size()) / sum;
  }
  inputs_ = data_.shape_.elements();
  target_width_ = data_.target_width_;
  // One number that is no label tells two classes.
  const std::int64_t classes = target_width_ == 1 && !data_.labelled() ? 2 : target_width_;
  kept_ = 1 - options.label_smoothing;
  spread_ = options.label_smoothing / static_cast<float>(classes);
  if (options_.to_float == nullptr) options_.to_float = plain_to_float;
  if (augmenter_.any()) {
    scratch_stride_ = (augmenter_.scratch_size() + 31) / 16 * 16;  // apart by a cache line
    scratch_.resize(static_cast<std::size_t>(scratch_stride_ * options.workers));
  }
  if (data_.features() != nullptr && options.augment.any()) {
    std::size_t longest = 0;
    for (const std::uint32_t i : data_.index_) {
      longest = std::max(longest, (*data_.waves_)[i].size());
    }
    speech_ = std::make_unique<SpeechAugmenter>(*data_.features(), options.augment, options.seed,
                                                longest, options.workers);
  }
  order_ = data_.index_;
  start_epoch(0);
}

void Loader::start_epoch(std::uint64_t epoch) noexcept {
  epoch_ = epoch;
  if (!options_.shuffle) return;
  // Fisher–Yates from the data set's own order, so that an epoch does not depend on the last one.
  std::ranges::copy(data_.index_, order_.begin());
  Rng rng(key_, epoch);
  for (std::size_t i = order_.size(); i > 1; --i) {
    std::swap(order_[i - 1], order_[rng.below(static_cast<std::uint32_t>(i))]);
  }
}

int Loader::label(std::int64_t position) const noexcept {
  return labels_ ? labels_[index(position)] : -1;
}

// Inlined by force; see base/prefetch.h.
[[gnu::always_inline]] inline void Loader::fetch_ahead(std::int64_t position, std::int64_t begin,
                                                       std::int64_t end) const noexcept {
  if (position >= size()) return;
  const std::size_t each = bytes_ != nullptr ? 1 : sizeof(float);
  const auto* const samples = bytes_ != nullptr ? reinterpret_cast<const char*>(bytes_)
                                                : reinterpret_cast<const char*>(floats_);
  const auto first = static_cast<std::size_t>(index(position) * inputs_ + begin);
  prefetch(samples + first * each,
           std::min(static_cast<std::size_t>(end - begin) * each, kMostAhead));
  if (labels_) prefetch(labels_.place(index(position)), 1);
}

void Loader::read(std::uint32_t index, std::int64_t begin, std::int64_t end,
                  float* out) const noexcept {
  const std::int64_t from = std::int64_t{index} * inputs_ + begin;
  if (bytes_ != nullptr) {
    options_.to_float(bytes_ + from, out, end - begin, kByteScale);
  } else {
    std::copy_n(floats_ + from, end - begin, out);
  }
}

std::int64_t Loader::fill_input(std::uint32_t index, std::int64_t begin, std::int64_t end,
                                float* out, int worker) const noexcept {
  if (speech_) {
    return speech_->apply((*data_.waves_)[index], out, epoch_, index, worker);
  }
  if (augmenter_.any()) {
    float* scratch = scratch_.data() + worker * scratch_stride_;
    const std::int64_t sample = std::int64_t{index} * inputs_;
    if (bytes_ != nullptr) {
      augmenter_.apply(bytes_ + sample, out, epoch_, index, scratch);
    } else {
      augmenter_.apply(floats_ + sample, out, epoch_, index, scratch);
    }
  } else {
    read(index, begin, end, out);
  }
  return lengths_ != nullptr ? lengths_[index] : 0;
}

void Loader::fill_target(std::uint32_t index, float* out) const noexcept {
  if (!labels_) {
    const float* const wanted = targets_ + std::int64_t{index} * target_width_;
    for (std::int64_t j = 0; j < target_width_; ++j) out[j] = kept_ * wanted[j] + spread_;
    return;
  }
  std::fill_n(out, target_width_, spread_);
  out[labels_[index]] = kept_ + spread_;
}

void Loader::fill(const RowPlaces& to) const noexcept {
  const std::int64_t end = std::min(to.end, inputs_);
  for (std::int64_t r = 0; r < to.rows; ++r) {
    const std::uint32_t sample = index(to.first + r);
    if (to.inputs != nullptr) {
      fetch_ahead(to.first + r + kAhead, to.begin, end);
      float* input = to.inputs + r * to.input_stride;
      const std::int64_t length = fill_input(sample, to.begin, end, input, to.worker);
      if (to.lengths != nullptr) to.lengths[r] = length;
      if (end == inputs_) std::fill(input + (end - to.begin), input + to.input_stride, 0.0F);
    } else if (to.lengths != nullptr) {
      to.lengths[r] = lengths_ != nullptr ? lengths_[sample] : 0;
    }
    if (to.weights != nullptr) {
      to.weights[r] = static_cast<float>(static_cast<double>(weights_[sample]) * weight_scale_);
    }
    if (to.targets == nullptr) continue;
    float* target = to.targets + r * to.target_stride;
    fill_target(sample, target);
    std::fill(target + target_width_, target + to.target_stride, 0.0F);
  }
}

}  // namespace glia
