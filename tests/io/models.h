#pragma once
#include <bit>
#include <map>
#include <string>
#include <vector>

#include "glia/model.h"

namespace glia {

inline Model small_model(std::uint64_t seed = 1) {
  Model model;
  model.graph = parse_net("4-3-2");
  model.state = State(model.graph, seed);
  model.cost = Cost::softmax_cross_entropy;
  model.classes = {"кот", "dog"};
  model.history = {{"data", "pets"}, {"seed", std::to_string(seed)}};
  return model;
}

// Every number as its bits, so that −0 and 0 differ.
inline std::map<std::string, std::vector<std::uint32_t>> bits_of(const State& state) {
  std::map<std::string, std::vector<std::uint32_t>> bits;
  for (const auto& [name, tensor] : state.tensors()) {
    for (const float v : tensor.values) bits[name].push_back(std::bit_cast<std::uint32_t>(v));
  }
  return bits;
}

inline bool same(const Model& a, const Model& b) {
  return graph_to_json(a.graph) == graph_to_json(b.graph) && bits_of(a.state) == bits_of(b.state) &&
         a.cost == b.cost && a.classes == b.classes && a.form == b.form &&
         a.temperature == b.temperature && a.history == b.history;
}

}  // namespace glia
