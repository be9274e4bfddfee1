#pragma once
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include "base/shared_memory.h"
#include "data/waves.h"
#include "glia/data.h"

namespace glia {

// All that a DataSplit knows as bytes, for processes of one program that have them in one memory:
//   where the description begins | numbers, on multiples of 64 | description
// The description is what each of them has for itself; samples and answers stay where they lie.
//
// Every kind of field has a function that tells it or, where a description is read, hears it.
class DataBytes {
 public:
  explicit DataBytes(DataSplit split);
  // Of what was handed in, as long as this lives.
  std::span<const SharedMemory::Piece> pieces() const noexcept { return pieces_; }

  // Its numbers lie in that memory.
  static DataSplit split_in(const SharedNumbers<std::uint8_t>& memory);

 private:
  explicit DataBytes(const SharedNumbers<std::uint8_t>& memory);

  template <typename... Fields>
  void fields(Fields&... all) {
    (field(all), ...);
  }
  template <typename T>
  requires std::is_arithmetic_v<T> || std::is_enum_v<T>
  void field(T& value) { bytes(&value, sizeof value); }
  template <typename T>
  void field(std::vector<T>& all) {
    std::size_t size = all.size();
    field(size);
    all.resize(size);
    if constexpr (std::is_arithmetic_v<T>) {
      bytes(all.data(), size * sizeof(T));
    } else {
      for (T& one : all) field(one);
    }
  }
  template <typename T>
  void field(std::optional<T>& perhaps) {
    bool is_there = perhaps.has_value();
    field(is_there);
    if (is_there && !perhaps) perhaps.emplace();
    if (is_there) field(*perhaps);
  }
  template <typename T>
  void field(SharedNumbers<T>& numbers);
  // What several share is told once.
  template <typename T>
  void field(std::shared_ptr<const T>& shared);

  void field(std::string& text);
  void field(Shape& shape);
  void field(Column& column);
  void field(Dataset::Waves& waves);
  void field(Dataset& data);
  void field(Features& features);
  void field(PictureForm& form);
  void field(TableForm& form);
  void field(TableForm::Column& column);
  void field(InputForm& form);
  void field(LeftOut& file);
  void field(DataSplit::Files& files);
  void field(DataSplit& split);

  void bytes(void* of, std::size_t count);

  bool hears_ = false;
  DataSplit split_;
  std::vector<std::shared_ptr<const void>> shared_;  // in the order in which they were told

  std::vector<std::uint8_t> told_;
  std::size_t end_ = sizeof end_;  // of the numbers told so far
  std::vector<SharedMemory::Piece> pieces_;

  std::shared_ptr<const SharedNumbers<std::uint8_t>> memory_;
  const std::uint8_t* next_ = nullptr;  // of the description
};

}  // namespace glia
