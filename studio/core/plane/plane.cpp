// The plane's points: a shape's, or set by hand.
#include <algorithm>

#include "core/impl.h"
#include "core/plane/points.h"

namespace glia::studio {
namespace {

Json counts(const Task& task) {
  return {{"train", task.data->train.size()}, {"test", task.data->test.size()}};
}

void send_points(Studio::Impl& s, const Ask& ask) {
  const Points& points = *s.task().points;
  const std::vector<std::uint8_t> tested = points.tested();
  std::vector<float> values;
  for (std::size_t i = 0; i < points.all.size(); ++i) {
    const Point& point = points.all[i];
    values.insert(values.end(), {point.x, point.y, point.label, static_cast<float>(tested[i])});
  }
  s.bulk(ask, {static_cast<std::uint32_t>(points.all.size()), 4}, std::span<const float>(values));
}

// Whether that made another network.
bool change_points(Studio::Impl& s, const Points& after) {
  const Task& before = s.task();
  if (after == *before.points) return false;
  const TaskPtr task = task_of(after);
  s.jobs.supersede({"time", "fork"});
  s.news.state();
  if (!same_network(*before.points, after)) {
    s.timeline.begin(fitted(s.timeline.settings(), before, *task), task);
    s.new_network();
    return true;
  }
  s.timeline.change(task);
  s.shown.touch();
  s.learning.begin_anew();
  return false;
}

Json points(Studio::Impl& s, const Fields& fields, const Ask& ask) {
  bool reset = false;
  if (std::ranges::any_of(points_fields(),
                          [&](std::string_view name) { return fields.has(name); })) {
    s.shown.require_live("points");
    reset = change_points(s, changed(*s.task().points, fields));
    s.channels.hurry();
  }
  send_points(s, ask);
  Json answer = counts(s.task());
  answer["reset"] = reset;
  return s.noted(answer);
}

}  // namespace

Json points_event(const Task& task) {
  Json event = to_json(*task.points);
  event["event"] = "points";
  event["regression"] = task.regression();
  event["points"] = counts(task);
  return event;
}

void add_plane(Commands& commands) {
  commands["points"] = {points, {points_fields().begin(), points_fields().end()}, Subject::plane};
}

}  // namespace glia::studio
