#pragma once
#include <cstddef>
#include <vector>

// What every kernel is checked against: the plain formula in double, no tiles, no lanes, no tricks.
namespace glia::reference {

using Numbers = std::vector<double>;

}  // namespace glia::reference
