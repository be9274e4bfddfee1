#pragma once
#include <array>
#include <cstdint>
#include <vector>

#include "core/clock.h"
#include "core/frames.h"

namespace glia::studio {

// The tensors that a page watches. They go by credit: at most two are unacknowledged.
class Channels {
 public:
  // What a tensor is of; 0 where it does not hang on the input.
  struct Version {
    std::uint64_t shown = 0, input = 0;
    friend bool operator==(const Version&, const Version&) = default;
  };
  static constexpr std::size_t kCount = 5;  // by Frame::Channel
  using Watched = std::array<bool, kCount>;

  void attach() noexcept { unacknowledged_.clear(); }  // another page comes
  void detach() noexcept { channels_ = {}; }
  void watch(const Watched& watched);
  void go_on_from(const Channels& others);    // what the page watches and has not acknowledged
  void seen(std::uint32_t sequence);          // gives credit back
  void hurry() noexcept { last_sent_ = {}; }  // the next ones need not wait

  bool watched() const noexcept;  // any of them
  bool credit() const noexcept;
  bool resting() const;  // what was sent last is so new that nobody sees another
  bool due(Frame::Channel channel, const Version& now) const noexcept;
  std::uint32_t last(Frame::Channel channel) const noexcept;  // the sequence number of its last
  std::uint32_t sent(Frame::Channel channel, const Version& now);  // returns its sequence number

 private:
  struct Channel {
    bool watched = false;
    Version sent = {};
    std::uint32_t sequence = 0;  // of what was sent last
  };
  std::array<Channel, kCount> channels_;
  std::uint32_t sequence_ = 0;
  std::vector<std::uint32_t> unacknowledged_;
  Clock::time_point last_sent_{};
};

}  // namespace glia::studio
