// For e2e/test_empties.py: saves models in which one thing or another that may be empty is.
//   odd_models FOLDER    writes FOLDER/NAME.safetensors for each of them, prints the names
#include <algorithm>
#include <cstdio>
#include <exception>
#include <string>

#include "glia/model.h"

namespace {

glia::Model of(const std::string& net, const glia::NetOptions& options, const glia::Shape& input,
               glia::Cost cost = glia::Cost::squared) {
  glia::Model model;
  model.graph = glia::parse_net(net, options, input);
  model.state = glia::State(model.graph, 1);
  model.cost = cost;
  return model;
}

glia::Model of(const glia::Graph& graph) {
  glia::Model model;
  model.graph = graph;
  model.state = glia::State(graph, 1);
  return model;
}

class Folder {
 public:
  explicit Folder(std::string path) : path_(std::move(path)) {}
  void save(const std::string& name, const glia::Model& model) const {
    glia::save_model(model, path_ + "/" + name + ".safetensors");
    std::puts(name.c_str());
  }

 private:
  std::string path_;
};

// Networks for MNIST's digits whose model says no more than it must.
void save_bare(const Folder& folder) {
  const glia::Shape digit{1, 28, 28};
  folder.save("bare", of("784-16-16-10", {}, digit));
  folder.save("bare-softmax", of("784-16-10", {.hidden = "relu", .output = "softmax"}, digit,
                                 glia::Cost::softmax_cross_entropy));
  folder.save("bare-cnn", of("conv(4,5x5) relu maxpool(2) flatten dense(10)", {}, digit));
  folder.save("linear", of("784-10", {.output = "identity"}, digit));
  folder.save("one-output", of("784-4-1", {}, digit));
  folder.save("regression", of("784-8-3", {.hidden = "tanh", .output = "identity"}, digit));
  folder.save("300-outputs", of("784-300", {}, digit));

  glia::Model model = of("784-16-10", {}, digit);
  model.classes.assign(10, "");
  model.history = {{"", ""}, {"data", ""}, {"options", ""}, {"seed", ""}};
  folder.save("empty-words", model);

  model = of("784-16-10", {}, digit);
  for (auto& [name, tensor] : model.state.tensors()) tensor.values.assign(tensor.values.size(), 0);
  folder.save("zeros", model);
}

// Networks whose sums leave what a float can hold, though no parameter does.
void save_not_finite(const Folder& folder) {
  const glia::Shape digit{1, 28, 28};
  const auto with = [](glia::Model model, const std::string& name, std::size_t from,
                       std::size_t count) {
    std::fill_n(model.state[name].values.begin() + static_cast<std::ptrdiff_t>(from), count, 3e38F);
    return model;
  };
  folder.save("nan", with(of("784-16-16-10", {.hidden = "relu"}, digit), "hidden1.weight", 0, 784));
  folder.save("infinite",
              with(of("784-10", {.output = "identity"}, digit), "output.weight", 3 * 784, 784));
  folder.save("nan-cnn", with(of("conv(4,5x5) relu maxpool(2) flatten dense(10)", {}, digit),
                              "conv1.weight", 0, 25));
  // A sigmoid makes 1 of infinity: the answer is as good as any.
  folder.save("saturated", with(of("784-16-10", {}, digit), "hidden1.weight", 0, 784));
  folder.save("huge", with(of("784-16-10", {}, digit), "hidden1.weight", 400, 1));

  glia::Model hears = of("lstm(4,bidirectional,mean) dense(3)", {}, glia::Features{}.shape());
  hears.form = glia::Features{};
  for (auto& [name, tensor] : hears.state.tensors()) {
    if (name.starts_with("lstm1")) tensor.values.assign(tensor.values.size(), 3e38F);
  }
  folder.save("nan-hears", hears);
}

void save_without_parameters(const Folder& folder) {
  glia::Graph graph;
  glia::NodeId x = graph.input("input", {1, 28, 28});
  folder.save("input-alone", of(graph));
  x = glia::flatten(graph, "flatten", x);
  glia::activation(graph, "softmax", x, "softmax");
  folder.save("no-parameters", of(graph));

  glia::Graph pools;
  x = pools.input("input", {1, 28, 28});
  glia::average_pool(pools, "pool1", x, 0);
  folder.save("one-pool", of(pools));
}

void save_small(const Folder& folder) {
  folder.save("1-1", of("1-1", {}, {}));
  folder.save("1x1", of("conv(1,1x1) flatten dense(1)", {}, {1, 1, 1}));
  folder.save("not-square", of("10-3-2", {}, {}));
  folder.save("time", of("lstm(4,last) dense(3)", {}, {28, 28}));
}

void save_with_forms(const Folder& folder) {
  glia::Model model = of("lstm(4,bidirectional,mean) dense(3)", {}, glia::Features{}.shape());
  model.form = glia::Features{};
  folder.save("hears", model);

  const glia::PictureForm form{.size = 4, .grey = true};
  model = of("16-2", {}, form.shape());
  model.form = form;
  folder.save("sees", model);
}

// Names that a terminal would obey, and names that are only names of other places.
void save_with_strange_names(const Folder& folder) {
  glia::Model model = of("784-16-10", {}, {1, 28, 28});
  model.classes = {"\u009b31m", "\u202eevil", "a\u2028b", "\u200b\ufeff",    "\u2066x",
                   "Жук",       "数字",       "e\u0301",  "👨\u200d👩\u200d👧", "שלום"};
  model.history = {{"data", "mnist"}, {"recipe", "\u009b2J\u202e"}, {"note\u0085", "Привет, 世界"}};
  folder.save("strange-names", model);
}

void save_with_two_inputs(const Folder& folder) {
  glia::Graph graph;
  const glia::NodeId a = graph.input("input", {784}), b = graph.input("input2", {784});
  glia::dense(graph, "output", glia::add(graph, "sum", a, b), 10);
  folder.save("two-inputs", of(graph));
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 2) return 2;
  const Folder folder(argv[1]);
  save_bare(folder);
  save_not_finite(folder);
  save_without_parameters(folder);
  save_small(folder);
  save_with_forms(folder);
  save_with_strange_names(folder);
  save_with_two_inputs(folder);
} catch (const std::exception& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 1;
}
