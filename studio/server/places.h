#pragma once
#include <cstddef>
#include <functional>
#include <list>
#include <memory>

namespace glia::studio {

// Who may hold a connection. Strangers, who have not shown the token yet, make room for one
// another and take nothing from those who have. One thread; outlives every Place.
class Places {
 public:
  Places(std::size_t strangers, std::size_t known)
      : most_strangers_(strangers), most_known_(known) {}

  // One connection's, for as long as it lives.
  class Place {
   public:
    ~Place();
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

    void spoke() noexcept { silent_ = false; }  // it has sent something
    // It has shown the token: nobody drops it from now on. False when there is no place.
    bool admit();
    bool known() const noexcept { return known_; }

   private:
    friend class Places;
    Place(Places& places, std::function<void()> drop) : places_(places), drop_(std::move(drop)) {}

    Places& places_;
    std::function<void()> drop_;
    std::list<Place*>::iterator at_;  // among the strangers
    bool silent_ = true, known_ = false, listed_ = true;
  };

  // A stranger comes. Where there are too many, the one goes who came first of those that have
  // said nothing, else of all: its `drop` is called, once.
  std::unique_ptr<Place> enter(std::function<void()> drop);
  void make_room();  // one stranger goes, if there is one

  std::size_t strangers() const noexcept { return strangers_.size(); }

 private:
  std::size_t most_strangers_, most_known_, known_ = 0;
  std::list<Place*> strangers_;  // in the order in which they came
};

}  // namespace glia::studio
