// Open and save: whole models, as bytes.
#include "base/in_words.h"
#include "core/base64.h"
#include "core/impl.h"
#include "core/plane/points.h"
#include "core/same_ops.h"
#include "core/table/rows.h"
#include "glia/error.h"

namespace glia::studio {
namespace {

constexpr std::size_t kMostModel = 40'000'000;  // bytes, as base64

Json save(Studio::Impl& s, const Fields& fields, const Ask&) {
  constexpr std::array<std::string_view, 1> kWhat{"model"};
  if (fields.has("what")) fields.choice("what", kWhat);
  return {{"name", s.task().name() + "-step-" + std::to_string(s.shown.step()) + ".safetensors"},
          {"base64", to_base64(encode_model(s.shown.model()))}};
}

[[noreturn]] void other(const std::string& what) {
  throw Error(ErrorCode::unsupported, "open: the studio shows " + what);
}

[[noreturn]] void unfit(const std::string& why) {
  throw Error(ErrorCode::shape_mismatch, "open: " + why);
}

// What the studio can show: a chain of dense layers between this set's pictures and its classes.
Settings settings_for(const Studio::Impl& s, const Model& model) {
  expect_one_input(model.graph, "open");
  const Shape& inputs = s.data().train.shape();
  const std::string examples = s.task().points ? "points" : s.task().rows ? "rows" : "pictures";
  if (model.graph.input_shape().elements() != inputs.elements()) {
    unfit("the network takes " + model.graph.input_shape().str() + ", the " + examples + " are " +
          inputs.str());
  }
  expect_classes(model, s.data(), "open");
  const auto told = model.history.find("inputs");
  if (s.task().points && told != model.history.end() &&
      told->second != in_words(s.task().points->inputs)) {
    unfit("the network is told " + told->second + " of a point; choose these inputs first");
  }
  if (s.task().rows && model.form.table() && *model.form.table() != s.task().rows->form) {
    unfit("the network has learnt from another table, or with its columns otherwise prepared");
  }
  Settings settings = s.timeline.settings();
  std::vector<std::int64_t> hidden;
  settings.recipe.cost = model.cost;
  settings.recipe.cost_parameters = model.cost_parameters;
  settings.dropout = 0;
  const std::vector<Layer> layers = dense_layers(model.graph);
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const bool last = i + 1 == layers.size();
    const Node& light = model.graph[layers[i].lights];
    if (last) {
      if (layers[i].width != s.task().outputs()) {
        unfit("the network has " + std::to_string(layers[i].width) + " outputs, the " + examples +
              " ask for " + std::to_string(s.task().outputs()));
      }
      continue;
    }
    hidden.push_back(layers[i].width);
    settings.activation =
        layers[i].lights == layers[i].sums ? "identity" : std::string(light.op->name());
  }
  set_hidden(settings, hidden);
  return settings;
}

// Throws Error unless the network that the studio would show computes what the model does.
void expect_same(const Model& model, const Graph& shown) {
  const std::vector<const Op*> theirs = ops_of(model.graph), ours = ops_of(shown);
  for (std::size_t i = 0; i < std::min(theirs.size(), ours.size()); ++i) {
    if (same(*theirs[i], *ours[i])) continue;
    unfit(
        "the studio shows networks of dense layers with one activation, whose outputs are those "
        "of the cost " +
        std::string(name_of(model.cost)) + "; it would show a " + std::string(ours[i]->name()) +
        " where this one has a " + std::string(theirs[i]->name()));
  }
  if (theirs.size() != ours.size()) {
    other("networks of dense layers: it would show " + std::to_string(ours.size()) +
          " operations, and this one has " + std::to_string(theirs.size()));
  }
}

Json open(Studio::Impl& s, const Fields& fields, const Ask&) {
  const std::vector<std::uint8_t> bytes = from_base64(fields.text("base64", kMostModel));
  const Model model = decode_model(bytes, "the file");
  const Settings settings = settings_for(s, model);
  const Graph shown = graph_of(settings, s.task());
  expect_same(model, shown);
  try {
    model.state.check(shown);
  } catch (const Error& error) {
    other("networks of dense layers with one activation; in this one " + std::string(error.what()));
  }
  s.timeline.begin(settings, model);
  s.new_network();
  return s.noted({{"recipe", to_json(settings)}});
}

}  // namespace

void add_files(Commands& commands) {
  commands["save"] = {save, {"what"}};
  commands["open"] = {open, {"base64"}};
}

}  // namespace glia::studio
