#include "views/why.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "terminal/print.h"
#include "views/finite.h"

namespace glia::cli {
namespace {

constexpr int kMargin = 4, kGap = 3;
constexpr int kWho = 14, kHow = 20, kVote = 11;
constexpr int kWidestBar = 28, kLeastBar = 8;

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

// A line for each vote: whose, how it comes about, how much, and a bar, in `room` columns: where
// these are few there is no bar, where they are fewer it does not say how.
class Ballot {
 public:
  Ballot(double scale, int room, bool says_how, const Screen& screen)
      : scale_(scale),
        how_(says_how && room >= kWho + kHow + kVote ? kHow : 0),
        bar_(std::min(kWidestBar, room - kWho - how_ - kVote - 3)),
        screen_(screen) {}

  static int least_room(bool says_how) {
    return kWho + (says_how ? kHow : 0) + kVote + 3 + kLeastBar;
  }

  void add(const std::string& who, const std::string& how, double vote) {
    add_line(who, how, signed_number(vote, 4), vote);
  }
  void add_line(const std::string& who, const std::string& how, const std::string& shown,
                double vote) {
    std::string line = pad_right(who, kWho);
    if (how_ > 0) line += pad_left(how, how_);
    line += pad_left(shown, kVote);
    if (bar_ >= kLeastBar) line += "  " + centred_bar(vote / scale_, bar_, screen_);
    lines_.push_back(line);
  }
  const Lines& lines() const { return lines_; }

 private:
  double scale_;
  int how_, bar_;
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
    const bool has_picture =
        sample.size.width > 0 && sample.input.size() == votes.contributions.size();
    const int picture = has_picture ? sample.size.width + kGap : 0;
    const int room = screen.width - kMargin;
    const bool fits = room - picture >= Ballot::least_room(false);
    Ballot ballot(scale, fits ? room - picture : room, false, screen);
    ballot.add(say("inputs for"), "", votes.in_favour());
    ballot.add(say("inputs against"), "", votes.against());
    ballot.add(say("bias"), "", votes.bias);
    ballot.add_line(say("rounding"), "", signed_tiny(votes.rounding), votes.rounding);
    ballot.add(say("sum z"), "", double{votes.z});
    Lines right = ballot.lines();
    if (has_picture) {
      Raster raster = sample.raster_of(votes.contributions);
      double most = 1e-30;
      for (double v : raster.values) most = std::max(most, std::abs(v));
      for (double& v : raster.values) v /= most;
      if (fits) right.insert(right.begin(), {"", ""});
      right.insert(right.end(), {"", diverging_scale(most, screen)});
      const Lines left = draw(raster, screen);
      if (fits) {
        print(beside({left, right}, kGap), kMargin);
      } else {
        print(left, kMargin);
        print(right, kMargin);
      }
    } else {
      print(right, kMargin);
    }
  } else {
    Ballot ballot(std::max(std::abs(votes.contributions[order.front()]), std::abs(votes.bias)),
                  screen.width - kMargin, true, screen);
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
    print(ballot.lines(), kMargin);
  }
  if (function == "softmax") {
    print("    softmax over the layer makes it {:.4f}\n", light);
  } else if (!function.empty()) {
    print("    {}({}) = {}\n", function, plain_number(double{votes.z}, 4),
          plain_number(double{light}, 4));
  }
}

}  // namespace glia::cli
