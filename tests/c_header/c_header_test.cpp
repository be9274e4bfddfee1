// Networks as C headers: compiled by the compilers that are here, and run beside the engine.
#include "glia/c_header.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <sstream>

#include "base/rng.h"
#include "expect_error.h"
#include "temp_dir.h"

namespace glia {
namespace {

constexpr const char* kCompilers[] = {"gcc -std=c99 -pedantic", "clang -std=c99 -pedantic",
                                      "g++ -std=c++11 -x c++", "clang++ -std=c++11 -x c++"};
constexpr std::int64_t kSamples = 3;

Model model_of(const std::string& net, const Shape& input, std::uint64_t seed = 1) {
  Model model;
  NetOptions options;
  options.hidden = "tanh";
  options.output = "identity";
  model.graph = parse_net(net, options, input);
  model.state = State(model.graph, seed);
  Rng random(seed, 7);
  for (auto& [name, tensor] : model.state.tensors()) {  // a bias of 0 would hide much
    const bool positive = name.ends_with("variance");
    for (float& number : tensor.values) {
      number += static_cast<float>(random.uniform() - (positive ? 0 : 0.5)) / 4;
    }
  }
  return model;
}

std::vector<float> inputs_of(const Model& model, std::int64_t samples, bool natural) {
  std::vector<float> numbers(
      static_cast<std::size_t>(samples * model.graph.input_shape().elements()));
  Rng random(5, 11);
  for (float& number : numbers) {
    number = static_cast<float>(random.uniform() * 2 - (natural ? 0 : 1));
  }
  return numbers;
}

// Runs a command of the shell; what it said where it failed.
void expect_runs(const TempDir& dir, const std::string& command) {
  const std::string log = dir.file("log");
  const int status = std::system((command + " >" + log + " 2>&1").c_str());  // NOLINT
  ASSERT_EQ(status, 0) << command << "\n" << read_bytes(log).substr(0, 3000);
}

// What the header's predict gives for these inputs, by one compiler.
std::vector<float> outputs_in_c(const CHeader& header, const std::vector<float>& inputs,
                                std::int64_t in, std::int64_t out, const std::string& compiler) {
  const TempDir dir;
  write_bytes(dir.file("net.h"), header.text);
  write_bytes(dir.file("alone.c"), "#include \"net.h\"\n#include \"net.h\"\n");
  std::ostringstream program;
  program << "#include \"net.h\"\n#include <stdio.h>\nstatic struct net_state state;\n"
          << "static float in[" << in << "], out[" << out << "];\nint main(void) {\n"
          << "while (fread(in, sizeof in, 1, stdin) == 1) {\n"
          << "net_predict(in, out, &state);\nfwrite(out, sizeof out, 1, stdout);\n}\nreturn 0; }\n";
  write_bytes(dir.file("main.c"), program.str());
  write_bytes(dir.file("in"), {reinterpret_cast<const char*>(inputs.data()), inputs.size() * 4});
  const std::string begin = "cd " + dir.path() + " && " + compiler + " -Wall -Wextra -Werror -O2 ";
  expect_runs(dir, begin + "-ffreestanding -c alone.c -o alone.o");
  expect_runs(dir, begin + "main.c -o main");
  expect_runs(dir, "cd " + dir.path() + " && (./main <in >out)");
  const std::string bytes = read_bytes(dir.file("out"));
  std::vector<float> outputs(bytes.size() / 4);
  std::memcpy(outputs.data(), bytes.data(), outputs.size() * 4);
  return outputs;
}

Dataset set_of(const Model& model, const std::vector<float>& inputs) {
  const std::int64_t n = std::ssize(inputs) / model.graph.input_shape().elements();
  return Dataset::rows(model.graph.input_shape(), inputs, Shape{1},
                       std::vector<float>(static_cast<std::size_t>(n)));
}

void expect_agrees(const Model& model, const std::string& compiler) {
  Engine engine(1, Simd());
  PlanOptions plan;
  plan.batch = kSamples;
  Session session(engine, model.graph, plan);
  session.load(model.state);
  const std::vector<float> inputs = inputs_of(model, kSamples, false);
  const std::vector<float> wanted = session.forward(inputs, kSamples);
  const std::int64_t out = std::ssize(wanted) / kSamples;
  const std::vector<float> got = outputs_in_c(c_header(model, {"net"}), inputs,
                                              model.graph.input_shape().elements(), out, compiler);
  ASSERT_EQ(got.size(), wanted.size());
  for (std::size_t i = 0; i < got.size(); ++i) {
    EXPECT_NEAR(got[i], wanted[i], 1e-5 * std::max(1.0F, std::abs(wanted[i]))) << i;
  }
}

void expect_integers_agree(const Model& model, const std::string& compiler, double error) {
  Engine engine(1, Simd());
  const std::vector<float> inputs = inputs_of(model, kSamples, true);
  const Int8Network network(engine, model, set_of(model, inputs));
  const std::int64_t in = model.graph.input_shape().elements();
  const std::int64_t out = model.graph[model.graph.output()].shape.elements();
  const std::vector<float> got =
      outputs_in_c(c_header(network, {"net"}), inputs, in, out, compiler);
  ASSERT_EQ(std::ssize(got), kSamples * out);
  std::vector<float> wanted(static_cast<std::size_t>(out));
  for (std::int64_t k = 0; k < kSamples; ++k) {
    const auto at = static_cast<std::size_t>(k * in);
    network.predict(std::span(inputs).subspan(at, static_cast<std::size_t>(in)), wanted);
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      const float c = got[static_cast<std::size_t>(k * out) + i];
      EXPECT_NEAR(c, wanted[i], error * std::max(1.0F, std::abs(wanted[i]))) << k << ", " << i;
    }
  }
}

struct Named {
  const char* net;
  Shape input;
};
const Named kIntegers[] = {
    {"5-8-3", {5}},
    {"conv(4,3x3,same) relu maxpool(2) conv(3,3x3,stride=2) batchnorm relu avgpool dense(4)",
     {2, 9, 8}},
    {"conv(3,3x3,same) residual(conv(3,3x3,same) relu) gelu avgpool(2) flatten dense(9) sigmoid "
     "dense(5) leaky_relu dense(2)",
     {1, 6, 6}},
    {"batchnorm conv(2,3x3,pad=2) tanh maxpool(3,2) dense(3)", {2, 5, 7}},
};
const Named kFloats[] = {
    {"5-8-3", {5}},
    {"conv(4,3x3,same) relu maxpool(2) conv(3,3x3,stride=2) batchnorm gelu avgpool dense(4) "
     "softmax",
     {2, 9, 8}},
    {"dropout(0.5) layernorm lstm(6,last) dense(3) softmax", {7, 4}},
    {"lstm(6,sequence) rnn(5,mean) dense(3) sigmoid", {7, 4}},
    {"lstm(6,bidirectional,sequence) layernorm rnn(3,bidirectional,mean) dense(3)", {7, 4}},
    {"lstm(5,bidirectional,last) dense(2)", {6, 3}},
    {"rnn(5,sequence) flatten dense(2)", {6, 3}},
};

TEST(CHeader, ComputesWhatTheEngineDoes) {
  for (const Named& named : kFloats) {
    SCOPED_TRACE(named.net);
    expect_agrees(model_of(named.net, named.input), kCompilers[0]);
  }
}

TEST(CHeader, AnswersEveryFrame) {
  Model model;
  const NodeId x = model.graph.input("x", {6, 3});
  const NodeId h = activation(model.graph, "bent", lstm(model.graph, "1st", x, 5), "tanh");
  rnn(model.graph, "2nd", h, 2);
  model.state = State(model.graph, 4);
  expect_agrees(model, kCompilers[0]);
  expect_integers_agree(model, kCompilers[0], 0.02);
}

TEST(CHeader, IsTheSameIntegersAsTheReference) {
  for (const Named& named : kIntegers) {
    SCOPED_TRACE(named.net);
    expect_integers_agree(model_of(named.net, named.input), kCompilers[0], 0);
  }
}

TEST(CHeader, HasLstmsWithIntegerWeights) {
  for (const Named& named : kFloats) {
    SCOPED_TRACE(named.net);
    expect_integers_agree(model_of(named.net, named.input), kCompilers[0], 0.02);
  }
}

TEST(CHeader, IsTakenByEveryCompilerHere) {
  for (const char* compiler : kCompilers) {
    const std::string name = std::string(compiler).substr(0, std::string(compiler).find(' '));
    if (std::system(("command -v " + name + " >/dev/null").c_str()) != 0) continue;  // NOLINT
    SCOPED_TRACE(compiler);
    expect_agrees(model_of(kFloats[1].net, kFloats[1].input), compiler);
    expect_agrees(model_of(kFloats[3].net, kFloats[3].input), compiler);
    expect_integers_agree(model_of(kIntegers[2].net, kIntegers[2].input), compiler, 0);
  }
}

// Against the C library's functions in double.
constexpr const char* kErrors = R"(
#include "net.h"
#include <math.h>
#include <stdio.h>
static double worst[4];
static void see(int which, double got, double wanted, double scale) {
  const double error = fabs(got - wanted) / scale;
  if (!(error <= worst[which])) worst[which] = error;
}
int main(void) {
  int k, i;
  for (k = -870000; k <= 870000; ++k) {
    const float x = (float)k * 1e-4f, small = x * 1e-4f;
    see(0, net_exp(x), exp(x), exp(x));
    see(1, net_sigmoid(x), 1 / (1 + exp(-(double)x)), 1 / (1 + exp(-(double)x)));
    if (k != 0) see(2, net_tanh(x), tanh(x), fabs(tanh(x)));
    if (k != 0) see(2, net_tanh(small), tanh(small), fabs(tanh(small)));
    see(3, net_gelu(x / 8), x / 16 * erfc(-x / 8 / sqrt(2.0)), 1);
  }
  for (i = 0; i < 4; ++i) printf("%g\n", worst[i]);
  return 0;
}
)";

TEST(CHeader, StaysWithinTheErrorsThatItStates) {
  const TempDir dir;
  const Model model = model_of("lstm(2,last) dense(3) gelu dense(2) softmax", {2, 2});
  write_bytes(dir.file("net.h"), c_header(model, {"net"}).text);
  write_bytes(dir.file("main.c"), kErrors);
  expect_runs(dir, "cd " + dir.path() + " && gcc -std=c99 -O2 main.c -o main -lm");
  expect_runs(dir, "cd " + dir.path() + " && (./main >errors)");
  std::istringstream errors(read_bytes(dir.file("errors")));
  for (const double stated : {3e-7, 5e-7, 5e-7, 3e-6}) {
    double error = 1;
    errors >> error;
    EXPECT_LT(error, stated);
  }
}

TEST(CHeader, IsSmall) {
  const Model model = model_of("784-16-16-10", {1, 28, 28});
  EXPECT_EQ(c_header(model).constant_bytes, 4 * 13'002);
  EXPECT_EQ(c_header(model).state_bytes, 4 * 32);
  Engine engine(1, Simd());
  const Int8Network network(engine, model, set_of(model, inputs_of(model, 4, true)));
  EXPECT_EQ(c_header(network).constant_bytes, 12'960 + 8 * 42 + 2 * 256);
  EXPECT_LE(c_header(network).state_bytes, 784 + 32);
}

TEST(CHeader, RefusesWhatItCannotWrite) {
  Model two = model_of("3-2", {3});
  EXPECT_ERROR(c_header(two, {"2fast"}), ErrorCode::invalid_argument, "'2fast'");
  Graph graph;
  const NodeId a = graph.input("a", {3}), b = graph.input("b", {3});
  add(graph, "sum", a, b);
  two.graph = graph;
  two.state = State(graph, 1);
  EXPECT_ERROR(c_header(two), ErrorCode::unsupported, "one input");
}

// A random chain of layers over a picture.
std::string random_net(Rng& random) {
  const auto pick = [&](std::uint32_t n) { return random.below(n); };
  const std::array<const char*, 6> maps = {"relu", "sigmoid",    "tanh",
                                           "gelu", "leaky_relu", "identity"};
  std::string net;
  for (std::uint32_t layers = pick(3); layers > 0; --layers) {
    net += "conv(" + std::to_string(1 + pick(5)) + ",3x3" + (pick(2) ? ",same" : "") +
           (pick(4) == 0 ? ",stride=2" : "") + ") ";
    if (pick(2)) net += "batchnorm ";
    net += std::string(maps[pick(6)]) + " ";
    if (pick(4) == 0) net += pick(2) ? "maxpool(2,1) " : "avgpool(2,1) ";
  }
  for (std::uint32_t layers = pick(3); layers > 0; --layers) {
    net += "dense(" + std::to_string(1 + pick(20)) + ") " + maps[pick(6)] + " ";
  }
  return net + "dense(" + std::to_string(1 + pick(5)) + ")";
}

// Each takes a compiler's time, so there are few; others with another GLIA_SEED.
TEST(CHeader, AgreesOnRandomNetworks) {
  const char* const asked = std::getenv("GLIA_SEED");
  const std::uint64_t seed = asked ? std::strtoull(asked, nullptr, 10) : 20;
  for (std::uint64_t k = 0; k < 10; ++k) {
    Rng random(seed, k);
    const std::string net = random_net(random);
    const Shape input{1 + random.below(3), 9 + random.below(4), 9 + random.below(4)};
    SCOPED_TRACE(net + " of " + input.str());
    const Model model = model_of(net, input, seed + k);
    expect_agrees(model, kCompilers[0]);
    expect_integers_agree(model, kCompilers[0], 0);
  }
}

}  // namespace
}  // namespace glia
