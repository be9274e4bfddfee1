#include "commands/convert.h"

#include <fmt/format.h>

#include <algorithm>

#include "commands/convert_header.h"
#include "commands/convert_onnx.h"
#include "commands/convert_weights.h"
#include "data/open_model.h"
#include "data/sets.h"
#include "options/options.h"
#include "terminal/print.h"
#include "terminal/terminal.h"

namespace glia::cli {
namespace {

// Of a checkpoint the network alone is left, and numbers of other types become float32.
ConvertNote write_safetensors(const Model& model, const ConvertOptions& options, const Common&) {
  ConvertNote note;
  note.save(encode_model(model), options.to);
  return note;
}

constexpr ConvertFormat kFormats[] = {
    {".safetensors", FileKind::model, true, write_safetensors},
#ifdef GLIA_HAS_ONNX
    {".onnx", FileKind::onnx, true, write_onnx, true},
#endif
    {".h", FileKind::header, false, write_header},
};

constexpr const char* kExamples =
    "glia convert moments/checkpoint-3750.safetensors digits.safetensors\n"
    "glia convert digits.safetensors digits.h\n"
    "glia convert digits.safetensors digits.h --int8 --data mnist\n"
    "glia convert state_dict.safetensors lenet.safetensors --input 1x28x28 "
    "--net 'conv(6,5x5,same) relu maxpool(2) conv(16,5x5) relu maxpool(2) dense(120) relu "
    "dense(84) "
    "relu dense(10)'";

bool reads(const ConvertFormat& format) { return format.comes_in; }
bool writes(const ConvertFormat&) { return true; }

// The format of a file that a person named as `word`, by how its name ends.
const ConvertFormat& format_of(const std::string& word, const std::string& file,
                               bool (*can)(const ConvertFormat&)) {
  std::vector<std::string> endings;
  for (const ConvertFormat& format : kFormats) {
    if (!can(format)) continue;
    if (file.ends_with(format.ending)) return format;
    endings.emplace_back(format.ending);
  }
  throw UsageError(fmt::format("{}: expected a name that ends in {}, got '{}'", word,
                               fmt::join(endings, ", "), file));
}

int run_convert(const ConvertOptions& options, const Common& common) {
  const ConvertFormat& from = format_of("FROM", options.from, reads);
  const ConvertFormat& to = format_of("TO", options.to, writes);
  if ((options.prepare || options.lengths) && !to.chooses_inputs) {
    throw UsageError(fmt::format("{}: a {} has no room for it",
                                 options.prepare ? "--prepare" : "--lengths", to.ending));
  }
  if (to.write != write_header &&
      (options.int8 || !options.name.empty() || !options.data.empty())) {
    throw UsageError("--int8, --name and --data are of a C header, TO.h");
  }
  const WeightsOptions& weights = options.weights;
  const bool described = weights.asked.contains("net");
  if (!described && !(weights.asked.empty() && weights.input.empty() && weights.names.empty() &&
                      weights.layout.empty())) {
    throw UsageError(
        "--activation, --output, --cost, --input, --names and --layout are of weights that another "
        "program saved: give --net, the network that these belong to");
  }
  if (described && std::string_view(from.ending) != ".safetensors") {
    throw UsageError(fmt::format("--net: a {} says itself what its network is", from.ending));
  }
  check_replaces(options.to, to.kind, {options.data}, "TO");
  ConvertNote note;
  const Model model = described ? read_weights(options, note) : open_model(options.from);
  const ConvertNote written = to.write(model, options, common);
  note.lines.insert(note.lines.end(), written.lines.begin(), written.lines.end());
  note.json.update(written.json);
  if (common.json) {
    nlohmann::ordered_json json{{"from", options.from}, {"to", options.to}};
    json.update(note.json);
    print_json(json);
    return kOk;
  }
  for (const std::string& line : note.lines) print("  {}\n", line);
  print("  Saved to {}\n", Screen::of(stdout, common.color).bold(options.to));
  return kOk;
}

}  // namespace

void ConvertNote::save(std::span<const std::uint8_t> network, const std::string& to) {
  const std::string kept = save_and_keep_before(network, to);
  if (kept.empty()) return;
  lines.push_back(retold(kept));
  json["note"] = kept;
}

void add_convert(CLI::App& app, Common& common, Chosen& chosen) {
  CLI::App& sub = add_command(app, "convert", "A network as a file of another kind");
  auto options = std::make_shared<ConvertOptions>();
  add_word(sub, "FROM", options->from, "The network, by the ending of its name");
  add_word(sub, "TO", options->to, "The new file, by the ending of its name");
  add_flag(sub, "--prepare", options->prepare,
           "In an .onnx: it takes the bytes of pictures, the numbers of a table as they are");
  add_flag(sub, "--lengths", options->lengths,
           "In an .onnx: the lengths of recordings have to be given, as ONNX Runtime Web wants it");
  add_flag(sub, "--int8", options->int8, "Of a .h: in 8-bit integers, calibrated on data");
  add_text(sub, "--data", options->data, "NAME",
           "Of --int8: what to calibrate and to test on (what the model learnt from)");
  add_data_dir(sub, options->data_dir);
  add_text(sub, "--name", options->name, "NAME",
           "Of a .h: how its names begin (as the file is called)");
  add_weights_options(sub, options->weights);
  add_common(sub, common);
  add_examples(sub, kExamples);
  when_chosen(sub, [=, &common, &chosen] {
    chosen = [=, &common] { return run_convert(*options, common); };
  });
}

}  // namespace glia::cli
