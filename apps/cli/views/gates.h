#pragma once
#include <array>
#include <string>
#include <vector>

#include "glia/inspect.h"

namespace glia::cli {

// A gate or a state of a layer that goes through time, as people draw it.
struct GateMap {
  const char* slot;    // "forget_gate"
  const char* symbol;  // "f"
  const char* title;   // "forget gate"
  const char* does;    // what it is for, in two short lines
  const char* more;
  bool diverging;   // in [−full, full]; else in [0, 1]
  double full = 1;  // drawn as full light
};

// What such a layer did while it heard one sample: for each direction and gate a map, time to the
// right, a row a unit. A unit stands in the same row of all maps of a direction.
struct GateView {
  const Model& model;
  const Activations& activations;
  TimeLayer layer;
  std::int64_t heard = 0;  // frames before the padding
  std::vector<GateMap> maps;
  // By direction: the units that say most, those of an LSTM that forget slowest first.
  std::vector<std::vector<std::int64_t>> rows;

  ImageSize size() const;                                              // of a map
  std::vector<float> values(int direction, const GateMap& map) const;  // [rows][frames], by `full`
  std::string what_rows_are() const;
};

// Of the layer called `name`, or of the first when it is empty; at most so many rows. Throws
// UsageError with the nearest name.
GateView gates_of(const Model& model, const Activations& activations, const std::string& name,
                  std::int64_t at_most);

// The direction's way through time: "forwards", "backwards".
std::string direction_name(int direction);

}  // namespace glia::cli
