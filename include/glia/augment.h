#pragma once
#include <string>

#include "glia/export.h"

namespace GLIA_EXPORT glia {

// Random changes that keep the meaning of a picture or a recording; each is drawn anew for every
// epoch and sample, from (seed, epoch, sample) alone.
struct Augment {
  double shift = 0;   // each way: of pictures whole pixels, of recordings milliseconds
  double rotate = 0;  // degrees, each way
  double scale = 0;   // 0.1: from 0.9 to 1.1
  double shear = 0;   // degrees, each way: upright lines lean
  double flip = 0;    // 1: half of the pictures are mirrored, left to right
  // Simard et al., 2003: every pixel moves its own way, like its neighbours; this is the standard
  // deviation along each axis, in pixels. Theirs was about 1.4 on 29×29.
  double elastic = 0;

  double speed = 0;  // 0.1: from 0.9 to 1.1 times as fast, and as high
  double noise = 0;  // 20: noise from white to rumbling, 20 to 50 dB below the speech; 0: none
  // SpecAugment (Park et al., 2019): two stretches of up to so many frames, and two of bands, are
  // covered by the mean. At most a fifth of the frames each.
  double time_mask = 0;
  double band_mask = 0;

  bool of_pictures() const noexcept;    // asks for something that is only for pictures
  bool of_recordings() const noexcept;  // the same
  bool any() const noexcept;
  void check() const;  // throws Error naming the value and its range

  friend bool operator==(const Augment&, const Augment&) = default;
};

// "shift=1,rotate=10,scale=0.1,flip=1". Throws Error with the list of names.
Augment parse_augment(const std::string& text);
std::string to_text(const Augment& augment);  // the same and back; "" when there is nothing

}  // namespace glia
