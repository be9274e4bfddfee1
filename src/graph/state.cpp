#include "glia/state.h"

#include <cmath>
#include <set>

#include "base/nearest.h"
#include "base/rng.h"
#include "glia/error.h"
#include "graph/initializer.h"

namespace glia {

State::State(const Graph& graph, std::uint64_t seed) {
  for (const Node& node : graph.nodes()) {
    for (const ParamSpec& param : node.spec.params) {
      const std::string name = parameter_name(node, param);
      tensors_[name] = {param.shape, initial_values(param, random_key(seed, "init:" + name))};
    }
  }
}

const Tensor& State::operator[](std::string_view name) const& {
  const auto found = tensors_.find(name);
  if (found != tensors_.end()) return found->second;
  std::vector<std::string> known;
  for (const auto& [other, tensor] : tensors_) known.push_back(other);
  throw Error(ErrorCode::not_found,
              "parameter '" + std::string(name) + "': no such parameter." + suggest(name, known));
}

Tensor& State::operator[](std::string_view name) & {
  return const_cast<Tensor&>(static_cast<const State&>(*this)[name]);
}

void State::check(const Graph& graph) const {
  std::set<std::string, std::less<>> known;
  for (const Node& node : graph.nodes()) {
    for (const ParamSpec& param : node.spec.params) {
      const std::string name = parameter_name(node, param);
      known.insert(name);
      const auto found = tensors_.find(name);
      if (found == tensors_.end()) {
        throw Error(ErrorCode::not_found,
                    "parameter '" + name + "': the network needs it, and it is missing");
      }
      const Tensor& tensor = found->second;
      if (tensor.shape != param.shape) {
        throw Error(ErrorCode::shape_mismatch, "parameter '" + name + "': expected " +
                                                   param.shape.str() + ", got " +
                                                   tensor.shape.str());
      }
      if (static_cast<std::int64_t>(tensor.values.size()) != tensor.shape.elements()) {
        throw Error(ErrorCode::shape_mismatch, "parameter '" + name + "': expected " +
                                                   std::to_string(tensor.shape.elements()) +
                                                   " numbers, got " +
                                                   std::to_string(tensor.values.size()));
      }
      for (std::size_t i = 0; i < tensor.values.size(); ++i) {
        if (!std::isfinite(tensor.values[i])) {
          throw Error(ErrorCode::invalid_argument,
                      "parameter '" + name + "': number " + std::to_string(i) + " is " +
                          (std::isnan(tensor.values[i]) ? "NaN" : "infinite") +
                          ", and a network can only work with finite ones");
        }
      }
    }
  }
  for (const auto& [name, tensor] : tensors_) {
    if (!known.contains(name)) {
      throw Error(ErrorCode::not_found, "parameter '" + name + "': the network has no such one");
    }
  }
}

}  // namespace glia
