#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli.h"
#include "data/open_model.h"
#include "data/reading.h"
#include "options/options.h"
#include "terminal/chart.h"
#include "terminal/print.h"
#include "views/answers.h"

namespace glia::cli {
namespace {

std::string product(const Shape& shape) {
  return shape.rank() == 0 ? "1" : fmt::format("{}", fmt::join(shape.sizes(), "·"));
}

// A [out][in] matrix reads "in·out", as people count: 784·16.
std::string matrix_product(const Shape& shape) {
  return shape.rank() == 2 ? fmt::format("{}·{}", shape[1], shape[0]) : product(shape);
}

// "13,002 parameters = 784·16 + 16·16 + 16·10 + 16 + 16 + 10": weights first, then biases.
std::string parameter_sum(const Graph& graph) {
  std::string weights, biases;
  for (const Node& node : graph.nodes()) {
    for (const ParamSpec& param : node.spec.params) {
      std::string& part = param.shape.rank() > 1 ? weights : biases;
      part += (part.empty() ? "" : " + ") + matrix_product(param.shape);
    }
  }
  if (weights.empty() && biases.empty()) return say("no parameters");
  const bool both = !weights.empty() && !biases.empty();
  return say("{} parameters = {}{}{}", grouped(graph.parameters()), weights, both ? " + " : "",
             biases);
}

std::string named(const std::vector<TableForm::Column>& columns) {
  std::vector<std::string> names;
  for (const TableForm::Column& column : columns) names.push_back(column.name);
  return fmt::format("{}", fmt::join(names, ", "));
}

nlohmann::ordered_json as_json(const Model& model) {
  nlohmann::ordered_json layers = nlohmann::ordered_json::array();
  for (const Node& node : model.graph.nodes()) {
    nlohmann::ordered_json parameters = nlohmann::ordered_json::object();
    for (const ParamSpec& param : node.spec.params) {
      parameters[node.name + "." + param.name] = param.shape.sizes();
    }
    layers.push_back({{"name", node.name},
                      {"op", node.op ? std::string(node.op->name()) : "input"},
                      {"shape", node.shape.sizes()},
                      {"parameters", parameters}});
  }
  nlohmann::ordered_json json{{"layers", layers},
                              {"parameters", model.graph.parameters()},
                              {"cost", name_of(model.cost)},
                              {"classes", model.classes},
                              {"history", model.history}};
  if (const Features* f = model.form.sound()) {
    json["features"] = {{"rate", f->rate},       {"window_ms", f->window_ms},
                        {"hop_ms", f->hop_ms},   {"bands", f->bands},
                        {"low_hz", f->low_hz},   {"high_hz", f->high_hz},
                        {"frames", f->frames},   {"range_db", f->range_db},
                        {"trim_db", f->trim_db}, {"band_mean", f->band_mean}};
  }
  if (const PictureForm* form = model.form.picture()) {
    json["pictures"] = {{"size", form->size}, {"grey", form->grey}};
  }
  if (const TableForm* form = model.form.table()) {
    for (const auto* columns : {&form->inputs, &form->targets}) {
      nlohmann::ordered_json names = nlohmann::ordered_json::array();
      for (const TableForm::Column& column : *columns) names.push_back(column.name);
      json["table"][columns == &form->inputs ? "inputs" : "targets"] = names;
    }
  }
  if (model.temperature) json["temperature"] = *model.temperature;
  return json;
}

int run_info(const std::string& path, const Common& common) {
  const Model model = open_model(path);
  if (common.json) {
    print_json(as_json(model));
    return kOk;
  }
  const Screen screen = Screen::of(stdout, common.color);
  std::vector<std::vector<std::string>> rows{
      {say("layer"), say("what"), say("gives"), say("weights"), say("biases")}};
  for (const Node& node : model.graph.nodes()) {
    std::string weights, biases;
    for (const ParamSpec& param : node.spec.params) {
      (param.shape.rank() > 1 ? weights : biases) = param.shape.str();
    }
    rows.push_back({node.name, node.op ? std::string(node.op->name()) : say("input"),
                    node.shape.str(), weights, biases});
  }
  print(table(rows, screen));
  print("\n  {}\n", screen.bold(parameter_sum(model.graph)));
  if (const int inputs = inputs_of(model); inputs != 1) {
    print("  {} inputs: it can be looked at and set, but glia asks networks of one input\n",
          inputs);
  }
  print("  cost: {}\n", name_of(model.cost));
  if (const Features* f = model.form.sound()) {
    print(
        "  hears: {} frames of {} ms every {} ms × {} bands from {} to {} Hz, at {} samples a "
        "second\n",
        f->frames, f->window_ms, f->hop_ms, f->bands, f->low_hz, f->high_hz, f->rate);
  }
  if (const PictureForm* form = model.form.picture())
    print("  sees: {}\n", retold(in_words(*form)));
  if (const TableForm* form = model.form.table()) {
    print("  reads: {}: {}\n", retold(in_words(*form)), named(form->inputs));
    print("  tells: {}\n", named(form->targets));
  }
  if (model.temperature) {
    print("  confidence: fitted on data that it did not learn from, temperature {}\n",
          plain_number(*model.temperature, 4));
  }
  for (const auto& [key, value] : model.history) {
    if (key != "options") print("  {}: {}\n", say_text(key), retold(value));
  }
  return kOk;
}

}  // namespace

void add_info(CLI::App& app, Common& common, Chosen& chosen) {
  CLI::App& sub = add_command(app, "info", "Layers, shapes and the sum of the parameters");
  auto path = std::make_shared<std::string>();
  add_word(sub, "MODEL", *path, "A model file");
  add_common(sub, common);
  when_chosen(sub,
              [=, &common, &chosen] { chosen = [=, &common] { return run_info(*path, common); }; });
}

}  // namespace glia::cli
