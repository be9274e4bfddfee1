// What is measured: networks, recipes and data. docs/performance.md has them as a table, and
// peers/workloads.py says the same to the other frameworks.
#pragma once
#include <glia/glia.h>

#include <cstdint>
#include <string>

namespace workloads {

// As many pictures as MNIST has, of its size. They are made up: ten patterns in noise, so that
// there is something to learn, and a fifth of the pixels lit, as in digits.
const glia::Dataset& digits();
// 60,000 rows of thirty numbers, and one that follows from them.
glia::Dataset rows();
// 4,096 sequences of `frames` frames of 40 numbers, such as words as spectrograms; ten kinds.
glia::Dataset words(std::int64_t frames);

struct Workload {
  glia::Model model;
  glia::Recipe recipe;
  glia::Dataset data;
};

Workload seed(std::int64_t batch);  // 784-16-16-10, as in the lessons
Workload wide();                    // 784-512-512-10
Workload lenet();
Workload small_cnn();  // six convolutions with batch norm: 72,890 parameters
Workload lstm(std::int64_t frames, std::int64_t hidden);
Workload table();  // 30-64-64-1, a number of the rows of a table
// `net` with ReLU and cross-entropy, by gradient descent with momentum.
Workload dense(const std::string& net, std::int64_t batch);

// Floating-point operations that one sample needs, a multiply-add as two. Those of the products
// alone: biases, activations, pooling, the cost and the optimizer come on top, so that a fraction
// of the peak is rather too small than too large. Counted is what the formulas need, not what
// somebody computes: no taps of a filter outside the picture, no gradient of the pixels, nothing
// through the state before the first frame, which is zero.
double flops_forward(const glia::Graph& graph);
double flops_trained(const glia::Graph& graph);  // forward, gradients of weights and of inputs

}  // namespace workloads
