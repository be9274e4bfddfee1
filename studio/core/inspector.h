#pragma once
#include <cstdint>
#include <functional>
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

// Null where nothing was looked at, or there are no classes to be right about.
inline std::optional<double> cost_of(const Evaluation& evaluation) {
  return evaluation.samples > 0 ? std::optional(evaluation.cost) : std::nullopt;
}
inline std::optional<double> accuracy_of(const Evaluation& evaluation) {
  return evaluation.by_class ? std::optional(evaluation.accuracy) : std::nullopt;
}

// Questions to a network, answered on copies. Plans are kept from one question to the next, as long
// as the graph is the same.
class Inspector {
 public:
  // `between` is called between the pieces of a question, and may throw to give it up.
  explicit Inspector(Engine& engine, std::function<void()> between = {})
      : engine_(&engine), between_(std::move(between)) {}
  void forget();             // the graph is another one
  void use(Engine& engine);  // from now on

  Evaluation evaluate(const Model& model, const Dataset& data);
  // The outputs of each sample: [samples][classes].
  std::vector<float> outputs(const Model& model, const Dataset& data);
  // `lengths` as Session::forward takes them.
  std::vector<float> outputs(const Model& model, std::span<const float> inputs, std::int64_t rows,
                             std::span<const std::int64_t> lengths = {});
  // One sample through the network: what each of these nodes and inner slots gave. Always the same
  // names for a graph.
  std::vector<std::vector<float>> nodes(const Model& model, std::span<const float> input,
                                        const std::vector<std::string>& names,
                                        std::span<const std::int64_t> lengths = {});
  // Many samples through the network: what each of these nodes gave, [rows][width].
  std::vector<std::vector<float>> nodes_of_rows(const Model& model, std::span<const float> inputs,
                                                std::int64_t rows,
                                                const std::vector<std::string>& names);
  // How much each output changes with each input, at this one sample: [outputs][inputs], as
  // Session::input_gradient() says.
  std::vector<float> input_slopes(const Model& model, std::span<const float> input);
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

  Engine& engine() noexcept { return *engine_; }

 private:
  friend class EvaluationInPieces;
  Session& session(const Model& model, const std::string& kind, const PlanOptions& options);
  Evaluation evaluate_piece(const Model& model, const Dataset& data);
  void look_up() const {
    if (between_) between_();
  }

  Engine* engine_;
  std::function<void()> between_;
  std::map<std::string, std::unique_ptr<Session>> sessions_;  // by what they are for
};

// The evaluation of a network over a set, a piece at a time. The network has to be the same one at
// each piece.
class EvaluationInPieces {
 public:
  explicit EvaluationInPieces(Dataset data) : data_(std::move(data)) {}
  bool go_on(Inspector& inspector, const Model& model);  // one piece; true when that was the last
  // Of what has been looked at. Nothing remains to be done after the last piece.
  const Evaluation& result() const noexcept { return sum_; }

 private:
  Dataset data_;
  std::int64_t done_ = 0;
  double cost_ = 0, correct_ = 0;  // sums over those
  Evaluation sum_;
};

// The parameters with these neurons of hidden layers taken out: nothing listens to them. Throws
// Error when one is not there or is an output.
State without(const Model& model, std::span<const Neuron> muted);

// A network's numbers, or their slopes, one after the other as `hello.parameters` lists them.
std::vector<float> in_order(const Graph& graph, const State& state);

// Samples as a network sees them.
struct Batch {
  std::vector<float> inputs, targets;  // [rows][…]
  std::int64_t rows = 0;
};
Batch first_of(const Dataset& data, std::int64_t rows, std::int64_t from = 0);
Dataset part_of(const Dataset& data, std::int64_t from, std::int64_t count);

}  // namespace glia::studio
