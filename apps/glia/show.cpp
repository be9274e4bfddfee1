#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "cli.h"
#include "data_sets.h"
#include "figures.h"
#include "glia/error.h"
#include "layer_view.h"
#include "options.h"
#include "sample.h"

namespace glia::cli {
namespace {

constexpr int kMostTerminalRows = 24;

struct ShowOptions {
  std::string model, network, out, data_dir;
};

#ifdef GLIA_HAS_CAIRO
constexpr bool kCanDraw = true;
#else
constexpr bool kCanDraw = false;
void save_network_figure(const Model&, const Insight&, ImageSize, const std::string&) {}
void save_weight_figure(const WeightFigure&, const std::string&) {}
#endif

void say_saved(const std::string& out, const Common& common, const Screen& screen) {
  if (common.json) {
    fmt::print("{}\n", nlohmann::ordered_json{{"picture", out}}.dump());
  } else {
    fmt::print("  Saved to {}\n", screen.bold(out));
  }
}

// The magnitude that all but a few in a thousand weights stay below: a lone giant must not darken
// the rest.
double common_scale(std::span<const float> weights) {
  std::vector<float> sorted;
  for (float w : weights) sorted.push_back(std::abs(w));
  const auto at = sorted.begin() + static_cast<std::ptrdiff_t>((sorted.size() - 1) * 995 / 1000);
  std::nth_element(sorted.begin(), at, sorted.end());
  return *at > 0 ? double{*at} : 1;
}

// Inputs that never vary in the data that the model learnt from; empty, and `note` says why, when
// the data is not there.
std::vector<bool> constant_inputs(const Model& model, const std::string& dir, std::string& note) {
  const auto data = model.history.find("data");
  if (data == model.history.end()) {
    note = "The model does not say what it learnt from: inputs that never vary are not marked.";
    return {};
  }
  try {
    std::vector<bool> constant = open_data_set(data->second, dir, &model).train.constant_inputs();
    if (static_cast<std::int64_t>(constant.size()) == model.graph.input_shape().elements()) {
      return constant;
    }
  } catch (const Error&) {
  } catch (const UsageError&) {
  }
  note = fmt::format("The data set {} is not here: inputs that never vary are not marked.",
                     data->second);
  return {};
}

// The same for the weights of neurons that hear: rows become upright spectrograms.
void set_upright(Tensor& weight, std::vector<bool>& constant, ImageSize size) {
  const auto inputs = static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height);
  for (std::size_t begin = 0; begin + inputs <= weight.values.size(); begin += inputs) {
    const std::span<float> row(weight.values.data() + begin, inputs);
    std::ranges::copy(upright<float>(row, size), row.begin());
  }
  if (constant.size() != inputs) return;
  const std::vector<char> marks(constant.begin(), constant.end());
  const std::vector<char> turned = upright<char>(marks, size);
  constant.assign(turned.begin(), turned.end());
}

void print_weights(const WeightFigure& f, const Screen& screen) {
  const auto inputs =
      static_cast<std::size_t>(f.size.width) * static_cast<std::size_t>(f.size.height);
  const int across = std::max(1, (screen.width - 2) / (f.size.width + 2));
  std::vector<Lines> row;
  for (std::int64_t n = 0; n < f.layer.width; ++n) {
    Raster raster{f.size, {}, true, f.constant};
    for (std::size_t i = 0; i < inputs; ++i) {
      raster.values.push_back(double{f.weight.values[static_cast<std::size_t>(n) * inputs + i]} /
                              f.scale);
    }
    Lines block = draw(raster, screen);
    block.insert(block.begin(),
                 screen.dim(pad_right(fmt::format("{}[{}]", f.layer.name, n), f.size.width)));
    row.push_back(std::move(block));
    if (static_cast<int>(row.size()) == across || n + 1 == f.layer.width) {
      print(beside(row, 2));
      fmt::print("\n");
      row.clear();
    }
  }
  fmt::print("  weight  {}{}\n", diverging_scale(f.scale, screen),
             f.constant.empty() ? ""
             : screen.colors == Screen::Colors::none
                 ? "   / never varies in the data"
                 : screen.dim("   grey chequers: never varies in the data"));
}

int show_weights(const ShowOptions& options, const Common& common) {
  const Model model = load_model(options.model);
  const std::vector<Layer> layers = dense_layers(model.graph);
  if (layers.empty()) throw UsageError("this network has no dense layer to show");
  const Layer& layer = layers.front();
  auto size = image_size(model.graph[layer.source].shape);
  if (!size) {
    throw UsageError(fmt::format("the inputs of '{}' are {}, which is no picture", layer.name,
                                 model.graph[layer.source].shape.str()));
  }
  std::string note;
  Tensor weight = model.state[layer.name + ".weight"];
  std::vector<bool> constant = constant_inputs(model, options.data_dir, note);
  const bool hears = model.features && model.graph[layer.source].op == nullptr;
  if (hears) {
    size = heard_size(*model.features);
    set_upright(weight, constant, *size);
  }
  const WeightFigure figure{layer,
                            weight,
                            model.state[layer.name + ".bias"],
                            *size,
                            common_scale(weight.values),
                            std::move(constant)};
  const Screen screen = Screen::of(stdout, common.color);
  if (options.out.empty()) {
    print_weights(figure, screen);
  } else {
    save_weight_figure(figure, options.out);
    say_saved(options.out, common, screen);
  }
  if (!note.empty()) fmt::print(stderr, "{}\n", note);
  return kOk;
}

Lines neuron_lines(const Column& column, const Model& model, const Screen& screen) {
  static constexpr const char* kShades[] = {"·", "░", "▒", "▓", "█"};
  const int answer = column.outputs ? brightest(column.lights) : -1;
  Lines lines{
      screen.dim(fmt::format("{} · {}", column.layer.name, column.layer.width)),
      screen.dim(column.full == 1 ? ""
                                  : fmt::format("full light = {}", plain_number(column.full, 2)))};
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
    if (column.outputs) {
      const std::string name = class_name(model, static_cast<int>(neuron));
      line += "  " + (neuron == answer ? screen.bold(name + " ◀") : screen.dim(name));
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

int show_network(const ShowOptions& options, const Common& common) {
  const Model model = load_model(options.model);
  const Sample sample = read_sample(model, options.network, options.data_dir);
  const auto engine = common.engine_of_one();
  const Insight insight(*engine, model, sample.input);
  const Screen screen = Screen::of(stdout, common.color);
  if (!options.out.empty()) {
    save_network_figure(model, insight, sample.size, options.out);
    say_saved(options.out, common, screen);
    return kOk;
  }
  std::vector<Lines> blocks{draw(sample.raster(), screen)};
  for (const Column& column : columns_of(model, insight, kMostTerminalRows)) {
    blocks.push_back(neuron_lines(column, model, screen));
  }
  centre(blocks);
  print(beside(blocks, 6));
  fmt::print("\n  {}\n", screen.dim("As a picture, with the strongest connections: add --out "
                                    "network.png"));
  return kOk;
}

int run_show(const ShowOptions& options, const Common& common) {
  if (!options.out.empty() && !kCanDraw) {
    throw Error(ErrorCode::unsupported,
                "--out: this build cannot draw figures; build it where Cairo is installed");
  }
  return options.network.empty() ? show_weights(options, common) : show_network(options, common);
}

}  // namespace

void add_show(CLI::App& app, Common& common, Chosen& chosen) {
  CLI::App& sub =
      add_command(app, "show", "The weights as pictures, or the network lit by an image");
  auto options = std::make_shared<ShowOptions>();
  add_word(sub, "MODEL", options->model, "A model file");
  add_text(sub, "--network", options->network, "PICTURE",
           "Light the network with this picture, or with an example like mnist:7");
  add_text(sub, "--out", options->out, "FILE", "A PNG file; without it, draw in the terminal");
  add_data_dir(sub, options->data_dir);
  add_common(sub, common);
  when_chosen(
      sub, [=, &common, &chosen] { chosen = [=, &common] { return run_show(*options, common); }; });
}

}  // namespace glia::cli
