#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "commands/show.h"
#include "data/sample.h"
#include "figures/figures.h"
#include "terminal/print.h"
#include "terminal/raster.h"
#include "views/answers.h"
#include "views/layer_view.h"

namespace glia::cli {
namespace {

constexpr int kMostTerminalRows = 24;
constexpr std::int64_t kMostTerminalMaps = 16;

Lines neuron_lines(const Column& column, const Model& model, const Screen& screen) {
  static constexpr const char* kShades[] = {"·", "░", "▒", "▓", "█"};
  Lines lines{
      screen.dim(fmt::format("{} · {}", column.layer.name, column.layer.width)),
      screen.dim(column.full == 1 ? "" : say("full light = {}", plain_number(column.full, 2)))};
  for (std::int64_t neuron : column.rows) {
    if (neuron < 0) {
      lines.push_back(screen.dim("⋮"));
      continue;
    }
    const double light = column.brightness(neuron);
    const std::string lamp =
        screen.colors == Screen::Colors::none
            ? std::string(kShades[std::lround(light * 4)]) + kShades[std::lround(light * 4)]
            : screen.foreground(glow(std::max(light, 0.06))) + "██" + screen.reset();
    const double shown = double{column.lights[static_cast<std::size_t>(neuron)]};
    std::string line = lamp + " " + pad_left(plain_number(shown, 2), 5);
    if (!column.names.empty()) {
      const std::string& name = column.names[static_cast<std::size_t>(neuron)];
      const bool said = column.outputs && says(model, column.lights, neuron);
      line += "  " + (said ? screen.bold(name + " ◀") : screen.dim(name));
    }
    lines.push_back(line);
  }
  return lines;
}

// Blocks of lines with their middles level.
void centre(std::vector<Lines>& blocks) {
  std::size_t height = 0;
  for (const Lines& block : blocks) height = std::max(height, block.size());
  for (Lines& block : blocks) block.insert(block.begin(), (height - block.size()) / 2, "");
}

// A layer's feature maps in rows; at half their size when they would take more than two.
void print_maps(const MapColumn& column, const Screen& screen) {
  const MapLayer& layer = column.layer;
  const std::int64_t shown = std::min(layer.channels, kMostTerminalMaps);
  const bool lamps = layer.size.width == 1 && layer.size.height == 1;
  const auto across = [&](int width) { return std::max(1, (screen.width - 2 + 2) / (width + 2)); };
  const int factor =
      !lamps && layer.size.width > 12 && 2 * across(layer.size.width) < shown ? 2 : 1;
  const std::string what =
      column.time ? say("hidden state of {} units{}, time to the right", layer.size.height,
                        layer.channels > 1 ? say(", forwards and backwards") : "")
                  : say("{} maps of {}×{}", layer.channels, layer.size.height, layer.size.width);
  std::string title = say("{} · full light = {}", what, plain_number(column.full, 2));
  if (factor > 1) title += say(" · drawn at half size");
  if (shown < layer.channels) title += say(" · the first {}", shown);
  print("\n  {}  {}\n", screen.bold(layer.name), screen.dim(title));
  std::vector<Lines> row;
  for (std::int64_t c = 0; c < shown; ++c) {
    Raster raster{layer.size, {}, column.diverging, {}};
    for (float v : column.map(c)) raster.values.push_back(double{v} / column.full);
    row.push_back(draw(lamps ? enlarged(raster, 2) : reduced(raster, factor), screen));
    const int width = columns(row.front().front());
    if (static_cast<int>(row.size()) < across(width) && c + 1 < shown) continue;
    print(beside(row, 2));
    if (c + 1 < shown) print("\n");
    row.clear();
  }
}

void print_network(const Model& model, const Activations& activations, const Sample& sample,
                   const Screen& screen) {
  const std::vector<MapColumn> maps = map_columns_of(model, activations);
  std::vector<Lines> blocks;
  if (sample.names.empty()) blocks.push_back(draw(sample.raster(), screen));
  if (!maps.empty()) {
    for (const Lines& picture : blocks) print(picture);
    blocks.clear();
    for (const MapColumn& column : maps) print_maps(column, screen);
    print("\n");
  }
  for (const Column& column : columns_of(model, activations, sample.names, kMostTerminalRows)) {
    blocks.push_back(neuron_lines(column, model, screen));
  }
  centre(blocks);
  print(beside(blocks, 6));
}

nlohmann::ordered_json as_json(const Model& model, const Activations& activations,
                               const Sample& sample) {
  const std::span<const float> outputs = activations.output();
  nlohmann::ordered_json line, layers;
  if (const TableForm* form = tells_numbers(model)) {
    for (std::size_t i = 0; i < outputs.size(); ++i) {
      line["values"][class_name(model, static_cast<std::int64_t>(i))] =
          form->in_own_unit(i, double{outputs[i]});
    }
  } else {
    line["answer"] = Answer::of(model, outputs, {}).best;
  }
  for (std::size_t n = 0; n < model.graph.nodes().size(); ++n) {
    layers[model.graph.nodes()[n].name] = activations[NodeId{static_cast<int>(n)}];
  }
  line["layers"] = layers;
  add_beside(line, sample);
  return line;
}

}  // namespace

int show_network(const ShowOptions& options, const Common& common) {
  const Model model = load_network(options.models.front());
  const Sample sample = read_sample(model, options.network, options.data_dir);
  const auto engine = common.engine_of_one();
  const Activations activations(*engine, model, sample.input, sample.length);
  check_answers(model, activations, options.models.front());
  const Screen screen = Screen::of(stdout, common.color);
  if (!options.out.empty()) {
    save_network_figure(model, activations, sample, options.out);
    say_saved(options.out, common, screen);
    if (!common.json) print_beside(sample);
    return kOk;
  }
  if (common.json) {
    print_json(as_json(model, activations, sample));
    return kOk;
  }
  print_network(model, activations, sample, screen);
  print_beside(sample);
  print("\n  {}\n", screen.dim(say("As a picture, with the strongest connections: add --out "
                                   "network.png")));
  return kOk;
}

}  // namespace glia::cli
