// Stands in for read_table.cpp in a build without libcsv.
#include "glia/error.h"
#include "glia/table.h"

namespace glia {
namespace {

[[noreturn]] void missing(const std::string& name) {
  throw Error(ErrorCode::unsupported, "table '" + name +
                                          "': this build reads no tables: build it again with "
                                          "libcsv (libcsv-dev)");
}

}  // namespace

Table read_table(const std::string& file, const TableReading& /*reading*/) { missing(file); }
Table decode_table(std::span<const std::uint8_t> /*bytes*/, const std::string& name,
                   const TableReading& /*reading*/) {
  missing(name);
}

}  // namespace glia
