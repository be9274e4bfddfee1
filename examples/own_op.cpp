// An operation of one's own, in a network that learns, is saved and is loaded again.
#include <glia/glia.h>

#include <cmath>
#include <iostream>

// a = gain·z / (1 + |z|); da/dz = gain / (1 + |z|)²
class Softsign : public glia::Op {
 public:
  explicit Softsign(double gain) : gain_(gain) {}

  std::string_view name() const noexcept override { return "softsign"; }
  // All that it was made with: what a file says of it.
  glia::Attributes attributes() const override { return {{"gain", gain_}}; }
  glia::OpSpec infer(std::span<const glia::Shape> in) const override {
    return {.out = in[0], .needs_input = true};
  }
  // In and out lie alike, padding included.
  void forward(const glia::OpMemory& memory,
               const glia::ExecContext& context) const noexcept override {
    const float* z = memory.in[0].data;
    for (std::int64_t i = 0; i < memory.in[0].floats(context.rows); ++i) {
      memory.out.data[i] = static_cast<float>(gain_) * z[i] / (1 + std::abs(z[i]));
    }
  }
  void backward(const glia::OpMemory& memory,
                const glia::ExecContext& context) const noexcept override {
    const glia::Slot& gradient = memory.in_gradient[0];
    if (!gradient) return;  // nobody asks for it
    for (std::int64_t i = 0; i < gradient.floats(context.rows); ++i) {
      const float slope = 1 + std::abs(memory.in[0].data[i]);
      gradient.data[i] = memory.out_gradient.data[i] * static_cast<float>(gain_) / (slope * slope);
    }
  }

 private:
  double gain_;
};

int main() try {
  glia::Model model;
  glia::NodeId x = glia::dense(model.graph, "hidden1", model.graph.input("input", {2}), 8);
  x = model.graph.add("hidden1.softsign", std::make_shared<Softsign>(2.0), {x});
  glia::activation(model.graph, "answer", glia::dense(model.graph, "output", x, 1), "sigmoid");
  model.state = glia::State(model.graph, /*seed=*/1);

  const glia::Dataset xor_of_two =
      glia::Dataset::rows({2}, {0, 0, 0, 1, 1, 0, 1, 1}, {1}, {0, 1, 1, 0}, "xor");
  glia::Engine engine;
  glia::Recipe recipe{.schedule = {.rate = 3}, .batch = 4, .epochs = 500};
  glia::Trainer trainer(engine, model, xor_of_two, recipe);
  trainer.run();

  glia::OpSet ops;
  ops.add("softsign", [](const glia::Attributes& attributes) -> std::shared_ptr<const glia::Op> {
    return std::make_shared<Softsign>(std::get<double>(attributes.at("gain")));
  });
  glia::save_model(trainer.model(), "own.safetensors", ops);
  const glia::Model again = glia::load_model("own.safetensors", ops);

  glia::Session session(engine, again.graph, {});
  session.load(again.state);
  for (const float a : {0.0F, 1.0F}) {
    for (const float b : {0.0F, 1.0F}) {
      std::cout << a << " xor " << b << " = " << session.forward(std::vector{a, b})[0] << "\n";
    }
  }
} catch (const glia::Error& error) {
  std::cerr << error.what() << "\n";
  return 1;
}
