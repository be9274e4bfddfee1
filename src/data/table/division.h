#pragma once
#include <utility>
#include <vector>

#include "data/table/wanted.h"

namespace glia {

// To learn from and to test on, both in order.
using Divided = std::pair<Rows, Rows>;

Divided divided(const Table& table, const Rows& rows, const Wanted& wanted, const TableTask& task);
// The same for learn_fold().
Divided divided_fold(const Table& table, const Rows& rows, const Wanted& wanted,
                     const TableTask& task, int count, int fold);

}  // namespace glia
