#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "glia/training.h"

namespace glia {

// The one list of a recipe's settings, walked to write, to read and to compare:
// visit("rate", recipe.schedule.rate).
template <typename Settings, typename Visit>
void each_setting(Settings& r, Visit&& visit) {
  visit("cost", r.cost), visit("method", r.optimizer.method);
  visit("momentum", r.optimizer.momentum), visit("beta1", r.optimizer.beta1);
  visit("beta2", r.optimizer.beta2), visit("epsilon", r.optimizer.epsilon);
  visit("weight_decay", r.optimizer.weight_decay), visit("clip_norm", r.optimizer.clip_norm);
  visit("schedule", r.schedule.curve), visit("rate", r.schedule.rate);
  visit("final_fraction", r.schedule.final_fraction), visit("warmup", r.schedule.warmup);
  visit("step_factor", r.schedule.step_factor), visit("step_every", r.schedule.step_every);
  visit("batch", r.batch), visit("epochs", r.epochs), visit("seed", r.seed);
  visit("label_smoothing", r.label_smoothing), visit("patience", r.patience);
  visit("shift", r.augment.shift), visit("rotate", r.augment.rotate);
  visit("scale", r.augment.scale), visit("shear", r.augment.shear);
  visit("flip", r.augment.flip), visit("elastic", r.augment.elastic);
  visit("speed", r.augment.speed), visit("noise", r.augment.noise);
  visit("time_mask", r.augment.time_mask), visit("band_mask", r.augment.band_mask);
}

struct Setting {
  std::string name, value;

  friend bool operator==(const Setting&, const Setting&) = default;
};
std::vector<Setting> settings_of(const Recipe& recipe);  // in the list's order

}  // namespace glia
