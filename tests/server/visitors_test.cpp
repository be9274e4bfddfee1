// Visitors come and go, and whoever looks after them waits for none.
#include "server/visitors.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <system_error>

#include "../studio/support.h"

namespace glia::studio {
namespace {

using namespace std::chrono_literals;
constexpr auto kLong = 20s;  // beside busy loops

// A page's end of the line.
class Line : public Outlet {
 public:
  void text(std::string frame) override { keep(Json::parse(frame)); }
  void binary(std::vector<std::uint8_t>) override {}
  bool has_room() const override { return true; }
  void handled(bool) override {}
  void close(End why) override { keep({{"closed", static_cast<int>(why)}}); }

  // Whether such a text came, or comes soon.
  bool hears(const std::string& key, const Json& value) {
    std::unique_lock lock(mutex_);
    return news_.wait_for(lock, kLong, [&] {
      return std::ranges::any_of(heard_,
                                 [&](const Json& t) { return t.value(key, Json()) == value; });
    });
  }

 private:
  void keep(Json text) {
    {
      const std::lock_guard lock(mutex_);
      heard_.push_back(std::move(text));
    }
    news_.notify_all();
  }
  std::mutex mutex_;
  std::condition_variable news_;
  std::vector<Json> heard_;
};

constexpr const char* kLandscape =
    R"({"id":1,"do":"surface","x":{"parameter":"output.bias","index":0},)"
    R"("y":{"parameter":"output.bias","index":1},"xRange":[-1,1],"yRange":[-1,1],"side":65,)"
    R"("samples":600})";
constexpr const char* kWide =
    R"({"id":9,"do":"recipe","hidden":[512,512,512,512,512,512],"activation":"relu"})";

Visitors::Limits places(std::size_t most) {
  Visitors::Limits limits;
  limits.most = most;
  return limits;
}

// Somebody with minutes of work.
std::shared_ptr<Line> keep_busy(Visitor& visitor) {
  auto line = std::make_shared<Line>();
  visitor.come(line);
  visitor.say(kWide, line.get());
  EXPECT_TRUE(line->hears("re", 9));
  visitor.say(kLandscape, line.get());
  return line;
}

TEST(Visitors, WhoMakesRoomIsNotWaitedFor) {
  Visitors visitors(digits(), places(1), {});
  auto first = visitors.find("first-one");
  const auto line = keep_busy(*first);
  first->go(line.get());
  first.reset();
  const auto second = visitors.find("second-one");
  ASSERT_TRUE(second);
  const auto other = std::make_shared<Line>();
  second->come(other);
  EXPECT_TRUE(other->hears("event", "hello"));
}

TEST(Visitors, EndSoonWhateverTheyDo) {
  Visitors visitors(digits(), places(2), {});
  keep_busy(*visitors.find("first-one"));
  EXPECT_TRUE(visitors.end_within(kLong));  // a landscape takes minutes
}

TEST(Visitors, WhatAPageThatLeftHadAskedForIsNotDone) {
  Visitors visitors(digits(), places(1), {});
  const auto visitor = visitors.find("first-one");
  const auto line = std::make_shared<Line>();
  visitor->come(line);
  EXPECT_TRUE(line->hears("event", "hello"));
  visitor->go(line.get());
  visitor->say(kWide, line.get());
  const auto next = std::make_shared<Line>();
  visitor->come(next);
  EXPECT_TRUE(next->hears("net", "784-16-16-10"));
}

TEST(Visitors, ThatCannotHaveAThreadCostNobodyTheirs) {
  Visitors::Limits limits = places(1);
  bool none = false;
  limits.start = [&](std::function<void()> run) {
    if (none)
      throw std::system_error(std::make_error_code(std::errc::resource_unavailable_try_again));
    return std::thread(std::move(run));
  };
  Visitors visitors(digits(), limits, {});
  const std::weak_ptr<Visitor> first = visitors.find("first-one");
  none = true;
  EXPECT_THROW(visitors.find("second-one"), std::exception);
  EXPECT_FALSE(first.expired());  // whose place it would have been
  EXPECT_TRUE(visitors.find("first-one"));
  none = false;
  EXPECT_TRUE(visitors.find("second-one"));
}

}  // namespace
}  // namespace glia::studio
