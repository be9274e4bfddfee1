// Which kind of table a file is, by how it begins.
#include <unistd.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/read_file.h"
#include "data/gunzip.h"
#include "data/idx.h"
#include "data/table/arrays.h"
#include "data/table/csv_table.h"
#include "data/table/npy.h"
#include "data/table/npz.h"
#include "data/table/read_bytes.h"
#include "glia/error.h"
#include "glia/table.h"
#include "io/json.h"

namespace glia {
namespace {

constexpr std::size_t kMark = 6;  // bytes by which a kind is known
using Mark = std::array<std::uint8_t, kMark>;

bool begins(const Mark& mark, std::string_view with) {
  return std::ranges::equal(std::span(mark).first(with.size()), with, [](std::uint8_t a, char b) {
    return a == static_cast<std::uint8_t>(b);
  });
}

bool is_idx(const Mark& mark) {
  return mark[0] == 0 && mark[1] == 0 && mark[2] >= IdxFile::u8 && mark[2] <= IdxFile::f64 &&
         mark[3] >= 1 && mark[3] <= Shape::kMaxRank;
}
bool is_zip(const Mark& mark) {
  return begins(mark, {"PK\x03\x04", 4}) || begins(mark, {"PK\x05\x06", 4});
}

// All but zips, whose directory is at the end, and IDX files, which are read as a whole.
Table read_stream(const ReadBytes& more, std::optional<std::int64_t> bytes, const std::string& name,
                  const TableReading& reading) {
  const std::string what = "table " + io::in_quotes(name);
  std::vector<std::uint8_t> begin(kMark);
  begin.resize(more(begin));
  Mark mark{};
  std::ranges::copy(begin, mark.begin());
  if (is_zip(mark) || is_idx(mark)) {
    throw Error(ErrorCode::format, what + ": unpack it first");
  }
  if (begins(mark, "\x93NUMPY")) {
    std::vector<NumberArray> arrays;
    arrays.push_back(read_npy(from_both(std::move(begin), more), bytes, what));
    return table_of(std::move(arrays), name);
  }
  const bool little = begins(mark, "\xFF\xFE"), big = begins(mark, "\xFE\xFF");
  if (little || big) {
    begin.erase(begin.begin(), begin.begin() + 2);
    const ReadBytes text = utf8_of(from_both(std::move(begin), more), big, what);
    return read_csv(text, {}, name, reading);
  }
  return read_csv(from_both(std::move(begin), more), bytes, name, reading);
}

Table idx_table(std::vector<std::uint8_t> bytes, const std::string& name) {
  std::vector<NumberArray> arrays;
  arrays.push_back(array_of(decode_idx(std::move(bytes), name, 0, IdxTypes::any),
                            "table " + io::in_quotes(name)));
  return table_of(std::move(arrays), name);
}

Mark unpacked_mark(std::span<const std::uint8_t> bytes, const std::string& name) {
  Mark mark{};
  if (is_gzip(bytes)) {
    Gunzip(bytes, "table " + io::in_quotes(name)).read(mark);
  } else {
    std::copy_n(bytes.begin(), std::min(bytes.size(), mark.size()), mark.begin());
  }
  return mark;
}

}  // namespace

Table decode_table(std::span<const std::uint8_t> bytes, const std::string& name,
                   const TableReading& reading) {
  const Mark mark = unpacked_mark(bytes, name);
  if (is_idx(mark)) return idx_table({bytes.begin(), bytes.end()}, name);
  if (is_zip(mark) && !is_gzip(bytes)) return decode_npz(bytes, name);
  if (!is_gzip(bytes)) return read_stream(from_memory(bytes), std::ssize(bytes), name, reading);
  Gunzip packed(bytes, "table " + io::in_quotes(name));
  return read_stream([&](std::span<std::uint8_t> out) { return packed.read(out); }, {}, name,
                     reading);
}

Table read_table(const std::string& file, const TableReading& reading) {
  const std::string what = "table";
  const OpenFile open = open_regular(file, what);
  Mark mark{};
  const auto got = ::pread(open.file.get(), mark.data(), mark.size(), 0);
  if (got > 0 && (is_gzip(mark) || is_idx(mark))) {
    std::vector<std::uint8_t> bytes = read_regular_file(file, what, open.bytes);
    return is_idx(mark) ? idx_table(std::move(bytes), file) : decode_table(bytes, file, reading);
  }
  if (is_zip(mark)) return read_npz(open.file.get(), file);
  return read_stream(from_file(open.file.get(), what + " '" + file + "'"), open.bytes, file,
                     reading);
}

}  // namespace glia
