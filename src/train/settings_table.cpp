// The list of settings, a line each.
#include <array>
#include <cmath>
#include <memory>
#include <vector>

#include "glia/abilities.h"
#include "glia/graph.h"
#include "glia/presets.h"
#include "glia/settings.h"
#include "train/describe_setting.h"
#include "train/optimizers.h"

namespace glia {
namespace {

// --- usual values that depend on others ---

bool squared(const Settings& s) { return s.recipe.cost == Cost::squared; }

// What comes out of the hidden layers' activation.
Activation::Range range_of(const Settings& s) {
  const std::shared_ptr<const Op> op = make_op(s.activation);
  const Activation* const activation = Abilities(*op).activation;
  return activation ? activation->range() : Activation::Range{};
}

SettingValue usual_init(const Settings& s) {
  const Activation::Range range = range_of(s);
  const bool bounded = std::isfinite(range.low) && std::isfinite(range.high);
  const bool passes_on = Abilities(*make_op(s.activation)).passes_on;
  return std::string(name_of(bounded || passes_on ? Initializer::lecun : Initializer::he));
}

// Slopes of a sigmoid are at most a quarter, and those of squares of its outputs smaller still:
// what is not bounded so breaks at its rates.
SettingValue usual_rate(const Settings& s) {
  const OptimizerKind& kind = kind_of(s.recipe.optimizer.method);
  if (kind.adaptive) return 0.003;
  const Activation::Range range = range_of(s);
  const bool sigmoid = range.high - range.low <= 1;
  const double rate = squared(s) ? (sigmoid ? 3 : 0.2) : (sigmoid ? 0.3 : 0.1);
  return kind.moments == 0 ? rate : rate / 10;  // momentum 0.9 sums ten steps
}

constexpr double kAnySeed = 18446744073709551615.0;
constexpr Change kNetwork = Change::network, kEdit = Change::edit;
constexpr std::array<std::string_view, 1> kByActivation{"activation"}, kByCost{"cost"},
    kByOptimizer{"optimizer"};
constexpr std::array<std::string_view, 3> kByAllThree{"optimizer", "cost", "activation"};

// What a form may offer.
constexpr double kParts[] = {0, 0.1, 0.2, 0.5}, kSmoothings[] = {0, 0.05, 0.1, 0.2},
                 kMomenta[] = {0, 0.5, 0.9, 0.95, 0.99}, kBetas[] = {0.8, 0.9, 0.95, 0.99},
                 kBetas2[] = {0.9, 0.99, 0.999}, kEpsilons[] = {1e-8, 1e-6, 1e-4},
                 kDecays[] = {0, 0.0001, 0.001, 0.01, 0.06},
                 kPenalties[] = {0, 0.0001, 0.001, 0.003, 0.01}, kLengths[] = {0, 0.1, 1, 10},
                 kDeltas[] = {0.1, 0.5, 1, 2, 5}, kGammas[] = {0, 0.5, 1, 2, 5},
                 kPatience[] = {0, 3, 5, 10}, kBatches[] = {1, 4, 16, 32, 64, 128, 256, 1024};

// --- the list ---

std::vector<Setting> of_network() {
  static constexpr std::array<std::string_view, 5> kStarts{"textbook", "lecun", "xavier", "he",
                                                           "zero"};
  static const std::vector<std::string_view> presets = [] {
    std::vector<std::string_view> names;
    for (const Preset& preset : all_presets()) names.push_back(preset.name);
    return names;
  }();
  static const std::vector<std::string_view> outputs = [] {
    std::vector<std::string_view> names(activation_names().begin(), activation_names().end());
    names.push_back("softmax");
    return names;
  }();
  return {
      described("net",
                {.form = "NET",
                 .change = kNetwork,
                 .help = "Sizes of the layers, from inputs to outputs, layers in "
                         "words ('conv(6,5x5) relu maxpool(2) dense(10)') or a .json file"},
                FIELD(net)),
      described("preset",
                {.choices = presets, .change = kNetwork, .help = "A network with its recipe"},
                FIELD(preset)),
      described("activation",
                {.choices = activation_names(),
                 .change = kNetwork,
                 .live = true,
                 .help = "Of the hidden layers"},
                FIELD(activation)),
      described("init",
                {.choices = kStarts,
                 .change = kNetwork,
                 .live = true,
                 .help = "How weights start",
                 .follows = kByActivation,
                 .usual = usual_init},
                FIELD(init)),
      described("output",
                {.choices = outputs,
                 .change = kNetwork,
                 .rare = true,
                 .help = "Activation of the last layer; identity leaves numbers as they are"},
                FIELD(output)),
      described("dropout",
                {.low = 0,
                 .high = 1,
                 .open_high = true,
                 .offers = kParts,
                 .live = true,
                 .help = "Part of the hidden neurons that is left out, at random, while learning"},
                FIELD(dropout)),
  };
}

std::vector<Setting> of_steps() {
  return {
      learnt(
          "cost",
          {.choices = cost_names(), .change = kNetwork, .live = true, .help = "What is made small"},
          FIELD(cost)),
      learnt("huber_delta",
             {.low = 0,
              .high = 1e6,
              .open_low = true,
              .offers = kDeltas,
              .live = true,
              .rare = true,
              .help = "huber: from this distance on an error costs in proportion, not squared",
              .of_cost = name_of(Cost::huber)},
             FIELD(cost_parameters.huber_delta)),
      learnt("focal_gamma",
             {.low = 0,
              .high = 100,
              .offers = kGammas,
              .live = true,
              .rare = true,
              .help = "focal: how much less count examples that are answered well already",
              .of_cost = name_of(Cost::focal)},
             FIELD(cost_parameters.focal_gamma)),
      learnt("label_smoothing",
             {.low = 0,
              .high = 1,
              .open_high = true,
              .offers = kSmoothings,
              .live = true,
              .rare = true,
              .help = "Ask for less than 1: this part of it goes to all classes alike"},
             FIELD(label_smoothing)),
      learnt("optimizer",
             {.choices = method_names(),
              .live = true,
              .help = "How a gradient becomes a step",
              .follows = kByCost,
              .formerly = "method",
              .usual = [](const Settings& s) -> SettingValue {
                return std::string(squared(s) ? "sgd" : "adamw");
              }},
             FIELD(optimizer.method)),
      learnt("rate",
             {.low = 0,
              .high = 1e6,
              .open_low = true,
              .change = kEdit,
              .live = true,
              .help = "Learning rate, at its highest",
              .follows = kByAllThree,
              .usual = usual_rate},
             FIELD(schedule.rate)),
      learnt("schedule",
             {.choices = curve_names(),
              .help = "Of the rate over the training",
              .usual = [](const Settings&) -> SettingValue { return std::string("cosine"); }},
             FIELD(schedule.curve)),
      learnt("final_fraction",
             {.low = 0,
              .high = 1,
              .rare = true,
              .help = "cosine, one_cycle: where the rate ends, as a part of the highest"},
             FIELD(schedule.final_fraction)),
      learnt("warmup",
             {.low = 0,
              .high = 1,
              .open_high = true,
              .rare = true,
              .help = "one_cycle: part of the steps in which the rate rises"},
             FIELD(schedule.warmup)),
      learnt("step_factor",
             {.low = 0,
              .high = 1,
              .open_low = true,
              .rare = true,
              .help = "step: what the rate is multiplied by"},
             FIELD(schedule.step_factor)),
      learnt(
          "step_every",
          {.low = 1e-6, .high = 1, .rare = true, .help = "step: after each such part of the steps"},
          FIELD(schedule.step_every)),
  };
}

std::vector<Setting> of_optimizer() {
  return {
      learnt("momentum",
             {.low = 0,
              .high = 1,
              .open_high = true,
              .offers = kMomenta,
              .live = true,
              .rare = true,
              .help = "momentum, nesterov: how much of a step goes into the next"},
             FIELD(optimizer.momentum)),
      learnt("beta1",
             {.low = 0,
              .high = 1,
              .open_high = true,
              .offers = kBetas,
              .live = true,
              .rare = true,
              .help = "adam, adamw: memory for gradients"},
             FIELD(optimizer.beta1)),
      learnt("beta2",
             {.low = 0,
              .high = 1,
              .open_high = true,
              .offers = kBetas2,
              .live = true,
              .rare = true,
              .help = "adam, adamw: memory for their squares"},
             FIELD(optimizer.beta2)),
      learnt("epsilon",
             {.low = 0,
              .high = 1,
              .open_low = true,
              .offers = kEpsilons,
              .live = true,
              .rare = true,
              .help = "adam, adamw: added to the root of the squares"},
             FIELD(optimizer.epsilon)),
      learnt("weight_decay",
             {.low = 0,
              .high = 100,
              .offers = kDecays,
              .live = true,
              .help = "Draws weights towards 0",
              .follows = kByOptimizer,
              .usual = [](const Settings& s) -> SettingValue {
                return kind_of(s.recipe.optimizer.method).usual_decay;
              }},
             FIELD(optimizer.weight_decay)),
      learnt("l1",
             {.low = 0,
              .high = 100,
              .offers = kPenalties,
              .live = true,
              .rare = true,
              .help = "Draws all weights towards 0 alike (L1)"},
             FIELD(optimizer.l1)),
      learnt("clip",
             {.low = 0,
              .high = 1e30,
              .offers = kLengths,
              .zero = "any",
              .live = true,
              .rare = true,
              .help = "Largest length of the gradient",
              .formerly = "clip_norm"},
             FIELD(optimizer.clip_norm)),
  };
}

std::vector<Setting> of_course() {
  return {
      learnt("epochs",
             {.low = 1,
              .high = kLargest,
              .change = Change::nothing,
              .ends = true,
              .help = "Times through the training set",
              .follows = kByCost,
              .usual = [](const Settings& s) -> SettingValue {
                return std::int64_t{squared(s) ? 100 : 50};
              }},
             FIELD(epochs)),
      learnt("batch",
             {.low = 1,
              .high = 1 << 24,
              .offers = kBatches,
              .change = kEdit,
              .live = true,
              .help = "Examples a step"},
             FIELD(batch)),
      learnt("patience",
             {.low = 0,
              .high = kLargest,
              .offers = kPatience,
              .zero = "never",
              .ends = true,
              .live = true,
              .help = "Stop after N epochs without a better validation cost"},
             FIELD(patience)),
      learnt("seed",
             {.low = 0,
              .high = kAnySeed,
              .change = kNetwork,
              .live = true,
              .rare = true,
              .help = "The same seed gives the same network, bit for bit"},
             FIELD(seed)),
  };
}

}  // namespace

std::span<const Setting> all_settings() noexcept {
  static const std::vector<Setting> list = [] {
    std::vector<Setting> all;
    for (const auto& group :
         {of_network(), settings_of_data(), of_steps(), of_optimizer(), of_course()}) {
      all.insert(all.end(), group.begin(), group.end());
    }
    return all;
  }();
  return list;
}

}  // namespace glia
