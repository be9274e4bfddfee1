#pragma once
#include <string>

#include "glia/source.h"

namespace glia {

// What is told of every set; what is of its kind is added by the source.
Description description_of(const std::string& name, const DataSplit& data);
// The same with a part that validates, and with files that may have been left out.
Description description_of_files(const std::string& name, const DataSplit& data);

std::string grouped_digits(std::int64_t number);  // "60,000"

}  // namespace glia
