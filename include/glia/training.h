#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "glia/data.h"
#include "glia/export.h"

namespace GLIA_EXPORT glia {

// The cost, averaged over samples.
enum class Cost {
  squared,   // Σ (a − y)² over the outputs, without ½, as in the lessons
  absolute,  // Σ |a − y|
  huber,     // Σ ½(a − y)², and from |a − y| = δ on the line that goes on from there
  softmax_cross_entropy,  // −Σ y·ln softmax(z); z is what goes into the network's softmax
  sigmoid_cross_entropy,  // −Σ y·ln σ(z) + (1−y)·ln(1−σ(z)); z goes into the network's sigmoid
  // −Σ y·(1−σ(z))^γ·ln σ(z) + (1−y)·σ(z)^γ·ln(1−σ(z)): what is answered well already weighs little
  // (Lin et al., 2017), so that many easy examples do not drown the few of a rare class. A yes or
  // no for each output, of which several may be yes, as with sigmoid_cross_entropy, which γ = 0
  // gives; of labels each class is one against all others, as in the paper, and the largest output
  // is the answer. The paper's α are class weights.
  focal,
};
std::string_view name_of(Cost cost) noexcept;
Cost cost_named(std::string_view name);  // throws Error with the list
std::span<const std::string_view> cost_names() noexcept;
// The activation that a cost computes itself, so that it looks at what goes into it: "softmax",
// "sigmoid"; empty: none, it looks at the outputs.
std::string_view activation_in(Cost cost);

// Numbers that some costs have.
struct CostParameters {
  double huber_delta = 1;  // δ
  double focal_gamma = 2;  // γ
  friend bool operator==(const CostParameters&, const CostParameters&) = default;
};

// What one output adds to the cost of an example, a being the network's answer (after softmax or
// sigmoid) and y the wanted one.
double cost_term(Cost cost, const CostParameters& parameters, double a, double y);

// Each has its row in src/train/optimizers.cpp.
enum class Method { sgd, momentum, nesterov, adam, adamw };
std::string_view name_of(Method method) noexcept;
Method method_named(std::string_view name);
std::span<const std::string_view> method_names() noexcept;

struct Optimizer {
  Method method = Method::sgd;
  double momentum = 0.9;  // momentum, nesterov
  double beta1 = 0.9;     // adam, adamw (Kingma & Ba, 2015; Loshchilov & Hutter, 2019)
  double beta2 = 0.999;
  double epsilon = 1e-8;
  double weight_decay = 0;  // added to the gradient as decay·w; adamw: w −= rate·decay·w
  double l1 = 0;            // l1·sign(w) is added to the gradient: many weights end about 0
  double clip_norm = 0;     // 0: no clipping; else the gradient's norm is at most this
};

enum class Curve { constant, step, cosine, one_cycle };
std::string_view name_of(Curve curve) noexcept;
Curve curve_named(std::string_view name);
std::span<const std::string_view> curve_names() noexcept;

// The learning rate as a function of the step alone, the same as PyTorch's StepLR,
// CosineAnnealingLR and OneCycleLR (div_factor 25) have at every step.
struct Schedule {
  Curve curve = Curve::constant;
  double rate = 1.0;          // the highest
  double final_fraction = 0;  // cosine and one-cycle end at rate·final_fraction
  // One-cycle: part of the steps spent rising (Smith, 2018), from rate/25. The last of these has
  // the rate, the last step of all rate·final_fraction.
  double warmup = 0.25;
  double step_factor = 0.1;  // step: rate is multiplied by this…
  double step_every = 0.33;  // …after each such part of the steps, exactly: 0.1 is a tenth

  // The rate of step number `step`, from 0, of `total`.
  double at(std::uint64_t step, std::uint64_t total) const noexcept;
};

// Everything about learning that is not the network or the data.
struct Recipe {
  Cost cost = Cost::squared;
  CostParameters cost_parameters = {};
  Optimizer optimizer = {};
  Schedule schedule = {};
  std::int64_t batch = 64;
  std::int64_t epochs = 20;
  std::uint64_t seed = 1;
  Augment augment = {};
  // ε: while learning, each wanted y becomes (1 − ε)·y + ε/K, K being the number of classes,
  // whether labels or rows say it (Szegedy et al., 2016). Rows of one number, for no and yes, have
  // K = 2.
  double label_smoothing = 0;
  std::int64_t patience = 0;  // early stopping: epochs without a better validation cost; 0: never

  void check() const;  // throws Error naming the value and its range
};

}  // namespace glia
