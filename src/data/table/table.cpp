#include "glia/table.h"

#include <algorithm>
#include <cmath>

#include "glia/error.h"
#include "glia/suggest.h"
#include "io/json.h"

namespace glia {

bool Table::Column::missing(std::int64_t row) const noexcept {
  const auto at = static_cast<std::size_t>(row);
  return of_words() ? words[at] < 0 : std::isnan(numbers[at]);
}

const Table::Column& Table::column(std::string_view wanted) const {
  const auto found = std::ranges::find(columns, wanted, &Column::name);
  if (found != columns.end()) return *found;
  std::vector<std::string> names;
  for (const Column& column : columns) names.push_back(column.name);
  throw Error(ErrorCode::not_found, "table " + io::in_quotes(name) + " has no column " +
                                        io::in_quotes(wanted) + "." + suggest(wanted, names));
}

}  // namespace glia
