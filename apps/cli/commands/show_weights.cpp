#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "commands/show.h"
#include "data/open_model.h"
#include "data/sample.h"
#include "data/sets.h"
#include "figures/figures.h"
#include "glia/error.h"
#include "terminal/print.h"
#include "terminal/raster.h"
#include "views/weights.h"

namespace glia::cli {
namespace {

constexpr int kSmallPicture = 12;  // columns up to which a filter is enlarged

// Inputs that never vary in the data that the model learnt from; empty, and `note` says why, when
// the data is not there.
std::vector<bool> constant_inputs(const Model& model, const std::string& dir, std::string& note) {
  const std::string data = learnt_from(model);
  if (data.empty()) {
    note =
        say("The model does not say what it learnt from: inputs that never vary are not marked.");
    return {};
  }
  try {
    const DataSplit learnt = open_data_set(data, dir, &model);
    check_can_learn_from(learnt);
    std::vector<bool> constant = learnt.train.constant_inputs();
    if (static_cast<std::int64_t>(constant.size()) == model.graph.input_shape().elements()) {
      return constant;
    }
  } catch (const Error&) {
  } catch (const UsageError&) {
  }
  note = say("The data set {} is not here: inputs that never vary are not marked.", data);
  return {};
}

// How a layer's pictures are laid out in the terminal.
struct Layout {
  int zoom = 1;
  std::int64_t channels = 1;  // of each neuron or filter, that fit into a line
  int width = 0;              // of one neuron or filter

  static Layout of(const WeightFigure& f, int columns) {
    Layout layout;
    const auto wide = [&](int zoom) { return (f.size.width * zoom + 1) * f.channels - 1; };
    while ((layout.zoom + 1) * f.size.width <= kSmallPicture && wide(layout.zoom + 1) <= columns) {
      ++layout.zoom;
    }
    const int one = f.size.width * layout.zoom;
    layout.channels = std::clamp<std::int64_t>((columns + 1) / (one + 1), 1, f.channels);
    layout.width = std::max((one + 1) * static_cast<int>(layout.channels) - 1,
                            cli::columns(f.unit_name(f.units - 1)));
    return layout;
  }
};

Lines draw_unit(const WeightFigure& f, const Layout& layout, std::int64_t unit,
                const Screen& screen) {
  std::vector<Lines> pictures;
  for (std::int64_t c = 0; c < layout.channels; ++c) {
    Raster raster{f.size, {}, true, f.constant};
    for (float w : f.picture(unit, c)) raster.values.push_back(double{w} / f.scale);
    pictures.push_back(draw(enlarged(raster, layout.zoom), screen));
  }
  Lines block = beside(pictures, 1);
  block.insert(block.begin(), screen.dim(pad_right(f.unit_name(unit), layout.width)));
  return block;
}

void print_units(const WeightFigure& f, const Screen& screen) {
  const Layout layout = Layout::of(f, screen.width - 2);
  const int across = std::max(1, screen.width / (layout.width + 2));
  std::vector<Lines> row;
  for (std::int64_t n = 0; n < f.units; ++n) {
    row.push_back(draw_unit(f, layout, n, screen));
    if (static_cast<int>(row.size()) < across && n + 1 < f.units) continue;
    print(beside(row, 2));
    print("\n");
    row.clear();
  }
  if (layout.channels < f.channels) {
    print("  {}\n", screen.dim(say("Only the first {} of {} maps have room here; "
                                   "--out filters.png shows more.",
                                   layout.channels, f.channels)));
  }
}

// One picture of all the weights, as much of it as there is room for.
void print_matrix(const WeightFigure& f, const Screen& screen) {
  const int wide = std::min(f.size.width, screen.width - 4);
  Raster raster{{wide, f.size.height}, {}, true, {}};
  for (std::size_t i = 0; i < f.weights.size(); ++i) {
    if (static_cast<int>(i % static_cast<std::size_t>(f.size.width)) < wide) {
      raster.values.push_back(double{f.weights[i]} / f.scale);
    }
  }
  const int zoom = std::clamp(48 / std::max(wide, 1), 1, 2);
  print(draw(enlarged(raster, zoom), screen));
  print("\n");
  if (wide < f.size.width) {
    print("  {}\n", screen.dim(say("Only the first {} of {} columns have room here; "
                                   "--out weights.png shows all.",
                                   wide, f.size.width)));
  }
}

void print_weights(const WeightFigure& f, const Screen& screen) {
  print("  {}  {}\n\n", screen.bold(f.name), screen.dim(f.summary()));
  f.matrix ? print_matrix(f, screen) : print_units(f, screen);
  const std::string scale = diverging_scale(f.scale, screen);
  std::string never;
  if (!f.constant.empty()) {
    never = screen.colors == Screen::Colors::none
                ? say("   / never varies in the data")
                : screen.dim(say("   grey chequers: never varies in the data"));
    const int all = columns(say("weight")) + columns(scale) + columns(never) + 4;  // and gaps
    if (all > screen.width) never.insert(0, "\n");
  }
  print("  weight  {}{}\n", scale, never);
}

nlohmann::ordered_json as_json(const WeightFigure& f) {
  return {{"layer", f.name},
          {"source", f.source},
          {"units", f.matrix ? f.size.height : f.units},
          {"channels", f.channels},
          {"size", {f.size.width, f.size.height}},
          {"weights", f.weights},
          {"biases", f.biases}};
}

}  // namespace

int show_weights(const ShowOptions& options, const Common& common) {
  const Model model = open_model(options.models.front());
  WeightFigure figure = weights_of(model, options.layer);
  std::string note;
  if (!figure.filters && !figure.matrix && !model.form.picture() &&
      figure.source == model.graph.nodes().front().name) {
    figure.constant = constant_inputs(model, options.data_dir, note);
    if (figure.sound && !figure.constant.empty()) {
      const std::vector<char> marks(figure.constant.begin(), figure.constant.end());
      const std::vector<char> turned = upright<char>(marks, figure.size);
      figure.constant.assign(turned.begin(), turned.end());
    }
  }
  const Screen screen = Screen::of(stdout, common.color);
  if (options.out.empty() && common.json) {
    print_json(as_json(figure));
  } else if (options.out.empty()) {
    print_weights(figure, screen);
  } else {
    save_weight_figure(figure, options.out);
    say_saved(options.out, common, screen);
  }
  if (!note.empty()) print(stderr, "{}\n", note);
  return kOk;
}

}  // namespace glia::cli
