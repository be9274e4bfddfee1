// A visitor's own examples: a network learns them, is asked about them and is saved.
#include "core/own.h"

#include <algorithm>

#include "core/base64.h"
#include "core/decoded.h"
#include "core/depth.h"
#include "core/heard.h"
#include "core/impl.h"
#include "glia/error.h"

namespace glia::studio {

Own::Own(Engine& engine, InputForm form, TaskPtr task, const Settings& settings,
         std::int64_t epochs, const std::function<void()>& between)
    : task_(std::move(task)),
      form_(std::move(form)),
      race_(engine, {{settings, task_}}, epochs, false, between),
      inspector_(engine, between) {}

Json Own::event() const {
  const Json race = race_.event();
  Json event = race["runners"][0];
  event["event"] = "own";
  event["epochs"] = race["epochs"];
  event["done"] = race["done"];
  return event;
}

Model Own::model() const {
  Model model = race_.model(0);
  model.classes = task_->data->classes;
  model.form = form_;
  return model;
}

namespace {

constexpr std::int64_t kMostOwnEpochs = 1000;
constexpr int kOwnWindow = 5;           // pixels, as `glia predict --why` covers them
constexpr std::int64_t kOwnFrames = 9;  // that are silenced at once: nearly a tenth of a second

Json own(Studio::Impl& s, const Fields& fields, const Ask&) {
  if (fields.flag("stop", false)) {
    if (s.own) {
      s.own->stop();
      s.outbox.text(s.own->event());
    }
    return Json::object();
  }
  const OwnSet set = own_set_in(fields);
  const TaskPtr task = set.task();
  const std::int64_t epochs = fields.whole("epochs", 1, kMostOwnEpochs);
  Settings settings =
      changed_in_words(first_settings(), fields.object("recipe", fields_in_words()), *task);
  settings.recipe.batch = std::min(settings.recipe.batch, task->data->train.size());
  s.own = std::make_unique<Own>(*s.engine, set.form, task, settings, epochs, [&s] { s.look_up(); });
  s.news.own();
  Json tests = Json::array();
  for (const auto& [in_class, example] : set.tests()) tests.push_back({in_class, example});
  return {{"recipe", to_json(settings)},
          {"parameters", s.own->model().graph.parameters()},
          {"tests", tests}};
}

Own& learnt_own(Studio::Impl& s, const std::string& what) {
  if (s.own) return *s.own;
  throw Error(ErrorCode::invalid_argument, what + ": nothing of one's own is learnt yet");
}

// What it says of each example that is kept for the test.
Json own_exam(Studio::Impl& s, const Fields&, const Ask& ask) {
  Own& own = learnt_own(s, "own_exam");
  const std::vector<float> outputs = own.exam();
  const auto classes = static_cast<std::uint32_t>(own.model().classes.size());
  s.bulk(ask, {static_cast<std::uint32_t>(outputs.size()) / classes, classes},
         std::span<const float>(outputs));
  return Json::object();
}

// What in a picture the output hangs on: slope × pixel, and what covering costs it.
Json why_seen(Studio::Impl& s, const Model& model, std::span<const float> picture, std::int64_t of,
              const Ask& ask) {
  const Saliency slopes = saliency(*s.engine, model, picture, of);
  const Occlusion covered =
      occlusion(*s.engine, model, picture, {OwnSet::kSide, OwnSet::kSide}, kOwnWindow, of);
  std::vector<float> maps(slopes.products.begin(), slopes.products.end());
  maps.insert(maps.end(), covered.drops.begin(), covered.drops.end());
  s.bulk(ask, {2, OwnSet::kSide, OwnSet::kSide}, std::span<const float>(maps));
  return {{"of", activation_in(model.cost).empty() ? "activation" : "z"}, {"window", kOwnWindow}};
}

// In a word: what silencing some frames costs it, and what is said before the word has ended.
Json why_heard(Studio::Impl& s, Own& own, std::span<const float> word, std::int64_t frames,
               std::span<const float> outputs, std::int64_t of, const Ask& ask) {
  const Model model = own.model();
  const std::vector<float> without = said_without(own.inspector(), model, word, frames, kOwnFrames);
  std::vector<float> drops;
  const auto asked = static_cast<std::size_t>(of);
  for (std::size_t at = asked; at < without.size(); at += outputs.size()) {
    drops.push_back(outputs[asked] - without[at]);
  }
  s.bulk(ask, {static_cast<std::uint32_t>(frames)}, std::span<const float>(drops));
  const std::vector<float> until = said_until(own.inspector(), model, word, frames, 1);
  s.bulk(ask, {static_cast<std::uint32_t>(frames), static_cast<std::uint32_t>(outputs.size())},
         std::span<const float>(until));
  return {{"window", kOwnFrames}};
}

// What it says of an example, and what in it an answer hangs on.
Json own_why(Studio::Impl& s, const Fields& fields, const Ask& ask) {
  Own& own = learnt_own(s, "own_why");
  const Dataset example = own_example_in(fields, own.form());
  const std::vector<float> outputs = own.outputs(example);
  const std::int64_t of =
      fields.whole("output", 0, std::ssize(outputs) - 1, std::max(0, brightest(outputs)));
  const std::vector<float> input = first_of(example, 1).inputs;
  Json why = own.form().sound() ? why_heard(s, own, input, example.length(0), outputs, of, ask)
                                : why_seen(s, own.model(), input, of, ask);
  why["outputs"] = outputs;
  why["output"] = of;
  return why;
}

Json own_save(Studio::Impl& s, const Fields&, const Ask&) {
  return {{"base64", to_base64(encode_model(learnt_own(s, "own_save").model()))}};
}

// A drawing, a picture or a word as such a network takes it; the current example stays.
Json form(Studio::Impl& s, const Fields& fields, const Ask& ask) {
  const auto brought = [&](const char* name) { return fields.has(name) ? 1 : 0; };
  if (brought("strokes") + brought("picture") + brought("sound") != 1) {
    fields.fail("strokes", "one of strokes, picture and sound");
  }
  if (fields.has("sound")) {
    const Features features;
    const Recording word = heard_part(trimmed(recording_in(fields, "sound"), features), features);
    s.bulk(ask, {static_cast<std::uint32_t>(word.samples.size())},
           std::span<const float>(word.samples));
    return {{"rate", word.rate}};
  }
  std::vector<std::uint8_t> pixels;
  if (fields.has("strokes")) {
    const FormImage seen = x_ray(drawing_in(fields, "strokes"), {}).stages.back();
    pixels.assign(seen.begin(), seen.end());
  } else {
    const InputForm seen = own_form_in(fields);
    if (!seen.picture()) fields.fail("kind", "drawing or photograph");
    pixels = prepared(picture_in(fields, "picture"), *seen.picture());
  }
  s.bulk(ask, {OwnSet::kSide, OwnSet::kSide}, std::span<const std::uint8_t>(pixels));
  return Json::object();
}

}  // namespace

void add_own(Commands& commands) {
  commands["own"] = {own, {"classes", "kind", "recipe", "epochs", "stop"}, Subject::digits};
  commands["own_exam"] = {own_exam, {}, Subject::digits};
  commands["own_why"] = {own_why, {"pixels", "word", "output"}, Subject::digits};
  commands["own_save"] = {own_save, {}, Subject::digits};
  commands["form"] = {form, {"strokes", "picture", "sound", "name", "kind"}, Subject::digits};
}

}  // namespace glia::studio
