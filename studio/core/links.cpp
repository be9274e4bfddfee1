// What is shown as a link, and a link followed.
#include "core/follower.h"
#include "core/impl.h"
#include "core/link.h"
#include "glia/error.h"

namespace glia::studio {
namespace {

constexpr std::size_t kMostLinkBytes = 2'000'000;  // bytes
constexpr double kFollowPiece = 0.02;              // seconds

Json link(Studio::Impl& s, const Fields&, const Ask&) {
  Link link;
  link.path = s.shown.live() ? s.timeline.path_to_present()
                             : s.timeline.path_to(s.shown.branch(), s.shown.step());
  link.numeric_path = s.engine->simd.numeric_path();
  link.parameters = digest_of(s.shown.model().state);
  for (const Timeline::Era& era : link.path.eras) {
    if (era.why == kTaught) link.taught = digest_of(era.start->state);
  }
  Json written = to_json(link, s.subject);
  if (text_of(written).size() > kMostLinkBytes) {
    throw Error(ErrorCode::unsupported,
                "link: too much was changed by hand for a link; save the model and send the file",
                {"link_long"});
  }
  return {{"link", std::move(written)}};
}

Json follow(Studio::Impl& s, const Fields& fields, const Ask& ask) {
  if (fields.has("link") == fields.has("stop")) fields.fail("link", "a link, or stop: true");
  if (fields.has("stop")) {
    if (!fields.flag("stop")) fields.fail("stop", "true");
    s.jobs.supersede({"follow"});
    s.news.state();
    return Json::object();
  }
  Link link = read_link(fields.json().at("link"), s.subject, s.all_data, s.studio.last_table());
  Engine& engine = s.studio.engine_of(link.numeric_path);
  Timeline::Limits limits = s.options.limits;
  limits.bytes /= 2;  // what is there stays meanwhile
  const State* const taught = s.taught.model() ? &s.taught.model()->state : nullptr;
  auto follower =
      std::make_shared<Follower>(engine, std::move(link), taught, limits, [&s] { s.look_up(); });
  s.jobs.supersede({"follow"});
  s.following = follower;
  return s.jobs.later(ask, "follow", [follower, &engine, &s]() -> std::optional<Json> {
    s.news.state();
    if (!follower->go_on(kFollowPiece)) return std::nullopt;
    s.following.reset();
    s.use(engine);
    s.timeline.take_over(std::move(follower->timeline()));
    s.follow_task();
    s.new_network();
    return Json{{"branch", s.timeline.branch().id}, {"step", s.timeline.step()}};
  });
}

}  // namespace

Json Studio::Impl::progress_of_following() const {
  const auto follower = following.lock();
  if (!follower) return {};
  return {{"done", follower->done()}, {"steps", follower->steps()}};
}

void add_links(Commands& commands) {
  commands["link"] = {link, {}};
  commands["follow"] = {follow, {"link", "stop"}};
}

}  // namespace glia::studio
