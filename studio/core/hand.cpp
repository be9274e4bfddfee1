// A person's hand: edits with their price, mutes, and the game against the gradient.
#include "core/hand.h"

#include <algorithm>
#include <limits>
#include <memory>

#include "core/impl.h"
#include "data/drawn_digit.h"
#include "glia/error.h"

namespace glia::studio {
namespace {

constexpr std::size_t kMostPath = 5000;  // points of the game's path

}  // namespace

void HandGame::begin(const State& before, const Evaluation& now) {
  game_ = Game{.before = before};
  game_->path.push_back({0.0, maybe(cost_of(now)), maybe(accuracy_of(now))});
}

void HandGame::edited(const Evaluation& now) {
  if (!game_ || game_->path.size() >= kMostPath) return;
  game_->path.push_back(
      {seconds_since(game_->since), maybe(cost_of(now)), maybe(accuracy_of(now))});
}

const HandGame::Game& HandGame::game() const {
  if (game_) return *game_;
  throw Error(ErrorCode::invalid_argument, "hand: the game has not begun");
}

namespace {

constexpr std::size_t kMostEdits = 784 * 4;
constexpr std::size_t kMostTrials = 16'384;
constexpr std::int64_t kMostLarge = 2000;     // digits drawn large
constexpr std::size_t kStepsAfterwards = 20;  // of descent, for comparison
constexpr std::array<std::string_view, 3> kValueFields{"parameter", "index", "value"};
constexpr double kMost = std::numeric_limits<float>::max();

Json figures(const Evaluation& e) {
  return {{"cost", maybe(cost_of(e))}, {"accuracy", maybe(accuracy_of(e))}, {"samples", e.samples}};
}

Edit edit_of(const Fields& fields) {
  constexpr std::array<std::string_view, 3> kKinds{"set", "hold", "release"};
  const std::string kind = fields.choice("kind", kKinds);
  Edit edit;
  edit.kind = kind == "set"    ? Edit::Kind::set
              : kind == "hold" ? Edit::Kind::hold
                               : Edit::Kind::release;
  edit.parameter = fields.text("parameter");
  edit.index = fields.whole("index", 0, INT64_MAX);
  edit.value = fields.number("value", -kMost, kMost, 0);
  if (edit.kind != Edit::Kind::release && !fields.has("value")) fields.fail("value", "a number");
  return edit;
}

void expect_there(const Model& model, const std::string& parameter, std::int64_t index) {
  const std::int64_t count = model.state[parameter].shape.elements();  // throws with the nearest
  if (index < count) return;
  throw Error(ErrorCode::invalid_argument, "'" + parameter + "': expected an index from 0 to " +
                                               std::to_string(count - 1) + ", got " +
                                               std::to_string(index));
}

Json edit(Studio::Impl& s, const Fields& fields, const Ask&) {
  s.shown.require_live("edit");
  std::vector<Edit> edits;
  for (const Fields& each :
       fields.objects("edits", 1, kMostEdits, {"kind", "parameter", "index", "value"})) {
    edits.push_back(edit_of(each));
    expect_there(s.timeline.live(), edits.back().parameter, edits.back().index);
  }
  const bool evaluate = fields.flag("evaluate", false);
  for (const Edit& each : edits) s.timeline.edit(each);
  s.shown.touch();
  s.channels.hurry();
  Json answer{{"step", s.timeline.step()}, {"edit", s.timeline.edits()}};
  if (evaluate) {
    const Evaluation& now = s.listened.evaluation();
    answer.update(figures(now));
    s.hand.edited(now);
  }
  return answer;
}

// The figures of a network that may change meanwhile, over a set, in pieces.
Json examine(Studio::Impl& s, const Ask& ask, const Model& model, const Dataset& data) {
  auto evaluation =
      std::make_shared<std::pair<Model, EvaluationInPieces>>(model, EvaluationInPieces(data));
  return s.jobs.later(ask, "evaluate", [evaluation, &s]() -> std::optional<Json> {
    if (!evaluation->second.go_on(s.inspector, evaluation->first)) return std::nullopt;
    return figures(evaluation->second.result());
  });
}

Json evaluate(Studio::Impl& s, const Fields& fields, const Ask& ask) {
  constexpr std::array<std::string_view, 4> kSets{"test", "train", "validation", "drawn"};
  const std::string set = fields.has("set") ? fields.choice("set", kSets) : "test";
  const DataSplit& shown = s.shown.data();
  if (set == "drawn") {
    if (shown.test.shape().elements() != kFormSide * kFormSide || !image_size(shown.test.shape())) {
      fields.fail("set", "test or train: only pictures of 28×28 can be drawn large");
    }
    return examine(s, ask, s.listened.model(),
                   drawn_large(shown.test, kMostLarge, form_steps(fields)));
  }
  const bool part = fields.has("from") || fields.has("count");
  if (part && set != "test") fields.fail("from", "a part of the test set");
  if (!fields.has("trial") && !part) {
    if (set == "test") return figures(s.listened.evaluation());
    const TrainingData& data = s.timeline.training_data();
    if (set == "validation" && data.validation.size() == 0) {
      fields.fail("set", "test or train: nothing is held back without patience");
    }
    return examine(s, ask, s.listened.model(), set == "train" ? data.train : data.validation);
  }
  Model tried = s.listened.model();
  const std::vector<Fields> trials = fields.has("trial")
                                         ? fields.objects("trial", 0, kMostTrials, kValueFields)
                                         : std::vector<Fields>();
  for (const Fields& trial : trials) {
    const std::string parameter = trial.text("parameter");
    const std::int64_t index = trial.whole("index", 0, INT64_MAX);
    expect_there(tried, parameter, index);
    tried.state[parameter].values[static_cast<std::size_t>(index)] =
        static_cast<float>(trial.number("value", -kMost, kMost));
  }
  if (set == "train") return examine(s, ask, tried, s.timeline.training_data().train);
  const std::int64_t from = fields.whole("from", 0, shown.test.size() - 1, 0);
  const std::int64_t left = shown.test.size() - from;
  return examine(s, ask, tried, part_of(shown.test, from, fields.whole("count", 1, left, left)));
}

Json mute(Studio::Impl& s, const Fields& fields, const Ask&) {
  if (fields.flag("all", false)) {
    s.listened.mute_none();
  } else {
    const Neuron neuron{fields.text("layer"), fields.whole("neuron", 0, INT64_MAX)};
    s.listened.mute(neuron, fields.flag("on"));
  }
  return figures(s.listened.evaluation());
}

Json hand_game(Studio::Impl& s, const Fields& fields, const Ask& ask) {
  s.shown.require_live("hand");
  const Dataset& samples = s.timeline.task()->data->test;
  if (fields.has("start") == fields.has("stop")) fields.fail("start", "start: true or stop: true");
  if (fields.has("start")) {
    if (!fields.flag("start")) fields.fail("start", "true");
    s.learning.pause();
    const Evaluation now = s.inspector.evaluate(s.timeline.live(), samples);
    s.hand.begin(s.timeline.live().state, now);
    return figures(now);
  }
  if (!fields.flag("stop")) fields.fail("stop", "true");
  const HandGame::Game& game = s.hand.game();
  // The same beginning, and the recipe as it is.
  struct Rival {
    Json hand_path;
    Model by_hand;
    Dataset samples;
    std::unique_ptr<Trainer> trainer;
    EvaluationInPieces evaluation;
    std::vector<Evaluation> found = {};  // by hand, before, after each step
    Json descent = Json::array();
  };
  Model model = s.timeline.live();
  auto rival = std::make_shared<Rival>(
      Rival{game.path, model, samples, nullptr, EvaluationInPieces(samples)});
  model.state = game.before;
  rival->trainer = std::make_unique<Trainer>(*s.engine, model, s.timeline.training_data().train,
                                             recipe_of(s.timeline.settings()));
  begin_at_rate(*rival->trainer, s.timeline.settings());
  s.hand.forget();
  return s.jobs.later(ask, "hand", [rival, &s]() -> std::optional<Json> {
    auto& [hand_path, by_hand, test, trainer, evaluation, found, descent] = *rival;
    if (!evaluation.go_on(s.inspector, found.empty() ? by_hand : trainer->model()))
      return std::nullopt;
    found.push_back(evaluation.result());
    evaluation = EvaluationInPieces(test);
    if (found.size() == 1) return std::nullopt;
    const std::size_t step = found.size() - 2;
    descent.push_back({step, maybe(cost_of(found.back())), maybe(accuracy_of(found.back()))});
    if (step < kStepsAfterwards) {
      trainer->run(Trainer::Budget::of_steps(1));
      return std::nullopt;
    }
    return Json{{"before", figures(found[1])},
                {"byHand", figures(found[0])},
                {"oneStep", figures(found[2])},
                {"paths", {{"hand", hand_path}, {"descent", descent}}}};
  });
}

}  // namespace

void add_hand(Commands& commands) {
  commands["edit"] = {edit, {"edits", "evaluate"}};
  commands["evaluate"] = {evaluate, {"set", "trial", "steps", "from", "count"}};
  commands["mute"] = {mute, {"layer", "neuron", "on", "all"}};
  commands["hand"] = {hand_game, {"start", "stop"}};
}

}  // namespace glia::studio
