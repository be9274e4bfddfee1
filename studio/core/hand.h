#pragma once
#include <optional>

#include "core/clock.h"
#include "core/fields.h"
#include "glia/session.h"
#include "glia/state.h"

namespace glia::studio {

// The game against the gradient: what a person's hand makes of a network.
class HandGame {
 public:
  struct Game {
    State before;
    Json path = Json::array();  // [seconds, cost, accuracy]
    Clock::time_point since = Clock::now();
  };
  void begin(const State& before, const Evaluation& now);
  void edited(const Evaluation& now);  // the path goes there, while one is played
  const Game& game() const;            // throws Error when none has begun
  void forget() noexcept { game_.reset(); }

 private:
  std::optional<Game> game_;
};

}  // namespace glia::studio
