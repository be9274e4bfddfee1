#include "data/sample.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "cli.h"
#include "data/sets.h"
#include "glia/error.h"
#include "glia/session.h"
#include "glia/speech.h"
#include "options/options.h"

namespace glia::cli {
namespace {

void check_fits(const Model& model, std::int64_t elements, const std::string& what) {
  const Shape& wanted = model.graph.input_shape();
  if (wanted.elements() == elements) return;
  throw Error(ErrorCode::shape_mismatch, fmt::format("the network takes {} inputs, but {} has {}",
                                                     wanted.elements(), what, elements));
}

Sample example(const Model& model, const std::string& set, const std::string& index_text,
               const std::string& data_dir, const PictureAsk& reading) {
  const Judged judged = judged_by(open_data_set(set, data_dir, &model, "", reading));
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
  if (data.has_lengths() && takes_lengths(model.graph, data.shape())) {
    sample.length = data.length(index);
  }
  sample.sound = data.features() != nullptr;
  sample.size =
      sample.sound ? heard_size(*data.features()) : image_size(data.shape()).value_or(ImageSize{});
  sample.label = data.label(index);
  return sample;
}

Sample heard(const Features& features, const std::string& file) {
  Sample sample;
  sample.input = log_mel(read_recording(file), features, &sample.length.emplace());
  sample.size = heard_size(features);
  sample.sound = true;
  return sample;
}

Sample sample_of(std::span<const std::uint8_t> pixels, const PictureForm& form) {
  constexpr float kByteScale = 1.0F / 255.0F;  // as a data set does it, to the last bit
  Sample sample;
  for (const std::uint8_t byte : pixels) {
    sample.input.push_back(static_cast<float>(byte) * kByteScale);
  }
  sample.size = {form.size, form.size};
  return sample;
}

Sample seen(const PictureForm& form, const std::string& file) {
  return sample_of(read_prepared(file, form).pixels, form);
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

ImageSize heard_size(const Features& features) { return {features.frames, features.bands}; }

Sample read_sample(const Model& model, const std::string& what, const std::string& data_dir,
                   const PictureAsk& reading) {
  const std::size_t last = what.rfind(':');
  const std::size_t colon =
      last != what.npos && is_folder_of_examples(what.substr(0, last)) ? last : what.find(':');
  const std::string set = what.substr(0, colon);
  const std::vector<std::string> known = dataset_names();
  const bool named =
      is_folder_of_examples(set) || std::find(known.begin(), known.end(), set) != known.end();
  if (colon != what.npos && named && !std::filesystem::exists(what)) {
    return example(model, set, what.substr(colon + 1), data_dir, reading);
  }
  if (model.features) {
    Sample sample = heard(*model.features, what);
    if (!takes_lengths(model.graph, model.features->shape())) sample.length.reset();
    return sample;
  }
  if (is_recording(what)) {
    throw Error(ErrorCode::shape_mismatch,
                fmt::format("'{}' is a recording, and this network learnt from pictures", what));
  }
  const PictureForm form = form_of(model).value_or(PictureForm::of_digits());
  check_fits(model, form.shape().elements(), "a digit");
  if (!form.digit) return seen(form, what);
  const DigitForm digit = digit_form(read_picture(what));
  Sample sample = sample_of(digit.image, form);
  sample.beside = digit.beside;
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
