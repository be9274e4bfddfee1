#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/fields.h"
#include "core/studio.h"

namespace glia::studio {

// What a command is given besides its fields: who asks.
struct Ask {
  std::uint32_t id = 0;
};
// The answer: an object, or null when it comes later.
using Handler = Json (*)(Studio::Impl&, const Fields&, const Ask&);
struct Command {
  Handler handler = nullptr;
  std::vector<std::string_view> fields;  // that it may bring, besides id and do
  std::optional<Subject> only = {};      // the others have nothing for it
};
using Commands = std::map<std::string, Command, std::less<>>;

// What is not there is null.
template <typename T>
Json maybe(const std::optional<T>& value) {
  return value ? Json(*value) : Json();
}

// Each theme's file adds its commands.
void add_learning(Commands& commands);
void add_channels(Commands& commands);
void add_input(Commands& commands);
void add_hand(Commands& commands);
void add_looking(Commands& commands);
void add_gallery(Commands& commands);
void add_landscape(Commands& commands);
void add_time(Commands& commands);
void add_ways(Commands& commands);
void add_noise(Commands& commands);
void add_speed(Commands& commands);
void add_depth(Commands& commands);
void add_nudge(Commands& commands);
void add_links(Commands& commands);
void add_race(Commands& commands);
void add_own(Commands& commands);
void add_files(Commands& commands);
void add_maps(Commands& commands);
void add_hearing(Commands& commands);
void add_plane(Commands& commands);
void add_table(Commands& commands);
void add_subject(Commands& commands);

}  // namespace glia::studio
