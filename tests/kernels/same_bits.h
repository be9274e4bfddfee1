#pragma once
#include <map>
#include <string>
#include <vector>

#include "support.h"

namespace glia::kernels {

// Tables of one numeric path must say the same, bit for bit.
class SameBits {
 public:
  void expect(const KernelTable& table, const Fenced& floats) {
    std::vector<float> bits(floats.data(), floats.data() + floats.size());
    const auto [first, added] = seen_.try_emplace(table.numeric_path, bits);
    if (added) return;
    EXPECT_EQ(0, std::memcmp(first->second.data(), bits.data(), bits.size() * sizeof(float)))
        << table.name << " differs from another table of " << table.numeric_path;
  }

 private:
  std::map<std::string, std::vector<float>> seen_;
};

// One lane of a block, as the kernels for one sample take it.
inline Fenced lane_of(const Fenced& x, std::int64_t lane, std::int64_t offset = 0) {
  Fenced sample(x.size() / kBlock, offset);
  for (std::int64_t i = 0; i < sample.size(); ++i) sample[i] = x[i * kBlock + lane];
  return sample;
}

}  // namespace glia::kernels
