#include "commands/convert_weights.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "glia/weights.h"
#include "options/options.h"
#include "text/say.h"

namespace glia::cli {
namespace {

// "1x28x28", also with the sign of multiplication.
Shape shape_of(std::string text) {
  for (std::size_t at; (at = text.find("×")) != std::string::npos;) text.replace(at, 2, "x");
  std::vector<std::int64_t> sizes;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('x', begin), text.size());
    sizes.push_back(parse_whole("--input", text.substr(begin, end - begin)));
    begin = end + 1;
  }
  if (std::ranges::any_of(sizes, [](std::int64_t size) { return size < 1; }) || sizes.size() > 3) {
    throw UsageError(fmt::format(
        "--input: expected one to three sizes of at least 1, like 1x28x28, got '{}'", text));
  }
  return Shape(sizes);
}

bool is_file(const std::string& net) { return net.ends_with(".json"); }

Graph network_of(const WeightsOptions& options, const Settings& settings) {
  const std::string& net = settings.net;
  if (is_file(net)) {
    if (!options.input.empty()) throw UsageError("--input: a .json file says it itself");
    return load_graph(net);
  }
  if (options.input.empty() && std::isalpha(static_cast<unsigned char>(net[0]))) {
    throw UsageError("--net: layers in words need --input, the shape of one example, like 1x28x28");
  }
  return parse_net(net, settings.net_options(),
                   options.input.empty() ? Shape() : shape_of(options.input));
}

// "fc1=hidden1,fc2=output", also with spaces or line breaks between.
std::vector<std::pair<std::string, std::string>> pairs_of(const std::string& text) {
  constexpr const char* kBetween = ", \t\r\n";
  std::vector<std::pair<std::string, std::string>> pairs;
  for (std::size_t at = text.find_first_not_of(kBetween); at != std::string::npos;) {
    const std::size_t end = std::min(text.find_first_of(kBetween, at), text.size());
    const std::string pair = text.substr(at, end - at);
    const std::size_t cut = pair.rfind('=');
    if (cut == std::string::npos || cut == 0) {
      throw UsageError(
          fmt::format("--names: expected THEIRS=OURS, like fc1=hidden1, got '{}'", pair));
    }
    pairs.emplace_back(pair.substr(0, cut), pair.substr(cut + 1));
    at = text.find_first_not_of(kBetween, end);
  }
  return pairs;
}

WeightLayout layout_named(const std::string& word) {
  try {
    return weight_layout_named(word);
  } catch (const Error& error) {
    throw UsageError(fmt::format("--layout: {}", error.what()));
  }
}

void tell(const ForeignModel& made, const Settings& settings, bool own_cost, ConvertNote& note) {
  const std::string_view layout = made.layout == WeightLayout::keras ? "Keras" : "PyTorch";
  note.lines.push_back(say("Weights as {} lays them down", layout));
  std::size_t longest = 0;
  for (const auto& [theirs, ours] : made.taken) longest = std::max(longest, theirs.size());
  auto& layers = note.json["layers"] = nlohmann::ordered_json::object();
  for (const auto& [theirs, ours] : made.taken) {
    const bool guessed = std::ranges::find(made.by_number, ours) != made.by_number.end();
    const std::string line = fmt::format("  {:<{}} → {}", theirs, longest, ours);
    note.lines.push_back(guessed ? line + "  " + say("by the numbers in their names") : line);
    layers[theirs] = ours;
  }
  if (!made.missing.empty()) {
    note.lines.push_back(say("Not in the file, so that they do nothing: {}",
                             fmt::format("{}", fmt::join(made.missing, ", "))));
  }
  if (!made.epsilons.empty()) {
    note.lines.push_back(say("Epsilon 0.001, as Keras has it where nobody asks otherwise: {}",
                             fmt::format("{}", fmt::join(made.epsilons, ", "))));
  }
  if (!own_cost) {
    note.lines.push_back(
        say("Cost {}, as the last layer suggests (--cost)", name_of(made.model.cost)));
  }
  if (std::isdigit(static_cast<unsigned char>(settings.net[0]))) {
    note.lines.push_back(say("Hidden layers with {} (--activation), the last with {} (--output)",
                             settings.activation, settings.output));
  }
  note.lines.push_back(
      say("The file says neither classes nor how examples are prepared: outputs are counted from "
          "0, and inputs taken as they come, pixels from 0 to 1"));
  note.json["layout"] = name_of(made.layout);
  note.json["missing"] = made.missing;
  note.json["cost"] = name_of(made.model.cost);
}

}  // namespace

void add_weights_options(CLI::App& app, WeightsOptions& options) {
  for (const char* name : {"net", "activation", "output", "cost"}) {
    add_setting(app, setting_named(name), options.asked);
  }
  add_text(app, "--input", options.input, "SHAPE",
           "Of --net in words: the shape of one example, like 1x28x28");
  add_text(app, "--names", options.names, "THEIRS=OURS,…",
           "Of --net: which layer of FROM is which of the network's, where shapes leave it open");
  add_text(app, "--layout", options.layout, "pytorch|keras",
           "Of --net: how FROM lays matrices down, where its names do not tell");
}

Model read_weights(const ConvertOptions& options, ConvertNote& note) {
  const WeightsOptions& weights = options.weights;
  const Settings settings = complete(weights.asked, {{"output", std::string("identity")}});
  ForeignNames names{.pairs = pairs_of(weights.names), .usual_epsilon = !is_file(settings.net)};
  if (!weights.layout.empty()) names.layout = layout_named(weights.layout);
  ForeignModel made = load_foreign_weights(options.from, network_of(weights, settings), names);
  const bool own_cost = weights.asked.contains("cost");
  if (own_cost) made.model.cost = settings.recipe.cost;
  tell(made, settings, own_cost, note);
  return std::move(made.model);
}

}  // namespace glia::cli
