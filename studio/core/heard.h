#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "core/inspector.h"

namespace glia::studio {

// What a network would say of a word of which it does not hear everything. The word is
// [frames of the features][bands], of which the first `frames` sound. All are [rows][outputs].

// If it ended after `every`, 2·`every`, … frames: the rest is silence.
std::vector<float> said_until(Inspector& inspector, const Model& model, std::span<const float> word,
                              std::int64_t frames, std::int64_t every);
// If so many frames around its first, second, … frame were zero in every band, as masks are when a
// network learns.
std::vector<float> said_without(Inspector& inspector, const Model& model,
                                std::span<const float> word, std::int64_t frames,
                                std::int64_t window);

// Lengths, where the network takes frames.
std::span<const std::int64_t> counted(const Model& model, std::span<const std::int64_t> lengths);

}  // namespace glia::studio
