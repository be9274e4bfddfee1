#include "data/real_fft.h"

#include <new>

#include "data/no_speech.h"

#ifdef GLIA_HAS_SPEECH
#include <kiss_fftr.h>
#endif

namespace glia {

#ifdef GLIA_HAS_SPEECH

struct RealFft::Impl {
  std::unique_ptr<kiss_fftr_state, void (*)(void*)> plan{nullptr, kiss_fft_free_plan};
  std::vector<kiss_fft_cpx> spectrum;
  static void kiss_fft_free_plan(void* plan) { kiss_fftr_free(plan); }
};

RealFft::RealFft(int size) : impl_(std::make_unique<Impl>()), size_(size) {
  impl_->plan.reset(kiss_fftr_alloc(size, 0, nullptr, nullptr));
  if (!impl_->plan) throw std::bad_alloc();
  impl_->spectrum.resize(static_cast<std::size_t>(size / 2 + 1));
}

void RealFft::power(const float* in, float* out) noexcept {
  kiss_fftr(impl_->plan.get(), in, impl_->spectrum.data());
  for (const kiss_fft_cpx& x : impl_->spectrum) *out++ = x.r * x.r + x.i * x.i;
}

#else

struct RealFft::Impl {};
RealFft::RealFft(int size) : size_(size) { no_speech(); }
void RealFft::power(const float*, float*) noexcept {}

#endif

RealFft::~RealFft() = default;
RealFft::RealFft(RealFft&&) noexcept = default;
RealFft& RealFft::operator=(RealFft&&) noexcept = default;

}  // namespace glia
