// A page that sends anything, a line a frame: the studio answers, and what it sends is whole.
#include <cstring>
#include <string>

#include "core/base64.h"
#include "core/extra_networks.h"
#include "core/studio.h"
#include "fuzz.h"
#include "glia/error.h"

namespace {

using namespace glia;

Dataset digits(std::int64_t samples) {
  std::vector<std::uint8_t> pixels, labels;
  for (std::int64_t s = 0; s < samples; ++s) {
    labels.push_back(static_cast<std::uint8_t>(s % 10));
    for (std::int64_t i = 0; i < 784; ++i) {
      pixels.push_back(static_cast<std::uint8_t>(i % 28 / 2 == s % 10 ? 200 : i * s % 50));
    }
  }
  return Dataset::images(Shape{1, 28, 28}, pixels, labels, 10, "digits");
}

class Page : public studio::Sink {
 public:
  void text(std::string frame) override {
    fuzz::expect(studio::Json::accept(frame), "what is sent is JSON");
  }
  void binary(std::vector<std::uint8_t> frame) override {
    std::uint32_t bytes = 0;
    fuzz::expect(frame.size() >= studio::Frame::kHeader, "a frame has a header");
    std::memcpy(&bytes, frame.data() + 56, sizeof bytes);
    fuzz::expect(frame.size() == studio::Frame::kHeader + bytes, "a frame is as long as it says");
  }
  bool has_room() const override { return true; }
};

constexpr std::size_t kMostCommands = 24;

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Engine engine;
  static const DataSplit split = [] {
    DataSplit made;
    made.train = digits(40);
    made.test = digits(20);
    return made;
  }();
  Page page;
  studio::Studio studio(engine, split, {});
  studio.attach(page);
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  for (std::size_t i = 0; i < kMostCommands && !rest.empty(); ++i) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    studio.handle(rest.substr(0, end));
    studio.work(1e-4);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  for (int i = 0; i < 20 && studio.busy(); ++i) studio.work(1e-3);
  return 0;
}

std::vector<fuzz::Bytes> glia::fuzz::seeds() {
  std::vector<Bytes> all;
  for (
      const char* lines : {
          R"({"id":1,"do":"watch","channels":["parameters","activations","gradient","plane"]}
{"id":2,"do":"learn","steps":3}
{"do":"seen","sequence":1}
{"id":3,"do":"time","step":1,"branch":0,"exact":true}
{"id":4,"do":"fork","step":1,"branch":0,"name":"other"}
{"id":5,"do":"branch","to":0}
{"id":6,"do":"journal","branch":0,"offset":0}
{"id":7,"do":"time","live":true})",
          R"({"id":1,"do":"recipe","rate":0.5,"batch":5,"epochs":2,"hidden":[6,5],"activation":"relu","cost":"softmax_cross_entropy"}
{"id":2,"do":"learn","epochs":1}
{"id":3,"do":"reset","seed":"new"}
{"id":4,"do":"learn","run":true})",
          R"({"id":1,"do":"input","test":3}
{"id":2,"do":"votes","layer":"hidden1","neuron":2}
{"id":3,"do":"neuron","layer":"hidden2","neuron":1}
{"id":4,"do":"cost"}
{"id":5,"do":"gradient","of":"batch","samples":5}
{"id":6,"do":"mute","layer":"hidden1","neuron":0,"on":true}
{"id":7,"do":"input","strokes":[[[0.1,0.2],[0.5,0.6],[0.9,0.4]]],"label":4}
{"id":8,"do":"input","noise":7})",
          R"({"id":1,"do":"edit","edits":[{"kind":"hold","parameter":"hidden1.weight","index":5,"value":0.25}],"evaluate":true}
{"id":2,"do":"evaluate","set":"train","trial":[{"parameter":"output.bias","index":1,"value":-2}]}
{"id":3,"do":"evaluate","set":"drawn","steps":{"box":false}}
{"id":4,"do":"tug","parameter":"hidden1.weight","index":3,"samples":4}
{"id":5,"do":"surface","x":{"parameter":"hidden1.weight","index":1},"y":{"parameter":"output.bias","index":0},"side":3,"samples":5}
{"id":6,"do":"roll","x":{"parameter":"hidden1.weight","index":1},"y":{"parameter":"output.bias","index":0},"at":[0.1,0.2],"rate":0.5,"steps":3,"samples":4})",
          R"({"id":1,"do":"learn","steps":3}
{"id":2,"do":"line","from":{"branch":0,"step":0},"to":{"step":3},"seed":2,"range":[0,1],"points":3,"samples":4}
{"id":3,"do":"way","from":{"step":0},"to":{"step":3},"most":2,"samples":3}
{"id":4,"do":"noise","sizes":[1,4],"draws":2,"samples":5,"seed":1}
{"id":12,"do":"gate","gate":"forget_gate","unit":0,"frame":1}
{"id":13,"do":"held","holds":[{"gate":"forget_gate","units":[1],"first":1,"last":2,"value":0.5}]}
{"id":14,"do":"hold_each","gate":"output_gate","value":0}
{"id":5,"do":"speed","rows":2,"hidden":3}
{"id":10,"do":"depth","recipe":{"net":"dense(3) batchnorm relu residual(dense(3) tanh) ","rate":0.1},"steps":2,"samples":3}
{"id":11,"do":"race","runners":[{"net":"dense(2) relu"},{"pixel_order":3}],"epochs":1,"slopes":true}
{"id":6,"do":"input","test":3}
{"id":7,"do":"saliency"}
{"id":8,"do":"evaluate","set":"test","from":2,"count":3}
{"id":9,"do":"tug","parameter":"output.bias","index":3,"samples":2,"from":1,"labels":[{"index":1,"label":3}]})",
          R"({"id":1,"do":"confusion"}
{"id":2,"do":"gallery","label":3,"wrong":true,"offset":0,"count":4}
{"id":3,"do":"images","set":"test","indexes":[0,3,19]}
{"id":4,"do":"race","runners":[{"rate":1},{"rate":2,"batch":4}],"epochs":1}
{"id":5,"do":"hand","start":true}
{"id":6,"do":"hand","stop":true}
{"id":7,"do":"save","what":"model"}
{"id":8,"do":"open","base64":"AAAA"}
{"id":9,"do":"ping"})",
          R"({"id":1,"do":"cnn","teach":true}
{"id":2,"do":"filters"}
{"id":3,"do":"maps","shift":[2,-1]}
{"id":4,"do":"shifts","down":0,"most":2,"samples":5}
{"id":5,"do":"hear","recording":0}
{"id":6,"do":"hear","base64":"UklGRg==","name":"a.wav"}
{"id":7,"do":"input","pixels":"AAAA"}
{"id":8,"do":"input","picture":"iVBORw=="})",
          R"({"id":1,"do":"subject","of":"plane"}
{"id":2,"do":"watch","channels":["plane"]}
{"id":3,"do":"points","shape":"blobs","count":30,"noise":0.2,"classes":4,"test":0.3,"seed":7,"inputs":["x","y","xy"]}
{"id":4,"do":"points","add":[[1,-2,3]],"erase":[0,4]}
{"id":5,"do":"input","point":[0.5,-1],"label":2}
{"id":6,"do":"learn","steps":3}
{"id":7,"do":"points","set":[[0,0,1],[1,1,0]]}
{"id":8,"do":"time","step":1}
{"id":9,"do":"points"}
{"id":10,"do":"subject","of":"digits"})",
          // x,colour,large: six rows
          R"({"id":1,"do":"table","base64":"eCxjb2xvdXIsbGFyZ2UKMSxyZWQsbm8KMixibHVlLG5vCjMscmVkLG5vCjQsYmx1ZSx5ZXMKNSxyZWQseWVzCjYsYmx1ZSx5ZXMK","name":"t.csv"}
{"id":2,"do":"table","target":"large"}
{"id":3,"do":"input","row":[2.5,1],"label":1}
{"id":4,"do":"columns"}
{"id":5,"do":"learn","steps":3}
{"id":6,"do":"votes","layer":"hidden1","neuron":3}
{"id":7,"do":"input","test":0}
{"id":8,"do":"table","target":"x"}
{"id":9,"do":"input","row":[null,1]}
{"id":10,"do":"subject","of":"plane"}
{"id":11,"do":"subject","of":"table"})"}) {
    all.push_back(bytes_of(lines));
  }
  const std::string one = studio::to_base64(std::vector<std::uint8_t>(784, 9));
  const std::string two = studio::to_base64(std::vector<std::uint8_t>(std::size_t{2} * 784));
  all.push_back(bytes_of(
      R"({"id":1,"do":"own","kind":"drawing","epochs":1,"recipe":{"net":"dense(2) relu"},"classes":[{"name":"a","pictures":")" +
      two + R"("},{"name":"b","pictures":")" + two + R"("}]}
{"id":2,"do":"own_exam"}
{"id":3,"do":"own_why","output":1,"pixels":")" +
      one + R"("}
{"id":4,"do":"own_save"}
{"id":5,"do":"form","strokes":{"lines":[[1,1,5,5]],"width":1,"side":10}}
{"id":6,"do":"form","kind":"photograph","picture":{"width":1,"height":1,"rgb":"AAAA"}}
{"id":7,"do":"own","stop":true})"));
  std::vector<std::uint8_t> noise(800);
  for (std::size_t i = 0; i < noise.size(); ++i) noise[i] = static_cast<std::uint8_t>(i * i);
  const std::string word = '"' + studio::to_base64(noise) + '"';
  const std::string words = "[" + word + "," + word + "," + word + "]";
  all.push_back(bytes_of(
      R"own({"id":1,"do":"own","kind":"word","epochs":1,"recipe":{"net":"lstm(2,mean)"},"classes":[{"name":"a","words":)own" +
      words + R"(},{"name":"b","words":)" + words + R"(}]}
{"id":2,"do":"own_exam"}
{"id":3,"do":"own_why","output":1,"word":)" +
      word + R"(}
{"id":4,"do":"form","sound":{"rate":8000,"samples":"AACAPwAAgL8="}})"));
  return all;
}
