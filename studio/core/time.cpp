// Time: showing the past, forking it, and the journal.
#include "core/impl.h"
#include "glia/error.h"

namespace glia::studio {
namespace {

constexpr std::int64_t kMostStep = std::int64_t{1} << 53;

constexpr double kPiece = 0.02;  // seconds of replay

Json time(Studio::Impl& s, const Fields& fields, const Ask& ask) {
  if (fields.flag("live", false)) {
    s.jobs.supersede({"time", "fork"});
    s.shown.show_present();
    s.news.state();
    return {{"step", s.timeline.step()}, {"exact", true}, {"live", true}};
  }
  const auto step = static_cast<std::uint64_t>(fields.whole("step", 0, kMostStep));
  const int branch = static_cast<int>(fields.whole("branch", 0, INT32_MAX, s.timeline.branch().id));
  const bool exact = fields.flag("exact", true);
  s.timeline.expect(branch, step);
  s.jobs.supersede({"time", "fork"});
  s.learning.pause();
  return s.jobs.later(ask, "time", [=, &s]() -> std::optional<Json> {
    if (exact && !s.timeline.approach(branch, step, kPiece)) return std::nullopt;
    s.shown.show(s.timeline.at(branch, step, exact), branch);
    s.news.state();
    s.channels.hurry();
    return Json{{"step", s.shown.step()}, {"exact", s.shown.exact()}, {"live", false}};
  });
}

Json fork(Studio::Impl& s, const Fields& fields, const Ask& ask) {
  const auto step = static_cast<std::uint64_t>(
      fields.whole("step", 0, kMostStep, static_cast<std::int64_t>(s.shown.step())));
  const int from = static_cast<int>(fields.whole("branch", 0, INT32_MAX, s.shown.branch()));
  const std::string name = fields.has("name") ? fields.text("name", 60) : "";
  s.timeline.expect(from, step);
  s.jobs.supersede({"time", "fork"});
  s.learning.pause();
  return s.jobs.later(ask, "fork", [=, &s]() -> std::optional<Json> {
    if (!s.timeline.approach(from, step, kPiece)) return std::nullopt;
    const int branch = s.timeline.fork(from, step, name);
    s.present_changed();
    return Json{{"branch", branch}};
  });
}

Json branch(Studio::Impl& s, const Fields& fields, const Ask&) {
  const int to = static_cast<int>(fields.whole("to", 0, INT32_MAX));
  s.timeline.branch(to);  // throws when it is not there
  s.jobs.supersede({"time", "fork"});
  s.learning.pause();
  s.timeline.go_to(to);
  s.present_changed();
  return Json::object();
}

Json taught(Studio::Impl& s, const Fields& fields, const Ask&) {
  const bool on = fields.flag("on");
  if (!s.taught.offered()) {
    throw Error(ErrorCode::not_found, "taught: nobody taught this network beforehand");
  }
  s.jobs.supersede({"time", "fork"});
  s.learning.pause();
  s.taught.show(on);
  s.present_changed();
  return {{"branch", s.timeline.branch().id}};
}

Json journal(Studio::Impl& s, const Fields& fields, const Ask&) {
  constexpr std::size_t kMost = 2000;
  const std::int64_t offset = fields.whole("offset", 0, INT32_MAX, 0);
  const Json all = s.timeline.journal(
      static_cast<int>(fields.whole("branch", 0, INT32_MAX, s.timeline.branch().id)));
  Json entries = Json::array();
  for (auto i = static_cast<std::size_t>(offset); i < all.size() && entries.size() < kMost; ++i) {
    entries.push_back(all[i]);
    entries.back()["order"] = i;
  }
  return {{"entries", entries}, {"total", all.size()}};
}

}  // namespace

void add_time(Commands& commands) {
  commands["time"] = {time, {"step", "branch", "exact", "live"}};
  commands["fork"] = {fork, {"step", "branch", "name"}};
  commands["branch"] = {branch, {"to"}};
  commands["taught"] = {taught, {"on"}};
  commands["journal"] = {journal, {"branch", "offset"}};
}

}  // namespace glia::studio
