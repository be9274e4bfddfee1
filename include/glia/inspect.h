#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "glia/export.h"
#include "glia/model.h"
#include "glia/picture.h"
#include "glia/session.h"

namespace GLIA_EXPORT glia {

struct ImageSize {
  int width = 0;
  int height = 0;
};

// A dense layer as people see it: the neurons of `sums`, and the light they give in `lights`.
struct Layer {
  std::string name;    // "hidden1"
  NodeId source;       // what the weights multiply
  NodeId sums;         // z = W·a + b
  NodeId lights;       // σ(z), or the sums themselves when no activation follows
  std::int64_t width;  // neurons
};
std::vector<Layer> dense_layers(const Graph& graph);  // from input to output

// A layer whose answers are pictures, its feature maps: a convolution, a pool, a residual sum.
struct MapLayer {
  std::string name;       // "conv1"
  NodeId sums;            // what it computed
  NodeId lights;          // after the normalization and the activation that only it goes into
  std::int64_t channels;  // maps, lying one after the other
  ImageSize size;         // of one map
};
std::vector<MapLayer> map_layers(const Graph& graph);  // from input to output

// A layer that goes through time, such as an LSTM. What it did there are inner slots,
// [frames][units]: "lstm1.forget_gate", of the direction that goes back
// "lstm1.reverse_forget_gate".
struct TimeLayer {
  std::string name;     // "lstm1"
  NodeId node;          // what it gives
  std::int64_t frames;  // of one sample, with its padding
  std::int64_t units;   // of one direction
  int directions;
  std::string output;              // "sequence", "last" or "mean"
  std::vector<std::string> slots;  // what can be seen of a direction: "forget_gate", …, "hidden"

  std::string slot(int direction, std::string_view what) const;  // "lstm1.reverse_cell"
};
std::vector<TimeLayer> time_layers(const Graph& graph);  // from input to output
// How many frames of a layer's first slot, [frames][units], are before the padding, where it is
// zero.
std::int64_t frames_heard(const TimeLayer& layer, std::span<const float> first_slot) noexcept;

// One neuron: "hidden1[3]".
struct Neuron {
  std::string layer;
  std::int64_t index = 0;
  std::string str() const;
};
Neuron parse_neuron(std::string_view text, const Graph& graph);  // throws Error

// Why a neuron's sum is what it is: z = Σ contributions + bias + rounding, exactly, when added in
// double in that order. A product of two floats is exact in double; what is left is how float32
// rounded on its way.
struct Votes {
  Neuron neuron;
  std::vector<float> activations;     // of the source
  std::vector<float> weights;         // to this neuron
  std::vector<double> contributions;  // weight · activation
  double bias = 0;
  double rounding = 0;
  float z = 0;  // as the engine computed it

  double in_favour() const;  // Σ of the contributions above zero
  double against() const;    // Σ of those below
};

// One sample's way through a network, every node and inner slot kept: runs on a copy, unfused.
class Activations {
 public:
  // The model must outlive it, unchanged; the input need not. `length`: how many frames of a
  // sequence count. Throws Error.
  Activations(Engine& engine, const Model& model, std::span<const float> input,
              std::optional<std::int64_t> length = {});
  Activations(Engine& engine, const Model&& model, std::span<const float> input,
              std::optional<std::int64_t> length = {}) = delete;

  std::span<const float> operator[](NodeId node) const& {
    return values_[static_cast<std::size_t>(node.index)];
  }
  std::span<const float> operator[](NodeId node) const&& = delete;
  std::span<const float> output() const& { return (*this)[graph_->output()]; }
  std::span<const float> output() const&& = delete;
  // An inner slot, "lstm1.forget_gate". Throws Error when there is none.
  std::span<const float> inner(std::string_view slot) const&;
  std::span<const float> inner(std::string_view slot) const&& = delete;
  Votes votes(const Neuron& neuron) const;

 private:
  const Graph* graph_;  // the model's
  const State* state_;
  std::vector<std::vector<float>> values_;  // by node
  std::map<std::string, std::vector<float>, std::less<>> inner_;
};

// How much the answer hangs on each input at this one sample: its slopes, and slope × input, which
// is how much the input adds to the answer if the network were straight all the way to black
// (Simonyan et al., 2013; Shrikumar et al., 2016). In a linear network they are its weights and its
// votes. The answer is number `output` of the network; with a cross-entropy as the model's cost, of
// what goes into the softmax or sigmoid.
struct Saliency {
  std::vector<float> gradient;   // ∂answer/∂input, in the shape of the input
  std::vector<double> products;  // gradient · input, exactly

  double total() const;  // Σ of the products
};
// `input` is one sample of the network's, of which `length` frames count. Throws Error when
// `output` is not there or sizes do not fit.
Saliency saliency(Engine& engine, const Model& model, std::span<const float> input,
                  std::int64_t output, std::optional<std::int64_t> length = {});

// What is lost when a part of the picture is not seen (Zeiler & Fergus, 2014): a square of
// `window` × `window` pixels of background (0) is laid over each place in turn, over all channels
// at once, and the network asked again.
struct Occlusion {
  ImageSize size;
  int window;
  float whole;                // the output when nothing is covered
  std::vector<double> drops;  // [height][width]: whole − the output, square centred there
};
// `input` is planes of `size`; `output` a number of the network's last node; `length` as
// Session::forward takes it. Throws Error when sizes do not fit or `window` is not from 1 to the
// shorter side.
Occlusion occlusion(Engine& engine, const Model& model, std::span<const float> input,
                    ImageSize size, int window, std::int64_t output,
                    std::optional<std::int64_t> length = {});

// The same pictures, moved by whole pixels: what leaves is lost, what comes in is background (0).
// Throws Error unless they are of bytes, channels × height × width or height × width.
Dataset shifted(const Dataset& pictures, int right, int down);

struct Rgb {
  std::uint8_t r = 0, g = 0, b = 0;
  friend bool operator==(const Rgb&, const Rgb&) = default;
};
// Orange is positive, blue negative, dark zero; `value` is clamped to [−1, 1], NaN is dark.
Rgb diverging(double value) noexcept;
// Light means activation: from dark to a warm white over [0, 1].
Rgb glow(double value) noexcept;

// How a sample is seen as a picture: 1×28×28, 28×28, 3×32×32 in RGB, or 784 as a
// square; empty when it is none.
std::optional<ImageSize> image_size(const Shape& sample);

// The largest finite |value|, 1 when all are zero: what a diverging scale ends at.
double largest_magnitude(std::span<const float> values) noexcept;
// One neuron's weights as a picture, ±`scale` fully coloured.
Picture weight_picture(std::span<const float> weights, ImageSize size, double scale);

}  // namespace glia
