#include "figures/figures.h"
#include "glia/error.h"

namespace glia::cli {

#ifdef GLIA_HAS_CAIRO

void check_can_draw(const std::string& out, const std::vector<std::string>& reads,
                    const std::string& option, FileKind as) {
  check_replaces(out, as, reads, option);
}

#else

void check_can_draw(const std::string&, const std::vector<std::string>&, const std::string& option,
                    FileKind) {
  throw Error(ErrorCode::unsupported,
              option + ": this build cannot draw figures; build it where Cairo is installed");
}
void save_network_figure(const Model&, const Activations&, const Sample&, const std::string&) {}
void save_weight_figure(const WeightFigure&, const std::string&) {}
void save_why_figure(const WhyFigure&, const std::string&) {}
void save_shift_figure(const ShiftFigure&, const std::string&) {}
void save_spectrogram_figure(const SpectrogramFigure&, const std::string&) {}
void save_gates_figure(const GatesFigure&, const std::string&) {}
void save_confusion_figure(const ConfusionFigure&, const std::string&) {}
void save_reliability_figure(const ReliabilityFigure&, const std::string&) {}
void save_residuals_figure(const ResidualsFigure&, const std::string&) {}
void save_curves_figure(const CurvesFigure&, const std::string&) {}

#endif

}  // namespace glia::cli
