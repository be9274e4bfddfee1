#include "data/sets.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "cli.h"
#include "glia/error.h"
#include "glia/speech.h"
#include "glia/suggest.h"
#include "options/options.h"
#include "terminal/print.h"
#include "views/answers.h"

namespace glia::cli {
namespace {

constexpr const char* kTransposed = "transposed";

// By the first file that is one or a picture, in the folder or below it.
bool holds_recordings(const std::string& folder) {
  std::error_code error;
  constexpr int kMostLookedAt = 1000;
  int looked_at = 0;
  for (std::filesystem::recursive_directory_iterator it(folder, error), end;
       !error && it != end && looked_at < kMostLookedAt; it.increment(error), ++looked_at) {
    if (is_recording(it->path().string())) return true;
  }
  return false;
}

}  // namespace

void check_data_set_name(const std::string& name) {
  const std::vector<std::string> names = dataset_names();
  if (is_speech(name) || is_picture_folder(name)) return;
  if (std::find(names.begin(), names.end(), name) != names.end()) return;
  std::error_code ignored;
  if (std::filesystem::is_directory(name, ignored)) {
    const std::string kind = holds_recordings(name) ? "speech:" : "folder:";
    throw UsageError(fmt::format("no data set is called '{}'. Did you mean the folder, {}?", name,
                                 shell_word(kind + name)));
  }
  throw UsageError(fmt::format("no data set is called '{}'.{}", name, suggest(name, names)));
}

DataSplit open_data_set(const std::string& name, const std::string& dir, const Model* model,
                        const std::string& hold_out, const PictureAsk& pictures) {
  check_data_set_name(name);
  pictures.check(name);
  if (!hold_out.empty() && !is_speech(name)) {
    throw UsageError(fmt::format("--hold-out-speaker: nobody speaks in {}", name));
  }
  const DataSplit split = [&] {
    if (is_picture_folder(name)) return open_pictures(name, model, pictures).split;
    if (is_speech(name)) {
      const Features features = model && model->features ? *model->features : Features{};
      return split_recordings(load_speech(name, dir, features, pictures.damaged()), hold_out);
    }
    const bool as_learnt =
        model && learnt_from(*model) == name && model->history.contains(kTransposed);
    return load_dataset(name, dir,
                        pictures.transpose || as_learnt ? Axes::swapped : Axes::as_stored);
  }();
  return model ? split.matched_to(model->classes) : split;
}

void check_can_learn_from(const DataSplit& data) {
  if (data.train.size() == 0) throw Error(ErrorCode::not_found, data.only_tests);
}

void say_note(const DataSplit& data) {
  if (!data.note.empty()) print(stderr, "glia: {}\n", data.note);
}

void remember_axes(Model& model, bool transposed) {
  if (transposed) model.history[kTransposed] = "the rows of its pictures were their columns";
}

nlohmann::ordered_json as_json(const std::vector<LeftOut>& left_out) {
  auto list = nlohmann::ordered_json::array();
  for (const LeftOut& file : left_out) list.push_back({{"file", file.file}, {"why", file.why}});
  return list;
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
