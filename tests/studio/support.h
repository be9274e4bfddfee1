#pragma once
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numbers>
#include <random>
#include <string>
#include <vector>

#include "core/extra_networks.h"
#include "core/fields.h"
#include "core/studio.h"

// What the studio's specifications share: digits that are learnt in a moment, and a page that
// remembers what it was sent.
namespace glia::studio {

// A bright bar whose place tells the digit, in noise.
inline Dataset bars(std::int64_t samples, unsigned seed, const std::string& name) {
  std::mt19937 random(seed);
  std::vector<std::uint8_t> pixels, labels;
  for (std::int64_t s = 0; s < samples; ++s) {
    const auto label = static_cast<std::uint8_t>(s % 10);
    for (int y = 0; y < 28; ++y) {
      for (int x = 0; x < 28; ++x) {
        const bool bar = y >= 4 && y < 24 && x >= 2 + 2 * label && x < 5 + 2 * label;
        pixels.push_back(static_cast<std::uint8_t>(bar ? 200 + random() % 56 : random() % 90));
      }
    }
    labels.push_back(label);
  }
  return Dataset::images(Shape{1, 28, 28}, pixels, labels, 10, name);
}

inline const DataSplit& digits() {
  static const DataSplit split = [] {
    DataSplit made;
    made.train = bars(600, 1, "bars train");
    made.test = bars(200, 2, "bars test");
    return made;
  }();
  return split;
}

struct Tensor64 {  // a binary frame, as a page decodes it
  int kind = 0, channel = 0, dtype = 0;
  std::uint32_t sequence = 0, branch = 0, revision = 0, edits = 0;
  std::uint64_t step = 0;
  std::vector<std::uint32_t> dims;
  std::vector<std::uint8_t> payload;

  template <typename T>
  std::vector<T> as() const {
    std::vector<T> values(payload.size() / sizeof(T));
    std::memcpy(values.data(), payload.data(), payload.size());
    return values;
  }
};

template <typename T>
T read_at(const std::vector<std::uint8_t>& bytes, std::size_t at) {
  T value;
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

inline Tensor64 decode(const std::vector<std::uint8_t>& bytes) {
  Tensor64 tensor;
  EXPECT_GE(bytes.size(), 64U);
  EXPECT_EQ(read_at<std::uint16_t>(bytes, 0), 0x4C47);
  tensor.kind = bytes[3];
  tensor.channel = read_at<std::uint16_t>(bytes, 4);
  tensor.dtype = bytes[6];
  tensor.sequence = read_at<std::uint32_t>(bytes, 8);
  tensor.branch = read_at<std::uint32_t>(bytes, 12);
  tensor.revision = read_at<std::uint32_t>(bytes, 16);
  tensor.edits = read_at<std::uint32_t>(bytes, 20);
  tensor.step = read_at<std::uint64_t>(bytes, 24);
  for (std::size_t i = 0; i < bytes[7]; ++i) {
    tensor.dims.push_back(read_at<std::uint32_t>(bytes, 32 + 4 * i));
  }
  EXPECT_EQ(read_at<std::uint32_t>(bytes, 56), bytes.size() - 64);
  tensor.payload.assign(bytes.begin() + 64, bytes.end());
  return tensor;
}

// A page: a sink, and the studio behind it.
class Page : public Sink {
 public:
  explicit Page(const Studio::Options& options = {}) : studio(engine, digits(), options) {
    studio.attach(*this);
  }

  void text(std::string frame) override { texts.push_back(Json::parse(frame)); }
  void binary(std::vector<std::uint8_t> frame) override { tensors.push_back(decode(frame)); }
  bool has_room() const override { return room; }

  // A command's answer.
  Json command(Json command) {
    command["id"] = ++id;
    EXPECT_TRUE(studio.handle(command.dump()));
    while (!answered() && studio.busy()) studio.work(0.002);
    for (auto it = texts.rbegin(); it != texts.rend(); ++it) {
      if (it->value("re", Json()) == id) return *it;
    }
    ADD_FAILURE() << "no answer to " << command.dump();
    return {};
  }
  bool answered() const {
    return std::ranges::any_of(texts, [&](const Json& t) { return t.value("re", Json()) == id; });
  }
  Json ask(const std::string& name, Json fields = Json::object()) {
    fields["do"] = name;
    return command(std::move(fields));
  }
  // What a command's answer brought in bulk.
  Tensor64 bulk() const {
    for (auto it = tensors.rbegin(); it != tensors.rend(); ++it) {
      if (it->kind == 2 && it->sequence == static_cast<std::uint32_t>(id)) return *it;
    }
    ADD_FAILURE() << "nothing in bulk";
    return {};
  }
  Json last(const std::string& event) const {
    for (auto it = texts.rbegin(); it != texts.rend(); ++it) {
      if (it->value("event", "") == event) return *it;
    }
    return {};
  }
  // How things stand now: what a page that comes is told.
  Json state() {
    studio.attach(*this);
    return last("hello")["state"];
  }
  // Trains so many steps.
  void steps(int count) {
    ask("learn", {{"steps", count}});
    while (studio.busy()) studio.work(0.002);
  }
  // All parameters that are shown.
  std::vector<float> parameters() {
    tensors.clear();
    ask("watch", {{"channels", {"parameters"}}});
    for (std::uint32_t i = 0; i < 50 && tensors.empty(); ++i) studio.work(0);
    EXPECT_FALSE(tensors.empty());
    std::vector<float> values = tensors.empty() ? std::vector<float>() : tensors.back().as<float>();
    seen(UINT32_MAX);
    ask("watch", {{"channels", Json::array()}});
    return values;
  }
  // Gives credit back.
  void seen(std::uint32_t sequence) {
    studio.handle(Json{{"do", "seen"}, {"sequence", sequence}}.dump());
  }

  Engine engine{1};
  Studio studio;
  std::vector<Json> texts;
  std::vector<Tensor64> tensors;
  bool room = true;
  int id = 0;
};

// A convolutional network that can be taught in a moment.
inline std::shared_ptr<ExtraNetworks> with_cnn_setup() {
  auto extra = std::make_shared<ExtraNetworks>();
  NetOptions options;
  options.output = "softmax";
  Recipe recipe;
  recipe.cost = Cost::softmax_cross_entropy;
  recipe.optimizer.method = Method::adam;
  recipe.schedule.rate = 0.01;
  recipe.epochs = 3;
  extra->cnn_setup = {
      parse_net("conv(4,5x5,same) relu maxpool(2) conv(6,5x5) relu maxpool(2) dense(10)", options,
                Shape{1, 28, 28}),
      recipe};
  return extra;
}

inline Studio::Options beside(std::shared_ptr<const ExtraNetworks> extra) {
  Studio::Options options;
  options.extra_networks = std::move(extra);
  return options;
}

// An LSTM that has learnt nothing, and a tone for it.
inline std::shared_ptr<ExtraNetworks> with_ears() {
  auto extra = std::make_shared<ExtraNetworks>();
  Model model;
  model.form = Features{};
  NetOptions options;
  options.output = "softmax";
  model.graph = parse_net("lstm(6,bidirectional,mean) dense(3)", options, Features{}.shape());
  model.state = State(model.graph, 1);
  model.classes = {"yes", "no", "perhaps"};
  extra->speech = std::move(model);
  Recording tone{{}, 8000, "a tone"};
  for (int i = 0; i < 3200; ++i) {
    const double t = i / 8000.0;
    tone.samples.push_back(
        static_cast<float>(std::sin(2 * std::numbers::pi * (300 + 2000 * t) * t)));
  }
  extra->recordings.push_back({tone, "yes"});
  return extra;
}

inline Json list(std::initializer_list<Json> entries) { return Json(Json::array_t(entries)); }

}  // namespace glia::studio
