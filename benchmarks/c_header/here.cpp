// Times one answer of a network's C header, net.h, and of the engine: here MODEL ROUNDS. The two
// take turns; of each the quickest round is told, in microseconds, then the largest difference
// between their outputs.
#include <glia/glia.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "net.h"

namespace {

template <typename Answer>
double microseconds(const Answer& answer) {
  using Clock = std::chrono::steady_clock;
  const auto seconds = [](Clock::duration d) { return std::chrono::duration<double>(d).count(); };
  const auto begun = Clock::now();
  int times = 0;
  do {
    answer();
    ++times;
  } while (seconds(Clock::now() - begun) < 0.001);
  return 1e6 * seconds(Clock::now() - begun) / times;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const glia::Model model = glia::load_model(argv[1]);
  glia::Engine engine(1);
  glia::Session session(engine, model.graph, {.batch = 1});
  session.load(model.state);
  std::vector<float> input(static_cast<std::size_t>(model.graph.input_shape().elements()));
  for (std::size_t i = 0; i < input.size(); ++i) input[i] = static_cast<float>(i * 37 % 256) / 255;
  std::vector<float> theirs = session.forward(input), ours(theirs.size());
  static net_state state;
  double header = 1e9, predictor = 1e9, apart = 0;
  for (int round = std::atoi(argv[2]); round > 0; --round) {
    header =
        std::min(header, microseconds([&] { net_predict(input.data(), ours.data(), &state); }));
    predictor = std::min(predictor, microseconds([&] { session.forward(input, theirs, 1); }));
  }
  for (std::size_t i = 0; i < ours.size(); ++i) {
    apart = std::max(apart, static_cast<double>(std::abs(ours[i] - theirs[i])));
  }
  std::printf("%.3f %.3f %.2g\n", header, predictor, apart);
}
