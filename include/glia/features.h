#pragma once
#include "glia/export.h"
#include "glia/shape.h"

namespace GLIA_EXPORT glia {

// How a recording becomes what a network hears: a log-mel spectrogram, [frames][bands]. A model
// file holds them, so that the network always hears as it did when it learnt.
//
//   1. The recording is brought to `rate`, its mean is taken away, silence around it is cut off.
//   2. Windows of `window_ms` every `hop_ms`: Hann's bell, |Fourier transform|².
//   3. `bands` overlapping triangles, evenly spaced in mel between low_hz and high_hz, sum them.
//   4. Logarithm, of no less than range_db below the loudest of all.
//   5. From each band, band_mean times its own mean over the utterance is taken away: much of what
//      microphone, room and voice give to every word alike (1: cepstral mean normalisation).
//   6. One mean and one deviation of the whole utterance: (x − mean) / deviation.
//
// Frames after the end of the utterance are zero in every band; of a longer one the loudest stretch
// is kept.
struct Features {
  int rate = 8000;
  double window_ms = 25;
  double hop_ms = 10;
  int bands = 40;
  double low_hz = 60;
  double high_hz = 4000;
  int frames = 64;
  double range_db = 40;
  double band_mean = 0.7;
  double trim_db = 40;  // what is quieter than the loudest moment by more is silence

  Shape shape() const { return {frames, bands}; }
  void check() const;  // throws Error, naming the field
  friend bool operator==(const Features&, const Features&) = default;
};

}  // namespace glia
