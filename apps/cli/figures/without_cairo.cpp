#include "figures/figures.h"
#include "glia/error.h"
#include "terminal/out_file.h"

namespace glia::cli {

#ifdef GLIA_HAS_CAIRO

void check_can_draw(const std::string& out) { check_replaces(out, FileKind::picture); }

#else

void check_can_draw(const std::string&) {
  throw Error(ErrorCode::unsupported,
              "--out: this build cannot draw figures; build it where Cairo is installed");
}
void save_network_figure(const Model&, const Activations&, const Sample&, const std::string&) {}
void save_weight_figure(const WeightFigure&, const std::string&) {}
void save_why_figure(const WhyFigure&, const std::string&) {}
void save_shift_figure(const ShiftFigure&, const std::string&) {}
void save_spectrogram_figure(const SpectrogramFigure&, const std::string&) {}
void save_gates_figure(const GatesFigure&, const std::string&) {}

#endif

}  // namespace glia::cli
