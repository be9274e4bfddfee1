// Writes a model of each kind and a checkpoint, and what they answer, into the folder that is
// named.
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <nlohmann/json.hpp>

#include "training.h"

namespace {

using namespace glia;

nlohmann::json told;

void write(const std::string& name, const Model& model, const std::string& folder) {
  save_model(model, folder + "/" + name + ".safetensors");
  told[name] = old::outputs(model);
}

}  // namespace

int main(int /*argc*/, char** argv) {
  const std::string folder = argv[1];
  told["made_with"] = argv[2];
  Engine engine(1);
  told["numeric_path"] = std::string(engine.simd.numeric_path());
  write("dense", old::dense_model(), folder);
  write("pictures", old::picture_model(), folder);
  Model speech = old::speech_graph();
  speech.features = old::features();
  write("speech", speech, folder);
  Trainer trainer(engine, old::dense_model(), old::data(), old::recipe());
  trainer.submit({Edit::Kind::hold, "hidden1.weight", 5, 0.25});
  trainer.run(Trainer::Budget::of_steps(old::kSteps));
  const std::string path =
      save_checkpoint({trainer.model(), trainer.snapshot(), trainer.journal()}, folder);
  std::filesystem::rename(path, folder + "/checkpoint-7.safetensors");
  trainer.run();
  told["trained"] = old::outputs(trainer.model());
  std::ofstream(folder + "/answers.json") << std::setw(1) << told << '\n';
}
