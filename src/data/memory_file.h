#pragma once
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <span>

namespace glia {

// Bytes in memory as a file for a library that wants to be called back.
struct MemoryFile {
  std::span<const std::uint8_t> bytes;
  std::int64_t at = 0;

  static MemoryFile& of(void* self) { return *static_cast<MemoryFile*>(self); }
  static std::int64_t length(void* self) { return std::ssize(of(self).bytes); }
  static std::int64_t seek(std::int64_t offset, int whence, void* self) {
    MemoryFile& file = of(self);
    const std::int64_t size = std::ssize(file.bytes);
    const std::int64_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? file.at : size;
    // What a damaged header asks for may be anything.
    if (offset > size - base || offset < -base) return -1;
    return file.at = base + offset;
  }
  static std::int64_t read(void* to, std::int64_t count, void* self) {
    MemoryFile& file = of(self);
    count = std::clamp<std::int64_t>(count, 0, std::ssize(file.bytes) - file.at);
    if (count > 0) std::memcpy(to, file.bytes.data() + file.at, static_cast<std::size_t>(count));
    file.at += count;
    return count;
  }
  static std::int64_t write(const void*, std::int64_t, void*) { return 0; }
  static std::int64_t tell(void* self) { return of(self).at; }
};

}  // namespace glia
