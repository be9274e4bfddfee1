#include "views/why.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "terminal/print.h"
#include "views/finite.h"

namespace glia::cli {
namespace {

constexpr int kBarWidth = 30;

const Layer& layer_of(const std::vector<Layer>& layers, const std::string& name) {
  return *std::find_if(layers.begin(), layers.end(),
                       [&](const Layer& layer) { return layer.name == name; });
}

// Indices of the contributions, the weightiest first.
std::vector<std::size_t> by_weight(const Votes& votes) {
  std::vector<std::size_t> order(votes.contributions.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return magnitude(votes.contributions[a]) > magnitude(votes.contributions[b]);
  });
  return order;
}

std::string signed_tiny(double value) {
  return say("{}{:.1e}", value < 0 ? "−" : "+", std::abs(value));
}

class Ballot {
 public:
  Ballot(double scale, const Screen& screen) : scale_(scale), screen_(screen) {}

  void add(const std::string& who, const std::string& how, double vote) {
    add_line(who, how, signed_number(vote, 4), vote);
  }
  void add_line(const std::string& who, const std::string& how, const std::string& shown,
                double vote) {
    lines_.push_back(pad_right(who, 14) + pad_left(how, 20) + pad_left(shown, 11) + "  " +
                     centred_bar(vote / scale_, kBarWidth, screen_));
  }
  const Lines& lines() const { return lines_; }

 private:
  double scale_;
  const Screen& screen_;
  Lines lines_;
};

}  // namespace

std::vector<Votes> chain_of_votes(const Model& model, const Activations& activations,
                                  const Neuron& first) {
  const std::vector<Layer> layers = dense_layers(model.graph);
  std::vector<Votes> chain{activations.votes(first)};
  while (true) {
    const Votes& last = chain.back();
    const std::string owner = owner_of(model.graph, layer_of(layers, last.neuron.layer).source);
    const bool from_layer = std::any_of(layers.begin(), layers.end(),
                                        [&](const Layer& layer) { return layer.name == owner; });
    if (!from_layer) return chain;
    const auto strongest = static_cast<std::int64_t>(by_weight(last).front());
    chain.push_back(activations.votes({owner, strongest}));
  }
}

void print_votes(const Model& model, const Activations& activations, const Votes& votes,
                 const Sample& sample, std::size_t at_most, const Screen& screen) {
  const std::vector<Layer> layers = dense_layers(model.graph);
  const Layer& layer = layer_of(layers, votes.neuron.layer);
  const std::string owner = owner_of(model.graph, layer.source);
  const bool reads_inputs = model.graph[layer.source].op == nullptr;
  const float light = activations[layer.lights][static_cast<std::size_t>(votes.neuron.index)];
  const std::string function =
      layer.lights == layer.sums ? "" : std::string(model.graph[layer.lights].op->name());

  print("\n  {}  {}\n", screen.bold(say("Who voted for {}", votes.neuron.str())),
        screen.dim(say("z = Σ weight × activation + bias")));
  const std::vector<std::size_t> order = by_weight(votes);
  if (reads_inputs) {
    double scale = std::max(
        {votes.in_favour(), -votes.against(), std::abs(votes.bias), std::abs(double{votes.z})});
    Ballot ballot(scale, screen);
    ballot.add(say("inputs for"), "", votes.in_favour());
    ballot.add(say("inputs against"), "", votes.against());
    ballot.add(say("bias"), "", votes.bias);
    ballot.add_line(say("rounding"), "", signed_tiny(votes.rounding), votes.rounding);
    ballot.add(say("sum z"), "", double{votes.z});
    Lines right = ballot.lines();
    if (sample.size.width > 0 && sample.input.size() == votes.contributions.size()) {
      Raster raster = sample.raster_of(votes.contributions);
      double most = 1e-30;
      for (double v : raster.values) most = std::max(most, std::abs(v));
      for (double& v : raster.values) v /= most;
      right.insert(right.begin(), {"", ""});
      right.insert(right.end(), {"", diverging_scale(most, screen)});
      print(beside({draw(raster, screen), right}, 3), 4);
    } else {
      print(right, 4);
    }
  } else {
    Ballot ballot(std::max(std::abs(votes.contributions[order.front()]), std::abs(votes.bias)),
                  screen);
    double others = 0;
    for (std::size_t k = 0; k < order.size(); ++k) {
      const std::size_t i = order[k];
      if (k >= at_most) {
        others += votes.contributions[i];
        continue;
      }
      ballot.add(fmt::format("{}[{}]", owner, i),
                 fmt::format("{} × {}", signed_number(double{votes.weights[i]}, 2),
                             plain_number(double{votes.activations[i]}, 2)),
                 votes.contributions[i]);
    }
    if (order.size() > at_most) {
      ballot.add(say("{} others", order.size() - at_most), "", others);
    }
    ballot.add(say("bias"), "", votes.bias);
    ballot.add_line(say("rounding"), "", signed_tiny(votes.rounding), votes.rounding);
    ballot.add(say("sum z"), "", double{votes.z});
    print(ballot.lines(), 4);
  }
  if (function == "softmax") {
    print("    softmax over the layer makes it {:.4f}\n", light);
  } else if (!function.empty()) {
    print("    {}({}) = {}\n", function, plain_number(double{votes.z}, 4),
          plain_number(double{light}, 4));
  }
}

}  // namespace glia::cli
