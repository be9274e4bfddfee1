// Stands in for what reads arrays of numbers in a build without libzip: it opens tables of text
// alone.
#include "data/table/arrays.h"
#include "data/table/npy.h"
#include "data/table/npz.h"
#include "glia/error.h"
#include "io/json.h"

namespace glia {
namespace {

[[noreturn]] void missing_arrays(const std::string& what) {
  throw Error(ErrorCode::unsupported,
              what + ": this build opens no arrays (.npy, .npz, IDX); save the table as CSV");
}

}  // namespace

NumberArray read_npy(const ReadBytes& /*more*/, std::optional<std::int64_t> /*bytes*/,
                     const std::string& what) {
  missing_arrays(what);
}
NumberArray array_of(IdxFile&& /*file*/, const std::string& what) { missing_arrays(what); }
Table table_of(std::vector<NumberArray> /*arrays*/, const std::string& name) {
  missing_arrays("table " + io::in_quotes(name));
}
Table read_npz(int /*file*/, const std::string& name) {
  missing_arrays("table " + io::in_quotes(name));
}
Table decode_npz(std::span<const std::uint8_t> /*bytes*/, const std::string& name) {
  missing_arrays("table " + io::in_quotes(name));
}

}  // namespace glia
