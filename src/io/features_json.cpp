#include "io/features_json.h"

#include <limits>
#include <type_traits>

#include "glia/error.h"
#include "io/json.h"

namespace glia::io {
namespace {

// Of the way in which features are computed and pictures prepared. Another way is another number.
constexpr std::int64_t kFeaturesVersion = 2, kFormVersion = 1;

// From 1 to `newest`, or throws Error.
std::int64_t version_of(const Json& json, const std::string& where, std::int64_t newest) {
  const std::int64_t version = int64_at(json["version"], where + ", version");
  if (version >= 1 && version <= newest) return version;
  throw Error(ErrorCode::unsupported, where + ": expected version 1" +
                                          (newest > 1 ? " to " + std::to_string(newest) : "") +
                                          ", got " + std::to_string(version));
}

int int_at(const Json& json, const std::string& where) {
  const std::int64_t number = int64_at(json, where);
  if (number < 0 || number > std::numeric_limits<int>::max()) {
    fail(where + ": expected a whole number that makes sense, got " + std::to_string(number));
  }
  return static_cast<int>(number);
}

// One list of the fields, walked both to write and to read.
template <typename Fields, typename Visit>
void visit_features(Fields& f, Visit&& each) {
  each("rate", f.rate), each("window_ms", f.window_ms), each("hop_ms", f.hop_ms);
  each("bands", f.bands), each("low_hz", f.low_hz), each("high_hz", f.high_hz);
  each("frames", f.frames), each("range_db", f.range_db), each("trim_db", f.trim_db);
  each("band_mean", f.band_mean);
}

}  // namespace

std::string features_to_json(const Features& features) {
  features.check();
  Json json{{"version", kFeaturesVersion}};
  visit_features(features, [&](const char* name, const auto& value) { json[name] = value; });
  return dump_json(json);
}

Features features_from_json(const std::string& text) {
  const std::string where = "features";
  Json json = parse_json(text);
  check_fields(json, where,
               {"version", "rate", "window_ms", "hop_ms", "bands", "low_hz", "high_hz", "frames",
                "range_db", "trim_db"},
               {"band_mean"});
  const std::int64_t version = version_of(json, where, kFeaturesVersion);
  if (version == 1) json["band_mean"] = 0;  // bands were left as they were
  if (!json.contains("band_mean")) fail(where + ": 'band_mean' is missing");
  Features features;
  visit_features(features, [&](const char* name, auto& value) {
    const std::string at = where + ", " + name;
    if constexpr (std::is_same_v<std::remove_reference_t<decltype(value)>, int>) {
      value = int_at(json[name], at);
    } else {
      value = number_at(json[name], at);
    }
  });
  features.check();
  return features;
}

std::string form_to_json(const PictureForm& form) {
  form.check();
  Json json{{"version", kFormVersion}, {"size", form.size}, {"grey", form.grey}};
  if (form.digit) json["digit"] = true;
  return dump_json(json);
}

PictureForm form_from_json(const std::string& text) {
  const std::string where = "pictures";
  const Json json = parse_json(text);
  check_fields(json, where, {"version", "size", "grey"}, {"digit"});
  version_of(json, where, kFormVersion);
  const PictureForm form{int_at(json["size"], where + ", size"),
                         bool_at(json["grey"], where + ", grey"),
                         json.contains("digit") && bool_at(json["digit"], where + ", digit")};
  form.check();
  return form;
}

}  // namespace glia::io
