#pragma once
#include <initializer_list>

#include "support.h"

// What lessons do to a network, which a page may: none of it is refused.
namespace glia::studio {

inline Json edit(const char* kind, const char* parameter, int index, double value) {
  return {{"kind", kind}, {"parameter", parameter}, {"index", index}, {"value", value}};
}

inline Json release(const char* parameter, int index) {
  return {{"kind", "release"}, {"parameter", parameter}, {"index", index}};
}

inline void edit(Page& page, std::initializer_list<Json> edits) {
  EXPECT_FALSE(page.ask("edit", {{"edits", list(edits)}}).contains("error"));
}

inline void recipe(Page& page, const Json& fields) {
  EXPECT_FALSE(page.ask("recipe", fields).contains("error")) << fields;
}

inline void points(Page& page, const Json& fields) {
  EXPECT_FALSE(page.ask("points", fields).contains("error")) << fields;
}

}  // namespace glia::studio
