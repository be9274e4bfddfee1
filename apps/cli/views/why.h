#pragma once
#include <vector>

#include "data/sample.h"
#include "glia/inspect.h"

namespace glia::cli {

// The chain of those who decided: `first`, the neuron that voted most for or against it, and so on
// down to one that reads the inputs.
std::vector<Votes> chain_of_votes(const Model& model, const Activations& activations,
                                  const Neuron& first);

// Who voted, as bars; for a neuron that reads the inputs, as a picture.
void print_votes(const Model& model, const Activations& activations, const Votes& votes,
                 const Sample& sample, std::size_t at_most, const Screen& screen);

}  // namespace glia::cli
