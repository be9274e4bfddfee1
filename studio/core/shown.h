#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/frames.h"
#include "core/timeline.h"

namespace glia::studio {

// What is shown: a timeline's present, or a moment of its past.
class Shown {
 public:
  Shown(Timeline& timeline, std::uint32_t revision) noexcept
      : timeline_(timeline), revision_(revision) {}

  void show(Timeline::Moment moment, int branch);
  void show_present();  // as it comes
  void new_network();
  void touch() noexcept { ++version_; }  // it is another

  const Model& model();
  const TaskPtr& task() const noexcept;  // what it is taught, or was then
  const DataSplit& data() const noexcept { return *task()->data; }
  std::uint64_t step() const noexcept;
  int branch() const noexcept;
  bool live() const noexcept { return !past_; }
  bool exact() const noexcept { return live() || past_->moment.exact; }
  void require_live(std::string_view what) const;                // throws Error in the past
  std::uint64_t version() const noexcept { return version_; }    // grows with each change
  std::uint32_t revision() const noexcept { return revision_; }  // of the network
  Frame frame(Frame::Kind kind) const;                           // a tensor's, of this moment

 private:
  struct Past {
    Timeline::Moment moment;
    int branch = 0;
  };
  Timeline& timeline_;
  std::optional<Past> past_;
  std::uint64_t version_ = 1;
  std::uint32_t revision_;
};

}  // namespace glia::studio
