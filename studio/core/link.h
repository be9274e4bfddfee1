#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/fields.h"
#include "core/studio.h"
#include "core/timeline.h"

namespace glia::studio {

// What a lesson hangs on, written down: whoever does it again has the same network, bit for bit.
struct Link {
  std::string numeric_path;
  std::uint64_t parameters = 0;  // the digest of those at its end
  std::uint64_t taught = 0;  // …of the network taught beforehand, where the lesson begins with it
  Timeline::Path path;
};

std::uint64_t digest_of(const State& state) noexcept;

Json to_json(const Link& link, Subject subject);
// For a visitor of that subject whose examples are those of `here`; of the plane they come with the
// link, of a table they may also be those of `opened`, the file that came last, if one did.
// Everything is looked at. Throws Error.
Link read_link(const Json& written, Subject subject, const TaskPtr& here,
               const std::shared_ptr<const Table>& opened);

}  // namespace glia::studio
