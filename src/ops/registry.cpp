#include <algorithm>
#include <utility>

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

constexpr std::string_view kActivations[] = {
#define GLIA_OP(name)
#define GLIA_ACTIVATION(name) #name,
#include "ops/ops.def"
#undef GLIA_OP
};

}  // namespace

std::span<const std::string_view> activation_names() noexcept { return kActivations; }

void OpSet::add(const std::string& name, Maker maker) {
  const auto refuse = [&](const std::string& why) {
    throw Error(ErrorCode::invalid_argument, "op '" + name + "': " + why);
  };
  if (name.empty() || name == kInputName) refuse("it needs a name of its own");
  if (!maker) refuse("expected a function that makes it");
  const std::vector<std::string> taken = names();
  if (std::ranges::find(taken, name) != taken.end()) refuse("there is one of this name already");
  added_.emplace(name, std::move(maker));
}

std::shared_ptr<const Op> OpSet::make(std::string_view name, const Attributes& attributes) const {
  for (const Entry& entry : kOps) {
    if (entry.name == name) return entry.make(attributes);
  }
  const auto found = added_.find(name);
  if (found == added_.end()) {
    throw Error(ErrorCode::not_found,
                "no op is called '" + std::string(name) + "'." + suggest(name, names()));
  }
  std::shared_ptr<const Op> made = found->second(attributes);
  if (!made || made->name() != name) {
    throw Error(ErrorCode::invalid_argument,
                "op '" + std::string(name) + "': what was added for it makes " +
                    (made ? "'" + std::string(made->name()) + "'" : "nothing"));
  }
  return made;
}

std::vector<std::string> OpSet::names() const {
  std::vector<std::string> names;
  for (const Entry& entry : kOps) names.emplace_back(entry.name);
  for (const auto& [name, maker] : added_) names.push_back(name);
  return names;
}

std::shared_ptr<const Op> make_op(std::string_view name, const Attributes& attributes) {
  return OpSet().make(name, attributes);
}

std::vector<std::string> op_names() { return OpSet().names(); }

}  // namespace glia
