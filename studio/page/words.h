#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "core/extra_networks.h"

namespace glia::studio {

// The recordings that a page without a server offers, sixteen bits a sample.
struct Words {
  std::vector<ExtraNetworks::Spoken> recordings;
  bool synthetic = false;
};
std::vector<std::uint8_t> pack(const Words& words);
Words unpack_words(std::span<const std::uint8_t> bytes);  // throws Error{format}

}  // namespace glia::studio
