#include "fuzz.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

namespace glia::fuzz {

MemoryFile::MemoryFile(std::span<const std::uint8_t> bytes)
    : file_(memfd_create("fuzz", MFD_CLOEXEC)), path_("/proc/self/fd/" + std::to_string(file_)) {
  expect(file_ >= 0 && write(file_, bytes.data(), bytes.size()) == std::ssize(bytes),
         "a file in memory");
}
MemoryFile::~MemoryFile() { close(file_); }

Bytes MemoryFile::bytes() const {
  std::ifstream in(path_, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void expect(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}

Bytes without_check_sum(std::span<const std::uint8_t> file) {
  std::uint64_t length = 0;
  std::memcpy(&length, file.data(), sizeof length);
  const auto data = file.subspan(sizeof length + length);
  auto header = nlohmann::ordered_json::parse(file.begin() + sizeof length, data.begin());
  header["__metadata__"].erase("glia.format");
  header["__metadata__"].erase("glia.digest");
  const std::string text = header.dump();
  length = text.size();
  Bytes bytes(sizeof length + text.size());
  std::memcpy(bytes.data(), &length, sizeof length);
  std::memcpy(bytes.data() + sizeof length, text.data(), text.size());
  bytes.insert(bytes.end(), data.begin(), data.end());
  return bytes;
}

}  // namespace glia::fuzz

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  if (*argc != 3 || std::string_view((*argv)[1]) != "--seeds") return 0;
  const std::filesystem::path folder = (*argv)[2];
  std::filesystem::create_directories(folder);
  int number = 0;
  for (const glia::fuzz::Bytes& seed : glia::fuzz::seeds()) {
    std::ofstream out(folder / ("seed" + std::to_string(number++)), std::ios::binary);
    out.write(reinterpret_cast<const char*>(seed.data()), std::ssize(seed));
  }
  std::exit(0);
}
