#include "commands/show.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "data/sets.h"
#include "figures/figures.h"
#include "options/options.h"
#include "terminal/print.h"
#include "terminal/terminal.h"

namespace glia::cli {
namespace {

// Options that only one way of showing understands.
void check_goes_with(const char* option, bool given, const char* what, bool shown) {
  if (given && !shown) throw UsageError(fmt::format("{} goes with {}", option, what));
}

int run_show(const ShowOptions& options, const Common& common) {
  if (options.compare && options.models.size() != 2) {
    throw UsageError("--compare needs two models: glia show --compare A B");
  }
  const bool gates = !options.compare && options.models.size() == 2 &&
                     !options.models[1].ends_with(".safetensors") &&
                     !options.models[1].ends_with(".onnx");
  if (!options.compare && !gates && options.models.size() > 1) {
    throw UsageError(
        fmt::format("'{}' is one word too many; to see two models side by side add "
                    "--compare. See glia show --help.",
                    options.models.back()));
  }
  const bool network = !options.network.empty();
  check_goes_with("--data", !options.data.empty(), "--compare", options.compare);
  check_goes_with("--index", options.index.has_value(), "--compare", options.compare);
  check_goes_with("--layer", !options.layer.empty(), "the weights or the gates of one model",
                  !options.compare && !network);
  check_goes_with("--network", network, "one model", !options.compare && !gates);
  if (!options.out.empty()) {
    std::vector<std::string> reads = options.models;
    reads.insert(reads.end(), {options.network, options.data});
    check_can_draw(options.out, reads);
  }
  if (options.compare) return show_comparison(options, common);
  if (gates) return show_gates(options, common);
  return network ? show_network(options, common) : show_weights(options, common);
}

}  // namespace

void say_saved(const std::string& out, const Common& common, const Screen& screen) {
  if (common.json) {
    print_json(nlohmann::ordered_json{{"picture", out}});
  } else {
    print("  Saved to {}\n", screen.bold(out));
  }
}

void add_show(CLI::App& app, Common& common, Chosen& chosen) {
  CLI::App& sub = add_command(
      app, "show", "The weights or gates as pictures, the network lit, or two models compared");
  auto options = std::make_shared<ShowOptions>();
  add_words(sub, "MODEL", options->models,
            "A model file; with --compare two; and a recording, to see the gates of an LSTM");
  add_text(sub, "--layer", options->layer, "LAYER",
           "Whose weights or gates, like conv2 or lstm1 (the first layer that has some)");
  add_text(sub, "--network", options->network, "PICTURE",
           "Light the network with this picture, with an example like mnist:7, or with a row of "
           "a table, FILE:ROW");
  add_flag(sub, "--compare", options->compare,
           "Two models side by side, on test images that are shifted step by step");
  add_text(sub, "--data", options->data, "NAME", "Of --compare (what the first model learnt from)");
  add_whole(sub, "--index", options->index, 0, "Of --compare: the test image that is shown (0)");
  add_text(sub, "--out", options->out, "FILE", "A PNG file; without it, draw in the terminal");
  add_data_dir(sub, options->data_dir);
  add_common(sub, common);
  when_chosen(
      sub, [=, &common, &chosen] { chosen = [=, &common] { return run_show(*options, common); }; });
}

}  // namespace glia::cli
