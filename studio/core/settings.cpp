#include "core/settings.h"

#include <algorithm>
#include <array>
#include <utility>

#include "glia/error.h"

namespace glia::studio {
namespace {

constexpr std::int64_t kMostNeurons = 512;  // in one layer
constexpr std::size_t kMostLayers = 6;
constexpr std::int64_t kMostBatch = 4096;
constexpr std::int64_t kMostSeed = (std::int64_t{1} << 53) - 1;  // that a page holds exactly
constexpr std::int64_t kEndless = 1'000'000'000;                 // epochs
constexpr std::int64_t kMostValidation = 5000;                   // samples

// What a training without an end begins with, and what nothing else brings a usual value for.
const Asked& base() {
  static const Asked asked{{"net", std::string("16-16")},
                           {"optimizer", std::string("sgd")},
                           {"schedule", std::string("constant")},
                           {"weight_decay", 0.0},
                           {"epochs", kEndless}};
  return asked;
}

// As these data, and a page, allow it.
Setting narrowed(Setting setting, std::int64_t samples) {
  const auto at_most = [&](std::int64_t most) {
    setting.high = std::min(setting.high, static_cast<double>(most));
  };
  if (setting.name == "train_size") at_most(samples);
  if (setting.name == "batch") at_most(std::min(kMostBatch, samples));
  if (setting.name == "seed") at_most(kMostSeed);
  return setting;
}

SettingValue value_in(const Fields& fields, const Setting& setting) {
  switch (setting.type) {
    case Setting::Type::flag:
      return fields.flag(setting.name);
    case Setting::Type::choice:
    case Setting::Type::text:
      return setting.checked(fields.text(setting.name));
    case Setting::Type::whole:
    case Setting::Type::number:
      break;
  }
  const Json& json = fields.json().at(setting.name);
  if (json.is_number_integer()) return setting.checked(json.get<std::int64_t>());
  if (json.is_number()) return setting.checked(json.get<double>());
  fields.fail(setting.name, setting.expected());
}

}  // namespace

Settings first_settings() { return complete({}, base()); }

std::vector<std::int64_t> hidden_of(const Settings& settings) {
  std::vector<std::int64_t> widths;
  std::int64_t width = 0;
  for (const char c : settings.net) {
    if (c == '-') {
      widths.push_back(std::exchange(width, 0));
    } else {
      width = 10 * width + (c - '0');
    }
  }
  if (!settings.net.empty()) widths.push_back(width);
  return widths;
}

void set_hidden(Settings& settings, const std::vector<std::int64_t>& widths) {
  settings.net.clear();
  for (const std::int64_t width : widths) {
    settings.net += (settings.net.empty() ? "" : "-") + std::to_string(width);
  }
}

std::span<const std::string_view> settings_fields() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> list{"hidden"};
    for (const Setting& setting : all_settings()) {
      if (setting.live) list.push_back(setting.name);
    }
    return list;
  }();
  return names;
}

Json to_json(const Settings& settings) {
  Json json{{"hidden", hidden_of(settings)}};
  for (const Setting& setting : all_settings()) {
    if (!setting.live) continue;
    json[std::string(setting.name)] =
        std::visit([](const auto& value) { return Json(value); }, setting.get(settings));
  }
  return json;
}

Json settings_schema() {
  constexpr std::array<const char*, 5> kTypes{"flag", "whole", "number", "choice", "text"};
  Json list = Json::array();
  for (const Setting& setting : all_settings()) {
    if (!setting.live) continue;
    Json entry{{"name", setting.name},
               {"type", kTypes[static_cast<std::size_t>(setting.type)]},
               {"change", name_of(setting.change)},
               {"rare", setting.rare}};
    if (!setting.choices.empty()) entry["choices"] = setting.choices;
    if (!setting.offers.empty()) entry["offers"] = setting.offers;
    list.push_back(std::move(entry));
  }
  return list;
}

Settings changed(const Settings& settings, const Fields& fields, std::int64_t samples) {
  Asked asked;
  for (const Setting& setting : all_settings()) {
    if (!setting.live || !fields.has(setting.name)) continue;
    asked.emplace(setting.name, value_in(fields, narrowed(setting, samples)));
  }
  Settings after = glia::changed(settings, asked, base());
  if (fields.has("hidden")) {
    set_hidden(after, fields.wholes("hidden", 0, kMostLayers, 1, kMostNeurons));
  }
  return after;
}

Graph graph_of(const Settings& settings, const Shape& input, int classes) {
  const std::string hidden = settings.net.empty() ? "" : settings.net + "-";
  return parse_net(std::to_string(input.elements()) + "-" + hidden + std::to_string(classes),
                   settings.net_options(), input);
}

Recipe recipe_of(const Settings& settings) {
  Recipe recipe = settings.recipe;
  recipe.schedule.rate = 1;
  recipe.patience = 0;  // the studio watches for itself
  return recipe;
}

Snapshot begin_at_rate(Trainer& trainer, const Settings& settings) {
  Snapshot start = trainer.snapshot();
  start.rate_factor = settings.recipe.schedule.rate;
  trainer.restore(start);
  return start;
}

TrainingData training_data_of(const Settings& settings, const Dataset& train) {
  TrainingData data;
  const std::int64_t all = train.size();
  std::int64_t learnt = settings.train_size > 0 ? settings.train_size : all;
  if (settings.recipe.patience > 0) {
    const std::int64_t held_back = std::max<std::int64_t>(
        1, std::min({kMostValidation, all / 6, std::max(all - learnt, all / 6)}));
    learnt = std::min(learnt, all - held_back);
    std::vector<std::uint32_t> last;
    for (std::int64_t i = all - held_back; i < all; ++i) {
      last.push_back(static_cast<std::uint32_t>(i));
    }
    data.validation = train.subset(std::move(last));
  }
  data.train = learnt == all ? train : train.first(learnt);
  if (settings.shuffle_labels) data.train = data.train.with_shuffled_labels(settings.recipe.seed);
  return data;
}

}  // namespace glia::studio
