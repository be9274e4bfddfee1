// How the cost of a trained sample grows: with the width of two hidden layers, the batch, the
// number of hidden layers, the length of a sequence. Names end in the number: "grow-width-64".
#include <glia/glia.h>

#include "measure.h"

namespace workloads {
namespace {

std::string deep(int layers) {
  std::string net = "784";
  for (int i = 0; i < layers; ++i) net += "-128";
  return net + "-10";
}

const bool listed = [] {
  for (const int n : {16, 32, 64, 128, 256, 512, 1024}) {
    const std::string width = std::to_string(n);
    list_training("grow-width-" + width, 1,
                  [=] { return dense("784-" + width + "-" + width + "-10", 64); });
  }
  for (const int n : {1, 4, 16, 64, 256, 1024}) {
    list_training("grow-batch-" + std::to_string(n), 1, [=] { return dense(deep(2), n); });
  }
  for (const int n : {1, 2, 4, 8, 16}) {
    list_training("grow-depth-" + std::to_string(n), 1, [=] { return dense(deep(n), 64); });
  }
  for (const int n : {8, 16, 32, 64, 128}) {
    list_training("grow-frames-" + std::to_string(n), 1, [=] { return lstm(n, 128); });
  }
  return true;
}();

}  // namespace
}  // namespace workloads
