#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "glia/state.h"
#include "io/safetensors.h"

// Tensors of another program, by the layers that their names speak of.
//
//   PyTorch   conv1.weight  bn1.running_mean  lstm.weight_ih_l0  lstm.bias_hh_l0_reverse
//   Keras     dense_1/kernel  lstm/lstm_cell/recurrent_kernel  bidirectional/backward_lstm/…/bias
namespace glia::io {

struct ForeignTensor {
  std::string name;  // "lstm.weight_ih_l0_reverse"
  std::string word;  // what it is: "weight_ih"; empty: its name does not say
  bool reverse = false;
  const Tensor* tensor = nullptr;
};

struct ForeignLayer {
  std::string name;  // "lstm"; of several that lie one upon the other "lstm.l0", "lstm.l1"
  std::vector<ForeignTensor> tensors;

  std::string str() const;  // "fc1 (weight 16×784, bias 16)"
};

struct ForeignFile {
  std::vector<ForeignLayer> layers;
  std::vector<ForeignTensor> others;  // whose names say no layer
};

// What a batch norm counts is no weight, and left out everywhere.
bool counts_batches(std::string_view name);

// Points into `contents`.
ForeignFile layers_of(const SafeTensors& contents);

// What names of layers have beside their numbers, and these: "layer1.0.conv2", {1, 0, 2}.
struct NumberedName {
  explicit NumberedName(std::string_view name);
  std::string text;
  std::vector<unsigned long long> numbers;
};

}  // namespace glia::io
