#pragma once
#include <functional>
#include <map>
#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "data/reading.h"
#include "data/sets.h"
#include "glia/digit.h"
#include "glia/inspect.h"
#include "glia/model.h"
#include "terminal/raster.h"
#include "views/answers.h"

namespace glia::cli {

// A spectrogram [frames][bands] as people draw it: time to the right, high above low.
template <typename T>
std::vector<T> upright(std::span<const T> values, ImageSize size) {
  std::vector<T> out(values.size());
  const auto frames = static_cast<std::size_t>(size.width);
  const auto bands = static_cast<std::size_t>(size.height);
  for (std::size_t t = 0; t < frames; ++t) {
    for (std::size_t b = 0; b < bands; ++b) {
      out[(bands - 1 - b) * frames + t] = values[t * bands + b];
    }
  }
  return out;
}

// Planes of a picture added up: one number a pixel.
template <typename T>
std::vector<T> by_pixel(std::span<const T> values, ImageSize size) {
  const auto pixels = static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height);
  std::vector<T> sums(pixels);
  for (std::size_t i = 0; pixels > 0 && i < values.size(); ++i) sums[i % pixels] += values[i];
  return sums;
}

// One picture, recording or row of a table as the network takes it.
struct Sample {
  std::vector<float> input;
  std::optional<std::int64_t> length;  // of a sequence: how many of its frames count
  ImageSize size;
  int label = -1;                       // known for an example of a data set
  bool sound = false;                   // a spectrogram
  std::vector<Beside> beside;           // a photographed digit, and was left out
  std::vector<std::string> names = {};  // of a table's row: what each input is, "age = 31"

  Raster raster() const;
  // Numbers that belong to the inputs, in [−1, 1]; those of red, green and blue are added up.
  Raster raster_of(std::span<const double> values) const;
};

// What was left out of a photograph: for people, and its names for JSON.
void print_beside(const Sample& sample);
void add_beside(nlohmann::ordered_json& line, const Sample& sample);

ImageSize heard_size(const Features& features);  // of an upright spectrogram

// Sets that examples are asked of, each loaded when the first is. For any number of threads.
class OpenSets {
 public:
  const Judged& get(const std::string& name, const std::function<Judged()>& load);

 private:
  std::mutex mutex_;
  std::map<std::string, Judged> sets_;
};

// `what` is a picture file, brought into the form that the network learnt from or else into that of
// MNIST's digits; for a network that hears a recording; for one that learnt from a table a row,
// "FILE:ROW"; or an example of a data set: "mnist:7", for the next of which `open` keeps the set.
// Throws Error.
Sample read_sample(const Model& model, const std::string& what, const std::string& data_dir,
                   const ReadingOptions& reading = {}, OpenSets* open = nullptr);

// Where the outputs of a node come from: "hidden1" for hidden1.activation or hidden1.dropout,
// "pool2" for what it gives when it is flattened, "input" for the inputs.
std::string owner_of(const Graph& graph, NodeId node);

}  // namespace glia::cli
