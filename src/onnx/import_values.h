#pragma once
// What the values of an ONNX graph are while it is turned into Glia's.
#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "glia/shape.h"

namespace glia::from_onnx {

// A whole number, or that many times the batch: sizes, and what is computed of them.
struct Whole {
  std::int64_t value = 0;
  bool batch = false;
  friend bool operator==(const Whole&, const Whole&) = default;
};

using Sizes = std::vector<std::int64_t>;
using Floats = std::vector<float>;
using Wholes = std::vector<Whole>;
using Texts = std::vector<std::string>;

// What is known before anything runs. Where a size goes with the batch, one value stands for all.
struct Constant {
  Wholes sizes = {};
  std::variant<Floats, Wholes, Texts> values = {};

  bool goes_with_batch() const;
  std::int64_t elements() const;  // of the values that are there
  const Floats* floats() const { return std::get_if<Floats>(&values); }
  const Wholes* wholes() const { return std::get_if<Wholes>(&values); }
  const Texts* texts() const { return std::get_if<Texts>(&values); }
};
using ConstantPtr = std::shared_ptr<const Constant>;

inline constexpr int kBatchFactor = -1;

// Of a sample's numbers, in the order in which the layer has them: what is still to be done to
// them, scale·x + shift. One of each for all numbers, or one a number.
struct Affine {
  std::vector<double> scale{1}, shift{0};
  bool none() const { return scale == std::vector<double>{1} && shift == std::vector<double>{0}; }
};

// Zeros that are still to be put around each plane of a picture.
struct Border {
  std::int64_t top = 0, left = 0, bottom = 0, right = 0;
  bool none() const { return top == 0 && left == 0 && bottom == 0 && right == 0; }
};

// What a layer gives, as ONNX sees it. The layer's sample is a row of `factors`, sizes above 1
// whose product is how many numbers it has, outermost first. Each axis in ONNX is made of some of
// them, so that whatever only turns, splits or joins axes moves no number.
struct Live {
  int layer = 0;
  std::vector<std::int64_t> factors = {};
  std::vector<std::vector<int>> axes = {};  // indices of factors, outermost first, or kBatchFactor
  Affine pending = {};
  Border border = {};

  Whole size(std::size_t axis) const;
  Wholes sizes() const;
  std::int64_t elements() const;  // of a sample
  bool natural() const;           // axes have the layer's own order, but for the batch
  bool same_view(const Live& other) const;
};

// A part of a GELU or of a layer norm, which several nodes make together.
struct Part {
  enum class Kind {
    mean,       // ±μ, the sign in scale
    centred,    // x − μ
    squared,    // (x − μ)²
    variance,   // scale·σ² + shift
    deviation,  // √(σ² + shift)
    inverse,    // gain/√(σ² + shift)
    spread,     // x·gain/√(σ² + shift)
    offset,     // ±μ·gain/√(σ² + shift) + bias, the sign in scale
    erf,        // scale·erf(inner·x) + shift
  } kind;
  Live of;
  std::size_t normed = 0;  // over how many of the last axes
  double inner = 1;
  double scale = 1, shift = 0;
  Floats gain = {}, bias = {};  // a number for each that it goes over; none: 1 and 0
};

using Value = std::variant<std::monostate, ConstantPtr, Live, Part>;

}  // namespace glia::from_onnx
