#include "data/real_fft.h"

#include <new>

#if defined(GLIA_HAS_SPEECH)
#include <kiss_fftr.h>
#elif defined(GLIA_HAS_FFT)
#include <kissfft/kissfft.hh>
#endif

namespace glia {

#if defined(GLIA_HAS_SPEECH)

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

#elif defined(GLIA_HAS_FFT)  // the same library's header, where it is not compiled

struct RealFft::Impl {
  kissfft<float> plan;  // of pairs
  std::vector<std::complex<float>> spectrum;
};

RealFft::RealFft(int size) : size_(size) {
  const auto pairs = static_cast<std::size_t>(size / 2);
  impl_ = std::make_unique<Impl>(Impl{{pairs, false}, std::vector<std::complex<float>>(pairs)});
}

void RealFft::power(const float* in, float* out) noexcept {
  impl_->plan.transform_real(in, impl_->spectrum.data());
  const std::complex<float> ends = impl_->spectrum[0];  // both are real, and share a place
  out[0] = ends.real() * ends.real();
  out[size_ / 2] = ends.imag() * ends.imag();
  for (int k = 1; k < size_ / 2; ++k)
    out[k] = std::norm(impl_->spectrum[static_cast<std::size_t>(k)]);
}

#endif

RealFft::~RealFft() = default;
RealFft::RealFft(RealFft&&) noexcept = default;
RealFft& RealFft::operator=(RealFft&&) noexcept = default;

}  // namespace glia
