// For the test that runs our files by ONNX Runtime:
//   random_networks FOLDER COUNT [lengths]   saves FOLDER/0.onnx, … and what each answers, 0.json;
//   lengths                                  have to be given where 0.json has them
#include <cstdio>
#include <exception>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "glia/onnx.h"
#include "random_network.h"

int main(int argc, char** argv) try {
  if (argc != 3 && argc != 4) return 2;
  const std::uint64_t count = std::stoull(argv[2]);
  for (std::uint64_t seed = 0; seed < count; ++seed) {
    const glia::Model model = glia::random_network::model(seed);
    const auto answered = glia::random_network::answered(model, seed);
    const std::string path = std::string(argv[1]) + "/" + std::to_string(seed);
    glia::save_onnx(model, path + ".onnx", {.lengths = argc == 4 && !answered.lengths.empty()});
    std::ofstream(path + ".json") << nlohmann::json{
        {"network", nlohmann::json::parse(glia::graph_to_json(model.graph))},
        {"rows", answered.rows},
        {"inputs", answered.inputs},
        {"lengths", answered.lengths},
        {"outputs", answered.outputs}};
  }
} catch (const std::exception& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 1;
}
