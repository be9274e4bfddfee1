#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli.h"
#include "commands/keep_before.h"
#include "data/open_model.h"
#include "glia/error.h"
#include "options/options.h"
#include "terminal/out_file.h"
#include "terminal/print.h"
#include "terminal/terminal.h"

namespace glia::cli {
namespace {

struct Assignment {
  std::string parameter;              // "hidden1.weight"
  std::vector<std::int64_t> indices;  // {3, 400}
  double value = 0;
};

// "hidden1.weight[3,400]=0.7"
Assignment parse_assignment(const std::string& text) {
  const std::size_t open = text.find('[');
  const std::size_t close = text.find(']', open == text.npos ? 0 : open);
  if (open == text.npos || open == 0 || close == text.npos || close + 1 >= text.size() ||
      text[close + 1] != '=') {
    throw UsageError(fmt::format(
        "'{}': expected PARAMETER[INDEX,…]=VALUE, like hidden1.weight[3,400]=0.7", text));
  }
  Assignment assignment{text.substr(0, open), {}, 0};
  std::size_t begin = open + 1;
  while (begin <= close) {
    const std::size_t end = std::min(text.find(',', begin), close);
    assignment.indices.push_back(parse_whole(text, text.substr(begin, end - begin)));
    begin = end + 1;
  }
  assignment.value = parse_number(text, text.substr(close + 2));
  if (!std::isfinite(static_cast<float>(assignment.value))) {
    throw UsageError(fmt::format("'{}': the value does not fit a 32-bit float", text));
  }
  return assignment;
}

std::int64_t flat_index(const Assignment& a, const Shape& shape) {
  const auto fail = [&] {
    std::vector<std::int64_t> last(shape.sizes().begin(), shape.sizes().end());
    for (std::int64_t& index : last) --index;
    throw UsageError(fmt::format("{}[{}]: {} is {}, so its indices go from {} to {}", a.parameter,
                                 fmt::join(a.indices, ","), a.parameter, shape.str(),
                                 fmt::join(std::vector<int>(last.size()), ","),
                                 fmt::join(last, ",")));
  };
  if (static_cast<int>(a.indices.size()) != shape.rank()) fail();
  std::int64_t flat = 0;
  for (int axis = 0; axis < shape.rank(); ++axis) {
    const std::int64_t index = a.indices[static_cast<std::size_t>(axis)];
    if (index < 0 || index >= shape[axis]) fail();
    flat = flat * shape[axis] + index;
  }
  return flat;
}

struct SetOptions {
  std::string model;
  std::vector<std::string> assignments;
  std::string out;
};

int run_set(const SetOptions& options, const Common& common) {
  std::vector<Assignment> assignments;
  for (const std::string& text : options.assignments) {
    assignments.push_back(parse_assignment(text));
  }
  check_replaces(options.out, FileKind::model, {});  // its own network stays, as another there
  Model model = open_model(options.model);
  nlohmann::ordered_json changes = nlohmann::ordered_json::array();
  std::vector<std::string> lines;
  for (const Assignment& a : assignments) {
    Tensor* tensor = nullptr;
    try {
      tensor = &model.state[a.parameter];
    } catch (const Error& error) {
      throw UsageError(error.what());
    }
    float& number = tensor->values[static_cast<std::size_t>(flat_index(a, tensor->shape))];
    const std::string name = fmt::format("{}[{}]", a.parameter, fmt::join(a.indices, ","));
    lines.push_back(fmt::format("{}: {} → {}", name, number, static_cast<float>(a.value)));
    changes.push_back({{"parameter", name}, {"old", number}, {"new", static_cast<float>(a.value)}});
    number = static_cast<float>(a.value);
    std::string& hand = model.history["by_hand"];
    hand += (hand.empty() ? "" : "; ") + lines.back();
  }
  model.temperature.reset();  // it was fitted to the numbers as they were
  const std::string note = save_and_keep_before(encode_model(model), options.out);
  if (common.json) {
    nlohmann::ordered_json done{{"changes", changes}, {"model", options.out}};
    if (!note.empty()) done["note"] = note;
    print_json(done);
    return kOk;
  }
  const Screen screen = Screen::of(stdout, common.color);
  for (const std::string& line : lines) print("  {}\n", line);
  print("  Saved to {}\n", screen.bold(options.out));
  if (!note.empty()) print("  {}\n", retold(note));
  return kOk;
}

}  // namespace

void add_set(CLI::App& app, Common& common, Chosen& chosen) {
  CLI::App& sub = add_command(app, "set", "Turn weights and biases by hand");
  auto options = std::make_shared<SetOptions>();
  add_word(sub, "MODEL", options->model, "A model file");
  add_words(sub, "CHANGES", options->assignments, "hidden1.weight[3,400]=0.7 hidden2.bias[5]=-1");
  add_text(sub, "--out", options->out, "FILE", "Where the changed model goes", Needed::yes);
  add_common(sub, common);
  when_chosen(
      sub, [=, &common, &chosen] { chosen = [=, &common] { return run_set(*options, common); }; });
}

}  // namespace glia::cli
