#include "logs/event_file.h"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <bit>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <system_error>

#include "glia/error.h"

namespace glia::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t kCastagnoli = 0x82F63B78;  // with its bits reversed

constexpr std::array<std::uint32_t, 256> castagnoli_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < table.size(); ++i) {
    std::uint32_t rest = i;
    for (int bit = 0; bit < 8; ++bit) rest = (rest >> 1) ^ ((rest & 1) != 0 ? kCastagnoli : 0);
    table[i] = rest;
  }
  return table;
}

template <typename Number>
std::string little_endian(Number number) {
  std::string bytes;
  for (std::size_t i = 0; i < sizeof number; ++i) {
    bytes += static_cast<char>((number >> (8 * i)) & 0xFF);
  }
  return bytes;
}

// A check sum over data that hold check sums is turned, so that it is none of theirs.
std::string masked_check(std::string_view bytes) {
  return little_endian(std::rotr(crc32c(bytes), 15) + 0xA282EAD8U);
}

// Fields of protocol buffers: the number of the field and how it is written, and what it holds.
enum Wire : std::uint64_t { kVarint = 0, kEightBytes = 1, kLength = 2, kFourBytes = 5 };

std::string varint(std::uint64_t number) {
  std::string bytes;
  for (; number >= 0x80; number >>= 7) bytes += static_cast<char>((number & 0x7F) | 0x80);
  return bytes + static_cast<char>(number);
}

std::string key(std::uint64_t field, Wire wire) { return varint(field << 3 | wire); }

std::string field(std::uint64_t number, std::string_view bytes) {
  return key(number, kLength) + varint(bytes.size()) + std::string(bytes);
}

std::string event(std::int64_t step, const std::string& what) {
  const std::chrono::duration<double> now = std::chrono::system_clock::now().time_since_epoch();
  return key(1, kEightBytes) +
         little_endian(std::bit_cast<std::uint64_t>(now.count())) +  // wall_time
         key(2, kVarint) + varint(static_cast<std::uint64_t>(step)) + what;
}

std::string value_of(const EventFile::Scalar& scalar) {  // Summary.Value
  return field(1, scalar.tag) + key(2, kFourBytes) +
         little_endian(std::bit_cast<std::uint32_t>(static_cast<float>(scalar.value)));
}

// A name that no other file there has.
fs::path new_name(const fs::path& dir) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(
                           std::chrono::system_clock::now().time_since_epoch())
                           .count();
  const std::string begin = "events.out.tfevents." + std::to_string(seconds) + ".glia." +
                            std::to_string(::getpid()) + ".";
  std::error_code ignored;
  int i = 0;
  while (fs::exists(dir / (begin + std::to_string(i)), ignored)) ++i;
  return dir / (begin + std::to_string(i));
}

}  // namespace

std::uint32_t crc32c(std::string_view bytes) noexcept {
  static constexpr std::array<std::uint32_t, 256> kTable = castagnoli_table();
  std::uint32_t rest = ~0U;
  for (const char byte : bytes) {
    rest = (rest >> 8) ^ kTable[(rest ^ static_cast<unsigned char>(byte)) & 0xFF];
  }
  return ~rest;
}

EventFile::EventFile(const std::string& dir) : file_(nullptr, std::fclose) {
  std::error_code why;
  fs::create_directories(dir, why);
  std::string name = dir;
  if (!why) {
    name = new_name(dir).string();
    file_.reset(std::fopen(name.c_str(), "wb"));
    if (file_ && write(event(0, field(3, "brain.Event:2")))) return;  // file_version
    why = {errno, std::generic_category()};
  }
  throw Error(ErrorCode::io, fmt::format("cannot write '{}': {}", name, why.message()));
}

bool EventFile::add(std::int64_t step, const std::vector<Scalar>& scalars) {
  std::string summary;
  for (const Scalar& scalar : scalars) summary += field(1, value_of(scalar));
  return write(event(step, field(5, summary)));
}

bool EventFile::write(std::string_view event) {
  const std::string length = little_endian(std::uint64_t{event.size()});
  const std::string record =
      length + masked_check(length) + std::string(event) + masked_check(event);
  return std::fwrite(record.data(), 1, record.size(), file_.get()) == record.size() &&
         std::fflush(file_.get()) == 0;
}

}  // namespace glia::cli
