#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "base/digest.h"
#include "base/huge_pages.h"
#include "base/rng.h"
#include "data/byte_scale.h"
#include "data/labels.h"
#include "data/log_mel.h"
#include "data/part_of_each.h"
#include "data/waves.h"
#include "glia/error.h"

namespace glia {
namespace {

constexpr float kLoudestSample = 1e6F;

[[noreturn]] void fail(const std::string& name, const std::string& what) {
  throw Error(ErrorCode::invalid_argument,
              (name.empty() ? "data set: " : "data set '" + name + "': ") + what);
}

constexpr std::array<std::string_view, 5> kColumns{"input", "label", "target", "length", "weight"};

// How many rows a column has; throws unless its numbers fill them exactly.
std::int64_t count_rows(const Column& column, const std::string& name) {
  const Shape& shape = column.shape;
  if (shape.elements() < 1) fail(name, "expected samples with numbers in them, got " + shape.str());
  const auto each = static_cast<std::size_t>(shape.elements());
  const std::size_t numbers = column.size();
  if (numbers == 0 || numbers % each != 0) {
    fail(name, "expected a multiple of " + shape.str() + " = " + std::to_string(each) + " " +
                   column.name + "s, got " + std::to_string(numbers));
  }
  const std::size_t rows = numbers / each;
  if (rows > std::numeric_limits<std::uint32_t>::max()) fail(name, "more than 2^32 samples");
  return static_cast<std::int64_t>(rows);
}

// Labels as they are kept, from whole numbers of any size.
Column checked_labels(Column column, std::int64_t samples, int classes, const std::string& name) {
  if (classes < 1 || classes > kMostClasses) {
    fail(name, "expected 1 to " + std::to_string(kMostClasses) + " classes, got " +
                   std::to_string(classes));
  }
  if (column.data<float>()) fail(name, "expected labels that are whole numbers");
  if (std::cmp_not_equal(column.size(), samples)) {
    fail(name, "expected a label for each of " + std::to_string(samples) + " samples, got " +
                   std::to_string(column.size()) + " labels");
  }
  std::visit(
      [&](const auto& labels) {
        for (std::size_t i = 0; i < labels.size(); ++i) {
          const auto label = static_cast<std::int64_t>(labels[i]);
          if (label >= 0 && label < classes) continue;
          fail(name, "expected labels from 0 to " + std::to_string(classes - 1) + ", got " +
                         std::to_string(label) + " for sample " + std::to_string(i));
        }
      },
      column.numbers);
  if (fit_bytes(classes) ? column.data<std::uint8_t>() != nullptr
                         : column.data<std::int32_t>() != nullptr) {
    return column;
  }
  return std::visit(
      [&](const auto& labels) {
        std::vector<std::int32_t> wide(labels.size());
        std::ranges::transform(labels, wide.begin(),
                               [](auto label) { return static_cast<std::int32_t>(label); });
        return label_column(wide, classes);
      },
      column.numbers);
}

// A run of numbers at a time, and all of it, so that vectors of them are looked at.
bool all_finite(const float* numbers, std::size_t count) noexcept {
  constexpr std::size_t kRun = 4096;
  constexpr std::uint32_t kExponent = 0x7f80'0000;
  bool finite = true;
  for (std::size_t begin = 0; finite && begin < count; begin += kRun) {
    std::uint32_t strange = 0;
    for (std::size_t i = begin; i < std::min(begin + kRun, count); ++i) {
      strange |= (std::bit_cast<std::uint32_t>(numbers[i]) & kExponent) == kExponent ? 1U : 0U;
    }
    finite = strange == 0;
  }
  return finite;
}

void check_finite(const Column& column, const std::string& name) {
  const float* const numbers = column.data<float>();
  if (!numbers || all_finite(numbers, column.size())) return;
  fail(name, "expected finite numbers, got NaN or infinity; clean the data first");
}

std::vector<std::uint32_t> all(std::int64_t samples) {
  std::vector<std::uint32_t> index(static_cast<std::size_t>(samples));
  std::iota(index.begin(), index.end(), 0U);
  return index;
}

}  // namespace

Dataset Dataset::of(std::vector<Column> columns, int classes, std::string name) {
  Dataset data;
  const std::array<std::shared_ptr<const Column>*, kColumns.size()> places{
      &data.input_, &data.label_, &data.target_, &data.length_, &data.weight_};
  for (Column& column : columns) {
    const auto known = std::ranges::find(kColumns, column.name);
    if (known == kColumns.end()) fail(name, "it takes no column '" + column.name + "'");
    auto& place = *places[static_cast<std::size_t>(known - kColumns.begin())];
    if (place) fail(name, "it has two columns '" + column.name + "'");
    place = std::make_shared<const Column>(std::move(column));
  }
  if (!data.input_) fail(name, "expected a column 'input'");
  if (!data.label_ == !data.target_) fail(name, "expected a column 'label' or a column 'target'");
  const std::int64_t samples = count_rows(*data.input_, name);
  if (data.label_) {
    data.label_ =
        std::make_shared<const Column>(checked_labels(*data.label_, samples, classes, name));
  } else if (count_rows(*data.target_, name) != samples) {
    fail(name, "expected " + std::to_string(samples) + " × " + data.target_->shape.str() +
                   " targets, one for each sample, got " + std::to_string(data.target_->size()) +
                   " numbers");
  }
  if (!data.input_->data<std::uint8_t>() && !data.input_->data<float>()) {
    fail(name, "expected inputs that are bytes or floats");
  }
  if (data.target_ && !data.target_->data<float>()) fail(name, "expected targets that are floats");
  check_finite(*data.input_, name);
  if (data.target_) check_finite(*data.target_, name);
  data.index_ = all(samples);
  data.shape_ = data.input_->shape;
  data.classes_ = data.label_ ? classes : 0;
  data.target_width_ = data.label_ ? classes : data.target_->shape.elements();
  data.name_ = std::move(name);
  std::visit(
      [](const auto& numbers) {
        prefer_huge_pages(numbers.data(), numbers.size() * sizeof numbers[0]);
      },
      data.input_->numbers);
  if (const auto weight = std::exchange(data.weight_, nullptr)) {
    const float* const weights = weight->data<float>();
    if (!weights) fail(data.name_, "expected weights that are floats");
    data = data.with_weights({weights, weights + weight->size()});
  }
  if (const auto length = std::exchange(data.length_, nullptr)) {
    const std::int64_t* const lengths = length->data<std::int64_t>();
    if (!lengths) fail(data.name_, "expected lengths that are whole numbers of 64 bits");
    return data.with_lengths({lengths, lengths + length->size()});
  }
  return data;
}

Dataset Dataset::images(const Shape& shape, std::vector<std::uint8_t> inputs,
                        std::vector<std::uint8_t> labels, int classes, std::string name) {
  return labelled(shape, std::move(inputs), std::move(labels), classes, std::move(name));
}

Dataset Dataset::labelled(const Shape& shape, Column::Numbers inputs, Column::Numbers labels,
                          int classes, std::string name) {
  std::vector<Column> columns;
  columns.push_back({"input", shape, std::move(inputs)});
  columns.push_back({"label", Shape{1}, std::move(labels)});
  return of(std::move(columns), classes, std::move(name));
}

Dataset Dataset::rows(const Shape& shape, std::vector<float> inputs, const Shape& target_shape,
                      std::vector<float> targets, std::string name) {
  std::vector<Column> columns;
  columns.push_back({"input", shape, std::move(inputs)});
  columns.push_back({"target", target_shape, std::move(targets)});
  return of(std::move(columns), 0, std::move(name));
}

Dataset Dataset::recordings(const Features& features, const std::vector<std::vector<float>>& waves,
                            Column::Numbers labels, int classes, std::string name) {
  if (waves.empty()) fail(name, "expected recordings, got none");
  auto kept = std::make_shared<Waves>();
  kept->features = features;
  std::vector<std::int64_t> lengths;
  std::vector<float> samples;
  LogMel log_mel(features);
  const auto each = static_cast<std::size_t>(features.shape().elements());
  std::vector<float> inputs(waves.size() * each);
  for (std::size_t i = 0; i < waves.size(); ++i) {
    if (!std::ranges::all_of(waves[i], [](float x) { return std::abs(x) <= kLoudestSample; })) {
      fail(name, "recording " + std::to_string(i) + ": expected samples in [−1, 1]");
    }
    lengths.push_back(log_mel(waves[i], inputs.data() + i * each));
    if (lengths.back() == 0) {
      fail(name, "recording " + std::to_string(i) + ": there is only silence in it");
    }
    samples.insert(samples.end(), waves[i].begin(), waves[i].end());
    kept->end.push_back(samples.size());
  }
  kept->samples = std::move(samples);
  std::vector<Column> columns;
  columns.push_back({"input", features.shape(), std::move(inputs)});
  columns.push_back({"label", Shape{1}, std::move(labels)});
  columns.push_back({"length", Shape{1}, std::move(lengths)});
  Dataset data = of(std::move(columns), classes, std::move(name));
  data.waves_ = std::move(kept);
  return data;
}

const Column* Dataset::column(std::string_view name) const& noexcept {
  for (const auto* column :
       {input_.get(), label_.get(), target_.get(), length_.get(), weight_.get()}) {
    if (column && column->name == name) return column;
  }
  return nullptr;
}

Dataset Dataset::with(std::shared_ptr<const Column> Dataset::*which, Column column) const {
  Dataset view = *this;
  view.*which = std::make_shared<const Column>(std::move(column));
  return view;
}

std::span<const float> Dataset::wave(std::int64_t i) const& noexcept {
  if (features() == nullptr) return {};
  return (*waves_)[index_[static_cast<std::size_t>(i)]];
}

const Features* Dataset::features() const& noexcept { return waves_ ? &waves_->features : nullptr; }

Dataset::Targets Dataset::targets() const noexcept {
  if (labelled() || size() == 0) return {};
  const auto width = static_cast<std::size_t>(target_width_);
  const float* const targets = target_->data<float>();
  Targets found{.low = targets[index_.front() * width], .high = 0, .classes = true};
  found.high = found.low;
  for (const std::uint32_t i : index_) {
    std::size_t ones = 0, zeros = 0;
    for (const float y : std::span(targets + i * width, width)) {
      found.low = std::min(found.low, y);
      found.high = std::max(found.high, y);
      ones += y == 1.0F ? 1 : 0;
      zeros += y == 0.0F ? 1 : 0;
    }
    found.classes = found.classes && ones + zeros == width && (ones == 1 || width == 1);
  }
  return found;
}

int Dataset::label(std::int64_t i) const noexcept {
  return labelled() ? Labels(label_.get())[index_[static_cast<std::size_t>(i)]] : -1;
}

const std::vector<std::string>& Dataset::class_names() const& noexcept {
  static const std::vector<std::string> none;
  return class_names_ ? *class_names_ : none;
}

std::span<const std::uint8_t> Dataset::bytes(std::int64_t i) const& noexcept {
  const std::uint8_t* const all = input_ ? input_->data<std::uint8_t>() : nullptr;
  if (!all) return {};
  const auto each = static_cast<std::size_t>(shape_.elements());
  return {all + index_[static_cast<std::size_t>(i)] * each, each};
}

void Dataset::input(std::int64_t i, float* out) const noexcept {
  const auto each = static_cast<std::size_t>(shape_.elements());
  if (const float* const all = input_->data<float>()) {
    std::copy_n(all + index_[static_cast<std::size_t>(i)] * each, each, out);
    return;
  }
  for (const std::uint8_t byte : bytes(i)) *out++ = static_cast<float>(byte) * kByteScale;
}

void Dataset::target(std::int64_t i, float* out) const noexcept {
  if (labelled()) {
    std::fill_n(out, target_width_, 0.0F);
    out[label(i)] = 1.0F;
    return;
  }
  const auto width = static_cast<std::size_t>(target_width_);
  std::copy_n(target_->data<float>() + index_[static_cast<std::size_t>(i)] * width, width, out);
}

Dataset Dataset::with_lengths(const std::vector<std::int64_t>& lengths) const {
  if (shape_.rank() < 2) {
    fail(name_, "lengths are for samples of frames × numbers, got samples of " + shape_.str());
  }
  if (lengths.size() != index_.size()) {
    fail(name_, "expected a length for each of " + std::to_string(size()) + " samples, got " +
                    std::to_string(lengths.size()) + " lengths");
  }
  std::uint32_t last = 0;
  for (const std::uint32_t i : index_) last = std::max(last, i);
  std::vector<std::int64_t> placed(std::size_t{last} + 1, shape_[0]);
  for (std::size_t i = 0; i < lengths.size(); ++i) {
    if (lengths[i] < 1 || lengths[i] > shape_[0]) {
      fail(name_, "expected lengths from 1 to " + std::to_string(shape_[0]) + " frames, got " +
                      std::to_string(lengths[i]) + " for sample " + std::to_string(i));
    }
    placed[index_[i]] = lengths[i];
  }
  return with(&Dataset::length_, {"length", Shape{1}, std::move(placed)});
}

std::int64_t Dataset::length(std::int64_t i) const noexcept {
  return length_ ? length_->data<std::int64_t>()[index_[static_cast<std::size_t>(i)]] : shape_[0];
}

Dataset Dataset::first(std::int64_t n) const {
  if (n < 1 || n > size()) {
    fail(name_,
         "expected to take 1 to " + std::to_string(size()) + " samples, got " + std::to_string(n));
  }
  Dataset view = *this;
  view.index_.resize(static_cast<std::size_t>(n));
  return view;
}

Dataset Dataset::subset(std::vector<std::uint32_t> indices) const {
  for (std::uint32_t& i : indices) {
    if (i >= index_.size()) {
      fail(name_, "expected sample numbers below " + std::to_string(size()) + ", got " +
                      std::to_string(i));
    }
    i = index_[i];
  }
  Dataset view = *this;
  view.index_ = std::move(indices);
  return view;
}

Dataset Dataset::with_class_names(std::vector<std::string> names, bool numbered) const {
  if (!names.empty() && std::ssize(names) != target_width_) {
    fail(name_, "expected a name for each of " + std::to_string(target_width_) + " classes, got " +
                    std::to_string(names.size()));
  }
  Dataset view = *this;
  view.class_names_.reset();
  if (!names.empty()) {
    view.class_names_ = std::make_shared<const std::vector<std::string>>(std::move(names));
  }
  view.numbered_ = numbered;
  return view;
}

Dataset Dataset::with_shuffled_labels(std::uint64_t seed) const {
  if (!labelled()) fail(name_, "labels cannot be shuffled: it has none");
  std::vector<std::uint32_t> from = index_;
  shuffle(from, Rng(random_key(seed, "shuffled labels")));
  Column shuffled = *label_;
  std::visit(
      [&](auto& labels) {
        std::vector changed(labels.begin(), labels.end());
        for (std::size_t i = 0; i < index_.size(); ++i) changed[index_[i]] = labels[from[i]];
        labels = std::move(changed);
      },
      shuffled.numbers);
  return with(&Dataset::label_, std::move(shuffled));
}

std::pair<Dataset, Dataset> Dataset::split(double fraction, std::uint64_t seed) const {
  if (!(fraction > 0 && fraction < 1)) {
    fail(name_,
         "expected a fraction between 0 and 1 to split off, got " + std::to_string(fraction));
  }
  std::vector<std::int32_t> groups(index_.size());
  const Labels labels(label_.get());
  for (std::size_t i = 0; labels && i < index_.size(); ++i) groups[i] = labels[index_[i]];
  const std::vector<bool> chosen =
      part_of_each(groups, std::max(1, classes_), fraction, random_key(seed, "split"));
  std::pair<Dataset, Dataset> parts{*this, *this};
  parts.first.index_.clear();
  parts.second.index_.clear();
  for (std::size_t i = 0; i < index_.size(); ++i) {
    (chosen[i] ? parts.second : parts.first).index_.push_back(index_[i]);
  }
  if (parts.first.index_.empty() || parts.second.index_.empty()) {
    fail(name_, "splitting off " + std::to_string(fraction) + " of " + std::to_string(size()) +
                    " samples leaves one side empty; choose another fraction");
  }
  return parts;
}

std::uint64_t Dataset::digest() const noexcept {
  Digest digest;
  digest.add(static_cast<std::uint64_t>(shape_.rank()));
  for (const std::int64_t size : shape_.sizes()) digest.add(static_cast<std::uint64_t>(size));
  digest.add(static_cast<std::uint64_t>(classes_));
  digest.add(static_cast<std::uint64_t>(target_width_));
  const auto inputs = static_cast<std::size_t>(shape_.elements());
  const auto width = static_cast<std::size_t>(target_width_);
  const auto* const bytes = input_ ? input_->data<std::uint8_t>() : nullptr;
  const auto* const floats = input_ ? input_->data<float>() : nullptr;
  const Labels labels(label_.get());
  const auto* const targets = target_ ? target_->data<float>() : nullptr;
  const auto* const lengths = length_ ? length_->data<std::int64_t>() : nullptr;
  const auto* const weights = weight_ ? weight_->data<float>() : nullptr;
  for (const std::uint32_t i : index_) {
    if (bytes) digest.add(bytes + i * inputs, inputs);
    if (floats) digest.add(floats + i * inputs, inputs * sizeof(float));
    // The spectrograms of recordings tell their lengths.
    if (lengths && !waves_) digest.add(static_cast<std::uint64_t>(lengths[i]));
    if (weights) digest.add(weights + i, sizeof(float));
    if (labels) {
      digest.add(static_cast<std::uint64_t>(labels[i]));
    } else {
      digest.add(targets + i * width, width * sizeof(float));
    }
  }
  return digest.value();
}

std::vector<bool> Dataset::constant_inputs() const {
  const auto inputs = static_cast<std::size_t>(shape_.elements());
  std::vector<bool> constant(input_ ? inputs : 0, true);
  const auto scan = [&](const auto& numbers) {
    std::vector<std::uint8_t> varies(inputs);
    const auto* reference = numbers.data() + index_.front() * inputs;
    for (const std::uint32_t i : index_) {
      const auto* row = numbers.data() + i * inputs;
      for (std::size_t k = 0; k < inputs; ++k) varies[k] |= row[k] != reference[k];
    }
    for (std::size_t k = 0; k < inputs; ++k) constant[k] = varies[k] == 0;
  };
  if (index_.empty()) return constant;
  std::visit(scan, input_->numbers);
  return constant;
}

}  // namespace glia
