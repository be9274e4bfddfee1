#include "data/sample.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "cli.h"
#include "data/rows.h"
#include "data/sets.h"
#include "glia/error.h"
#include "glia/session.h"
#include "glia/source.h"
#include "glia/speech.h"
#include "options/options.h"
#include "terminal/print.h"

namespace glia::cli {
namespace {

void check_fits(const Model& model, std::int64_t elements, const std::string& what) {
  const Shape& wanted = model.graph.input_shape();
  if (wanted.elements() == elements) return;
  throw Error(ErrorCode::shape_mismatch, fmt::format("the network takes {} inputs, but {} has {}",
                                                     wanted.elements(), what, elements));
}

Sample example(const Model& model, const std::string& set, const std::string& index_text,
               const Judged& judged) {
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

// What there is nothing to be seen or heard in is the file's fault, not the command line's.
Example read_file_of(const std::string& what, const InputForm& form) {
  try {
    return read_example(what, form);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::invalid_argument) throw;
    throw Error(ErrorCode::format, error.what());
  }
}

Sample sample_of(Example example, const InputForm& form) {
  Sample sample;
  sample.input = std::move(example.input);
  sample.length = example.length;
  sample.beside = std::move(example.beside);
  if (const Features* features = form.sound()) {
    sample.size = heard_size(*features);
    sample.sound = true;
  } else if (const PictureForm* picture = form.picture()) {
    sample.size = {picture->size, picture->size};
  }
  return sample;
}

// A row of a table, each input by its column and what stands there.
Sample row_of(const Model& model, const std::string& what) {
  const TableForm& form = *model.form.table();
  const AskedRows asked = read_rows(model, {what});
  if (asked.rows.size() != 1) {
    throw UsageError(fmt::format("{} has {} rows: name one, as in {}:{}", what,
                                 grouped(std::ssize(asked.rows)), what, asked.table.first_row));
  }
  Sample sample;
  sample.input = form.inputs_of(asked.table, asked.rows);
  for (const TableForm::Column& column : form.inputs) {
    const std::string cell = said_cell(asked.table.column(column.name), asked.rows.front());
    for (const std::string& word : column.words) sample.names.push_back(column.name + " = " + word);
    if (!column.of_words()) sample.names.push_back(column.name + " = " + cell);
  }
  return sample;
}

// Where the name of a set ends in "mnist:7" or "folder:photos:7"; npos where there is none.
std::size_t end_of_set(const std::string& what) {
  for (const std::size_t colon : {what.rfind(':'), what.find(':')}) {
    if (colon != what.npos && find_source(what.substr(0, colon))) return colon;
  }
  return what.npos;
}

}  // namespace

void print_beside(const Sample& sample) {
  for (std::size_t i = 0; i < sample.beside.size(); ++i) {
    print("{}  {}\n", i == 0 ? "\n" : "", retold(sentence_of(sample.beside[i])));
  }
}

void add_beside(nlohmann::ordered_json& line, const Sample& sample) {
  for (const Beside what : sample.beside) line["beside"].push_back(name_of(what));
}

const Judged& OpenSets::get(const std::string& name, const std::function<Judged()>& load) {
  const std::lock_guard lock(mutex_);
  auto found = sets_.find(name);
  if (found == sets_.end()) found = sets_.emplace(name, load()).first;
  return found->second;
}

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
                   const ReadingOptions& reading, OpenSets* open) {
  if (model.form.table()) return row_of(model, what);
  const std::size_t colon = end_of_set(what);
  if (colon != what.npos && !std::filesystem::exists(what)) {
    const std::string set = what.substr(0, colon);
    const auto load = [&] {
      return tested_by(open_data_set(set, data_dir, &model, "", reading), set);
    };
    return example(model, set, what.substr(colon + 1), open ? open->get(set, load) : load());
  }
  const InputForm form = form_to_read(model);
  if (!form.sound() && is_recording(what)) {
    throw Error(ErrorCode::shape_mismatch,
                fmt::format("'{}' is a recording, and this network learnt from pictures", what));
  }
  if (const PictureForm* picture = form.picture()) {
    check_fits(model, picture->shape().elements(), "a digit");
  }
  Sample sample = sample_of(read_file_of(what, form), form);
  if (form.sound() && !takes_lengths(model.graph, form.sound()->shape())) sample.length.reset();
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
