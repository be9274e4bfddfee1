#pragma once
#include <cstdint>
#include <span>

#include "glia/table_form.h"

namespace glia {

// The largest of columns that are pixels: 64 of them at least, all whole numbers from 0 to 255. One
// scale for all is theirs; one by one those that are mostly dark would be blown up. Else 0.
float brightest_pixel(const std::vector<const Table::Column*>& columns,
                      std::span<const std::uint32_t> rows);

// What these rows teach of a column, of words or of numbers.
TableForm::Column learn_column(const Table::Column& column, std::span<const std::uint32_t> rows,
                               Scaling scaling, Missing missing);

}  // namespace glia
