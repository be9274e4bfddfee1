#pragma once
#include <optional>
#include <string>
#include <vector>

#include "cli.h"
#include "data/reading.h"
#include "glia/model.h"

namespace glia::cli {

struct ManyOptions {
  std::vector<std::string> words;  // files, examples of sets, folders
  std::string data_dir;
  ReadingOptions reading;
  bool csv = false;
  std::optional<double> threshold;  // of confidence, below which there is no answer
};

// Whether these words ask about more than one picture or recording.
bool are_many(const std::vector<std::string>& words);

// A line for each of them: a table, with --json an object, or CSV. What cannot be read gets its
// line with the reason; the exit code is that of the first.
int predict_many(const Model& model, const ManyOptions& options, const Common& common);

}  // namespace glia::cli
