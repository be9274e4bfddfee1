#pragma once
#include "figures/canvas.h"
#include "glia/features.h"
#include "terminal/axis.h"

namespace glia::cli {

inline constexpr Rgb kEdge{46, 53, 66};  // of a diagram

// Where a diagram lies.
struct Area {
  double left, top, right, bottom;
  double width() const { return right - left; }
  double height() const { return bottom - top; }
};

inline constexpr Rgb kGrid{44, 51, 64};

// A diagram's two axes with their ticks, and where a point of it lies.
struct Plot {
  Area area;
  Axis across, up;

  double x(double value) const { return area.left + area.width() * across.place(value); }
  double y(double value) const { return area.bottom - area.height() * up.place(value); }
};
enum class Labels { numbers, percent };
void ticks_across(Canvas& canvas, const Plot& plot, Labels labels, int about);
void ticks_up(Canvas& canvas, const Plot& plot, Labels labels, int about);

// Time under a diagram, in tenths of a second or coarser.
void time_axis(Canvas& canvas, const Area& area, double seconds);

// A log-mel spectrogram, [frames][bands], with what is behind the end of the word hatched.
void spectrogram(Canvas& canvas, const Area& area, const std::vector<float>& log_mel,
                 std::int64_t length, const Features& features);

// Pitches beside a spectrogram, at about so many of its bands.
void pitch_axis(Canvas& canvas, const Area& area, const Features& features, int labels);

}  // namespace glia::cli
