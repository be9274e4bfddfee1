#include "options/train_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

#include "cli.h"
#include "data/pictures.h"
#include "data/sets.h"
#include "glia/error.h"
#include "glia/source.h"
#include "options/options.h"
#include "options/presets.h"
#include "terminal/print.h"

namespace glia::cli {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr Range kPositive{0, kInfinity, true};
constexpr Range kNotNegative{0, kInfinity};

template <typename T>
void keep(std::optional<T>& value, T otherwise) {
  if (!value) value = std::move(otherwise);
}

double default_rate(const std::string& method, bool squared, bool sigmoid) {
  if (method == "adam" || method == "adamw") return 0.003;
  const double rate = squared ? (sigmoid ? 3.0 : 0.2) : 0.1;
  return method == "sgd" ? rate : rate / 10;  // momentum 0.9 sums ten steps
}

}  // namespace

void TrainOptions::add_to(CLI::App& app) {
  add_text(app, "--net", net, "NET",
           "Sizes of the layers, from inputs to outputs (784-16-16-10), layers in words "
           "('conv(6,5x5) relu maxpool(2) dense(10)') or a .json file");
  add_text(app, "--preset", preset, "NAME",
           "A network with its recipe: " + fmt::format("{}", fmt::join(preset_names(), ", ")));
  add_choice(app, "--activation", activation,
             {"sigmoid", "relu", "leaky_relu", "tanh", "gelu", "identity"},
             "Of the hidden layers (sigmoid)");
  add_choice(app, "--init", init, {"textbook", "lecun", "xavier", "he", "zero"},
             "How weights start (lecun; relu and gelu: he)");
  add_number(app, "--dropout", dropout, {0, 0.99}, "Neurons left out while learning (0)");

  add_text(app, "--data", data, "NAME", data_help() + " (mnist)");
  add_text(app, "--data-dir", data_dir, "DIR",
           "Folder with its files (else $GLIA_DATA and the usual places)");
  add_whole(app, "--train-size", train_size, 1, "Learn from only the first N, to see overfitting");
  add_number(app, "--validation", validation, {0, 0.9, true},
             "Part of the training set held back to validate on");
  add_text(app, "--augment", augment, "LIST",
           "shift=1,rotate=10,scale=0.1,shear=10,flip=1,elastic=3: change pictures at random; "
           "recordings: "
           "shift=30,speed=0.1,noise=20,time_mask=8,band_mask=6");
  add_hold_out(app, hold_out_speaker);
  PictureAsk::add_options(app, picture_size, grey);
  PictureAsk::add_reading(app, skip_damaged, transpose);
  add_flag(app, "--shuffle-labels", shuffle_labels,
           "Learn nonsense, to see what memory looks like");

  add_choice(app, "--cost", cost, {"squared", "softmax_cross_entropy", "sigmoid_cross_entropy"},
             "What is made small (squared)");
  add_number(app, "--label-smoothing", label_smoothing, {0, 0.99}, "Ask for less than 1 (0)");
  add_choice(app, "--optimizer", optimizer, {"sgd", "momentum", "nesterov", "adam", "adamw"},
             "(sgd; with a cross-entropy adamw)");
  add_number(app, "--rate", rate, kPositive, "Learning rate (sgd: 3; adamw: 0.003)");
  add_choice(app, "--schedule", schedule, {"constant", "step", "cosine", "one_cycle"},
             "Of the rate (cosine)");
  add_number(app, "--momentum", momentum, {0, 0.999}, "(0.9)");
  add_number(app, "--weight-decay", weight_decay, kNotNegative, "(0.00005; adamw: 0.06)");
  add_number(app, "--clip", clip, kNotNegative, "Largest length of the gradient (0: any)");
  add_whole(app, "--epochs", epochs, 1, "Times through the training set (100; adamw: 50)");
  add_whole(app, "--batch", batch, 1, "Examples a step (64)");
  add_whole(app, "--patience", patience, 1, "Stop after N epochs without a better validation cost");
  add_whole(app, "--seed", seed, 0, "The same seed gives the same network, bit for bit (1)");

  add_text(app, "--out", out, "FILE", "Where the model goes (mnist: digits.safetensors)");
  add_text(app, "--checkpoint", checkpoint, "DIR", "Keep whole moments of the training here");
  add_number(app, "--checkpoint-every", checkpoint_every, kPositive,
             "A moment every so many seconds (5)");
  add_flag(app, "--resume", resume, "Go on from the newest checkpoint in --checkpoint");
  add_flag(app, "--start-over", start_over,
           "Begin anew where --checkpoint holds another training, and remove that one");
}

void TrainOptions::complete() {
  if (data.empty()) data = "mnist";
  const Source* source = find_source(data);
  const bool own = source && !source->form();  // in no form that the seed network takes
  const bool pictures = own && source->sense() == Sense::sees;
  if (pictures && preset.empty() && net.empty()) preset = "cnn";
  if (!preset.empty()) apply_preset(preset, *this);
  if (net.empty() && !own) net = "784-16-16-10";
  keep(cost, std::string(own ? "softmax_cross_entropy" : "squared"));
  keep(activation, std::string(own ? "relu" : "sigmoid"));
  const bool squared = *cost == "squared";
  const bool saturating = *activation == "sigmoid" || *activation == "tanh";
  keep(init, std::string(saturating || *activation == "identity" ? "lecun" : "he"));
  keep(optimizer, std::string(squared ? "sgd" : "adamw"));
  keep(schedule, std::string("cosine"));
  keep(rate, default_rate(*optimizer, squared, *activation == "sigmoid"));
  keep(weight_decay, *optimizer == "adamw" ? 0.06 : 5e-5);
  keep(epochs, std::int64_t{squared ? 100 : 50});
  keep(batch, std::int64_t{64});
  keep(seed, std::int64_t{1});
  keep(momentum, 0.9);
  keep(clip, 0.0);
  keep(dropout, 0.0);
  keep(label_smoothing, 0.0);
  if (out.empty()) {
    out = (source ? std::string(source->words().model) : data) + ".safetensors";
  }
  if (patience && !validation && !own) {
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
}

void TrainOptions::fit_to(int classes) {
  const std::size_t at = net.find(kAnyClasses);
  if (at != net.npos) net.replace(at, kAnyClasses.size(), fmt::format("dense({})", classes));
}

Recipe TrainOptions::recipe() const {
  Recipe recipe;
  recipe.cost = cost_named(*cost);
  recipe.optimizer.method = method_named(*optimizer);
  recipe.optimizer.momentum = *momentum;
  recipe.optimizer.weight_decay = *weight_decay;
  recipe.optimizer.clip_norm = *clip;
  recipe.schedule.curve = curve_named(*schedule);
  recipe.schedule.rate = *rate;
  recipe.batch = *batch;
  recipe.epochs = *epochs;
  recipe.seed = static_cast<std::uint64_t>(*seed);
  recipe.label_smoothing = *label_smoothing;
  recipe.patience = patience.value_or(0);
  if (!augment.empty()) recipe.augment = parse_augment(augment);
  recipe.check();
  return recipe;
}

NetOptions TrainOptions::net_options() const {
  NetOptions options;
  options.hidden = *activation;
  options.output = *cost == "softmax_cross_entropy" ? "softmax" : "sigmoid";
  options.initializer = initializer_named(*init);
  options.dropout = *dropout;
  return options;
}

std::string TrainOptions::recipe_text() const {
  std::string text =
      fmt::format("{}, {} cost, {} rate {} {}, batch {}, decay {}, {} start, seed {}", *activation,
                  *cost, *optimizer, *rate, *schedule, *batch, *weight_decay, *init, *seed);
  if (train_size) text += fmt::format(", first {} examples", *train_size);
  if (validation) text += fmt::format(", validation {}", *validation);
  if (!augment.empty()) text += ", augment " + augment;
  if (!hold_out_speaker.empty()) text += ", without " + hold_out_speaker;
  if (*dropout > 0) text += fmt::format(", dropout {}", *dropout);
  if (*label_smoothing > 0) text += fmt::format(", label smoothing {}", *label_smoothing);
  if (*clip > 0) text += fmt::format(", clip {}", *clip);
  if (shuffle_labels) text += ", shuffled labels";
  return text;
}

namespace {

// One list of what is learnt from, walked both to write and to read.
template <typename Options, typename Visit>
void visit(Options& o, Visit&& each) {
  each("preset", o.preset), each("net", o.net), each("data", o.data), each("cost", o.cost);
  each("activation", o.activation), each("init", o.init), each("optimizer", o.optimizer);
  each("schedule", o.schedule), each("epochs", o.epochs), each("batch", o.batch);
  each("seed", o.seed), each("train_size", o.train_size), each("patience", o.patience);
  each("rate", o.rate), each("weight_decay", o.weight_decay), each("momentum", o.momentum);
  each("clip", o.clip), each("validation", o.validation), each("dropout", o.dropout);
  each("label_smoothing", o.label_smoothing), each("augment", o.augment);
  each("picture_size", o.picture_size), each("grey", o.grey);
  each("skip_damaged", o.skip_damaged), each("transpose", o.transpose);
  each("shuffle_labels", o.shuffle_labels), each("hold_out_speaker", o.hold_out_speaker);
}

template <typename T>
void put(nlohmann::ordered_json& json, const char* name, const std::optional<T>& value) {
  if (value) json[name] = *value;
}
template <typename T>
void put(nlohmann::ordered_json& json, const char* name, const T& value) {
  json[name] = value;
}
template <typename T>
void get(const nlohmann::ordered_json& json, const char* name, std::optional<T>& value) {
  if (json.contains(name)) value = json.at(name).get<T>();
}
template <typename T>
void get(const nlohmann::ordered_json& json, const char* name, T& value) {
  if (json.contains(name)) json.at(name).get_to(value);
}

}  // namespace

std::string to_json(const TrainOptions& options) {
  nlohmann::ordered_json json;
  visit(options, [&](const char* name, const auto& value) { put(json, name, value); });
  return text_of(json);
}

TrainOptions train_options_from_json(const std::string& text) {
  TrainOptions options;
  try {
    const auto json = nlohmann::ordered_json::parse(text);
    visit(options, [&](const char* name, auto& value) { get(json, name, value); });
  } catch (const nlohmann::json::exception&) {
    throw Error(ErrorCode::format, "the checkpoint does not say how it was trained");
  }
  return options;
}

namespace {

template <typename T>
bool was_asked(const std::optional<T>& value) {
  return value.has_value();
}
bool was_asked(const std::string& value) { return !value.empty(); }
bool was_asked(bool value) { return value; }

}  // namespace

TrainOptions resumed(const TrainOptions& asked, TrainOptions was, std::uint64_t done) {
  if (asked.epochs && static_cast<std::uint64_t>(*asked.epochs) < done) {
    throw UsageError(
        fmt::format("--epochs {}: this training has learnt for {} epochs already; ask for more, or "
                    "leave --epochs out to end as it was begun",
                    *asked.epochs, done));
  }
  if (asked.epochs) was.epochs = asked.epochs;
  if (asked.patience) was.patience = asked.patience;
  nlohmann::ordered_json is, wanted;
  visit(was, [&](const char* name, const auto& value) { put(is, name, value); });
  visit(asked, [&](const char* name, const auto& value) {
    if (was_asked(value)) put(wanted, name, value);
  });
  for (const auto& [name, value] : wanted.items()) {
    if (is.contains(name) && text_of(is[name]) == text_of(value)) continue;
    std::string option = name;
    std::ranges::replace(option, '_', '-');
    throw UsageError(fmt::format(
        "--resume goes on as the training was begun, and --{} {} is not so (it is {}): leave it "
        "out, or begin a training of its own with another --checkpoint",
        option, value.is_boolean() ? "" : text_of(value),
        is.contains(name) ? text_of(is[name]) : "not given"));
  }
  // JSON does not hold a name that is no UTF-8.
  if (asked.data.empty() && was.data.find("\uFFFD") != std::string::npos) {
    throw UsageError(
        fmt::format("--resume: the name of the data ({}) is no UTF-8, and the checkpoint does not "
                    "hold it: say --data again",
                    was.data));
  }
  if (!asked.data.empty()) was.data = asked.data;
  was.data_dir = asked.data_dir;
  was.out = asked.out;
  was.checkpoint = asked.checkpoint;
  was.checkpoint_every = asked.checkpoint_every;
  was.resume = asked.resume;
  was.start_over = asked.start_over;
  return was;
}

}  // namespace glia::cli
