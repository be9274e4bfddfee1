#include "data/sets.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <limits>

#include "cli.h"
#include "glia/error.h"
#include "glia/settings.h"
#include "glia/source.h"
#include "glia/suggest.h"
#include "glia/threads.h"
#include "options/options.h"
#include "terminal/chart.h"
#include "terminal/print.h"
#include "views/answers.h"

namespace glia::cli {
namespace {

constexpr const char* kTransposed = "transposed";

constexpr auto kPatience = std::chrono::seconds(1);  // until progress is shown

// "a, b or c"
std::string joined(const std::vector<std::string>& names, const std::string& last) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    text += (i == 0 ? "" : i + 1 == names.size() ? last : ", ") + names[i];
  }
  return text;
}

// As a network has learnt it from a table.
void take_task(Reading& reading, const Model& model) {
  const auto options = model.history.find("options");
  if (options == model.history.end()) return;
  const Settings settings = complete(asked_from_json(options->second));
  reading.table = settings.table_task();
  reading.test_table = settings.test_table;
}

// What `use` finds in a set as a person wants it read, with its progress on a terminal.
template <typename Use>
auto reading_of(const std::string& name, const std::string& dir, const Model* model,
                const ReadingOptions& ask, const Use& use) {
  using Clock = std::chrono::steady_clock;
  const Source& source = source_of(name);
  Reading reading{.dir = dir,
                  .damaged = ask.damaged(),
                  .grey = ask.grey,
                  .table = ask.table,
                  .test_table = ask.test_table};
  reading.threads = ask.threads > 0 ? ask.threads : usual_threads();
  if (ask.size) {
    reading.picture_size =
        static_cast<int>(std::min<std::int64_t>(*ask.size, std::numeric_limits<int>::max()));
  }
  const bool as_learnt =
      model && learnt_from(*model) == name && model->history.contains(kTransposed);
  reading.axes = ask.transpose || as_learnt ? Axes::swapped : Axes::as_stored;
  if (model) {
    reading.form = form_of(*model);
    reading.testing = true;
    reading.unseen = model->form.table() ? learnt_from(*model) != name : !model->form.picture();
    if (model->form.table()) take_task(reading, *model);
  }
  StatusLine line(stderr, Screen::of(stderr, "auto"));
  const auto begin = Clock::now();
  reading.progress = [&](std::int64_t read, std::int64_t all) {
    if (Clock::now() - begin < kPatience || !line.due()) return;
    const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    line.draw({say("reading {}: {} of {}", source.words().many, grouped(read), grouped(all)),
               say("{} a second", rate(static_cast<double>(read) / seconds))});
  };
  return use(source, reading);
}

}  // namespace

std::string data_help() {
  std::vector<std::string> names;
  for (const Source* source : all_sources()) names.push_back(retold(source->words().help));
  return joined(names, say(" or "));
}

std::string data_help(Sense sense) {
  std::vector<std::string> names;
  for (const Source* source : all_sources()) {
    if (source->sense() == sense) names.emplace_back(source->words().place);
  }
  return joined(names, say(" or "));
}

std::string folders_that_take(Choice choice) {
  std::vector<std::string> names;
  for (const Source* source : all_sources()) {
    if (source->reads_folders() && source->takes(choice)) names.emplace_back(source->words().place);
  }
  return joined(names, " and ");
}

void check_data_set_name(const std::string& name) {
  if (find_source(name)) return;
  std::error_code ignored;
  const bool folder = std::filesystem::is_directory(name, ignored);
  if (folder || std::filesystem::is_regular_file(name, ignored)) {
    const Source* nearest = *std::ranges::max_element(
        all_sources(), {}, [&](const Source* source) { return source->likes(name); });
    const std::string meant = shell_word(std::string(nearest->name()) + name);
    if (folder) {
      throw UsageError(
          fmt::format("no data set is called '{}'. Did you mean the folder, {}?", name, meant));
    }
    if (nearest->sense() == Sense::reads && nearest->likes(name) > 0) {
      throw UsageError(
          fmt::format("no data set is called '{}'. Did you mean the table, {}?", name, meant));
    }
  }
  const std::vector<std::string> names = dataset_names();
  throw UsageError(fmt::format("no data set is called '{}'.{}", name, suggest(name, names)));
}

DataSplit open_data_set(const std::string& name, const std::string& dir, const Model* model,
                        const std::string& hold_out, const ReadingOptions& pictures) {
  check_data_set_name(name);
  pictures.check(name);
  if (!hold_out.empty() && !source_of(name).takes(Choice::hold_out)) {
    throw UsageError(fmt::format("--hold-out-speaker: nobody speaks in {}", name));
  }
  const DataSplit split =
      reading_of(name, dir, model, pictures, [&](const Source& source, Reading& reading) {
        reading.hold_out = hold_out;
        return source.load(name, reading);
      });
  return model ? split.matched_to(model->classes) : split;
}

Description describe_data_set(const std::string& name, const std::string& dir,
                              const ReadingOptions& pictures) {
  check_data_set_name(name);
  pictures.check(name);
  return reading_of(
      name, dir, nullptr, pictures,
      [&](const Source& source, const Reading& reading) { return source.describe(name, reading); });
}

void check_can_learn_from(const DataSplit& data) {
  if (data.train.size() == 0) throw Error(ErrorCode::not_found, data.only_tests);
}

void say_note(const DataSplit& data) {
  if (!data.note.empty()) print(stderr, "glia: {}\n", retold(data.note));
}

void remember_axes(Model& model, bool transposed) {
  if (transposed) model.history[kTransposed] = "the rows of its pictures were their columns";
}

std::string data_asked_for(const std::string& option, const Model& model) {
  if (!option.empty()) return option;
  const std::string learnt = learnt_from(model);
  return learnt.empty() ? "mnist" : learnt;
}

Judged judged_by(const DataSplit& split) {
  const bool tested = split.test.size() > 0;
  const Dataset& data = tested ? split.test : split.validation;
  const std::string part = tested ? "test" : "validation";
  return {data, part, (split.synthetic ? "synthetic " : "") + part + " " + split.many};
}

Judged tested_by(const DataSplit& split, const std::string& name) {
  Judged judged = judged_by(split);
  if (judged.data.size() > 0) return judged;
  throw Error(ErrorCode::not_found, fmt::format("{} has no {} left to test on: the network has "
                                                "learnt from all of them; name others by --data",
                                                name, split.many));
}

void add_hold_out(CLI::App& app, std::string& speaker) {
  add_text(app, "--hold-out-speaker", speaker, "NAME", help_of("hold_out_speaker"));
}

void add_data_dir(CLI::App& app, std::string& dir) {
  add_text(app, "--data-dir", dir, "DIR",
           "Folder with the data (else $GLIA_DATA and the usual places)");
}

}  // namespace glia::cli
