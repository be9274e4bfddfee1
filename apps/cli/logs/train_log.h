#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "glia/trainer.h"

namespace glia::cli {

// --log KIND:PLACE, for other programs that watch a training: a line or an event each epoch, at
// once.
//   csv:FILE         a table
//   tensorboard:DIR  event files in DIR/train, DIR/validation, DIR/test

// Throws UsageError when there is no such kind, or a file is there that it may not replace:
// check_replaces().
void check_log(const std::string& log, const std::vector<std::string>& reads);
// The table that --log csv:FILE names; empty: it names none.
std::string table_of_log(const std::string& log);

struct LogOptions {
  bool by_class = true;    // whether there is an accuracy
  std::uint64_t done = 0;  // epochs before this training goes on: their rows stay
  // Of a place that refuses while the training goes on: is told once.
  std::function<void(const std::string&)> tell;
};
// Throws Error when the place refuses.
std::unique_ptr<Observer> open_log(const std::string& log, LogOptions options);

// --curves FILE.png, .svg or .csv. Throws UsageError, Error.
void check_curves(const std::string& path, const std::vector<std::string>& reads);
struct CurvesOf {
  std::string network, data;
  std::int64_t examples = 0;
  bool by_class = true;
};
void save_curves(const std::vector<EpochReport>& reports, const CurvesOf& of,
                 const std::string& path);

}  // namespace glia::cli
