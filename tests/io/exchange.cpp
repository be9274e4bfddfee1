// For the test that holds our files against Python's safetensors package:
//   safetensors_exchange write FILE   saves a model, prints its numbers as JSON
//   safetensors_exchange read FILE    loads a model, prints its numbers as JSON
#include <cstdio>
#include <exception>
#include <nlohmann/json.hpp>
#include <string>

#include "glia/model.h"

namespace {

glia::Model sample() {
  glia::Model model;
  model.graph = glia::parse_net("784-16-16-10", {}, {1, 28, 28});
  model.state = glia::State(model.graph, 1);
  model.state["output.bias"].values = {0, -0.0F, 1e-45F, 3.4e38F, 0.1F, -1, 2, -3, 4, -5};
  model.history["note"] = "Привет, мир";
  return model;
}

void print_numbers(const glia::State& state) {
  nlohmann::json json;
  for (const auto& [name, tensor] : state.tensors()) {
    json[name] = {{"shape", std::vector<std::int64_t>(tensor.shape.sizes().begin(),
                                                      tensor.shape.sizes().end())},
                  {"values", std::vector<double>(tensor.values.begin(), tensor.values.end())}};
  }
  std::puts(json.dump().c_str());
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 3) return 2;
  if (std::string(argv[1]) == "write") glia::save_model(sample(), argv[2]);
  print_numbers(glia::load_model(argv[2]).state);
} catch (const std::exception& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 1;
}
