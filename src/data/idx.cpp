#include "data/idx.h"

#include <algorithm>
#include <array>
#include <bit>
#include <optional>
#include <span>
#include <utility>

#include "data/gunzip.h"
#include "glia/error.h"

namespace glia {
namespace {

constexpr std::int64_t kMaxBytes = std::int64_t{1} << 30;
constexpr std::int64_t kSmall = std::int64_t{1} << 26;
constexpr std::int64_t kMostGrowth = 100;  // of gzip; photos and drawings grow by less than 20
constexpr std::size_t kStep = std::size_t{1} << 22;

// The numbers of a file, plain or gzipped.
class Reader {
 public:
  Reader(std::span<const std::uint8_t> bytes, std::string name)
      : what_("IDX file '" + std::move(name) + "'"), bytes_(bytes), rest_(bytes) {
    if (is_gzip(bytes)) packed_.emplace(bytes, what_);
  }

  // Throws Error when a header of `header` bytes cannot be followed by `total`: what a plain file
  // has is known, and a gzipped one grows by no more than data do.
  void check_room_for(std::int64_t total, const std::string& declared) {
    if (!packed_) {
      const std::int64_t rest = std::ssize(rest_);
      if (rest < total) {
        fail(declared + "got " + std::to_string(rest) + "; the file is cut off, fetch it again");
      }
      if (rest > total) fail(declared + "got more; is it the right file?");
    } else if (const std::int64_t size = std::ssize(bytes_);
               total > std::max(kSmall, kMostGrowth * size)) {
      fail(declared + "got a gzip of " + std::to_string(size) +
           " bytes, each of which may become " + std::to_string(kMostGrowth) +
           " at most; if the file is good, unpack it");
    }
  }

  // Up to out.size() bytes; fewer at the end of the file.
  std::size_t read(std::span<std::uint8_t> out) {
    if (packed_) return packed_->read(out);
    const std::size_t n = std::min(out.size(), rest_.size());
    std::copy_n(rest_.begin(), n, out.begin());
    rest_ = rest_.subspan(n);
    return n;
  }

  [[noreturn]] void fail(const std::string& what) const {
    throw Error(ErrorCode::format, what_ + ": " + what);
  }

 private:
  std::string what_;
  std::span<const std::uint8_t> bytes_, rest_;
  std::optional<Gunzip> packed_;
};

std::uint32_t big_endian(const std::array<std::uint8_t, 4>& b) noexcept {
  return std::uint32_t{b[0]} << 24 | std::uint32_t{b[1]} << 16 | std::uint32_t{b[2]} << 8 | b[3];
}

std::string hex(std::span<const std::uint8_t> bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (const std::uint8_t byte : bytes) {
    if (!text.empty()) text += ' ';
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text.empty() ? "nothing" : text;
}

std::size_t bytes_of(IdxFile::Type type) noexcept {
  switch (type) {
    case IdxFile::u8:
    case IdxFile::i8:
      return 1;
    case IdxFile::i16:
      return 2;
    case IdxFile::i32:
    case IdxFile::f32:
      return 4;
    case IdxFile::f64:
      return 8;
  }
  return 0;  // none that there is
}

// The first four bytes: throws unless they are of such a file. Returns the type and changes `rank`
// to the axes that there are.
IdxFile::Type begun(Reader& reader, int& rank, IdxTypes types) {
  std::array<std::uint8_t, 4> magic{};
  const std::size_t got = reader.read(magic);
  const auto type = static_cast<IdxFile::Type>(magic[2]);
  const bool wanted = types == IdxTypes::bytes   ? type == IdxFile::u8
                      : types == IdxTypes::whole ? type <= IdxFile::i32
                                                 : true;
  const bool on_axes = rank == 0 ? magic[3] >= 1 && magic[3] <= Shape::kMaxRank : magic[3] == rank;
  if (got == 4 && magic[0] == 0 && magic[1] == 0 && bytes_of(type) > 0 && wanted && on_axes) {
    rank = magic[3];
    return type;
  }
  const std::array<std::uint8_t, 4> usual{0, 0, 8, static_cast<std::uint8_t>(std::max(rank, 1))};
  reader.fail("expected it to start with " + hex(usual) + " (bytes on " + std::to_string(usual[3]) +
              (usual[3] == 1 ? " axis" : " axes") + "), got " + hex(std::span(magic).first(got)) +
              "; is it the right file?");
}

// Numbers of From as they lie, as numbers of To.
template <typename From, typename To>
std::vector<To> converted(std::span<const std::uint8_t> bytes) {
  std::vector<To> numbers(bytes.size() / sizeof(From));
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    std::array<std::uint8_t, sizeof(From)> one;
    const auto raw = bytes.subspan(i * sizeof(From), sizeof(From));
    std::reverse_copy(raw.begin(), raw.end(), one.begin());
    numbers[i] = static_cast<To>(std::bit_cast<From>(one));
  }
  return numbers;
}

}  // namespace

Column::Numbers IdxFile::numbers() && {
  switch (type) {
    case u8:
      return std::move(bytes);
    case i8:
      return converted<std::int8_t, std::int32_t>(bytes);
    case i16:
      return converted<std::int16_t, std::int32_t>(bytes);
    case i32:
      return converted<std::int32_t, std::int32_t>(bytes);
    case f32:
      return converted<float, float>(bytes);
    case f64:
      break;
  }
  return converted<double, float>(bytes);
}

IdxFile decode_idx(std::vector<std::uint8_t> file, const std::string& name, int rank,
                   IdxTypes types) {
  Reader reader(file, name);
  IdxFile idx;
  idx.type = begun(reader, rank, types);

  std::array<std::int64_t, Shape::kMaxRank> sizes{};
  auto total = static_cast<std::int64_t>(bytes_of(idx.type));
  for (int axis = 0; axis < rank; ++axis) {
    std::array<std::uint8_t, 4> word{};
    if (reader.read(word) < 4) reader.fail("the header is cut off; fetch the file again");
    const std::int64_t size = big_endian(word);
    if (size == 0) reader.fail("expected at least 1 along each axis, got 0");
    if (total > kMaxBytes / size) {
      reader.fail("its header declares more than 1 GiB; the file is damaged or no IDX file");
    }
    total *= size;
    sizes[static_cast<std::size_t>(axis)] = size;
  }

  idx.shape = Shape(std::span<const std::int64_t>(sizes).first(static_cast<std::size_t>(rank)));
  const std::string declared =
      "expected " + idx.shape.str() +
      (idx.type == IdxFile::u8 ? "" : " × " + std::to_string(bytes_of(idx.type))) + " = " +
      std::to_string(total) + " bytes after the header, ";
  reader.check_room_for(total, declared);
  if (!is_gzip(file)) {  // the numbers stay where they are
    file.erase(file.begin(), file.end() - total);
    idx.bytes = std::move(file);
    return idx;
  }
  idx.bytes.reserve(static_cast<std::size_t>(total));  // memory is taken as it is written to
  for (std::size_t have = 0; have < static_cast<std::size_t>(total);) {
    const std::size_t next = std::min(static_cast<std::size_t>(total), have + kStep);
    idx.bytes.resize(next);
    have += reader.read(std::span(idx.bytes).subspan(have));
    if (have < next) {
      reader.fail(declared + "got " + std::to_string(have) +
                  "; the file is cut off, fetch it again");
    }
  }
  std::array<std::uint8_t, 1> extra{};
  if (reader.read(extra) != 0) reader.fail(declared + "got more; is it the right file?");
  return idx;
}

}  // namespace glia
