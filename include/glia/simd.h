#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "glia/export.h"

namespace glia::kernels {
struct KernelTable;
}

namespace GLIA_EXPORT glia {

// One instruction set's kernels. The choice is a value that is handed in, never a global.
class Simd {
 public:
  Simd();                                // the best that this machine runs
  explicit Simd(std::string_view name);  // "avx512", "avx2", "sse4", …; throws Error with the list

  std::string_view name() const noexcept;
  // Paths that give the same bits share a numeric path: "fma" (avx2, avx512), "mul-add"
  // (sse4, wasm), "plain".
  std::string_view numeric_path() const noexcept;
  const kernels::KernelTable& table() const noexcept { return *table_; }

  static std::vector<std::string> available();  // on this machine, best first
  static std::vector<std::string> compiled();   // that there are kernels for at all

 private:
  const kernels::KernelTable* table_;
};

}  // namespace glia
