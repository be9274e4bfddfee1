#pragma once
#include <cstdint>
#include <span>

#include "glia/table_form.h"

namespace glia {

// What these rows teach of a column, of words or of numbers.
TableForm::Column learn_column(const Table::Column& column, std::span<const std::uint32_t> rows,
                               Scaling scaling, Missing missing);

}  // namespace glia
