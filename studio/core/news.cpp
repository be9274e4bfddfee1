#include "core/news.h"

namespace glia::studio {
namespace {

constexpr double kRest = 0.1;  // seconds

}  // namespace

void News::all() noexcept {
  state_ = branches_ = race_ = cnn_ = own_ = true;
  sent_ = {};
  curves_.clear();
}

void News::new_network() noexcept {
  state_ = branches_ = true;
  curves_.clear();
}

bool News::resting() const { return seconds_since(sent_) < kRest; }

bool News::take_state(std::uint64_t shown) noexcept {
  if (!state_ && told_ == shown) return false;
  state_ = false;
  told_ = shown;
  sent_ = Clock::now();
  return true;
}

std::uint64_t News::curve_from(int branch) const {
  const auto found = curves_.find(branch);
  return found == curves_.end() ? 0 : found->second;
}

void News::curve_sent(int branch, std::uint64_t last) { curves_[branch] = last + 1; }

}  // namespace glia::studio
