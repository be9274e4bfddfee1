#pragma once
#include <string>
#include <vector>

#include "glia/inspect.h"
#include "glia/report.h"
#include "glia/speech.h"
#include "glia/trainer.h"
#include "terminal/out_file.h"
#include "views/explain.h"
#include "views/gates.h"
#include "views/shift_test.h"
#include "views/weights.h"

namespace glia::cli {

// Pictures for people, drawn by Cairo and saved as PNG. Throw Error.

// check_replaces() for a figure; throws Error when this build has no Cairo.
void check_can_draw(const std::string& out, const std::vector<std::string>& reads,
                    const std::string& option = "--out", FileKind as = FileKind::picture);

// The network lit by one image: inputs, feature maps, hidden layers, outputs and the strongest
// connections.
void save_network_figure(const Model& model, const Activations& activations, const Sample& sample,
                         const std::string& path);

// The weights of a layer, on one scale.
void save_weight_figure(const WeightFigure& figure, const std::string& path);

// Which parts of a picture the answer hangs on.
void save_why_figure(const WhyFigure& figure, const std::string& path);

// How well two networks read pictures that are shifted, and what each says about one of them.
void save_shift_figure(const ShiftFigure& figure, const std::string& path);

// How a recording becomes a picture: its waveform, the word in it, and what a network hears.
struct SpectrogramFigure {
  const std::string& title;
  const Recording& recording;
  const Recording& word;  // trimmed
  const Features& features;
  const std::vector<float>& log_mel;
  std::int64_t length;  // frames of it that hold sound
};
void save_spectrogram_figure(const SpectrogramFigure& figure, const std::string& path);

// The gates and states of an LSTM while it hears a recording, under its spectrogram.
struct GatesFigure {
  const GateView& view;
  std::string title;
  const std::vector<float>& log_mel;
};
void save_gates_figure(const GatesFigure& figure, const std::string& path);

// What came out of a test. `of`: "10,000 test images of mnist".
struct ConfusionFigure {
  std::string of;
  const std::vector<std::vector<std::int64_t>>& counts;  // [class][answer]
  std::vector<std::string> names;
};
void save_confusion_figure(const ConfusionFigure& figure, const std::string& path);

// How often a network is right, by how sure it was.
struct ReliabilityFigure {
  std::string of;
  const Calibration& calibration;
  std::optional<double> before;  // the error without the model's temperature
};
void save_reliability_figure(const ReliabilityFigure& figure, const std::string& path);

// What numbers were said and what was wanted, a row a target; the first few of many.
struct ResidualsFigure {
  struct Target {
    NumberScores scores;
    std::vector<NumberPair> pairs;
  };
  std::string of;
  std::vector<Target> targets;
};
void save_residuals_figure(const ResidualsFigure& figure, const std::string& path);

// Cost and accuracy by epoch. As SVG where `path` ends so.
struct CurvesFigure {
  std::string title, subtitle;
  const std::vector<EpochReport>& reports;
  bool by_class;  // whether there is an accuracy
};
void save_curves_figure(const CurvesFigure& figure, const std::string& path);

}  // namespace glia::cli
