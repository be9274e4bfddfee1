#pragma once
#include "commands/convert.h"

namespace glia::cli {

// --net and what else is for weights that another program saved.
void add_weights_options(CLI::App& app, WeightsOptions& options);

// The network that --net describes, with the weights of FROM.
Model read_weights(const ConvertOptions& options, ConvertNote& note);

}  // namespace glia::cli
