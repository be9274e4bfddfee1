#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "commands/show.h"
#include "data/sample.h"
#include "data/speech.h"
#include "figures/figures.h"
#include "terminal/chart.h"
#include "terminal/print.h"
#include "terminal/raster.h"
#include "views/gates.h"

namespace glia::cli {
namespace {

constexpr std::int64_t kFigureUnits = 31, kTerminalUnits = 16;

std::vector<float> of_all_units(const GateView& view, const std::string& slot) {
  const std::span<const float> values = view.activations.inner(slot);
  return {values.begin(), values.begin() + view.heard * view.layer.units};
}

void print_gates_json(const GateView& view, int answer, const std::string& picture) {
  const std::span<const float> outputs = view.activations.output();
  nlohmann::ordered_json line{{"answer", class_name(view.model, answer)},
                              {"activations", std::vector<double>(outputs.begin(), outputs.end())},
                              {"layer", view.layer.name},
                              {"frames", view.heard},
                              {"units", view.layer.units}};
  for (int d = 0; d < view.layer.directions; ++d) {
    for (const GateMap& map : view.maps) {
      const std::string slot = view.layer.slot(d, map.slot);
      line["slots"][slot] = of_all_units(view, slot);
    }
  }
  if (!picture.empty()) line["picture"] = picture;
  print_json(line);
}

Lines map_lines(const GateView& view, int direction, const GateMap& map, const Screen& screen) {
  const std::vector<float> values = view.values(direction, map);
  Lines lines = draw({view.size(), {values.begin(), values.end()}, map.diverging, {}}, screen);
  lines.insert(lines.begin(),
               fmt::format("{} {}", screen.bold(map.symbol),
                           screen.dim(say("{}: {} {} · full light = {}", say_text(map.title),
                                          say_text(map.does), say_text(map.more),
                                          plain_number(map.full, 1)))));
  return lines;
}

void print_gates(const GateView& view, const Sample& sample, int answer, const Screen& screen) {
  const double light = double{view.activations.output()[static_cast<std::size_t>(answer)]};
  print("  {}\n", screen.dim(say("What the network hears: time to the right, high above low")));
  print(draw(sample.raster(), screen));
  for (int d = 0; d < view.layer.directions; ++d) {
    print("\n  {}  {}\n\n", screen.bold(view.layer.name),
          screen.dim(say("{}, {} frames of sound", direction_name(d), view.heard)));
    for (const GateMap& map : view.maps) print(map_lines(view, d, map, screen));
  }
  print("\n  {}\n", screen.dim(view.what_rows_are()));
  print("  The network says {}, with {}.\n", screen.bold(class_name(view.model, answer)),
        plain_number(light, 4));
  print("  {}\n", screen.dim(say("As a picture: add --out gates.png")));
}

}  // namespace

int show_gates(const ShowOptions& options, const Common& common) {
  const Model model = load_network(options.models.front());
  if (!model.form.sound()) {
    throw UsageError(
        fmt::format("'{}' learnt from pictures; a recording is shown to a network "
                    "that hears. To light this one: glia show MODEL --network PICTURE",
                    options.models.front()));
  }
  const std::string& what = options.models.back();
  const Sample sample = read_sample(model, what, options.data_dir);
  const auto engine = common.engine_of_one();
  const Activations activations(*engine, model, sample.input, sample.length);
  check_answers(model, activations, options.models.front());
  const bool drawn = !options.out.empty();
  const GateView view =
      gates_of(model, activations, options.layer, drawn ? kFigureUnits : kTerminalUnits);
  const int answer = brightest(activations.output());
  if (drawn) save_gates_figure({view, recording_title(what), sample.input}, options.out);
  const Screen screen = Screen::of(stdout, common.color);
  if (common.json) {
    print_gates_json(view, answer, options.out);
  } else if (drawn) {
    say_saved(options.out, common, screen);
  } else {
    print_gates(view, sample, answer, screen);
  }
  return kOk;
}

}  // namespace glia::cli
