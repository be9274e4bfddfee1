#include "core/shown.h"

#include "glia/error.h"

namespace glia::studio {

void Shown::show(Timeline::Moment moment, int branch) {
  past_ = Past{std::move(moment), branch};
  touch();
}

void Shown::show_present() {
  past_.reset();
  touch();
}

void Shown::new_network() {
  ++revision_;
  show_present();
}

const Model& Shown::model() { return past_ ? past_->moment.model : timeline_.live(); }

const TaskPtr& Shown::task() const noexcept {
  return past_ ? past_->moment.task : timeline_.task();
}

std::uint64_t Shown::step() const noexcept { return past_ ? past_->moment.step : timeline_.step(); }
int Shown::branch() const noexcept { return past_ ? past_->branch : timeline_.branch().id; }

void Shown::require_live(std::string_view what) const {
  if (live()) return;
  throw Error(ErrorCode::invalid_argument,
              std::string(what) + ": step " + std::to_string(step()) +
                  " is past and stays as it was; fork there, or go back to the present");
}

Frame Shown::frame(Frame::Kind kind) const {
  Frame frame;
  frame.kind = kind;
  frame.branch = static_cast<std::uint32_t>(branch());
  frame.revision = revision_;
  frame.edits = static_cast<std::uint32_t>(timeline_.edits());
  frame.step = step();
  return frame;
}

}  // namespace glia::studio
