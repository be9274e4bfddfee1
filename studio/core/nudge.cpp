// One step of plain gradient descent on the current example alone.
#include "core/nudge.h"

#include "core/impl.h"
#include "glia/error.h"

namespace glia::studio {

Nudged nudged(Inspector& inspector, const Model& model, const Batch& example, double rate) {
  State slopes;
  Nudged found{.after = model.state};
  found.before = inspector.gradients(model, example.inputs, example.targets, example.rows, slopes);
  for (auto& [name, tensor] : found.after.tensors()) {
    const std::vector<float>& slope = slopes[name].values;
    for (std::size_t i = 0; i < slope.size(); ++i) {
      tensor.values[i] -= static_cast<float>(rate * slope[i]);
    }
  }
  found.after.check(model.graph);
  return found;
}

namespace {

Json nudge(Studio::Impl& s, const Fields&, const Ask&) {
  s.shown.require_live("nudge");
  const Batch example = s.current_example("nudge");
  s.learning.pause();
  const double rate = s.timeline.settings().recipe.schedule.rate;
  const Nudged found = nudged(s.inspector, s.timeline.live(), example, rate);
  s.timeline.jump_to(
      found.after, kNudge,
      {.standing = s.timeline.standing(), .example = {example.inputs, s.input.label()}});
  s.shown.touch();
  s.channels.hurry();
  s.learning.measure();
  State slopes;
  const double after =
      s.inspector.gradients(s.timeline.live(), example.inputs, example.targets, 1, slopes);
  return {{"rate", rate}, {"before", found.before}, {"after", after}};
}

}  // namespace

void add_nudge(Commands& commands) { commands["nudge"] = {nudge, {}}; }

}  // namespace glia::studio
