// For the test that runs networks with their preparation by ONNX Runtime:
//   prepared_networks FOLDER   saves FOLDER/picture.onnx and FOLDER/table.onnx, which take bytes
//   and
//                              a table's numbers, and what each answers, picture.json, table.json
#include <cmath>
#include <cstdio>
#include <exception>
#include <fstream>
#include <nlohmann/json.hpp>
#include <numeric>
#include <string>

#include "glia/onnx.h"
#include "random_network.h"

namespace {

using namespace glia;
using random_network::Draw;

constexpr std::int64_t kRows = 5;

std::vector<float> answers(const Model& model, const std::vector<float>& inputs) {
  Engine engine;
  Session session(engine, model.graph, {.batch = kRows});
  session.load(model.state);
  return session.forward(inputs, kRows);
}

void save(const std::string& path, const Model& model, const nlohmann::json& inputs,
          const std::vector<double>& outputs) {
  save_onnx(model, path + ".onnx", {.prepare = true});
  std::ofstream(path + ".json") << nlohmann::json{{"inputs", inputs}, {"outputs", outputs}};
}

void save_picture(const std::string& path) {
  Draw draw(1);
  Model model;
  model.form = PictureForm{.size = 8};
  model.graph = parse_net("conv(4,3x3) relu avgpool dense(3)", {.output = "softmax"}, {3, 8, 8});
  model.state = random_network::state(model.graph, draw);
  std::vector<int> bytes(static_cast<std::size_t>(kRows * 3 * 8 * 8));
  for (int& byte : bytes) byte = static_cast<int>(draw.from(0, 255));
  std::vector<float> inputs;
  for (const int byte : bytes) inputs.push_back(static_cast<float>(byte) / 255);
  const std::vector<float> outputs = answers(model, inputs);
  save(path, model, bytes, {outputs.begin(), outputs.end()});
}

void save_table(const std::string& path) {
  Draw draw(2);
  TableForm form;
  form.inputs = {{.name = "year", .offset = 1987, .scale = 0.05},
                 {.name = "rooms", .offset = 3.5, .scale = 0.8, .missing = 3},
                 {.name = "far", .scale = 1e-4}};
  form.targets = {{.name = "price", .offset = 250'000, .scale = 1e-5},
                  {.name = "days", .offset = 40, .scale = 0.1}};
  Model model;
  model.form = form;
  model.graph = parse_net("3-8-2", {.hidden = "tanh", .output = "identity"});
  model.state = random_network::state(model.graph, draw);
  Table table{.name = "houses", .rows = kRows};
  table.columns = {{"year", {1950, 1987, 2024, 1999, 2001}},
                   {"rooms", {1, 2, std::nanf(""), 4, 5}},
                   {"far", {0, 12'000, 30'000, 7, 1}}};
  std::vector<std::uint32_t> rows(kRows);
  std::iota(rows.begin(), rows.end(), 0U);
  const std::vector<float> outputs = answers(model, form.inputs_of(table, rows));
  std::vector<double> own;
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    own.push_back(form.in_own_unit(i % form.targets.size(), static_cast<double>(outputs[i])));
  }
  nlohmann::json cells;  // null where one is missing
  for (std::size_t row = 0; row < rows.size(); ++row) {
    for (const Table::Column& column : table.columns) cells.push_back(column.numbers[row]);
  }
  save(path, model, cells, own);
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 2) return 2;
  save_picture(std::string(argv[1]) + "/picture");
  save_table(std::string(argv[1]) + "/table");
} catch (const std::exception& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 1;
}
