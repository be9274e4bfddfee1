#include "glia/features.h"

#include <string>

#include "glia/error.h"

namespace glia {
namespace {

void check_field(const char* name, double value, double least, double most) {
  if (value >= least && value <= most) return;
  const auto text = [](double x) {
    std::string digits = std::to_string(x);
    digits.erase(digits.find_last_not_of('0') + 1);
    if (digits.back() == '.') digits.pop_back();
    return digits;
  };
  throw Error(ErrorCode::invalid_argument, std::string("features: expected ") + name + " from " +
                                               text(least) + " to " + text(most) + ", got " +
                                               text(value));
}

}  // namespace

void Features::check() const {
  check_field("rate", rate, 4000, 48000);
  check_field("window_ms", window_ms, 5, 200);
  check_field("hop_ms", hop_ms, 1, window_ms);
  check_field("bands", bands, 4, 256);
  check_field("high_hz", high_hz, 100, rate / 2.0);
  check_field("low_hz", low_hz, 0, high_hz / 2);
  check_field("frames", frames, 1, 4096);
  check_field("range_db", range_db, 10, 120);
  check_field("band_mean", band_mean, 0, 1);
  check_field("trim_db", trim_db, 5, 100);
}

}  // namespace glia
