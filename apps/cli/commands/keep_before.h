#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>

#include "glia/model.h"

namespace glia::cli {

// "digits.safetensors", "partial" → "digits.partial.safetensors"
std::string variant(const std::string& out, const std::string& word);

// How well a network does on what it is judged by; nothing when it is for other data.
using Judge = std::function<std::optional<double>(const Model&)>;

// Before a network of these bytes goes to `out`: what is there stays as NAME.before.safetensors,
// unless it is this network, or is worse than what was kept before. Says in English what became of
// it; mostly empty. Throws Error.
std::string keep_before(std::span<const std::uint8_t> network, const std::string& out,
                        const Judge& judge = {});
// Then it goes there.
std::string save_and_keep_before(std::span<const std::uint8_t> network, const std::string& out);

}  // namespace glia::cli
