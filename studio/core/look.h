#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "glia/inspect.h"
#include "glia/model.h"
#include "glia/session.h"

namespace glia::studio {

// One of the numbers that a network learns.
struct Weight {
  std::string parameter;
  std::int64_t index = 0;
};

// Questions to a network, answered on copies. Plans are kept from one question to the next, as long
// as the graph is the same.
class Looker {
 public:
  explicit Looker(Engine& engine) : engine_(engine) {}
  void forget();  // the graph is another one

  Evaluation evaluate(const Model& model, const Dataset& data);
  // The outputs of each sample: [samples][classes].
  std::vector<float> outputs(const Model& model, const Dataset& data);
  std::vector<float> outputs(const Model& model, std::span<const float> inputs, std::int64_t rows);
  // One sample through the network: what each of these nodes and inner slots gave. Always the same
  // names for a graph.
  std::vector<std::vector<float>> nodes(const Model& model, std::span<const float> input,
                                        const std::vector<std::string>& names);
  // One sample through the network: its inputs, then for each dense layer z and a; `muted` neurons
  // give 0.
  std::vector<float> activations(const Model& model, std::span<const float> input,
                                 std::span<const Neuron> muted);
  // The activation of one neuron for each sample.
  std::vector<float> lights(const Model& model, const Dataset& data, const Layer& layer,
                            std::int64_t neuron);
  // The mean cost over these samples and its slopes; canonical, by parameter.
  double gradients(const Model& model, std::span<const float> inputs,
                   std::span<const float> targets, std::int64_t rows, State& gradients);

  Engine& engine() noexcept { return engine_; }

 private:
  glia::Session& session(const Model& model, const std::string& kind, const PlanOptions& options);

  Engine& engine_;
  std::map<std::string, std::unique_ptr<glia::Session>> sessions_;  // by what they are for
};

// The parameters with these neurons of hidden layers taken out: nothing listens to them. Throws
// Error when one is not there or is an output.
State without(const Model& model, std::span<const Neuron> muted);

// Samples as a network sees them.
struct Batch {
  std::vector<float> inputs, targets;  // [rows][…]
  std::int64_t rows = 0;
};
Batch first_of(const Dataset& data, std::int64_t rows, std::int64_t from = 0);

}  // namespace glia::studio
