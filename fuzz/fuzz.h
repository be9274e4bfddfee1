#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// What the targets share. A target is a file of its own with LLVMFuzzerTestOneInput and seeds().
namespace glia::fuzz {

using Bytes = std::vector<std::uint8_t>;

// Whole and right inputs, from which a target begins: `TARGET_fuzz --seeds DIR` writes them.
std::vector<Bytes> seeds();

inline Bytes bytes_of(std::string_view text) { return {text.begin(), text.end()}; }

// Bytes that have a path, for readers that want one.
class MemoryFile {
 public:
  explicit MemoryFile(std::span<const std::uint8_t> bytes = {});
  ~MemoryFile();
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  const std::string& path() const noexcept { return path_; }
  Bytes bytes() const;  // as they are now

 private:
  int file_;
  std::string path_;
};

// Ends the program, which is what libFuzzer takes for a find.
void expect(bool holds, const char* what);

// A .safetensors file as another program writes it: without the check sum, that would hide all
// behind it from a fuzzer.
Bytes without_check_sum(std::span<const std::uint8_t> file);

}  // namespace glia::fuzz
