#include <map>

#include "base/nearest.h"
#include "glia/error.h"
#include "ops/ops.h"

namespace glia {
namespace {

using Maker = std::shared_ptr<const Op> (*)(const Attributes&);

struct Entry {
  std::string_view name;
  Maker make;
};

constexpr Entry kOps[] = {
#define GLIA_OP(name) {#name, ops::make_##name},
#include "ops/ops.def"
#undef GLIA_OP
};

}  // namespace

std::shared_ptr<const Op> make_op(std::string_view name, const Attributes& attributes) {
  for (const Entry& entry : kOps) {
    if (entry.name == name) return entry.make(attributes);
  }
  throw Error(ErrorCode::not_found,
              "no op is called '" + std::string(name) + "'." + suggest(name, op_names()));
}

std::vector<std::string> op_names() {
  std::vector<std::string> names;
  for (const Entry& entry : kOps) names.emplace_back(entry.name);
  return names;
}

}  // namespace glia
