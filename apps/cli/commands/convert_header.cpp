#include "commands/convert_header.h"

#include <algorithm>
#include <filesystem>

#include "data/sets.h"
#include "glia/c_header.h"
#include "glia/error.h"
#include "glia/file.h"
#include "terminal/chart.h"
#include "terminal/print.h"
#include "views/answers.h"

namespace glia::cli {
namespace {

// What everything in the header begins with: --name, or the name of the file.
std::string name_of_header(const ConvertOptions& options) {
  if (!options.name.empty()) return options.name;
  std::string name = std::filesystem::path(options.to).stem().string();
  const auto fits = [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9');
  };
  std::ranges::replace_if(
      name, [&](char letter) { return !fits(letter); }, '_');
  const bool begins = !name.empty() && name[0] != '_' && (name[0] < '0' || name[0] > '9');
  return begins ? name : "network_" + name;
}

// How often the class with the largest output is the wanted one.
double accuracy_of(const Int8Network& network, const Model& model, const Dataset& data) {
  std::vector<float> input(static_cast<std::size_t>(model.graph.input_shape().elements()));
  std::vector<float> output(static_cast<std::size_t>(outputs_of(model)));
  const bool lengths = data.has_lengths() && takes_lengths(model.graph, data.shape());
  std::int64_t right = 0;
  for (std::int64_t i = 0; i < data.size(); ++i) {
    data.input(i, input.data());
    network.predict(input, output,
                    lengths ? std::optional(data.length(i)) : std::optional<std::int64_t>());
    right += brightest(output) == data.label(i);
  }
  return static_cast<double>(right) / static_cast<double>(data.size());
}

CHeader in_integers(const Model& model, const ConvertOptions& options, const Common& common,
                    const CHeaderOptions& header, ConvertNote& note) {
  const std::string name = data_asked_for(options.data, model);
  const DataSplit data = open_data_set(name, options.data_dir, &model);
  say_note(data);
  const Judged judged = judged_by(data);
  const Dataset& calibration = data.train.size() > 0 ? data.train : judged.data;
  const auto engine = common.engine();
  const Int8Network network(*engine, model, calibration);
  if (judged.data.size() > 0 && judged.data.labelled() && outputs_of(model) > 1) {
    const double before = evaluating(*engine, model, 256).evaluate(judged.data).accuracy;
    const double after = accuracy_of(network, model, judged.data);
    note.lines.push_back(say("Right on {} {} of {}: in float32 {}, in 8-bit integers {}",
                             grouped(judged.data.size()), judged.what, name, percent(before),
                             percent(after)));
    note.json["accuracy_float32"] = before;
    note.json["accuracy_int8"] = after;
  }
  return c_header(network, header);
}

}  // namespace

ConvertNote write_header(const Model& model, const ConvertOptions& options, const Common& common) {
  if (!options.int8 && !options.data.empty()) {
    throw UsageError("--data: it is for --int8, which takes examples to calibrate on");
  }
  ConvertNote note;
  const CHeaderOptions header{name_of_header(options)};
  const CHeader made =
      options.int8 ? in_integers(model, options, common, header, note) : c_header(model, header);
  save_file(options.to, made.text);
  note.lines.push_back(say("Constants {} bytes, struct {}_state {} bytes",
                           grouped(made.constant_bytes), header.name, grouped(made.state_bytes)));
  note.json["name"] = header.name;
  note.json["constant_bytes"] = made.constant_bytes;
  note.json["state_bytes"] = made.state_bytes;
  return note;
}

}  // namespace glia::cli
