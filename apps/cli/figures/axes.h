#pragma once
#include "figures/canvas.h"
#include "glia/features.h"

namespace glia::cli {

inline constexpr Rgb kEdge{46, 53, 66};  // of a diagram

// Where a diagram lies.
struct Area {
  double left, top, right, bottom;
  double width() const { return right - left; }
  double height() const { return bottom - top; }
};

// Time under a diagram, in tenths of a second or coarser.
void time_axis(Canvas& canvas, const Area& area, double seconds);

// A log-mel spectrogram, [frames][bands], with what is behind the end of the word hatched.
void spectrogram(Canvas& canvas, const Area& area, const std::vector<float>& log_mel,
                 std::int64_t length, const Features& features);

// Pitches beside a spectrogram, at about so many of its bands.
void pitch_axis(Canvas& canvas, const Area& area, const Features& features, int labels);

}  // namespace glia::cli
