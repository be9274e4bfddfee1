// What a person types: networks, augmentation, neurons. The first byte says which.
#include "fuzz.h"
#include "glia/data.h"
#include "glia/error.h"
#include "glia/graph.h"
#include "glia/inspect.h"

namespace {

using namespace glia;

const Shape kShapes[] = {{}, Shape{784}, Shape{1, 28, 28}, Shape{3, 8, 8}, Shape{6, 5}};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string text(data + 1, data + size);
  try {
    if (data[0] == 'a') {
      parse_augment(text);
    } else if (data[0] == 'n') {
      static const Graph graph = parse_net("784-16-16-10");
      const Neuron neuron = parse_neuron(text, graph);
      fuzz::expect(parse_neuron(neuron.str(), graph).index == neuron.index, "the same neuron");
    } else {
      const Graph graph = parse_net(text, {.dropout = 0.1}, kShapes[data[0] % std::size(kShapes)]);
      fuzz::expect(graph.parameters() >= 0, "parameters that can be counted");
    }
  } catch (const Error&) {
  }
  return 0;
}

std::vector<fuzz::Bytes> glia::fuzz::seeds() {
  std::vector<Bytes> all;
  // '2' % 5 is 0, and so on.
  for (const char* text :
       {"2784-16-16-10", "3784-30-10",
        "4conv(8,3x3,same) batchnorm relu maxpool(2,2) flatten dense(10)",
        "5conv(4,3x3,pad=1,stride=2) gelu residual(conv(4,3x3,same) batchnorm relu) avgpool "
        "dropout(0.25) dense(10) softmax",
        "6lstm(8,bidirectional,sequence) layernorm lstm(8,mean) dense(10) leaky_relu",
        "ashift=1,rotate=10,scale=0.1,shear=5,flip=1,elastic=1.4",
        "aspeed=0.1,noise=20,time_mask=10,band_mask=4", "nhidden1[3]", "noutput[9]"}) {
    all.push_back(bytes_of(text));
  }
  return all;
}
