#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace glia {

// Bytes, up to as many as there is room for; fewer only at the end.
using ReadBytes = std::function<std::size_t(std::span<std::uint8_t>)>;

ReadBytes from_memory(std::span<const std::uint8_t> bytes);  // which must outlive it
ReadBytes from_file(int file, const std::string& what);      // `what` begins the Error{io}
ReadBytes from_both(std::vector<std::uint8_t> begin, ReadBytes rest);
// UTF-8 of UTF-16 without its mark; throws Error{format} where it is none.
ReadBytes utf8_of(ReadBytes utf16, bool big_endian, const std::string& what);

}  // namespace glia
