// Reads what exporters.py wrote: exported FOLDER, a line for each network of it.
//
//   NAME: same                 it gives what the program itself answered, within 1e-5
//   NAME: refused: …, differs: …
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <vector>

#include "glia/error.h"
#include "glia/onnx.h"
#include "glia/session.h"

namespace {

namespace fs = std::filesystem;

constexpr float kAllowed = 1e-5F;  // of the largest output, or of 1

std::string outcome(const fs::path& path) {
  const nlohmann::json told =
      nlohmann::json::parse(std::ifstream(fs::path(path).replace_extension("json")));
  const auto inputs = told.at("inputs").get<std::vector<std::vector<float>>>();
  const auto wanted = told.at("outputs").get<std::vector<std::vector<float>>>();
  glia::Model model;
  try {
    model = glia::load_onnx(path.string());
  } catch (const glia::Error& error) {
    return std::string("refused: ") + error.what();
  }
  glia::Engine engine(1);
  glia::Session session(engine, model.graph, {});
  session.load(model.state);
  float largest = 1, away = 0;
  for (std::size_t row = 0; row < inputs.size(); ++row) {
    const std::vector<float> got = session.forward(inputs[row]);
    if (got.size() != wanted[row].size()) return "differs: in how many outputs it has";
    for (std::size_t i = 0; i < got.size(); ++i) {
      largest = std::max(largest, std::abs(wanted[row][i]));
      away = std::max(away, std::abs(got[i] - wanted[row][i]));
    }
  }
  if (!(away <= kAllowed * largest)) return "differs: by " + std::to_string(away);
  if (model.classes != told.at("classes").get<std::vector<std::string>>()) {
    return "differs: in the names of its classes";
  }
  return "same";
}

}  // namespace

int main(int, char** argv) {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(argv[1])) {
    if (entry.path().extension() == ".onnx") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  for (const fs::path& path : files)
    std::cout << path.stem().string() << ": " << outcome(path) << '\n';
}
