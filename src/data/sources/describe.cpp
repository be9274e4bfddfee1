#include "data/sources/describe.h"

#include <algorithm>

namespace glia {
namespace {

Description::Part part_of(const char* name, const char* purpose, const Dataset& data) {
  Description::Part part{name, purpose, {}};
  part.examples.resize(static_cast<std::size_t>(std::max(data.classes(), 0)));
  for (std::int64_t i = 0; i < data.size(); ++i) {
    if (data.label(i) >= 0) ++part.examples[static_cast<std::size_t>(data.label(i))];
  }
  return part;
}

}  // namespace

Description description_of(const std::string& name, const DataSplit& data) {
  Description told;
  const Dataset& some = data.train.size() > 0 ? data.train : data.test;
  told.name = name;
  told.shape = some.shape();
  told.classes = data.classes;
  told.class_count = told.classes.empty() ? some.classes() : static_cast<int>(told.classes.size());
  told.parts = {part_of("train", "learning", data.train), part_of("test", "testing", data.test)};
  told.note = data.note;
  told.digest = data.train.digest();
  return told;
}

Description description_of_files(const std::string& name, const DataSplit& data) {
  Description told = description_of(name, data);
  told.parts.insert(told.parts.begin() + 1, part_of("validation", "validation", data.validation));
  told.left_out = data.left_out;
  return told;
}

std::string grouped_digits(std::int64_t number) {
  std::string digits = std::to_string(number);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3) {
    digits.insert(static_cast<std::size_t>(at), 1, ',');
  }
  return digits;
}

}  // namespace glia
