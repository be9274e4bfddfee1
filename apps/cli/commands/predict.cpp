#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "cli.h"
#include "commands/predict_many.h"
#include "commands/predict_rows.h"
#include "data/sample.h"
#include "data/sets.h"
#include "figures/figures.h"
#include "glia/error.h"
#include "glia/settings.h"
#include "glia/suggest.h"
#include "options/options.h"
#include "terminal/out_file.h"
#include "terminal/print.h"
#include "views/explain.h"
#include "views/why.h"

namespace glia::cli {
namespace {

struct PredictOptions {
  std::string model, data_dir;
  std::vector<std::string> images;
  bool csv = false;
  std::optional<double> threshold;
  std::string label;
  bool why = false, saliency = false;
  std::string neuron, out;
  std::optional<std::int64_t> window, top;
  std::string keep;
  ReadingOptions reading;

  std::vector<std::string> reads() const {
    std::vector<std::string> files = images;
    files.push_back(model);
    return files;
  }
};

// Votes explain a network of dense layers down to the pixels; others need maps.
bool only_dense(const Graph& graph) {
  return std::ranges::none_of(graph.nodes(), [](const Node& node) {
    return !node.spec.params.empty() && node.op->name() != "dense";
  });
}

// The output that a person named, or else the example's; −1 when neither is known.
int label_index(const Model& model, const std::string& name, const Sample& sample) {
  const std::vector<std::string> names = class_names(model);
  if (name.empty()) return sample.label < std::ssize(names) ? sample.label : -1;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return static_cast<int>(i);
  }
  throw UsageError(
      fmt::format("--label: the network knows no '{}'.{}", name, suggest(name, names)));
}

// The cost of one example, term by term as it is written by hand.
struct SpelledCost {
  std::vector<std::string> terms;
  double value = 0;
};

// What output a, 0.13, adds to the cost; empty: nothing.
std::string spell_term(const Model& model, double a, bool wanted) {
  const std::string difference = fmt::format("{} − {}", plain_number(a, 2), wanted ? 1 : 0);
  const std::string right =
      wanted ? plain_number(a, 2) : fmt::format("(1 − {})", plain_number(a, 2));
  switch (model.cost) {
    case Cost::squared:
      return fmt::format("({})²", difference);
    case Cost::absolute:
      return fmt::format("|{}|", difference);
    case Cost::huber: {
      const double delta = model.cost_parameters.huber_delta;
      if (std::abs(a - wanted) <= delta) return fmt::format("½({})²", difference);
      return fmt::format("{}·(|{}| − {})", plain_number(delta, 2), difference,
                         plain_number(delta / 2, 2));
    }
    case Cost::softmax_cross_entropy:
      return wanted ? fmt::format("−ln {}", plain_number(a, 4)) : "";
    case Cost::sigmoid_cross_entropy:
      return fmt::format("−ln {}", right);
    case Cost::focal:
      return fmt::format("−{}^{} ln {}",
                         wanted ? fmt::format("(1 − {})", plain_number(a, 2)) : plain_number(a, 2),
                         plain_number(model.cost_parameters.focal_gamma, 2), right);
  }
  return "";
}

SpelledCost spell_cost(const Model& model, std::span<const float> outputs, int label) {
  SpelledCost spelled;
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    const double a = double{outputs[i]};
    const bool wanted = static_cast<int>(i) == label;
    spelled.value += cost_term(model.cost, model.cost_parameters, a, wanted ? 1 : 0);
    std::string term = spell_term(model, a, wanted);
    if (!term.empty()) spelled.terms.push_back(std::move(term));
  }
  return spelled;
}

// "a + b + … = value", broken between terms to fit the width.
Lines wrapped(const SpelledCost& cost, int width) {
  Lines lines{""};
  const auto add = [&](const std::string& part) {
    if (columns(lines.back()) + columns(part) > width) lines.emplace_back("  ");
    lines.back() += part;
  };
  for (std::size_t i = 0; i < cost.terms.size(); ++i) add((i ? "+ " : "") + cost.terms[i] + " ");
  add("= " + plain_number(cost.value, 4));
  return lines;
}

std::vector<double> as_numbers(std::span<const float> outputs) {
  return {outputs.begin(), outputs.end()};
}

nlohmann::ordered_json as_json(const Votes& votes) {
  return {{"neuron", votes.neuron.str()},
          {"contributions", votes.contributions},
          {"bias", votes.bias},
          {"rounding", votes.rounding},
          {"z", double{votes.z}}};
}

constexpr int kBesideBar = 14;  // columns, but for the name

Lines output_bars(const Model& model, std::span<const float> outputs, int answer, int label,
                  const Screen& screen) {
  int name_width = 1;
  for (const std::string& name : class_names(model)) {
    name_width = std::max(name_width, columns(name));
  }
  const int width = std::clamp(screen.width - name_width - kBesideBar, 8, 32);
  Lines lines;
  for (int i = 0; i < static_cast<int>(outputs.size()); ++i) {
    const float a = outputs[static_cast<std::size_t>(i)];
    const std::string name = pad_left(class_name(model, i), name_width);
    std::string line =
        (i == answer ? screen.bold(name) : screen.dim(name)) + " " +
        bar(double{a}, width, i == answer ? kTrainColor : Rgb{120, 126, 138}, screen) +
        pad_left(plain_number(double{a}, 2), 6);
    if (i == answer) line += "  ◀";
    if (i == label && i != answer) line += screen.dim(say("  wanted"));
    lines.push_back(line);
  }
  return lines;
}

// What `options` ask about an answer.
struct Explanation {
  std::vector<Votes> chain;
  std::optional<WhyFigure> maps;

  static Explanation of(const PredictOptions& options, Engine& engine, const Model& model,
                        const Sample& sample, const Activations& activations, int answer) {
    Explanation found;
    const std::vector<Layer> layers = dense_layers(model.graph);
    if (!options.neuron.empty()) {
      found.chain = {activations.votes(parse_neuron(options.neuron, model.graph))};
    } else if (options.why && !layers.empty()) {
      found.chain = chain_of_votes(model, activations, {layers.back().name, answer});
    }
    if (options.saliency || !options.out.empty() || (options.why && !only_dense(model.graph))) {
      const std::int64_t window =
          std::min<std::int64_t>(options.window.value_or(kOcclusionWindow), kMaxPictureSide);
      found.maps.emplace(explain_answer(engine, model, sample, activations.output(), answer,
                                        static_cast<int>(window)));
    }
    return found;
  }
};

void print_prediction(const Model& model, const Sample& sample, const Activations& activations,
                      const Answer& said, const std::optional<SpelledCost>& cost, int answer,
                      int label, const Screen& screen) {
  Lines bars = output_bars(model, activations.output(), answer, label, screen);
  bars.insert(bars.begin(), {"", ""});
  print("  {}\n",
        screen.dim(sample.sound ? say("As the network hears it: time to the right, high above low")
                                : say("As the network sees it")));
  const Lines picture = draw(sample.raster(), screen);
  if (sample.size.width + 50 > screen.width) {
    print(picture);
    print(bars);
  } else {
    print(beside({picture, bars}, 4));
  }
  print_beside(sample);
  if (activations.output().size() == 1) {
    print("\n  The network's one output is {}.\n",
          screen.bold(plain_number(double{activations.output()[0]}, 4)));
  } else if (said.none) {
    print("\n  The network says: {}. Its best guess is {}, {} sure.\n",
          screen.bold(say_text(kNoneOfThese)), said.best, percent(*said.confidence));
  } else {
    print("\n  The network says {}{}.\n", screen.bold(said.best),
          said.confidence ? say(", {} sure", percent(*said.confidence)) : "");
    if (model.temperature) {
      print("  {}\n", screen.dim(say("How sure it is was fitted on held-back data: "
                                     "temperature {}.",
                                     plain_number(*model.temperature, 2))));
    }
  }
  if (cost) {
    print("  The cost of this example, when {} is right:\n", class_name(model, label));
    print(wrapped(*cost, screen.width - 8), 4);
  } else {
    print("  {}\n", screen.dim(say("With --label it also counts what this answer costs.")));
  }
}

// Throws UsageError where an option is about one picture alone.
void check_about_many(const PredictOptions& options, const Common& common) {
  const char* const one = options.why               ? "--why"
                          : options.saliency        ? "--saliency"
                          : options.window          ? "--window"
                          : !options.neuron.empty() ? "--neuron"
                          : !options.label.empty()  ? "--label"
                                                    : nullptr;
  if (one) {
    throw UsageError(
        fmt::format("{} is about one picture or recording: name one, without --csv", one));
  }
  if (options.csv && common.json) throw UsageError("--csv and --json: choose one of them");
}

// Throws UsageError where an option is about pictures alone.
void check_about_rows(const PredictOptions& options) {
  const char* const pictures = options.saliency          ? "--saliency"
                               : options.window          ? "--window"
                               : !options.neuron.empty() ? "--neuron"
                               : !options.label.empty()  ? "--label"
                                                         : nullptr;
  if (pictures) {
    throw UsageError(fmt::format(
        "{} is about pictures and recordings, and this network learnt from a table", pictures));
  }
}

int run_predict(const PredictOptions& options, const Common& common) {
  const Model model = load_network(options.model);
  check_threshold(model, options.threshold, options.model);
  if (model.form.table() != nullptr) {
    check_about_rows(options);
    if (!options.out.empty()) check_replaces(options.out, FileKind::answers, options.reads());
    return predict_rows(model,
                        {options.images, options.csv, options.why, options.out,
                         names_in(options.keep), options.top, options.threshold},
                        common);
  }
  if (options.top || !options.keep.empty()) {
    throw UsageError("--top and --keep are for a network that learnt from a table");
  }
  const bool maps = options.why || options.saliency;
  if (!maps && !options.out.empty()) throw UsageError("--out draws why: add --why");
  if (!maps && options.window) throw UsageError("--window goes with --why or --saliency");
  if (!options.out.empty()) check_can_draw(options.out, options.reads());
  if (options.csv || are_many(options.images)) {
    check_about_many(options, common);
    return predict_many(
        model, {options.images, options.data_dir, options.reading, options.csv, options.threshold},
        common);
  }
  const Sample sample =
      read_sample(model, options.images.front(), options.data_dir, options.reading);
  const int label = label_index(model, options.label, sample);
  const auto engine = common.engine_of_one();
  const Activations activations(*engine, model, sample.input, sample.length);
  const std::span<const float> outputs = activations.output();
  const int answer = brightest(outputs);
  if (answer < 0 && common.json) {
    print_json(nlohmann::ordered_json{{"answer", nullptr}, {"activations", as_numbers(outputs)}});
  }
  check_answers(model, activations, options.model);
  const Answer said = Answer::of(model, outputs, options.threshold);
  const std::optional<SpelledCost> cost =
      label >= 0 ? std::optional(spell_cost(model, outputs, label)) : std::nullopt;
  const Explanation why = Explanation::of(options, *engine, model, sample, activations, answer);
  if (!options.out.empty()) save_why_figure(*why.maps, options.out);

  if (common.json) {
    nlohmann::ordered_json line;
    said.add_to(line);
    line["activations"] = as_numbers(outputs);
    add_beside(line, sample);
    if (cost) line["label"] = class_name(model, label), line["cost"] = cost->value;
    for (const Votes& votes : why.chain) line["votes"].push_back(as_json(votes));
    if (why.maps) add_explanation(*why.maps, line);
    if (!options.out.empty()) line["picture"] = options.out;
    print_json(line);
    return kOk;
  }
  const Screen screen = Screen::of(stdout, common.color);
  print_prediction(model, sample, activations, said, cost, answer, label, screen);
  if (why.maps && options.out.empty()) print_explanation(*why.maps, screen);
  for (std::size_t i = 0; i < why.chain.size(); ++i) {
    print_votes(model, activations, why.chain[i], sample, i == 0 ? 32 : 6, screen);
  }
  if (!options.out.empty()) print("\n  Saved to {}\n", screen.bold(options.out));
  return kOk;
}

}  // namespace

void add_predict(CLI::App& app, Common& common, Chosen& chosen) {
  CLI::App& sub =
      add_command(app, "predict", "What is in a picture or a recording, what it costs, and why");
  auto options = std::make_shared<PredictOptions>();
  add_word(sub, "MODEL", options->model, "A model file");
  add_words(
      sub, "PICTURE", options->images,
      "PNG or JPEG with one digit, or what the network learnt from a folder of pictures; WAV with "
      "one word; or an example of a data set: mnist:7. Of several, and of the folders among them, "
      "a line each. For a network that learnt from a table: table:FILE, one row of it, "
      "table:FILE:ROW, or values, column=value");
  add_flag(sub, "--csv", options->csv, "A table for other programs: a line for each");
  add_threshold(sub, options->threshold);
  add_text(sub, "--label", options->label, "NAME", "What it really is: counts the cost");
  add_flag(
      sub, "--why", options->why,
      "Which inputs and neurons voted: weight × activation; with convolutions also --saliency");
  add_flag(
      sub, "--saliency", options->saliency,
      "Which pixels the answer hangs on: slope × pixel, and what is lost when they are covered");
  add_whole(sub, "--window", options->window, 1, "Side of the square that covers them (5)");
  add_text(sub, "--neuron", options->neuron, "NEURON", "Whose votes to show, like hidden1[3]");
  add_text(sub, "--out", options->out, "FILE",
           "A PNG file for the maps of --saliency; of a table's rows a CSV file");
  add_whole(sub, "--top", options->top, 1, "Of a table's rows: only the N most likely classes");
  add_text(sub, "--keep", options->keep, "COLUMNS",
           "Of a table's rows: columns that go with the answers, with commas between them");
  add_data_dir(sub, options->data_dir);
  ReadingOptions::add_reading(sub, options->reading.skip_damaged, options->reading.transpose);
  add_common(sub, common);
  when_chosen(sub, [=, &common, &chosen] {
    chosen = [=, &common] { return run_predict(*options, common); };
  });
}

}  // namespace glia::cli
