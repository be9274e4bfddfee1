#include "data/data_bytes.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace glia {
namespace {

constexpr std::size_t kLine = 64;  // of a cache, and what vectors like to begin on

template <typename T>
std::span<const std::uint8_t> bytes_of(const T* of, std::size_t count) {
  return {reinterpret_cast<const std::uint8_t*>(of), count * sizeof(T)};
}

}  // namespace

DataBytes::DataBytes(DataSplit split) : split_(std::move(split)) {
  field(split_);
  pieces_.push_back({end_, told_});
  pieces_.push_back({0, bytes_of(&end_, 1)});
}

DataBytes::DataBytes(const SharedNumbers<std::uint8_t>& memory)
    : hears_(true), memory_(std::make_shared<const SharedNumbers<std::uint8_t>>(memory)) {
  std::memcpy(&end_, memory.data(), sizeof end_);
  next_ = memory.data() + end_;
}

DataSplit DataBytes::split_in(const SharedNumbers<std::uint8_t>& memory) {
  DataBytes heard(memory);
  heard.field(heard.split_);
  return std::move(heard.split_);
}

void DataBytes::bytes(void* of, std::size_t count) {
  if (count == 0) return;
  if (hears_) {
    std::memcpy(of, next_, count);
    next_ += count;
  } else {
    const auto* const from = static_cast<const std::uint8_t*>(of);
    told_.insert(told_.end(), from, from + count);
  }
}

template <typename T>
void DataBytes::field(SharedNumbers<T>& numbers) {
  std::size_t at = (end_ + kLine - 1) / kLine * kLine, count = numbers.size();
  fields(at, count);
  if (hears_) {
    numbers = {std::span(reinterpret_cast<const T*>(memory_->data() + at), count), memory_};
  } else {
    pieces_.push_back({at, bytes_of(numbers.data(), count)});
    end_ = at + count * sizeof(T);
  }
}

template <typename T>
void DataBytes::field(std::shared_ptr<const T>& shared) {
  bool is_there = shared != nullptr;
  field(is_there);
  if (!is_there) return;
  auto number =
      static_cast<std::size_t>(std::find(shared_.begin(), shared_.end(), shared) - shared_.begin());
  field(number);
  if (number == shared_.size()) {
    auto content = shared ? std::make_shared<T>(*shared) : std::make_shared<T>();
    field(*content);
    if (hears_) shared = std::move(content);
    shared_.push_back(shared);
  } else {
    shared = std::static_pointer_cast<const T>(shared_[number]);
  }
}

void DataBytes::field(std::string& text) {
  std::size_t size = text.size();
  field(size);
  text.resize(size);
  bytes(text.data(), size);
}

void DataBytes::field(Shape& shape) {
  std::vector<std::int64_t> sizes(shape.sizes().begin(), shape.sizes().end());
  field(sizes);
  if (hears_) shape = Shape(sizes);
}

void DataBytes::field(Column& column) {
  auto& [name, shape, numbers] = column;
  fields(name, shape);
  std::size_t type = numbers.index();
  field(type);
  if (hears_) {
    const Column::Numbers of_type[] = {SharedNumbers<std::uint8_t>(), SharedNumbers<float>(),
                                       SharedNumbers<std::int64_t>(),
                                       SharedNumbers<std::int32_t>()};
    numbers = of_type[type];
  }
  std::visit([this](auto& all) { field(all); }, numbers);
}

void DataBytes::field(Dataset::Waves& waves) {
  auto& [features, samples, end] = waves;
  fields(features, samples, end);
}

void DataBytes::field(Dataset& data) {
  auto& [index, input, label, target, length, weight, waves, class_names, shape, target_width,
         classes, numbered, name] = data;
  fields(index, input, label, target, length, weight, waves, class_names, shape, target_width,
         classes, numbered, name);
}

void DataBytes::field(Features& features) {
  auto& [rate, window_ms, hop_ms, bands, low_hz, high_hz, frames, range_db, band_mean, trim_db] =
      features;
  fields(rate, window_ms, hop_ms, bands, low_hz, high_hz, frames, range_db, band_mean, trim_db);
}

void DataBytes::field(PictureForm& form) {
  auto& [size, grey, digit] = form;
  fields(size, grey, digit);
}

void DataBytes::field(TableForm::Column& column) {
  auto& [name, words, offset, scale, missing, separator] = column;
  fields(name, words, offset, scale, missing, separator);
}

void DataBytes::field(TableForm& form) {
  auto& [inputs, targets, kind, weights] = form;
  fields(inputs, targets, kind, weights);
}

void DataBytes::field(InputForm& form) {
  const auto perhaps = [](const auto* some) { return some ? std::optional(*some) : std::nullopt; };
  std::optional<PictureForm> picture = perhaps(form.picture());
  std::optional<Features> sound = perhaps(form.sound());
  std::optional<TableForm> table = perhaps(form.table());
  fields(picture, sound, table);
  if (picture) form = *picture;
  if (sound) form = *sound;
  if (table) form = *table;
}

void DataBytes::field(LeftOut& file) {
  auto& [name, why] = file;
  fields(name, why);
}

void DataBytes::field(DataSplit::Files& files) {
  auto& [train, validation, test] = files;
  fields(train, validation, test);
}

void DataBytes::field(DataSplit& split) {
  auto& [train, test, validation, classes, synthetic, form, note, left_out, only_tests, many,
         answered, files] = split;
  fields(train, test, validation, classes, synthetic, form, note, left_out, only_tests, many,
         answered, files);
}

}  // namespace glia
