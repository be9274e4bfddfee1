#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "cli.h"
#include "data/describe.h"
#include "data/reading.h"
#include "data/sample.h"
#include "data/sets.h"
#include "data/speech.h"
#include "glia/error.h"
#include "glia/speech.h"
#include "options/options.h"
#include "terminal/print.h"
#include "terminal/raster.h"

namespace glia::cli {
namespace {

using Json = nlohmann::ordered_json;

struct DataOptions {
  std::string name, dir, from, out;
  std::string language = "both";
  bool train = false;
  ReadingOptions pictures;
  std::optional<std::int64_t> index, voices;
};

int run_get(const DataOptions& options, const Common& common) {
  check_data_set_name(options.name);
  const std::string folder = fetch_dataset(
      options.name, options.dir,
      [](const std::string& line) { print(stderr, "{}\n", retold(line)); }, options.from);
  if (common.json) {
    print_json(Json{{"name", options.name}, {"folder", folder}});
  } else {
    print("  {} is in {}\n", options.name, folder);
  }
  return kOk;
}

int run_list(const DataOptions& options, const Common& common) {
  const Screen screen = Screen::of(stdout, common.color);
  std::vector<std::vector<std::string>> rows{
      {say("name"), say("learning"), say("testing"), say("one example")}};
  for (const std::string& name : dataset_names()) {
    try {
      const DataSplit data = load_dataset(name, options.dir);
      rows.push_back({name, grouped(data.train.size()), grouped(judged_by(data).data.size()),
                      judged_by(data).data.shape().str()});
      if (common.json) {
        print_json(Json{{"name", name},
                        {"here", true},
                        {"train", data.train.size()},
                        {"validation", data.validation.size()},
                        {"test", data.test.size()}});
      }
    } catch (const Error&) {
      rows.push_back({name, say("not here:"), as_typed("glia data get"), name});
      if (common.json) print_json(Json{{"name", name}, {"here", false}});
    }
  }
  if (!common.json) print(table(rows, screen));
  return kOk;
}

ReadingOptions asked(const DataOptions& options, const Common& common) {
  ReadingOptions pictures = options.pictures;
  pictures.threads = common.threads;
  return pictures;
}

int run_info(const DataOptions& options, const Common& common) {
  print_description(describe_data_set(options.name, options.dir, asked(options, common)), common);
  return kOk;
}

int run_show(const DataOptions& options, const Common& common) {
  std::error_code ignored;
  options.pictures.check(options.name);
  const Source* source = find_source(options.name);
  if ((source && source->sense() == Sense::hears) || is_recording(options.name) ||
      std::filesystem::is_regular_file(options.name, ignored)) {
    const std::int64_t index = options.index.value_or(0);
    return show_recording(
        {options.name, options.dir, options.out, index, options.train, options.pictures.damaged()},
        common);
  }
  if (!options.out.empty()) throw UsageError("--out draws recordings: name one");
  const DataSplit split =
      open_data_set(options.name, options.dir, nullptr, "", asked(options, common));
  const Judged judged = judged_by(split);
  const Dataset& data = options.train ? split.train : judged.data;
  const std::string part = options.train ? "training" : judged.part;
  const std::int64_t index = options.index.value_or(0);
  if (index >= data.size()) {
    throw UsageError(fmt::format("--index: {} has {} images 0 to {}, got {}", options.name, part,
                                 data.size() - 1, index));
  }
  std::vector<float> input(static_cast<std::size_t>(data.shape().elements()));
  data.input(index, input.data());
  const std::vector<std::string>& files = options.train           ? split.files.train
                                          : split.test.size() > 0 ? split.files.test
                                                                  : split.files.validation;
  const std::string file = files.empty() ? "" : files[static_cast<std::size_t>(index)];
  if (common.json) {
    Json line{{"name", options.name},
              {"part", options.train ? "train" : judged.part},
              {"index", index},
              {"label", data.label(index)},
              {"shape", data.shape().sizes()},
              {"pixels", data.bytes(index)}};
    if (!file.empty()) line["file"] = file;
    print_json(line);
    return kOk;
  }
  const Screen screen = Screen::of(stdout, common.color);
  const auto size = image_size(data.shape());
  if (!size) throw UsageError(fmt::format("{} holds no pictures", options.name));
  print(draw(picture_raster(input, *size), screen));
  print("  {} {} image {}: a {}\n", options.name, part, index,
        screen.bold(class_name(split.classes, data.label(index))));
  if (!file.empty()) print("  {}\n", screen.dim(file));
  return kOk;
}

int run_synth_speech(const DataOptions& options, const Common& common) {
  const std::int64_t voices = std::min<std::int64_t>(options.voices.value_or(13), 1000);
  return synthesise(options.out, options.language, static_cast<int>(voices), common);
}

}  // namespace

void add_data(CLI::App& app, Common& common, Chosen& chosen) {
  CLI::App& sub = add_command(app, "data", "Fetch, list and look at data sets");
  need_verb(
      sub,
      "glia data get mnist\nglia data show mnist --index 7\nglia data list --data-dir DIR --json\n"
      "glia data show word.wav --out spectrogram.png\nglia data synth-speech --language ru");
  auto options = std::make_shared<DataOptions>();
  using Run = int (*)(const DataOptions&, const Common&);
  const auto add = [&](const char* name, const char* help, Run run, bool named) -> CLI::App& {
    CLI::App& verb = add_command(sub, name, help);
    if (named) add_word(verb, "NAME", options->name, "A data set");
    add_data_dir(verb, options->dir);
    add_common(verb, common);
    when_chosen(verb,
                [=, &common, &chosen] { chosen = [=, &common] { return run(*options, common); }; });
    return verb;
  };
  CLI::App& get = add("get", "Fetch a set and check every file", run_get, true);
  add_text(get, "--from", options->from, "PLACE",
           "A folder or archive with the files, or a URL of one; fsdd: or a git repository");
  add("list", "Which sets there are, and which are here", run_list, false);
  CLI::App& info = add("info", "How many examples of what", run_info, true);
  ReadingOptions::add_options(info, options->pictures.size, options->pictures.grey);
  ReadingOptions::add_reading(info, options->pictures.skip_damaged, options->pictures.transpose);
  CLI::App& show = add("show", "Print an image or a recording in the terminal", run_show, true);
  add_whole(show, "--index", options->index, 0, "Which one (0)");
  add_flag(show, "--train", options->train, "From the training set (else from the test set)");
  ReadingOptions::add_options(show, options->pictures.size, options->pictures.grey);
  ReadingOptions::add_reading(show, options->pictures.skip_damaged, options->pictures.transpose);
  add_text(show, "--out", options->out, "FILE", "Of a recording: waveform and spectrogram as PNG");
  CLI::App& synth =
      add("synth-speech", "Make spoken digits with espeak-ng", run_synth_speech, false);
  add_text(synth, "--out", options->out, "DIR", "A new folder (synthetic-LANGUAGE)");
  add_text(synth, "--language", options->language, "ru|en|both", "Of the words (both)");
  add_whole(synth, "--voices", options->voices, 1, "4 to 13, each in two accents (13)");
}

}  // namespace glia::cli
