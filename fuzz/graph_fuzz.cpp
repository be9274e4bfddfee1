// Any text is a graph that runs and is the same when it is written and read, or an Error.
#include <cmath>

#include "fuzz.h"
#include "glia/error.h"
#include "glia/session.h"
#include "models.h"

namespace {

using namespace glia;

bool is_small(const Graph& graph) {
  std::int64_t numbers = graph.parameters();
  for (const Node& node : graph.nodes()) numbers += node.shape.elements();
  return numbers < 20'000 && graph.nodes().size() < 40;
}

// Whoever runs it gets numbers or an Error.
void try_out(const Graph& graph, Cost cost) {
  try {
    Engine engine;
    Session session(engine, graph, {.batch = 3, .cost = cost, .watch = {}});
    session.load(State(graph, 1));
    const auto in = static_cast<std::size_t>(3 * graph.input_shape().elements());
    const std::vector<float> inputs(in, 0.5F);
    const std::vector<float> answers = session.forward(inputs, 3);
    State gradients;
    session.gradients(inputs, std::vector<float>(answers.size(), 0.25F), 3, gradients);
  } catch (const Error&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Graph graph;
  try {
    graph = graph_from_json(std::string(data, data + size));
  } catch (const Error&) {
    return 0;
  }
  const std::string text = graph_to_json(graph);
  fuzz::expect(graph_to_json(graph_from_json(text)) == text, "written and read it is the same");
  if (!is_small(graph)) return 0;
  for (const std::string_view cost : cost_names()) try_out(graph, cost_named(cost));
  return 0;
}

std::vector<fuzz::Bytes> glia::fuzz::seeds() {
  std::vector<Bytes> all;
  for (const Model& model : small_models()) all.push_back(bytes_of(graph_to_json(model.graph)));
  return all;
}
