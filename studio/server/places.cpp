#include "server/places.h"

#include <algorithm>

namespace glia::studio {

Places::Place::~Place() {
  if (known_) --places_.known_;
  if (listed_) places_.strangers_.erase(at_);
}

bool Places::Place::admit() {
  if (known_) return true;
  if (places_.known_ >= places_.most_known_) return false;
  ++places_.known_;
  known_ = true;
  if (listed_) places_.strangers_.erase(at_);
  listed_ = false;
  return true;
}

std::unique_ptr<Places::Place> Places::enter(std::function<void()> drop) {
  while (strangers_.size() >= most_strangers_) make_room();
  std::unique_ptr<Place> place(new Place(*this, std::move(drop)));
  place->at_ = strangers_.insert(strangers_.end(), place.get());
  return place;
}

void Places::make_room() {
  if (strangers_.empty()) return;
  auto first = std::ranges::find_if(strangers_, [](const Place* p) { return p->silent_; });
  if (first == strangers_.end()) first = strangers_.begin();
  Place* place = *first;
  strangers_.erase(first);
  place->listed_ = false;
  place->drop_();
}

}  // namespace glia::studio
