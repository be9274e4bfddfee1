#include "core/channels.h"

#include <algorithm>

#include "core/impl.h"

namespace glia::studio {
namespace {

constexpr std::size_t kCredits = 2;
constexpr double kRest = 1.0 / 60;  // seconds

std::size_t place(Frame::Channel channel) noexcept { return static_cast<std::size_t>(channel); }

}  // namespace

void Channels::watch(const Watched& watched) {
  for (std::size_t c = 0; c < watched.size(); ++c) channels_[c] = {.watched = watched[c]};
  hurry();
}

void Channels::go_on_from(const Channels& others) {
  Watched watched{};
  for (std::size_t c = 0; c < kCount; ++c) watched[c] = others.channels_[c].watched;
  sequence_ = others.sequence_;
  watch(watched);
}

// What came later was sent later: a page that saw it has seen, or passed over, those before.
void Channels::seen(std::uint32_t sequence) {
  std::erase_if(unacknowledged_, [&](std::uint32_t sent) { return sent <= sequence; });
}

bool Channels::watched() const noexcept {
  return std::ranges::any_of(channels_, [](const Channel& c) { return c.watched; });
}
bool Channels::credit() const noexcept { return unacknowledged_.size() < kCredits; }
bool Channels::resting() const { return seconds_since(last_sent_) < kRest; }

bool Channels::due(Frame::Channel channel, const Version& now) const noexcept {
  const Channel& asked = channels_[place(channel)];
  return asked.watched && asked.sent != now && credit();
}

std::uint32_t Channels::last(Frame::Channel channel) const noexcept {
  return channels_[place(channel)].sequence;
}

std::uint32_t Channels::sent(Frame::Channel channel, const Version& now) {
  unacknowledged_.push_back(++sequence_);
  channels_[place(channel)] = {.watched = true, .sent = now, .sequence = sequence_};
  last_sent_ = Clock::now();
  return sequence_;
}

namespace {

Json watch(Studio::Impl& s, const Fields& fields, const Ask&) {
  constexpr std::array<std::string_view, Channels::kCount> kNames{"", "parameters", "activations",
                                                                  "gradient", "plane"};
  Channels::Watched wanted{};
  for (const Json& entry : fields.list("channels", 0, kNames.size() - 1)) {
    const auto found = std::ranges::find(kNames, entry.is_string() ? entry.get<std::string>() : "");
    if (found == kNames.end() || found == kNames.begin()) {
      fields.fail("channels", "parameters, activations, gradient and plane");
    }
    wanted[static_cast<std::size_t>(found - kNames.begin())] = true;
  }
  s.channels.watch(wanted);
  return Json::object();
}

Json seen(Studio::Impl& s, const Fields& fields, const Ask&) {
  s.channels.seen(static_cast<std::uint32_t>(fields.whole("sequence", 0, UINT32_MAX)));
  return Json::object();
}

}  // namespace

void add_channels(Commands& commands) {
  commands["watch"] = {watch, {"channels"}};
  commands["seen"] = {seen, {"sequence"}};
}

}  // namespace glia::studio
