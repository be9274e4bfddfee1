#include <algorithm>
#include <array>
#include <cmath>
#include <locale>
#include <sstream>

#include "base/nearest.h"
#include "glia/data.h"
#include "glia/error.h"

namespace glia {
namespace {

struct Row {
  const char* name;
  double Augment::*value;
  double limit;
  const char* unit;
};
constexpr std::array<Row, 10> kRows{{
    {"shift", &Augment::shift, 1000, "whole pixels, or milliseconds"},
    {"rotate", &Augment::rotate, 180, "degrees"},
    {"scale", &Augment::scale, 0.9, "a part of 1"},
    {"shear", &Augment::shear, 45, "degrees"},
    {"flip", &Augment::flip, 1, "whole: 1 mirrors half of the pictures"},
    {"elastic", &Augment::elastic, 100, "pixels"},
    {"speed", &Augment::speed, 0.5, "a part of 1"},
    {"noise", &Augment::noise, 50, "decibels"},
    {"time_mask", &Augment::time_mask, 1000, "whole frames"},
    {"band_mask", &Augment::band_mask, 1000, "whole bands"},
}};

double number(const std::string& text) {
  std::istringstream in(text);
  in.imbue(std::locale::classic());
  double value = 0;
  in >> value;
  return in && in.peek() == std::istringstream::traits_type::eof() ? value : std::nan("");
}

}  // namespace

Augment parse_augment(const std::string& text) {
  Augment augment;
  std::vector<std::string> names;
  for (const Row& row : kRows) names.emplace_back(row.name);
  std::istringstream items(text);
  for (std::string item; std::getline(items, item, ',');) {
    const std::size_t equals = std::min(item.find('='), item.size());
    const std::string name = item.substr(0, equals);
    const auto* row = std::ranges::find_if(kRows, [&](const Row& r) { return name == r.name; });
    if (row == kRows.end()) {
      throw Error(ErrorCode::invalid_argument,
                  "augmentation: expected shift, rotate, scale, shear, flip or elastic for "
                  "pictures, shift, speed, noise, time_mask or band_mask for recordings, got '" +
                      name + "'." + suggest(name, names));
    }
    const std::string given = equals < item.size() ? item.substr(equals + 1) : "";
    const double value = number(given);
    const bool whole =
        !std::string_view(row->unit).starts_with("whole") || value == std::floor(value);
    if (!(value >= 0 && value <= row->limit && whole)) {
      std::ostringstream limit;
      limit << row->limit;
      throw Error(ErrorCode::invalid_argument, "augmentation: expected " + name + "=" + "0 to " +
                                                   limit.str() + " (" + row->unit + "), got '" +
                                                   given + "'");
    }
    augment.*(row->value) = value;
  }
  return augment;
}

}  // namespace glia
