#pragma once
#include <cstdint>
#include <vector>

#include "glia/graph.h"
#include "glia/state.h"

// The weights of layers that go through time, as Glia and as ONNX have them.
//
//   Glia   of each direction  input_weight [gates·H][F], hidden_weight [gates·H][H], bias [gates·H]
//          an LSTM's gates in the order  input, forget, cell, output
//   ONNX   of all directions  W [D][gates·H][F], R [D][gates·H][H], B [D][2·gates·H]: those of W,
//          then those of R
//          in the order  input, output, forget, cell
namespace glia::exchange {

struct RecurrentWeights {
  Tensor w = {}, r = {}, b = {};
};

// Of a node whose op is "lstm" or "rnn".
RecurrentWeights recurrent_weights(const Node& node, const State& state);
// The other way: puts the node's parameters into `state`; the two parts of B are added up. Shapes
// have to fit.
void take_recurrent_weights(const Node& node, const RecurrentWeights& weights, State& state);

}  // namespace glia::exchange
