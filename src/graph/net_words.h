#pragma once
#include <string_view>

#include "glia/graph.h"

namespace glia {

// parse_net() for layers in words: "conv(6,5x5,same) relu maxpool(2) dense(10)".
Graph net_of_words(std::string_view net, const NetOptions& options, const Shape& input);

}  // namespace glia
