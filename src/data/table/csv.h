#pragma once
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace glia {

// Bytes, up to as many as there is room for; fewer only at the end.
using ReadBytes = std::function<std::size_t(std::span<std::uint8_t>)>;

// Takes a text of comma-separated values apart.
struct CsvReader {
  std::string what;  // begins each message
  std::function<void(std::string_view cell)> cell;
  std::function<void()> row_ended;

  // Throws Error{format}, and what `read`, `cell` and `row_ended` throw.
  void read(const ReadBytes& more, std::string_view begin, char separator);
};

}  // namespace glia
