#include "data/table/npz.h"

#include <unistd.h>
#include <zip.h>

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "data/table/arrays.h"
#include "data/table/npy.h"
#include "glia/error.h"
#include "glia/harmless.h"
#include "io/json.h"

namespace glia {
namespace {

constexpr std::string_view kEnding = ".npy";
constexpr zip_int64_t kMostArrays = 10'000;
// Of what unpacks to more than a gigabyte: numbers shrink by less.
constexpr std::uint64_t kMostGrowth = 100, kNeverRefused = std::uint64_t{1} << 30;

struct CloseZip {
  void operator()(zip_t* zip) const noexcept { zip_discard(zip); }
};
struct CloseEntry {
  void operator()(zip_file_t* file) const noexcept { zip_fclose(file); }
};
using Zip = std::unique_ptr<zip_t, CloseZip>;

class NpzReader {
 public:
  NpzReader(Zip zip, const std::string& name)
      : zip_(std::move(zip)), name_(name), what_("table " + io::in_quotes(name)) {
    if (!zip_) fail("the zip is damaged or cut off; fetch it again");
  }

  Table read() {
    const zip_int64_t count = zip_get_num_entries(zip_.get(), 0);
    if (count > kMostArrays) fail("expected at most 10000 arrays");
    std::vector<NumberArray> arrays;
    for (zip_int64_t i = 0; i < count; ++i) arrays.push_back(array(static_cast<zip_uint64_t>(i)));
    if (arrays.empty()) fail("there are no arrays in it");
    return table_of(std::move(arrays), name_);
  }

 private:
  [[noreturn]] void fail(const std::string& why) const {
    throw Error(ErrorCode::format, what_ + ": " + why);
  }

  NumberArray array(zip_uint64_t index) {
    zip_stat_t stat{};
    constexpr zip_uint64_t kNeeded = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE;
    if (zip_stat_index(zip_.get(), index, 0, &stat) != 0 || (stat.valid & kNeeded) != kNeeded) {
      fail("the zip is damaged; fetch it again");
    }
    std::string_view called = stat.name;
    if (!called.ends_with(kEnding) || harmless(called) != called) {
      const bool sheet = called.starts_with("xl/") || called == "[Content_Types].xml";
      if (sheet) fail("it is a workbook; save the sheet as \"CSV UTF-8\"");
      fail("expected arrays of numpy (.npy) in the zip, got " + io::in_quotes(called));
    }
    called.remove_suffix(kEnding.size());
    const std::string what = what_ + ", array " + io::in_quotes(called);
    if (stat.size > std::max(kNeverRefused, kMostGrowth * stat.comp_size)) {
      throw Error(ErrorCode::format, what +
                                         ": it would unpack to more than a hundred times as "
                                         "much; if the file is good, save it unpacked");
    }
    const std::unique_ptr<zip_file_t, CloseEntry> entry(zip_fopen_index(zip_.get(), index, 0));
    if (!entry) throw Error(ErrorCode::format, what + ": cannot be unpacked: " + reason());
    const ReadBytes more = [&](std::span<std::uint8_t> out) {
      std::size_t done = 0;
      while (done < out.size()) {
        const zip_int64_t got = zip_fread(entry.get(), out.data() + done, out.size() - done);
        if (got < 0) throw Error(ErrorCode::format, what + ": is damaged; fetch the file again");
        if (got == 0) break;
        done += static_cast<std::size_t>(got);
      }
      return done;
    };
    NumberArray array = read_npy(more, static_cast<std::int64_t>(stat.size), what);
    array.name = called;
    return array;
  }

  std::string reason() const { return zip_strerror(zip_.get()); }

  Zip zip_;
  const std::string& name_;
  std::string what_;
};

}  // namespace

Table read_npz(int file, const std::string& name) {
  const int own = ::dup(file);
  if (own < 0) throw Error(ErrorCode::io, "table " + io::in_quotes(name) + " cannot be read");
  int error = 0;
  zip_t* const zip = zip_fdopen(own, 0, &error);
  if (!zip) ::close(own);
  return NpzReader(Zip(zip), name).read();
}

Table decode_npz(std::span<const std::uint8_t> bytes, const std::string& name) {
  zip_source_t* const source =
      zip_source_buffer_create(bytes.data(), bytes.size(), /*freep=*/0, nullptr);
  if (!source) throw std::bad_alloc();
  zip_t* const zip = zip_open_from_source(source, ZIP_RDONLY, nullptr);
  if (!zip) zip_source_free(source);
  return NpzReader(Zip(zip), name).read();
}

}  // namespace glia
