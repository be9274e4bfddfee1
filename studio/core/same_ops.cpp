#include "core/same_ops.h"

#include "glia/abilities.h"

namespace glia::studio {

std::vector<const Op*> ops_of(const Graph& graph) {
  std::vector<const Op*> ops;
  for (const Node& node : graph.nodes()) {
    if (node.op && !Abilities(*node.op).passes_on) ops.push_back(node.op.get());
  }
  return ops;
}

bool same(const Op& a, const Op& b) {
  return a.name() == b.name() && (Abilities(a).learn() || a.attributes() == b.attributes());
}

}  // namespace glia::studio
