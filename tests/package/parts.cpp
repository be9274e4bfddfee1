// Does something with each part of the library, and says so.
#include <glia/glia.h>
#include <glia/onnx.h>

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

void want(bool holds, const char* what) {
  if (!holds) throw std::runtime_error(what);
}

glia::Model learnt_xor(glia::Engine& engine) {
  const std::vector<float> inputs = {0, 0, 0, 1, 1, 0, 1, 1}, answers = {0, 1, 1, 0};
  glia::Model model;
  model.graph = glia::parse_net("2-4-1", {.hidden = "tanh"});
  model.state = glia::State(model.graph, /*seed=*/1);
  glia::Trainer trainer(engine, model, glia::Dataset::rows({2}, inputs, {1}, answers, "xor"),
                        {.schedule = {.rate = 1.0}, .batch = 4, .epochs = 2000});
  trainer.run();
  return trainer.model();
}

std::vector<float> answers_of(glia::Engine& engine, const glia::Model& model) {
  const std::vector<float> inputs = {0, 0, 0, 1, 1, 0, 1, 1};
  glia::Session session(engine, model.graph, {.batch = 4, .learn = false});
  session.load(model.state);
  return session.forward(inputs, 4);
}

void core(glia::Engine& engine) {
  const std::vector<float> outputs = answers_of(engine, learnt_xor(engine));
  want(outputs[0] < 0.3 && outputs[1] > 0.7 && outputs[2] > 0.7 && outputs[3] < 0.3, "xor");
}

void pictures(glia::Engine&) {
  glia::Picture drawn(3, 2, 1);
  *drawn.at(2, 1) = 200;
  want(glia::decode_picture(glia::encode_png(drawn), "drawn").pixels == drawn.pixels, "PNG");
}

void put(std::vector<std::uint8_t>& bytes, std::uint32_t number, int size) {
  for (int i = 0; i < size; ++i) bytes.push_back(static_cast<std::uint8_t>(number >> (8 * i)));
}

// A second of 440 Hz: 8,000 samples of 16 bits.
void sound(glia::Engine&) {
  std::vector<std::uint8_t> wave;
  const auto text = [&](const std::string& four) {
    wave.insert(wave.end(), four.begin(), four.end());
  };
  text("RIFF"), put(wave, 36 + 16000, 4), text("WAVEfmt ");
  put(wave, 16, 4), put(wave, 1, 2), put(wave, 1, 2), put(wave, 8000, 4);
  put(wave, 16000, 4), put(wave, 2, 2), put(wave, 16, 2);
  text("data"), put(wave, 16000, 4);
  for (int i = 0; i < 8000; ++i) {
    put(wave, static_cast<std::uint32_t>(std::lround(20000 * std::sin(0.3456 * i))), 2);
  }
  const glia::Recording heard = glia::decode_recording(wave, "wave");
  want(heard.rate == 8000 && heard.samples.size() == 8000, "WAV");
  want(!glia::log_mel(glia::trimmed(heard, {}), {}).empty(), "spectrogram");
}

void onnx(glia::Engine& engine) {
  const glia::Model model = learnt_xor(engine);
  const glia::Model again = glia::decode_onnx(glia::encode_onnx(model), "again");
  want(answers_of(engine, again) == answers_of(engine, model), "ONNX");
}

}  // namespace

int main() try {
  glia::Engine engine;
  core(engine);
  pictures(engine);
  sound(engine);
  onnx(engine);
  std::printf("%s: core pictures sound onnx\n", std::string(glia::version()).c_str());
} catch (const std::exception& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 1;
}
