#include "core/jobs.h"

#include <algorithm>

#include "core/answers.h"
#include "core/clock.h"

namespace glia::studio {
namespace {

constexpr std::size_t kMostJobs = 8;  // at once

}  // namespace

Json Jobs::later(const Ask& ask, std::string_view kind, Piece piece) {
  if (std::optional<Json> answer = piece()) return std::move(*answer);
  if (jobs_.size() >= kMostJobs) {
    return error_answer("busy", std::string(kind) + ": " + std::to_string(kMostJobs) +
                                    " commands that take long are under way; wait for one");
  }
  jobs_.push_back({ask.id, std::string(kind), std::move(piece)});
  return {};
}

void Jobs::supersede(std::initializer_list<std::string_view> kinds) {
  std::erase_if(jobs_, [&](const Job& job) {
    if (std::ranges::find(kinds, job.kind) == kinds.end()) return false;
    outbox_.answer(job.re, error_answer("superseded", job.kind + ": a later command took the "
                                                                 "place of this one"));
    return true;
  });
}

void Jobs::supersede_all() {
  while (!jobs_.empty()) supersede({jobs_.front().kind});
}

void Jobs::go_on(double seconds) {
  const Clock::time_point start = Clock::now();
  do {
    Job job = std::move(jobs_.front());
    jobs_.pop_front();
    const std::optional<Json> answer =
        answered([&]() -> std::optional<Json> { return job.piece(); });
    if (answer) {
      outbox_.answer(job.re, *answer);
    } else {
      jobs_.push_back(std::move(job));
    }
  } while (!jobs_.empty() && seconds_since(start) < seconds);
}

}  // namespace glia::studio
