// Runs the ONNX project's own tests of nodes: node_tests FOLDER NAME…, a line for each.
//
//   layer                it came in as a network whose output is what the test wants
//   layer, each output   of several it came in with each alone
//   layer, one output    with its first alone
//   constants            it was worked out where all its inputs are known
//   unknown operator     no operation of Glia's
//   refused: …           neither
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <vector>

#include "glia/error.h"
#include "glia/session.h"
#include "onnx/import.h"
#include "onnx/import_file.h"

namespace {

namespace fs = std::filesystem;
using glia::from_onnx::Constant;
using glia::from_onnx::Sizes;

// As ONNX's own runner compares.
constexpr double kRelative = 1e-3, kAbsolute = 1e-7;

std::string bytes_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// input_0.pb, input_1.pb, … as tensors; nothing where one is another kind of value.
std::optional<std::vector<onnx::TensorProto>> tensors(const fs::path& folder, const char* what,
                                                      const auto& infos) {
  std::vector<onnx::TensorProto> all;
  for (int i = 0; i < infos.size(); ++i) {
    onnx::TensorProto tensor;
    const fs::path path = folder / (std::string(what) + "_" + std::to_string(i) + ".pb");
    if (!infos[i].type().has_tensor_type() || !tensor.ParseFromString(bytes_of(path))) return {};
    tensor.set_name(infos[i].name());
    all.push_back(std::move(tensor));
  }
  return all;
}

glia::Error differs(const std::string& what) {
  return {glia::ErrorCode::diverged, "differs: " + what};
}

void expect_close(const std::vector<float>& got, const std::vector<float>& wanted) {
  if (got.size() != wanted.size()) {
    throw differs(std::to_string(got.size()) + " numbers, wanted " + std::to_string(wanted.size()));
  }
  for (std::size_t i = 0; i < got.size(); ++i) {
    const double a = static_cast<double>(got[i]), b = static_cast<double>(wanted[i]);
    const bool same = a == b || (std::isnan(a) && std::isnan(b));
    if (!same && !(std::abs(a - b) <= kAbsolute + kRelative * std::abs(b))) {
      throw differs("number " + std::to_string(i) + " is " + std::to_string(a) + ", wanted " +
                    std::to_string(b));
    }
  }
}

// The numbers with the axis of samples first.
std::vector<float> in_rows(const Constant& tensor, std::size_t axis) {
  const std::vector<float>& values = *tensor.floats();
  std::size_t before = 1, after = 1, rows = 1;
  for (std::size_t i = 0; i < tensor.sizes.size(); ++i) {
    const auto size = static_cast<std::size_t>(tensor.sizes[i].value);
    (i < axis ? before : i == axis ? rows : after) *= size;
  }
  std::vector<float> found;
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t outer = 0; outer < before; ++outer) {
      const auto from = values.begin() + static_cast<std::ptrdiff_t>((outer * rows + row) * after);
      found.insert(found.end(), from, from + static_cast<std::ptrdiff_t>(after));
    }
  }
  return found;
}

onnx::ModelProto with_constants(onnx::ModelProto file, const std::vector<onnx::TensorProto>& given,
                                std::size_t first) {
  for (std::size_t i = first; i < given.size(); ++i) {
    *file.mutable_graph()->add_initializer() = given[i];
  }
  const std::string bytes = file.SerializeAsString();
  return glia::from_onnx::parsed(
      {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
}

void run_as_layer(const onnx::ModelProto& file, const std::vector<onnx::TensorProto>& given,
                  const onnx::TensorProto& wanted) {
  const glia::from_onnx::Import found = glia::from_onnx::imported(with_constants(file, given, 1));
  const Constant input = glia::from_onnx::constant_of(given.at(0));
  const std::int64_t rows = input.sizes[found.input_axis].value;
  glia::Engine engine(1);
  glia::Session session(engine, found.model.graph, {.batch = rows});
  session.load(found.model.state);
  std::vector<float> inputs = in_rows(input, found.input_axis);
  if (found.channels_last) throw differs("a picture with channels last");
  const std::vector<float> outputs = session.forward(inputs, rows);
  const Constant output = glia::from_onnx::constant_of(wanted);
  expect_close(outputs, in_rows(output, rows == 1 ? 0 : found.output_axis));
}

// The network with one of its outputs alone.
onnx::ModelProto with_output(onnx::ModelProto file, int kept) {
  const onnx::ValueInfoProto output = file.graph().output(kept);
  file.mutable_graph()->clear_output();
  *file.mutable_graph()->add_output() = output;
  return file;
}

void run_as_constants(const onnx::ModelProto& file, const std::vector<onnx::TensorProto>& given,
                      const std::vector<onnx::TensorProto>& wanted) {
  const std::vector<Constant> found = glia::from_onnx::folded(with_constants(file, given, 0));
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const Constant output = glia::from_onnx::constant_of(wanted[i]);
    if (found.at(i).sizes != output.sizes) throw differs("the sizes");
    if (output.floats() && found[i].floats()) {
      expect_close(*found[i].floats(), *output.floats());
    } else if (found[i].values != output.values) {
      throw differs("whole numbers");
    }
  }
}

// What went wrong; nothing where nothing did.
template <typename Run>
std::string wrong(Run&& run) {
  try {
    run();
    return "";
  } catch (const glia::Error& error) {
    return error.what();
  }
}

std::string outcome(const fs::path& folder) {
  onnx::ModelProto file;
  if (!file.ParseFromString(bytes_of(folder / "model.onnx"))) return "refused: no model";
  const fs::path data = folder / "test_data_set_0";
  const auto given = tensors(data, "input", file.graph().input());
  const auto wanted = tensors(data, "output", file.graph().output());
  if (!given || !wanted) return "refused: it takes or gives sequences";
  std::vector<std::string> why;
  for (int i = 0; i < file.graph().output_size() && !given->empty(); ++i) {
    why.push_back(wrong([&] {
      run_as_layer(with_output(file, i), *given, wanted->at(static_cast<std::size_t>(i)));
    }));
  }
  const auto right = std::ranges::count(why, "");
  if (right > 0 && right == std::ssize(why)) return right == 1 ? "layer" : "layer, each output";
  if (right > 0 && why[0].empty()) return "layer, one output";
  const std::string constants = wrong([&] { run_as_constants(file, *given, *wanted); });
  if (constants.empty()) return "constants";
  std::string told = why.empty() || why[0].find("outputs of floats") != std::string::npos ||
                             why[0].find("takes no floats") != std::string::npos
                         ? constants
                         : why[0];
  if (told.find("Glia has no operation for it") != std::string::npos) return "unknown operator";
  std::ranges::replace(told, '\n', ' ');
  return (told.starts_with("differs") ? "" : "refused: ") + told;
}

}  // namespace

int main(int argc, char** argv) {
  for (int i = 2; i < argc; ++i) {
    std::cout << argv[i] << ": " << outcome(fs::path(argv[1]) / argv[i]) << '\n';
  }
}
