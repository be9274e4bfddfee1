#pragma once
#include <cstdint>
#include <vector>

#include "core/fields.h"
#include "core/frames.h"

namespace glia::studio {

// The way to the page, if one is there; what is said to nobody is dropped.
class Outbox {
 public:
  void attach(Sink& sink) noexcept { sink_ = &sink; }
  void detach() noexcept { sink_ = nullptr; }
  Sink* sink() const noexcept { return sink_; }
  bool attached() const noexcept { return sink_ != nullptr; }
  bool has_room() const { return sink_ && sink_->has_room(); }

  void text(const Json& json) {
    if (sink_) sink_->text(text_of(json));
  }
  void answer(const Json& re, Json answer) {
    answer["re"] = re;
    text(answer);
  }
  template <typename T>
  void tensor(const Frame& frame, std::span<const std::uint32_t> dims, std::span<const T> values) {
    if (sink_) sink_->binary(encode(frame, dims, values));
  }

 private:
  Sink* sink_ = nullptr;
};

}  // namespace glia::studio
