#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "glia/data.h"
#include "glia/export.h"
#include "glia/model.h"
#include "glia/session.h"

namespace GLIA_EXPORT glia {

struct CHeaderOptions {
  std::string name = "network";  // how everything in it begins: letters, digits and '_'
};

// A network as one C header: its numbers and the code that runs it, in C99 that allocates nothing
// and needs no library.
struct CHeader {
  std::string text = {};
  std::int64_t constant_bytes = 0;  // what the weights and tables take, in flash
  std::int64_t state_bytes = 0;     // what the caller places, in RAM
};

// With float32 numbers. Throws Error{unsupported} that names the node which cannot be written.
CHeader c_header(const Model& model, const CHeaderOptions& options = {});

// A network in 8-bit integers, as its C header runs it: weights of each output channel have a scale
// of their own and lie from −127 to 127; numbers in between lie from 0 to 255 where none was
// negative in the calibration data, else from −127 to 127; sums have 32 bits and go on by a
// fixed-point multiplication (Jacob et al., 2018; here zero is always 0). LSTM and simple recurrent
// layers have 8-bit weights, and go through time in float32; so do layer norm and softmax.
class Int8Network {
 public:
  // The ranges are those of at most `samples` of `calibration`, from all over it. Throws Error.
  Int8Network(Engine& engine, const Model& model, const Dataset& calibration,
              std::int64_t samples = 1000);
  ~Int8Network();
  Int8Network(Int8Network&&) noexcept;

  // The outputs for one sample: the same integers as in C. Of a network that goes frame by frame
  // `frames` says how many count. Throws Error when sizes do not fit.
  void predict(std::span<const float> input, std::span<float> output,
               std::optional<std::int64_t> frames = {}) const;

 private:
  friend CHeader c_header(const Int8Network& network, const CHeaderOptions& options);
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

CHeader c_header(const Int8Network& network, const CHeaderOptions& options = {});

}  // namespace glia
