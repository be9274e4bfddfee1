#pragma once
#include <array>
#include <span>
#include <string_view>

#include "glia/augment.h"

namespace glia {

// One way to change an example. Its row stands in the file that does it.
struct Augmentation {
  enum class Of { pictures, recordings, both };

  std::string_view name;
  double Augment::*value;
  double most;  // from 0
  bool whole;
  std::string_view unit;  // after the range: "degrees"
  Of of;
};

std::span<const Augmentation> picture_augmentations() noexcept;    // and those of both
std::span<const Augmentation> recording_augmentations() noexcept;  // of recordings alone

template <typename Visit>
void each_augmentation(Visit&& visit) {
  for (const Augmentation& row : picture_augmentations()) visit(row);
  for (const Augmentation& row : recording_augmentations()) visit(row);
}

}  // namespace glia
