#include "core/settings.h"

#include <algorithm>
#include <array>
#include <utility>

#include "glia/error.h"

namespace glia::studio {
namespace {

constexpr std::int64_t kMostNeurons = 512;      // in one layer
constexpr std::int64_t kMostPlaneNeurons = 32;  // each of which is a picture, many times a second
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

// As this task, with so many samples, and a page allow it.
Setting narrowed(Setting setting, const Task& task, std::int64_t samples) {
  const auto at_most = [&](std::int64_t most) {
    setting.high = std::min(setting.high, static_cast<double>(most));
  };
  if (setting.name == "train_size") at_most(samples);
  if (setting.name == "batch") at_most(std::min(kMostBatch, samples));
  if (setting.name == "seed") at_most(kMostSeed);
  if (setting.name == "cost") setting.choices = task.costs();
  return setting;
}

// Whether it can change something.
bool means_something(const Setting& setting, const Task& task) {
  if (setting.name == "augment") return task.pictures();
  if (!setting.of_cost.empty()) {
    return std::ranges::find(task.costs(), setting.of_cost) != task.costs().end();
  }
  return setting.name != "label_smoothing" || !task.regression();
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

// Hidden layers as `glia train --net` takes them, not their sizes alone.
bool net_in_words(const Settings& settings) {
  return settings.net.find_first_not_of("0123456789-") != std::string::npos;
}

void read_hidden(Settings& settings, const Fields& fields, const Task& task) {
  if (!fields.has("hidden")) return;
  set_hidden(settings, fields.wholes("hidden", 0, kMostLayers, 1,
                                     task.points ? kMostPlaneNeurons : kMostNeurons));
}

}  // namespace

Settings first_settings() { return complete({}, base()); }

Settings first_plane_settings() {
  Asked asked = base();
  asked["net"] = std::string("8-8");
  asked["activation"] = std::string("tanh");
  asked["cost"] = std::string("sigmoid_cross_entropy");
  asked["optimizer"] = std::string("adam");
  asked["rate"] = 0.01;
  asked["batch"] = std::int64_t{16};
  return complete({}, asked);
}

Settings first_table_settings(const Task& task) {
  Asked asked = wants_of(*task.data);
  asked.insert_or_assign("net", std::string("32"));
  asked.insert_or_assign("batch", std::min<std::int64_t>(32, task.data->train.size()));
  for (const auto& [name, value] : base()) {
    if (name == "epochs" || !asked.contains(name)) asked.insert_or_assign(name, value);
  }
  return complete({}, asked);
}

Settings first_settings_of(const Task& task) {
  return task.points ? first_plane_settings()
         : task.rows ? first_table_settings(task)
                     : first_settings();
}

std::vector<std::int64_t> hidden_of(const Settings& settings) {
  std::vector<std::int64_t> widths;
  if (net_in_words(settings)) return widths;
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

Json settings_schema(const Task& task) {
  constexpr std::array<const char*, 5> kTypes{"flag", "whole", "number", "choice", "text"};
  Json list = Json::array();
  for (const Setting& each : all_settings()) {
    if (!each.live || !means_something(each, task)) continue;
    const Setting setting = narrowed(each, task, task.data->train.size());
    Json entry{{"name", setting.name},
               {"type", kTypes[static_cast<std::size_t>(setting.type)]},
               {"change", name_of(setting.change)},
               {"rare", setting.rare}};
    if (!setting.choices.empty()) entry["choices"] = setting.choices;
    if (!setting.offers.empty()) entry["offers"] = setting.offers;
    if (!setting.of_cost.empty()) entry["cost"] = setting.of_cost;
    list.push_back(std::move(entry));
  }
  return list;
}

Settings changed(const Settings& settings, const Fields& fields, const Task& task) {
  Asked asked;
  for (const Setting& setting : all_settings()) {
    if (!setting.live || !fields.has(setting.name)) continue;
    if (!means_something(setting, task)) {
      throw Error(ErrorCode::unsupported,
                  "recipe: '" + std::string(setting.name) + "' means nothing to " +
                      (task.rows ? "rows of a table" : "points of the plane"));
    }
    asked.emplace(setting.name, value_in(fields, narrowed(setting, task, task.data->train.size())));
  }
  Settings after = glia::changed(settings, asked, base());
  read_hidden(after, fields, task);
  return after;
}

Json difference(const Settings& before, const Settings& after) {
  const Json was = to_json(before), is = to_json(after);
  Json changes = Json::object();
  for (const auto& [name, value] : is.items()) {
    if (was[name] != value) changes[name] = value;
  }
  return changes;
}

// Settings may have been made for other data, which is why samples do not limit them.
Settings exactly(const Settings& before, const Fields& fields, const Task& task) {
  Settings after = before;
  for (const Setting& setting : all_settings()) {
    if (!setting.live || !fields.has(setting.name)) continue;
    setting.set(after, value_in(fields, narrowed(setting, task, INT64_MAX)));
  }
  read_hidden(after, fields, task);
  return after;
}

Settings fitted(const Settings& settings, const Task& before, const Task& task) {
  Settings after = settings;
  if (before.usual_cost() != task.usual_cost()) after.recipe.cost = task.usual_cost();
  return after;
}

Graph graph_of(const Settings& settings, const Task& task) {
  const std::vector<std::int64_t> widths = hidden_of(settings);
  if (task.points && (widths.size() > kMostLayers ||
                      std::ranges::any_of(widths, [](auto w) { return w > kMostPlaneNeurons; }))) {
    throw Error(ErrorCode::unsupported, "the plane shows networks of at most " +
                                            std::to_string(kMostLayers) + " hidden layers of " +
                                            std::to_string(kMostPlaneNeurons) + " neurons");
  }
  const Shape& input = task.data->train.shape();
  NetOptions options = settings.net_options();
  if (task.regression()) options.output = "identity";
  if (net_in_words(settings)) {
    return parse_net(settings.net + " dense(" + std::to_string(task.outputs()) + ")", options,
                     input);
  }
  const std::string hidden = settings.net.empty() ? "" : settings.net + "-";
  return parse_net(std::to_string(input.elements()) + "-" + hidden + std::to_string(task.outputs()),
                   options, input);
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
  std::int64_t learnt = settings.train_size > 0 ? std::min(settings.train_size, all) : all;
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
  if (settings.shuffle_labels) data.train = with_shuffled_answers(data.train, settings.recipe.seed);
  return data;
}

}  // namespace glia::studio
