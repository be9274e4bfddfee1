#pragma once
#include <string>

namespace glia {

// As short as it can be and still be the same number: "0.003", "5e-05".
std::string number_text(double number);

}  // namespace glia
