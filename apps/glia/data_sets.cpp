#include "data_sets.h"

#include <fmt/format.h>

#include <algorithm>

#include "answers.h"
#include "cli.h"
#include "glia/error.h"
#include "glia/speech.h"
#include "glia/suggest.h"
#include "options.h"

namespace glia::cli {

void check_data_set_name(const std::string& name) {
  const std::vector<std::string> names = dataset_names();
  if (is_speech(name) || is_picture_folder(name)) return;
  if (std::find(names.begin(), names.end(), name) != names.end()) return;
  throw UsageError(fmt::format("no data set is called '{}'.{}", name, suggest(name, names)));
}

DataSplit open_data_set(const std::string& name, const std::string& dir, const Model* model,
                        const std::string& hold_out, const PictureAsk& pictures) {
  check_data_set_name(name);
  if (pictures.any() && !is_picture_folder(name)) {
    throw UsageError(fmt::format(
        "--picture-size and --grey are for folder:DIR; {} comes in a form of its own", name));
  }
  if (!hold_out.empty() && !is_speech(name)) {
    throw UsageError(fmt::format("--hold-out-speaker: nobody speaks in {}", name));
  }
  const DataSplit split = [&] {
    if (is_picture_folder(name)) return open_pictures(name, model, pictures).split;
    if (!is_speech(name)) return load_dataset(name, dir);
    const Features features = model && model->features ? *model->features : Features{};
    return split_recordings(load_speech(name, dir, features), hold_out);
  }();
  return model ? split.matched_to(model->classes) : split;
}

void check_can_learn_from(const DataSplit& data) {
  if (data.train.size() == 0) throw Error(ErrorCode::not_found, data.only_tests);
}

std::string data_asked_for(const std::string& option, const Model& model) {
  if (!option.empty()) return option;
  const std::string learnt = learnt_from(model);
  return learnt.empty() ? "mnist" : learnt;
}

std::vector<std::int64_t> label_counts(const Dataset& data) {
  std::vector<std::int64_t> counts(static_cast<std::size_t>(std::max(data.classes(), 0)));
  for (std::int64_t i = 0; i < data.size(); ++i) {
    if (data.label(i) >= 0) ++counts[static_cast<std::size_t>(data.label(i))];
  }
  return counts;
}

Judged judged_by(const DataSplit& split) {
  const bool tested = split.test.size() > 0;
  const Dataset& data = tested ? split.test : split.validation;
  const std::string part = tested ? "test" : "validation";
  return {
      data, part,
      (split.synthetic ? "synthetic " : "") + part + (data.features() ? " recordings" : " images")};
}

void add_hold_out(CLI::App& app, std::string& speaker) {
  add_text(app, "--hold-out-speaker", speaker, "NAME",
           "Of recordings: learn from the others, validate on this one");
}

void add_data_dir(CLI::App& app, std::string& dir) {
  add_text(app, "--data-dir", dir, "DIR",
           "Folder with the data (else $GLIA_DATA and the usual places)");
}

}  // namespace glia::cli
