#pragma once
// A network as the steps of a C program: what is written out, and what the reference runs.
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "glia/model.h"

namespace glia::headers {

enum class Number : std::uint8_t { float32, int8, uint8 };

// The least and the largest integer that a number lies between, both used alike.
inline int least(Number number) { return number == Number::uint8 ? 0 : -127; }
inline int most(Number number) { return number == Number::uint8 ? 255 : 127; }

// Where a storage lies: `scratch` is shared by those whose lifetimes do not meet.
enum class Place : std::uint8_t { scratch, input, output, state };

struct Storage {
  std::int64_t bytes = 0;
  Place place = Place::scratch;
  std::int64_t offset = 0;  // in bytes, of scratch
  std::string field = {};   // of state
};

// What a step reads or gives. Steps that work number by number give theirs where they read it.
struct Value {
  std::int64_t size = 0;
  Number number = Number::float32;
  double scale = 1;  // an integer q means q·scale
  int storage = -1;
};

enum class Kind : std::uint8_t {
  quantize,
  dequantize,
  copy,
  dense,
  conv,
  channels,  // x·weight + bias, channel by channel: a batch norm that follows no layer
  max_pool,
  average_pool,
  map,
  table,  // a map of integers
  add,
  softmax,
  layer_norm,
  recurrent,
  mean,  // the sum of the hidden states over how many there were
};

enum class Gives : std::uint8_t { sequence, last, mean };

struct Recurrence {
  std::int64_t units = 0, features = 0, sums = 0;  // sums: of all gates
  bool cell = false;                               // an LSTM
  bool reverse = false;
  Gives gives = Gives::last;
  std::int64_t out_stride = 0, out_offset = 0;     // where h goes in a frame of the output
  int z = -1, hidden_state = -1, cell_state = -1;  // storages
  std::vector<float> input_weight = {}, hidden_weight = {}, bias = {};  // [in][sums]
  std::vector<std::int8_t> input_weight8 = {}, hidden_weight8 = {};
  std::vector<float> scale = {};  // of a sum
};

struct Step {
  Kind kind = Kind::copy;
  std::string id = {};  // of the node, as a C word
  std::vector<int> in = {};
  int out = -1;
  bool each_frame = false;  // of a network that goes frame by frame

  std::int64_t channels = 1, height = 1, width = 1;              // of a picture that comes in
  std::int64_t out_channels = 1, out_height = 1, out_width = 1;  // and that goes out
  std::int64_t high = 1, wide = 1, stride = 1, padding = 0;      // of the window
  std::int64_t rows = 1;                                         // of a layer norm
  double epsilon = 0;
  std::string function = {};  // of a map
  double parameter = 0;

  std::vector<float> weight = {}, bias = {};

  // In integers: sums of weight8·q + bias32, which become integers again by multiplier·2^−shift,
  // or floats by scale.
  std::vector<std::int8_t> weight8 = {};
  std::vector<std::int32_t> bias32 = {}, multiplier = {};
  int shift = 0;
  std::vector<float> scale = {};
  std::vector<std::uint8_t> table = {};

  Recurrence recurrence = {};
};

struct Program {
  std::vector<Step> steps = {};
  std::vector<Value> values = {};
  std::vector<Storage> storages = {};
  int input = -1, output = -1;  // values
  std::int64_t inputs = 0, outputs = 0;
  std::int64_t frames = 0;        // of a network that goes frame by frame; else 0
  bool answers_frames = false;    // it gives an output for each frame
  std::int64_t memory_bytes = 0;  // of scratch
  bool integers = false;
  Shape input_shape = {};
  std::vector<std::string> classes = {}, about = {};  // about: lines of a comment
};

struct Range {
  double low = 0, high = 0;
};
using Ranges = std::map<std::string, Range, std::less<>>;  // by node

// The steps of a model; with ranges in integers. Throws Error.
Program lower(const Model& model, const Ranges* ranges);

// Gives every storage of scratch its place.
void place_memory(Program& program);

// How C names what a node is called.
std::string c_word(std::string_view name);

}  // namespace glia::headers
