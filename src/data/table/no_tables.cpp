// Stands in for what reads tables and learns of them in a build without libcsv.
#include "glia/error.h"
#include "glia/table_set.h"

namespace glia {
namespace {

[[noreturn]] void missing(const std::string& name) {
  throw Error(ErrorCode::unsupported, "table '" + name +
                                          "': this build reads no tables: build it again with "
                                          "libcsv and libzip (libcsv-dev, libzip-dev)");
}

}  // namespace

Table read_table(const std::string& file, const TableReading& /*reading*/) { missing(file); }
Table decode_table(std::span<const std::uint8_t> /*bytes*/, const std::string& name,
                   const TableReading& /*reading*/) {
  missing(name);
}
std::vector<float> TableForm::inputs_of(const Table& table,
                                        std::span<const std::uint32_t> /*rows*/) const {
  missing(table.name);
}
const Table::Column& Table::column(std::string_view /*wanted*/) const { missing(name); }
bool Table::Column::missing(std::int64_t /*row*/) const noexcept { return true; }
DataSplit learn_table(const Table& table, const TableTask& /*task*/) { missing(table.name); }
DataSplit learn_table(const Table& table, const Table& /*tests*/, const TableTask& /*task*/) {
  missing(table.name);
}
DataSplit learn_fold(const Table& table, const TableTask& /*task*/, int /*count*/, int /*fold*/) {
  missing(table.name);
}
std::vector<DataSplit> folds(const Table& table, const TableTask& /*task*/, int /*count*/) {
  missing(table.name);
}
Dataset apply_table(const Table& table, const TableForm& /*form*/,
                    const std::vector<std::string>& /*classes*/) {
  missing(table.name);
}

}  // namespace glia
