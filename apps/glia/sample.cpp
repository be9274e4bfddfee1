#include "sample.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "cli.h"
#include "data_sets.h"
#include "glia/error.h"
#include "glia/speech.h"
#include "options.h"

namespace glia::cli {
namespace {

void check_fits(const Model& model, std::int64_t elements, const std::string& what) {
  const Shape& wanted = model.graph.input_shape();
  if (wanted.elements() == elements) return;
  throw Error(ErrorCode::shape_mismatch, fmt::format("the network takes {} inputs, but {} has {}",
                                                     wanted.elements(), what, elements));
}

Sample example(const Model& model, const std::string& set, const std::string& index_text,
               const std::string& data_dir) {
  const Judged judged = judged_by(open_data_set(set, data_dir, &model));
  const Dataset& data = judged.data;
  const std::int64_t index = parse_whole(set + ":" + index_text, index_text);
  if (index < 0 || index >= data.size()) {
    throw UsageError(
        fmt::format("{}:{}: {} has {} 0 to {}", set, index, set, judged.what, data.size() - 1));
  }
  check_fits(model, data.shape().elements(), set);
  Sample sample;
  sample.input.resize(static_cast<std::size_t>(data.shape().elements()));
  data.input(index, sample.input.data());
  sample.sound = data.features() != nullptr;
  sample.size =
      sample.sound ? heard_size(*data.features()) : image_size(data.shape()).value_or(ImageSize{});
  sample.label = data.label(index);
  return sample;
}

Sample heard(const Features& features, const std::string& file) {
  Sample sample;
  sample.input = log_mel(read_recording(file), features);
  sample.size = heard_size(features);
  sample.sound = true;
  return sample;
}

Sample seen(const PictureForm& form, const std::string& file) {
  constexpr float kByteScale = 1.0F / 255.0F;  // as a data set does it, to the last bit
  Sample sample;
  for (const std::uint8_t byte : read_prepared(file, form).pixels) {
    sample.input.push_back(static_cast<float>(byte) * kByteScale);
  }
  sample.size = {form.size, form.size};
  return sample;
}

bool is_folder_of_examples(const std::string& name) {
  return is_speech(name) || is_picture_folder(name);
}

}  // namespace

Raster Sample::raster() const {
  if (!sound) return picture_raster(input, size);
  const std::vector<double> values(input.begin(), input.end());
  Raster raster{size, upright<double>(values, size), true, {}};
  const double most = largest_magnitude(input);
  for (double& v : raster.values) v /= most;
  return raster;
}

Raster Sample::raster_of(std::span<const double> values) const {
  if (!sound) return {size, by_pixel(values, size), true, {}};
  return {size, upright<double>(values, size), true, {}};
}

bool named_like_sound(const std::string& file) {
  return file.ends_with(".wav") || file.ends_with(".flac") || file.ends_with(".ogg");
}

ImageSize heard_size(const Features& features) { return {features.frames, features.bands}; }

Sample read_sample(const Model& model, const std::string& what, const std::string& data_dir) {
  const std::size_t last = what.rfind(':');
  const std::size_t colon =
      last != what.npos && is_folder_of_examples(what.substr(0, last)) ? last : what.find(':');
  const std::string set = what.substr(0, colon);
  const std::vector<std::string> known = dataset_names();
  const bool named =
      is_folder_of_examples(set) || std::find(known.begin(), known.end(), set) != known.end();
  if (colon != what.npos && named && !std::filesystem::exists(what)) {
    return example(model, set, what.substr(colon + 1), data_dir);
  }
  if (model.features) return heard(*model.features, what);
  if (named_like_sound(what)) {
    throw Error(ErrorCode::shape_mismatch,
                fmt::format("'{}' is a recording, and this network learnt from pictures", what));
  }
  if (model.form) return seen(*model.form, what);
  const DigitForm digit = digit_form(read_picture(what));
  check_fits(model, std::ssize(digit.image), "a digit");
  Sample sample;
  sample.size = {DigitForm::kSide, DigitForm::kSide};
  sample.beside = digit.beside;
  for (std::uint8_t pixel : digit.image) sample.input.push_back(static_cast<float>(pixel) / 255.0f);
  return sample;
}

std::string owner_of(const Graph& graph, NodeId node) {
  while (graph[node].op && graph[node].inputs.size() == 1) {
    const Node& here = graph[node];
    const bool norm = here.op->name() == "batch_norm" || here.op->name() == "layer_norm";
    const NodeId before = here.inputs[0];
    if (!norm && !here.spec.params.empty()) break;
    if (graph[before].shape.elements() != here.shape.elements()) break;
    node = before;
  }
  return graph[node].name;
}

}  // namespace glia::cli
