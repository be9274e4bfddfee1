#pragma once
#include <deque>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "core/commands.h"
#include "core/outbox.h"

namespace glia::studio {

// The next piece of what takes long, some hundredths of a second of it. Empty until the last one,
// which gives the answer.
using Piece = std::function<std::optional<Json>()>;

// Commands that take long: between their pieces the visitor trains and other commands are taken.
class Jobs {
 public:
  explicit Jobs(Outbox& outbox) noexcept : outbox_(outbox) {}

  // Answers once `piece` does. It is asked at once, then whenever go_on() comes to it. It may throw
  // Error. What it holds must not hang on what other commands change: a new network drops it.
  Json later(const Ask& ask, std::string_view kind, Piece piece);
  // Those of these kinds that are under way are given up, and told so.
  void supersede(std::initializer_list<std::string_view> kinds);
  void supersede_all();
  void go_on(double seconds);
  bool any() const noexcept { return !jobs_.empty(); }
  void drop() noexcept { jobs_.clear(); }  // nobody waits for them

 private:
  struct Job {
    Json re;
    std::string kind;
    Piece piece;
  };
  Outbox& outbox_;
  std::deque<Job> jobs_;
};

}  // namespace glia::studio
