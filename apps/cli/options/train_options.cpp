#include "options/train_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>

#include "cli.h"
#include "data/reading.h"
#include "data/sets.h"
#include "glia/error.h"
#include "glia/presets.h"
#include "glia/source.h"
#include "logs/train_log.h"
#include "options/options.h"
#include "options/presets.h"
#include "terminal/out_file.h"
#include "terminal/print.h"
#include "text/say.h"

namespace glia::cli {
namespace {

// A choice about tables means nothing to other data.
void check_about_tables(const Asked& asked, const std::string& data, const Source* source) {
  for (const Setting& setting : all_settings()) {
    if (setting.of_data.empty() || (source && source->name() == setting.of_data)) continue;
    const auto found = asked.find(setting.name);
    if (found == asked.end() || setting.get({}) == found->second) continue;
    throw UsageError(fmt::format("{} is for table:FILE; {} says itself what its examples are",
                                 option_of(setting), data));
  }
}

// What means something beside some choices of another setting only.
struct Needs {
  std::string_view setting, beside;
  std::initializer_list<std::string_view> choices;
};
const Needs kNeeds[] = {
    {"momentum", "optimizer", {"momentum", "nesterov"}},
    {"beta1", "optimizer", {"adam", "adamw"}},
    {"beta2", "optimizer", {"adam", "adamw"}},
    {"epsilon", "optimizer", {"adam", "adamw"}},
    {"final_fraction", "schedule", {"cosine", "one_cycle"}},
    {"warmup", "schedule", {"one_cycle"}},
    {"step_factor", "schedule", {"step"}},
    {"step_every", "schedule", {"step"}},
    {"huber_delta", "cost", {"huber"}},
    {"focal_gamma", "cost", {"focal"}},
    {"divided_by", "division", {"value", "time", "group"}},
    {"tested", "division", {"value"}},
};

// Neurons are left out of the hidden layers of sizes; in words and in a file all layers are named.
std::string dropout_without_effect(const std::string& net) {
  const bool sizes = net.find_first_not_of("0123456789-") == std::string::npos;
  if (sizes && std::ranges::count(net, '-') > 1) return "";
  if (sizes) return say("--dropout leaves out hidden neurons, and {} has none", net);
  return say(
      "--dropout is for sizes like 784-16-10, and --net {} names every layer: write dropout(0.2) "
      "among them",
      net);
}

std::string text_in(const Asked& asked, const char* name) {
  const auto at = asked.find(name);
  return at == asked.end() ? "" : to_text(at->second);
}

}  // namespace

void TrainOptions::add_to(CLI::App& app) {
  for (const Setting& setting : all_settings()) add_setting(app, setting, asked);
  add_text(app, "--data-dir", data_dir, "DIR",
           "Folder with its files (else $GLIA_DATA and the usual places)");
  add_text(app, "--out", out, "FILE", "Where the model goes (mnist: digits.safetensors)");
  add_whole(app, "--folds", folds, 2,
            "Of table:FILE: cross-validation, N networks, each tested on another part of the rows");
  add_text(app, "--curves", curves, "FILE",
           "Cost and accuracy by epoch: a picture (.png, .svg) or a table (.csv)");
  add_text(app, "--log", log, "KIND:PLACE",
           "Tell other programs of each epoch: csv:FILE or tensorboard:DIR");
  add_text(app, "--checkpoint", checkpoint, "DIR", "Keep whole moments of the training here");
  add_number(app, "--checkpoint-every", checkpoint_every, Range::positive(),
             "A moment every so many seconds (5)");
  add_flag(app, "--resume", resume, "Go on from the newest checkpoint in --checkpoint");
  add_flag(app, "--start-over", start_over,
           "Begin anew where --checkpoint holds another training, and remove that one");
}

void TrainOptions::complete() {
  std::string data = text_in(asked, "data");
  if (data.empty()) data = "mnist";
  const Source* source = find_source(data);
  const bool own = source && !source->form();  // in no form that the seed network takes
  const bool pictures = own && source->sense() == Sense::sees;
  const bool own_net = !text_in(asked, "net").empty();
  std::string preset = text_in(asked, "preset");
  if (pictures && preset.empty() && !own_net) preset = "cnn";

  check_about_tables(asked, data, source);
  Asked base;
  if (!preset.empty()) base = preset_for(preset, data, own_net);
  if (own) {  // insert() leaves what the preset says
    base.insert({{"cost", std::string("softmax_cross_entropy")},
                 {"activation", std::string("relu")},
                 {"net", std::string()}});
  }
  settings = glia::complete(asked, base);
  if (out.empty()) {
    out = (source ? source->model_name(data) : data) + ".safetensors";
  }
  const bool validates = own && source->sense() != Sense::reads;  // by a part of its own
  if (settings.recipe.patience > 0 && settings.validation == 0 && !validates) {
    throw UsageError("--patience watches the validation cost: add --validation 0.1");
  }
}

void TrainOptions::check_places() const {
  if (checkpoint.empty() && (resume || start_over || checkpoint_every)) {
    throw UsageError(fmt::format("--{} needs --checkpoint DIR", resume       ? "resume"
                                                                : start_over ? "start-over"
                                                                             : "checkpoint-every"));
  }
  if (resume && start_over) {
    throw UsageError("--resume goes on and --start-over begins anew; leave one of them out");
  }
  if (!curves.empty()) check_curves(curves, reads());
  if (!log.empty()) check_log(log, reads());
  check_apart({{"--out", out}, {"--curves", curves}, {"--log", table_of_log(log)}});
}

std::vector<std::string> TrainOptions::reads() const {
  return {text_in(asked, "data"), text_in(asked, "test_table"), text_in(asked, "net")};
}

std::vector<std::string> TrainOptions::without_effect(const DataSplit& data) const {
  TrainOptions fitted = *this;
  fitted.fit_to(data);
  const auto is_asked = [&](const Setting& setting) {
    const auto found = asked.find(setting.name);
    return found != asked.end() && found->second != setting.get({});
  };
  std::vector<std::string> found;
  for (const Needs& needs : kNeeds) {
    const Setting &setting = setting_named(needs.setting), &beside = setting_named(needs.beside);
    const std::string choice = to_text(beside.get(fitted.settings));
    if (!is_asked(setting) || std::ranges::find(needs.choices, choice) != needs.choices.end()) {
      continue;
    }
    found.push_back(say("{} changes nothing: it goes with {} {}, and here it is {}",
                        option_of(setting), option_of(beside),
                        fmt::format("{}", fmt::join(needs.choices, ", ")), choice));
  }
  if (!settings.test_table.empty() && is_asked(setting_named("test"))) {
    found.push_back(say("--test changes nothing: the rows of --test-table test"));
  }
  if (asked.contains("dropout") && settings.dropout > 0) {
    const std::string dropout = dropout_without_effect(fitted.settings.net);
    if (!dropout.empty()) found.push_back(dropout);
  }
  return found;
}

void TrainOptions::fit_to(const DataSplit& data) {
  if (const Asked wants = wants_of(data); !wants.empty()) settings = glia::complete(asked, wants);
  const std::int64_t outputs = data.train.target_width();
  const std::int64_t inputs = data.train.shape().elements();
  settings.net = net_for(net_with_ends(settings.net, inputs, outputs), outputs);
}

Asked TrainOptions::resolved() const { return asked_of(settings); }

Asked resumed(const Asked& asked, Asked was, std::uint64_t done) {
  for (const auto& [name, value] : asked) {
    const Setting& setting = setting_named(name);
    if (name == "epochs" && static_cast<std::uint64_t>(std::get<std::int64_t>(value)) < done) {
      throw UsageError(fmt::format(
          "--epochs {}: this training has learnt for {} epochs already; ask for more, or leave "
          "--epochs out to end as it was begun",
          to_text(value), done));
    }
    const auto before = was.find(name);
    // As files have them: JSON does not hold a name that is no UTF-8.
    const bool same =
        before != was.end() && to_json({{name, value}}) == to_json({{name, before->second}});
    if (!same && !setting.ends) {
      throw UsageError(fmt::format(
          "--resume goes on as the training was begun, and {} is not so (it is {}): leave it out, "
          "or begin a training of its own with another --checkpoint",
          option_in_words(setting, value),
          before == was.end() ? "not given" : option_value(before->second)));
    }
  }
  const std::string data = text_in(was, "data");
  if (!asked.contains("data") && data.find("\uFFFD") != std::string::npos) {
    throw UsageError(
        fmt::format("--resume: the name of the data ({}) is no UTF-8, and the checkpoint does not "
                    "hold it: say --data again",
                    data));
  }
  for (const auto& [name, value] : asked) was[name] = value;
  return was;
}

}  // namespace glia::cli
