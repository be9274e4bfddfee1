#include "core/inspector.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "glia/error.h"

namespace glia::studio {
namespace {

constexpr std::int64_t kBatch = 1000;
constexpr std::int64_t kPiece = 500;  // samples: some hundredths of a second of the widest network

}  // namespace

void Inspector::forget() { sessions_.clear(); }

void Inspector::use(Engine& engine) {
  engine_ = &engine;
  forget();
}

Session& Inspector::session(const Model& model, const std::string& kind,
                            const PlanOptions& options) {
  std::unique_ptr<Session>& kept = sessions_[kind];
  if (!kept) kept = std::make_unique<Session>(*engine_, model.graph, options);
  kept->load(model.state);
  return *kept;
}

Evaluation Inspector::evaluate(const Model& model, const Dataset& data) {
  EvaluationInPieces evaluation(data);
  while (!evaluation.go_on(*this, model)) {
  }
  return evaluation.result();
}

bool EvaluationInPieces::go_on(Inspector& inspector, const Model& model) {
  inspector.look_up();
  if (data_.size() == 0) return true;
  const std::int64_t rows = std::min(kPiece, data_.size() - done_);
  if (rows == data_.size()) {
    sum_ = inspector.evaluate_piece(model, data_);
    return true;
  }
  const Evaluation piece = inspector.evaluate_piece(model, part_of(data_, done_, rows));
  done_ += rows;
  cost_ += piece.cost * static_cast<double>(rows);
  correct_ += std::round(piece.accuracy * static_cast<double>(rows));
  sum_.cost = cost_ / static_cast<double>(done_);
  sum_.accuracy = correct_ / static_cast<double>(done_);
  sum_.samples = done_;
  sum_.by_class = piece.by_class;
  if (sum_.confusion.empty()) {
    sum_.confusion = piece.confusion;
  } else {
    for (std::size_t label = 0; label < piece.confusion.size(); ++label) {
      for (std::size_t answer = 0; answer < piece.confusion[label].size(); ++answer) {
        sum_.confusion[label][answer] += piece.confusion[label][answer];
      }
    }
  }
  return done_ == data_.size();
}

Evaluation Inspector::evaluate_piece(const Model& model, const Dataset& data) {
  PlanOptions options;
  options.batch = kBatch;
  options.cost = model.cost;
  options.cost_parameters = model.cost_parameters;
  options.outputs = options.learn = false;
  return session(model, "cost", options).evaluate(data);
}

std::vector<float> Inspector::outputs(const Model& model, const Dataset& data) {
  const bool counts = data.has_lengths() && takes_lengths(model.graph, data.shape());
  std::vector<float> found;
  for (std::int64_t begin = 0; begin < data.size(); begin += kBatch) {
    const Batch batch = first_of(data, std::min(kBatch, data.size() - begin), begin);
    std::vector<std::int64_t> lengths;
    for (std::int64_t i = begin; counts && i < begin + batch.rows; ++i) {
      lengths.push_back(data.length(i));
    }
    const std::vector<float> part = outputs(model, batch.inputs, batch.rows, lengths);
    found.insert(found.end(), part.begin(), part.end());
  }
  return found;
}

std::vector<float> Inspector::outputs(const Model& model, std::span<const float> inputs,
                                      std::int64_t rows, std::span<const std::int64_t> lengths) {
  PlanOptions options;
  options.batch = rows == 1 ? 1 : kBatch;
  Session& asked = session(model, rows == 1 ? "output" : "outputs", options);
  const auto width = static_cast<std::int64_t>(inputs.size()) / rows;
  std::vector<float> found;
  for (std::int64_t begin = 0; begin < rows; begin += kBatch) {
    look_up();
    const std::int64_t count = std::min(kBatch, rows - begin);
    const auto part = [&](auto values, std::int64_t each) {
      return values.subspan(static_cast<std::size_t>(begin * each),
                            static_cast<std::size_t>(count * each));
    };
    const std::vector<float> outputs =
        asked.forward(part(inputs, width), count, lengths.empty() ? lengths : part(lengths, 1));
    found.insert(found.end(), outputs.begin(), outputs.end());
  }
  return found;
}

std::vector<std::vector<float>> Inspector::nodes(const Model& model, std::span<const float> input,
                                                 const std::vector<std::string>& names,
                                                 std::span<const std::int64_t> lengths) {
  PlanOptions options;
  options.fuse = false;
  options.watch.insert(names.begin(), names.end());
  Session& asked = session(model, "nodes", options);
  asked.forward(input, 1, lengths);
  std::vector<std::vector<float>> found;
  for (const std::string& name : names) found.push_back(asked.activation(name));
  return found;
}

std::vector<std::vector<float>> Inspector::nodes_of_rows(const Model& model,
                                                         std::span<const float> inputs,
                                                         std::int64_t rows,
                                                         const std::vector<std::string>& names) {
  PlanOptions options;
  options.batch = rows;
  options.fuse = false;
  options.watch.insert(names.begin(), names.end());
  Session& asked = session(model, "nodes of " + std::to_string(rows), options);
  asked.forward(inputs, rows);
  std::vector<std::vector<float>> found(names.size());
  for (std::size_t n = 0; n < names.size(); ++n) {
    for (std::int64_t row = 0; row < rows; ++row) {
      const std::vector<float> each = asked.activation(names[n], row);
      found[n].insert(found[n].end(), each.begin(), each.end());
    }
  }
  return found;
}

std::vector<float> Inspector::input_slopes(const Model& model, std::span<const float> input) {
  PlanOptions options;
  options.cost = model.cost;
  options.cost_parameters = model.cost_parameters;
  options.explain = true;
  Session& asked = session(model, "input slopes", options);
  const std::int64_t outputs = model.graph[model.graph.output()].shape.elements();
  std::vector<float> slopes;
  for (std::int64_t output = 0; output < outputs; ++output) {
    const std::vector<float> each = asked.input_gradient(input, output);
    slopes.insert(slopes.end(), each.begin(), each.end());
  }
  return slopes;
}

std::vector<float> Inspector::activations(const Model& model, std::span<const float> input,
                                          std::span<const Neuron> muted) {
  const std::vector<Layer> layers = dense_layers(model.graph);
  std::vector<std::string> names;
  for (const Layer& layer : layers) {
    names.push_back(model.graph[layer.sums].name);
    names.push_back(model.graph[layer.lights].name);
  }
  auto found = nodes(model, input, names);
  std::vector<float> values(input.begin(), input.end());
  for (std::size_t l = 0; l < layers.size(); ++l) {
    const Layer& layer = layers[l];
    const std::vector<float>& sums = found[2 * l];
    std::vector<float>& lights = found[2 * l + 1];
    for (const Neuron& neuron : muted) {
      if (neuron.layer == layer.name) lights[static_cast<std::size_t>(neuron.index)] = 0;
    }
    values.insert(values.end(), sums.begin(), sums.end());
    values.insert(values.end(), lights.begin(), lights.end());
  }
  return values;
}

std::vector<float> Inspector::lights(const Model& model, const Dataset& data, const Layer& layer,
                                     std::int64_t neuron) {
  const std::string& node = model.graph[layer.lights].name;
  PlanOptions options;
  options.batch = kBatch;
  options.fuse = false;
  options.watch.insert(node);
  Session& asked = session(model, "lights of " + layer.name, options);
  const std::int64_t classes = model.graph[model.graph.output()].shape.elements();
  std::vector<float> outputs(static_cast<std::size_t>(kBatch * classes));
  std::vector<float> found;
  for (std::int64_t begin = 0; begin < data.size(); begin += kBatch) {
    look_up();
    const Batch batch = first_of(data, std::min(kBatch, data.size() - begin), begin);
    asked.forward(batch.inputs,
                  std::span(outputs).first(static_cast<std::size_t>(batch.rows * classes)),
                  batch.rows);
    for (std::int64_t row = 0; row < batch.rows; ++row) {
      found.push_back(asked.activation(node, row)[static_cast<std::size_t>(neuron)]);
    }
  }
  return found;
}

double Inspector::gradients(const Model& model, std::span<const float> inputs,
                            std::span<const float> targets, std::int64_t rows, State& gradients) {
  PlanOptions options;
  options.batch = kBatch;
  options.cost = model.cost;
  options.cost_parameters = model.cost_parameters;
  Session& asked = session(model, "gradients", options);
  const std::int64_t width = model.graph.input_shape().elements();
  const std::int64_t classes = model.graph[model.graph.output()].shape.elements();
  double cost = 0;
  State part;
  for (std::int64_t begin = 0; begin < rows; begin += kBatch) {
    look_up();
    const std::int64_t count = std::min(kBatch, rows - begin);
    const auto slice = [&](std::span<const float> values, std::int64_t size) {
      return values.subspan(static_cast<std::size_t>(begin * size),
                            static_cast<std::size_t>(count * size));
    };
    const double weight = static_cast<double>(count) / static_cast<double>(rows);
    cost += weight * asked.gradients(slice(inputs, width), slice(targets, classes), count, part);
    if (count == rows) {
      gradients = std::move(part);
      break;
    }
    for (const auto& [name, tensor] : part.tensors()) {
      Tensor& sum = gradients.tensors()[name];
      if (begin == 0) sum = {tensor.shape, std::vector<float>(tensor.values.size())};
      for (std::size_t i = 0; i < tensor.values.size(); ++i) {
        sum.values[i] += static_cast<float>(weight) * tensor.values[i];
      }
    }
  }
  return cost;
}

std::vector<float> in_order(const Graph& graph, const State& state) {
  std::vector<float> numbers;
  for (const Node& node : graph.nodes()) {
    for (const ParamSpec& param : node.spec.params) {
      const std::vector<float>& part = state[parameter_name(node, param)].values;
      numbers.insert(numbers.end(), part.begin(), part.end());
    }
  }
  return numbers;
}

State without(const Model& model, std::span<const Neuron> muted) {
  State state = model.state;
  const std::vector<Layer> layers = dense_layers(model.graph);
  for (const Neuron& neuron : muted) {
    std::size_t at = 0;
    while (at < layers.size() && layers[at].name != neuron.layer) ++at;
    if (at + 1 >= layers.size() || neuron.index < 0 || neuron.index >= layers[at].width) {
      throw Error(ErrorCode::invalid_argument,
                  "mute: expected a neuron of a hidden layer, got " + neuron.str());
    }
    Tensor& next = state[layers[at + 1].name + ".weight"];  // [out][in]
    for (std::int64_t out = 0; out < next.shape[0]; ++out) {
      next.values[static_cast<std::size_t>(out * layers[at].width + neuron.index)] = 0;
    }
  }
  return state;
}

Batch first_of(const Dataset& data, std::int64_t rows, std::int64_t from) {
  Batch batch;
  batch.rows = std::min(rows, data.size() - from);
  const std::int64_t width = data.shape().elements(), classes = data.target_width();
  batch.inputs.resize(static_cast<std::size_t>(batch.rows * width));
  batch.targets.resize(static_cast<std::size_t>(batch.rows * classes));
  for (std::int64_t row = 0; row < batch.rows; ++row) {
    data.input(from + row, batch.inputs.data() + row * width);
    data.target(from + row, batch.targets.data() + row * classes);
  }
  return batch;
}

Dataset part_of(const Dataset& data, std::int64_t from, std::int64_t count) {
  std::vector<std::uint32_t> indices(static_cast<std::size_t>(count));
  std::iota(indices.begin(), indices.end(), static_cast<std::uint32_t>(from));
  return data.subset(std::move(indices));
}

}  // namespace glia::studio
