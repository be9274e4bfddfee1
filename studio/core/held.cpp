#include "core/held.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "glia/error.h"

namespace glia::studio {
namespace {

TimeLayer first_lstm(const Graph& graph) {
  for (const TimeLayer& layer : time_layers(graph)) {
    if (HeldLstm::can_hold(layer)) return layer;
  }
  throw Error(ErrorCode::unsupported, "this network has no LSTM, whose gates could be held");
}

// What comes after the layer, as a network of its own.
Model rest_of(const Model& model, const TimeLayer& layer) {
  Model rest = model;
  rest.graph = {};
  rest.state = {};
  const auto& nodes = model.graph.nodes();
  const int first = layer.node.index;
  rest.graph.input("input", nodes[static_cast<std::size_t>(first)].shape);
  for (std::size_t n = static_cast<std::size_t>(first) + 1; n < nodes.size(); ++n) {
    std::vector<NodeId> inputs;
    for (const NodeId input : nodes[n].inputs) {
      if (input.index < first) {
        throw Error(ErrorCode::unsupported,
                    "'" + nodes[n].name + "' looks past the LSTM, whose gates could not be held");
      }
      inputs.push_back({input.index - first});
    }
    rest.graph.add(nodes[n].name, nodes[n].op, inputs);
    for (const ParamSpec& param : nodes[n].spec.params) {
      const std::string name = parameter_name(nodes[n], param);
      rest.state.tensors()[name] = model.state[name];
    }
  }
  return rest;
}

double sigmoid(double z) { return 1 / (1 + std::exp(-z)); }

}  // namespace

bool Hold::covers(std::size_t which, std::int64_t unit, std::int64_t frame) const {
  return which == gate && frame >= first && frame <= last &&
         (units.empty() || std::ranges::find(units, unit) != units.end());
}

bool HeldLstm::can_hold(const TimeLayer& layer) {
  return std::ranges::find(layer.slots, kGates[1]) != layer.slots.end();
}

HeldLstm::HeldLstm(Engine& engine, const Model& model, std::span<const float> heard)
    : model_(model),
      layer_(first_lstm(model_.graph)),
      heard_(heard.begin(), heard.end()),
      rest_(rest_of(model_, layer_)),
      inspector_(std::make_unique<Inspector>(engine)) {
  for (int d = 0; d < layer_.directions; ++d) {
    const auto numbers = [&](const char* what) -> std::span<const float> {
      return model_.state[layer_.slot(d, what)].values;
    };
    directions_.push_back({numbers("input_weight"), numbers("hidden_weight"), numbers("bias"), {}});
  }
  const std::size_t sums = directions_[0].bias.size();
  features_ = static_cast<std::int64_t>(directions_[0].input_weight.size() / sums);
  frames_ = std::ssize(heard_) / features_;
  for (Direction& direction : directions_) {
    for (std::int64_t t = 0; t < frames_; ++t) {
      for (std::size_t s = 0; s < sums; ++s) {
        const float* row = direction.input_weight.data() + static_cast<std::int64_t>(s) * features_;
        const float* x = heard_.data() + t * features_;
        direction.sums.push_back(
            std::inner_product(x, x + features_, row, double{direction.bias[s]}, std::plus<>(),
                               [](float a, float b) { return double{a} * b; }));
      }
    }
  }
}

HeldLstm::Run HeldLstm::run(int d, std::int64_t until, std::span<const Hold> holds) const {
  const Direction& direction = directions_[static_cast<std::size_t>(d)];
  const auto units = static_cast<std::size_t>(layer_.units);
  const std::size_t sums = kGates.size() * units;
  const auto count = static_cast<std::size_t>(until);
  Run run{std::vector<double>(count * sums), std::vector<double>(count * units),
          std::vector<double>(count * units)};
  const double* before = nullptr;  // the frame's index before this one
  std::size_t last = 0;
  for (std::size_t k = 0; k < count; ++k) {
    const std::size_t t = d == 0 ? k : count - 1 - k;
    double* gates = run.gates.data() + t * sums;
    std::copy_n(direction.sums.begin() + static_cast<std::ptrdiff_t>(t * sums), sums, gates);
    for (std::size_t s = 0; before && s < sums; ++s) {
      const float* row = direction.hidden_weight.data() + s * units;
      gates[s] = std::inner_product(before, before + units, row, gates[s]);
    }
    for (std::size_t s = 0; s < sums; ++s) {
      const std::size_t gate = s / units;
      gates[s] = gate == 2 ? std::tanh(gates[s]) : sigmoid(gates[s]);
      for (const Hold& hold : holds) {
        if (hold.covers(gate, static_cast<std::int64_t>(s % units), static_cast<std::int64_t>(t))) {
          gates[s] = hold.value;
        }
      }
    }
    for (std::size_t j = 0; j < units; ++j) {
      const double kept = before ? gates[units + j] * run.cells[last * units + j] : 0;
      const double cell = kept + gates[j] * gates[2 * units + j];
      run.cells[t * units + j] = cell;
      run.hidden[t * units + j] = gates[3 * units + j] * std::tanh(cell);
    }
    before = run.hidden.data() + t * units;
    last = t;
  }
  return run;
}

std::vector<float> HeldLstm::outputs(std::int64_t until, std::span<const Hold> holds) {
  const auto units = static_cast<std::size_t>(layer_.units), width = units * directions_.size();
  const auto count = static_cast<std::size_t>(until);
  const bool whole = layer_.output == "sequence";
  std::vector<float> said(whole ? static_cast<std::size_t>(layer_.frames) * width : width);
  for (std::size_t d = 0; d < directions_.size(); ++d) {
    const Run run = this->run(static_cast<int>(d), until, holds);
    for (std::size_t j = 0; j < units; ++j) {
      double mean = 0;
      for (std::size_t t = 0; t < count; ++t) {
        const double h = run.hidden[t * units + j];
        mean += h / static_cast<double>(count);
        if (whole) said[t * width + d * units + j] = static_cast<float>(h);
      }
      const std::size_t end = d == 0 ? count - 1 : 0;
      if (layer_.output == "mean") said[d * units + j] = static_cast<float>(mean);
      if (layer_.output == "last") {
        said[d * units + j] = static_cast<float>(run.hidden[end * units + j]);
      }
    }
  }
  return inspector_->outputs(rest_, said, 1);
}

std::vector<float> HeldLstm::seen(std::span<const Hold> holds) const {
  const auto units = static_cast<std::size_t>(layer_.units);
  std::vector<float> numbers;
  for (std::size_t d = 0; d < directions_.size(); ++d) {
    const Run run = this->run(static_cast<int>(d), frames_, holds);
    for (const std::string& slot : layer_.slots) {
      const auto gate = std::ranges::find(kGates, slot) - kGates.begin();
      for (std::size_t t = 0; t < static_cast<std::size_t>(frames_); ++t) {
        const double* from = slot == "cell"     ? run.cells.data() + t * units
                             : slot == "hidden" ? run.hidden.data() + t * units
                                                : run.gates.data() + t * kGates.size() * units +
                                                      static_cast<std::size_t>(gate) * units;
        for (std::size_t j = 0; j < units; ++j) numbers.push_back(static_cast<float>(from[j]));
      }
    }
  }
  return numbers;
}

double HeldLstm::Sum::total() const {
  return std::accumulate(from_units.begin(), from_units.end(),
                         std::accumulate(from_inputs.begin(), from_inputs.end(), bias));
}

HeldLstm::Sum HeldLstm::sum(int d, std::size_t gate, std::int64_t unit, std::int64_t frame) const {
  const Direction& direction = directions_[static_cast<std::size_t>(d)];
  const std::int64_t row = static_cast<std::int64_t>(gate) * layer_.units + unit;
  const Run run = this->run(d, frames_, {});
  Sum sum;
  sum.bias = direction.bias[static_cast<std::size_t>(row)];
  for (std::int64_t i = 0; i < features_; ++i) {
    sum.from_inputs.push_back(
        double{direction.input_weight[static_cast<std::size_t>(row * features_ + i)]} *
        heard_[static_cast<std::size_t>(frame * features_ + i)]);
  }
  const std::int64_t before = d == 0 ? frame - 1 : frame + 1;
  const bool none = before < 0 || before == frames_;
  for (std::int64_t j = 0; j < layer_.units; ++j) {
    const double h = none ? 0 : run.hidden[static_cast<std::size_t>(before * layer_.units + j)];
    sum.from_units.push_back(
        double{direction.hidden_weight[static_cast<std::size_t>(row * layer_.units + j)]} * h);
  }
  return sum;
}

}  // namespace glia::studio
