#include "glia/simd.h"

#include <array>

#include "base/nearest.h"
#include "glia/error.h"
#include "kernels/fill.h"
#include "kernels/targets.h"

namespace glia {
namespace {

using kernels::KernelTable;

struct Target {
  std::int64_t bits;
  const char* name;
  const char* numeric_path;
  Denormals denormals;
};

// Best first. With fused multiply-add a product and a sum are rounded once, without it twice: each
// gives the same bits on every machine that does so, "mul-add" also inside a browser.
constexpr Target kTargets[] = {
#if HWY_TARGETS & HWY_AVX3
    {HWY_AVX3, "avx512", "fma", Denormals::flushed},
#endif
#if HWY_TARGETS & HWY_AVX2
    {HWY_AVX2, "avx2", "fma", Denormals::flushed},
#endif
#if HWY_TARGETS & HWY_SSE4
    {HWY_SSE4, "sse4", "mul-add", Denormals::kept},
#endif
#if HWY_TARGETS & HWY_WASM
    {HWY_WASM, "wasm", "mul-add", Denormals::kept},
#endif
#if (HWY_STATIC_TARGET & (HWY_AVX3 | HWY_AVX2 | HWY_SSE4 | HWY_WASM)) == 0
    {HWY_STATIC_TARGET, "plain", "plain", Denormals::kept},
#endif
};
constexpr std::size_t kCount = sizeof kTargets / sizeof *kTargets;

bool runs_here(const Target& target) {
  return (HWY_SUPPORTED_TARGETS & target.bits) != 0 || target.bits == HWY_STATIC_TARGET;
}

// A table is filled by code of its own instruction set, so only where that runs.
std::array<KernelTable, kCount> make_tables() {
  std::array<KernelTable, kCount> tables{};
  for (std::size_t i = 0; i < kCount; ++i) {
    tables[i].name = kTargets[i].name;
    tables[i].numeric_path = kTargets[i].numeric_path;
    tables[i].denormals = kTargets[i].denormals;
    if (!runs_here(kTargets[i])) continue;
    kernels::fill(kTargets[i].bits, tables[i]);
  }
  return tables;
}

// Constant once made: addresses of functions, the same for everybody.
const std::array<KernelTable, kCount>& tables() {
  static const std::array<KernelTable, kCount> all = make_tables();
  return all;
}

}  // namespace

Simd::Simd() {
  for (std::size_t i = 0; i < kCount; ++i) {
    if (!runs_here(kTargets[i])) continue;
    table_ = &tables()[i];
    return;
  }
  throw Error(ErrorCode::unsupported, "this build has no kernels for this processor");
}

Simd::Simd(std::string_view name) {
  for (std::size_t i = 0; i < kCount; ++i) {
    if (name != kTargets[i].name) continue;
    if (!runs_here(kTargets[i])) {
      throw Error(ErrorCode::unsupported,
                  "simd '" + std::string(name) +
                      "': this processor does not have it; it has:" + suggest("", available()));
    }
    table_ = &tables()[i];
    return;
  }
  throw Error(ErrorCode::invalid_argument,
              "simd '" + std::string(name) + "' is not known." + suggest(name, available()));
}

std::string_view Simd::name() const noexcept { return table_->name; }
std::string_view Simd::numeric_path() const noexcept { return table_->numeric_path; }

std::vector<std::string> Simd::available() {
  std::vector<std::string> names;
  for (const Target& target : kTargets) {
    if (runs_here(target)) names.emplace_back(target.name);
  }
  return names;
}

std::vector<std::string> Simd::compiled() {
  std::vector<std::string> names;
  for (const Target& target : kTargets) names.emplace_back(target.name);
  return names;
}

}  // namespace glia
