// Dense layers, and what bends each number by itself.
#include <algorithm>
#include <cmath>

#include "onnx/import_work.h"

namespace glia::from_onnx {
namespace {

// W of a dense layer [out][in] and its bias, in double: what is worked into them is rounded once.
struct DenseNumbers {
  std::int64_t out = 0, in = 0;
  std::vector<double> weight = {}, bias = {};
};

// Takes up what is still to be done to the inputs: W·(s·x + t) + b = (W·s)·x + (b + W·t).
void take_up(DenseNumbers& dense, const Affine& pending) {
  if (pending.none()) return;
  const auto at = [](const std::vector<double>& list, std::int64_t i) {
    return list.size() == 1 ? list[0] : list[static_cast<std::size_t>(i)];
  };
  for (std::int64_t o = 0; o < dense.out; ++o) {
    for (std::int64_t i = 0; i < dense.in; ++i) {
      double& w = dense.weight[static_cast<std::size_t>(o * dense.in + i)];
      dense.bias[static_cast<std::size_t>(o)] += w * at(pending.shift, i);
      w *= at(pending.scale, i);
    }
  }
}

Floats rounded(const std::vector<double>& numbers) {
  Floats all;
  all.reserve(numbers.size());
  for (const double number : numbers) all.push_back(static_cast<float>(number));
  return all;
}

// x·B + c with B [in][out], or [out][in] where it is turned; `bias` has one number an output or one
// for all.
void dense(Call& call, const Live& x, const Constant& matrix, bool turned, double scale,
           const std::vector<double>& bias) {
  const std::size_t rank = matrix.sizes.size();
  if (!matrix.floats() || matrix.goes_with_batch() || rank < 2) {
    call.refuse("its weight was expected as a matrix of floats");
  }
  for (std::size_t i = 0; i + 2 < rank; ++i) {
    if (matrix.sizes[i].value != 1) call.refuse("it has a matrix for each of several");
  }
  DenseNumbers numbers;
  numbers.in = matrix.sizes[rank - (turned ? 1 : 2)].value;
  numbers.out = matrix.sizes[rank - (turned ? 2 : 1)].value;
  if (numbers.in != x.elements()) {
    if (!x.axes.empty() && x.size(x.axes.size() - 1) == Whole{numbers.in}) {
      call.refuse("it works on a part of each sample only, such as each frame by itself");
    }
    call.misfit("its weight takes " + std::to_string(numbers.in) + " numbers, and a sample has " +
                std::to_string(x.elements()));
  }
  if (!x.border.none()) expect_settled(call, x);
  const std::vector<std::int64_t> places = columns(call, x);
  const Floats& from = *matrix.floats();
  numbers.weight.reserve(from.size());
  for (std::int64_t o = 0; o < numbers.out; ++o) {
    for (const std::int64_t i : places) {
      const std::int64_t at = turned ? o * numbers.in + i : i * numbers.out + o;
      numbers.weight.push_back(scale * static_cast<double>(from[static_cast<std::size_t>(at)]));
    }
  }
  for (std::int64_t o = 0; o < numbers.out; ++o) {
    numbers.bias.push_back(bias[bias.size() == 1 ? 0 : static_cast<std::size_t>(o)]);
  }
  take_up(numbers, x.pending);
  Live made{.factors = {}, .axes = x.axes};
  if (numbers.out > 1) made.factors.push_back(numbers.out);
  made.axes.back().clear();
  if (numbers.out > 1) made.axes.back().push_back(0);
  if (std::ranges::find(x.axes.back(), kBatchFactor) != x.axes.back().end()) {
    made.axes.back().insert(made.axes.back().begin(), kBatchFactor);
  }
  made.layer = call.work.add("dense", {{"out", numbers.out}}, {x.layer},
                             {{"weight", {Shape{numbers.out, numbers.in}, rounded(numbers.weight)}},
                              {"bias", {Shape{numbers.out}, rounded(numbers.bias)}}});
  call.give(Value(std::move(made)));
}

void mat_mul(Call& call) {
  dense(call, call.live(0), call.constant(1, "its weight"), false, 1, {0});
}

void gemm(Call& call) {
  Live x = call.live(0);
  if (x.axes.size() != 2) call.misfit("its first input has not two axes");
  if (call.integer("transA", 0) != 0) std::swap(x.axes[0], x.axes[1]);
  std::vector<double> bias{0};
  if (call.has(2)) {
    const Constant& c = call.constant(2, "its C");
    const Floats& numbers = call.floats(2, "its C");
    const std::size_t rank = c.sizes.size();
    const Constant& matrix = call.constant(1, "its weight");
    const std::size_t out = call.integer("transB", 0) != 0 ? 0 : 1;
    if (matrix.sizes.size() != 2) call.misfit("its weight is no matrix");
    if (rank > 2 || numbers.empty() ||
        (numbers.size() > 1 &&
         (c.sizes.back() != matrix.sizes[out] || std::ssize(numbers) != c.sizes.back().value))) {
      call.refuse("its C differs from sample to sample, and Glia adds the same bias to all");
    }
    bias.clear();
    for (const float number : numbers) {
      bias.push_back(call.number("beta", 1) * static_cast<double>(number));
    }
  }
  dense(call, x, call.constant(1, "its weight"), call.integer("transB", 0) != 0,
        call.number("alpha", 1), bias);
}

void elementwise(Call& call, const std::string& op, const Attributes& attributes = {}) {
  Live x = call.live(0);
  expect_settled(call, x);
  x.layer = call.work.add(op, attributes, {x.layer});
  call.give(Value(std::move(x)));
}

void leaky_relu(Call& call) {
  elementwise(call, "leaky_relu", {{"slope", call.number("alpha", 0.01)}});
}

// A Clip from 0 upwards is a ReLU.
void clip(Call& call) {
  const bool from_zero = call.has(1) && call.single(1, "its least number") == 0;
  const bool open = !call.has(2) || call.single(2, "its largest number") >= 3.4e38F;
  if (!from_zero || !open) call.refuse("Glia has no operation that cuts numbers off but ReLU");
  elementwise(call, "relu");
}

void gelu(Call& call) {
  if (call.text("approximate", "none") != "none") {
    call.refuse(
        "its approximation by tanh is not Glia's GELU, which is exact: export the network "
        "with approximate='none'");
  }
  elementwise(call, "gelu");
}

void softmax(Call& call) {
  Live x = call.live(0);
  expect_settled(call, x);
  const std::size_t axis = call.axis(call.integer("axis", -1), x.axes.size());
  const auto inside = std::ranges::count_if(x.axes[axis], [](int f) { return f != kBatchFactor; });
  if (inside != std::ssize(x.factors) || inside + 1 == std::ssize(x.axes[axis])) {
    call.refuse("it goes over a part of each sample, and Glia's softmax over all of it");
  }
  elementwise(call, "softmax");
}

}  // namespace

void add_dense_operators(Operators& all) {
  all["MatMul"] = mat_mul;
  all["Gemm"] = gemm;
  all["Relu"] = [](Call& call) { elementwise(call, "relu"); };
  all["Sigmoid"] = [](Call& call) { elementwise(call, "sigmoid"); };
  all["Tanh"] = [](Call& call) { elementwise(call, "tanh"); };
  all["LeakyRelu"] = leaky_relu;
  all["Clip"] = clip;
  all["Gelu"] = gelu;
  all["Softmax"] = softmax;
}

}  // namespace glia::from_onnx
