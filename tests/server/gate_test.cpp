// Who may come in, and who makes room for whom.
#include "server/gate.h"

#include <gtest/gtest.h>

#include <map>

#include "server/places.h"

namespace glia::studio {
namespace {

TEST(Cookies, AreFoundByTheirWholeName) {
  using Values = std::vector<std::string_view>;
  EXPECT_EQ(cookie_name(8080), "glia-8080");
  const struct {
    std::string_view header;
    Values values;
  } cases[] = {{"", {}},
               {"glia-80=a", {"a"}},
               {"x=1; glia-80=a; y=2", {"a"}},
               {"glia-80=a; glia-80=b", {"a", "b"}},
               {"glia-80=", {""}},
               {"glia-80", {}},
               {"glia-8080=a; xglia-80=b; glia-8=c", {}},
               {" ;; =;glia-80=a=b ;", {"a=b"}}};
  for (const auto& c : cases) EXPECT_EQ(cookie_values(c.header, "glia-80"), c.values) << c.header;
}

// Strangers by name; those who were dropped are counted.
struct Door {
  Places places{3, 2};
  std::map<std::string, std::unique_ptr<Places::Place>> inside;
  std::map<std::string, int> dropped;

  Places::Place& enter(const std::string& name) {
    inside[name] = places.enter([this, name] { ++dropped[name]; });
    return *inside[name];
  }
};

TEST(Places, TheOldestSilentStrangerMakesRoom) {
  Door door;
  door.enter("a").spoke();
  door.enter("b");
  door.enter("c");
  door.enter("d");
  EXPECT_EQ(door.dropped, (std::map<std::string, int>{{"b", 1}}));
  door.inside["c"]->spoke();
  door.inside["d"]->spoke();
  door.enter("e");
  EXPECT_EQ(door.dropped, (std::map<std::string, int>{{"a", 1}, {"b", 1}}));
  door.inside.clear();
  EXPECT_EQ(door.places.strangers(), 0U);
}

TEST(Places, WhoHasTheTokenIsNeverDroppedAndKeepsNobodyOut) {
  Door door;
  EXPECT_TRUE(door.enter("a").admit());
  EXPECT_TRUE(door.enter("b").admit());
  EXPECT_FALSE(door.enter("c").admit());  // all places of those who have it
  for (int i = 0; i < 20; ++i) door.enter("stranger " + std::to_string(i));
  EXPECT_EQ(door.dropped.count("a") + door.dropped.count("b"), 0U);
  door.inside.erase("a");
  EXPECT_TRUE(door.enter("d").admit());
}

}  // namespace
}  // namespace glia::studio
