// A recording through the network that hears: what it says at each moment, and what its gates do.
#include <algorithm>
#include <span>

#include "core/decoded.h"
#include "core/extra_networks.h"
#include "core/heard.h"
#include "core/held.h"
#include "core/impl.h"
#include "glia/error.h"
#include "glia/speech.h"

namespace glia::studio {
namespace {

constexpr std::int64_t kMostMoments = 128;

const Model& listener(const Studio::Impl& s) {
  if (s.extra_networks().speech) return *s.extra_networks().speech;
  throw Error(ErrorCode::not_found,
              "there is no network here that hears; start the studio with one: --speech FILE");
}

// What the first layer that goes through time did: [directions][slots][frames heard][units].
Json gates(Studio::Impl& s, const Model& model, std::span<const float> input, std::int64_t length,
           const Ask& ask) {
  const std::vector<TimeLayer> layers = time_layers(model.graph);
  if (layers.empty()) return {};
  const TimeLayer& layer = layers.front();
  std::vector<std::string> names;
  for (int d = 0; d < layer.directions; ++d) {
    for (const std::string& slot : layer.slots) names.push_back(layer.slot(d, slot));
  }
  const auto found = s.hearing.nodes(model, input, names, counted(model, {&length, 1}));
  const std::int64_t heard = frames_heard(layer, found[0]);
  std::vector<float> numbers;
  for (const std::vector<float>& values : found) {
    numbers.insert(numbers.end(), values.begin(), values.begin() + heard * layer.units);
  }
  const auto size = [](auto n) { return static_cast<std::uint32_t>(n); };
  s.bulk(ask, {size(layer.directions), size(layer.slots.size()), size(heard), size(layer.units)},
         std::span<const float>(numbers));
  return {{"name", layer.name},    {"units", layer.units}, {"directions", layer.directions},
          {"heard", heard},        {"slots", layer.slots}, {"output", layer.output},
          {"frames", layer.frames}};
}

// Null where the network's first layer is no LSTM.
std::shared_ptr<HeldLstm> held_lstm(Studio::Impl& s, const Model& model,
                                    std::span<const float> heard, std::int64_t frames) {
  const std::vector<TimeLayer> layers = time_layers(model.graph);
  if (layers.empty() || layers[0].node.index != 1 || !HeldLstm::can_hold(layers[0])) return nullptr;
  return std::make_shared<HeldLstm>(
      s.hearing.engine(), model,
      heard.first(static_cast<std::size_t>(frames * model.form.sound()->bands)));
}

std::size_t gate_in(const Fields& fields) {
  const std::string name = fields.choice("gate", kGates);
  return static_cast<std::size_t>(std::ranges::find(kGates, name) - kGates.begin());
}

// Frames from one moment of said_until() to the next.
std::int64_t moments_apart(std::int64_t frames) {
  return std::max<std::int64_t>(1, (frames + kMostMoments - 1) / kMostMoments);
}

Json hear(Studio::Impl& s, const Fields& fields, const Ask& ask) {
  const Model& model = listener(s);
  const Features& features = *model.form.sound();
  if (fields.has("recording") == fields.has("sound")) {
    fields.fail("recording", "one of recording and sound");
  }
  const auto& offered = s.extra_networks().recordings;
  Recording recording;
  Json label;
  if (fields.has("recording")) {
    if (offered.empty()) fields.fail("recording", "a file: no recordings are offered here");
    const auto& spoken =
        offered[static_cast<std::size_t>(fields.whole("recording", 0, std::ssize(offered) - 1))];
    recording = spoken.recording;
    label = spoken.label;
  } else {
    recording = recording_in(fields, "sound");
  }
  const Recording word = trimmed(recording, features);
  std::int64_t frames = 0;
  const std::vector<float> heard = log_mel(recording, features, &frames);
  const Recording part = heard_part(word, features);
  const std::int64_t every = moments_apart(frames);
  const std::vector<float> said = said_until(s.hearing, model, heard, frames, every);
  const std::vector<float> outputs =
      s.hearing.outputs(model, heard, 1, counted(model, {&frames, 1}));

  s.heard_last = held_lstm(s, model, heard, frames);

  const auto size = [](auto n) { return static_cast<std::uint32_t>(n); };
  s.bulk(ask, {size(part.samples.size())}, std::span<const float>(part.samples));
  s.bulk(ask, {size(features.frames), size(features.bands)}, std::span<const float>(heard));
  s.bulk(ask, {size(said.size() / outputs.size()), size(outputs.size())},
         std::span<const float>(said));
  Json classes = Json::array();
  for (std::size_t c = 0; c < outputs.size(); ++c) {
    classes.push_back(class_name(model, c));
  }
  return {{"name", recording.name},
          {"label", label},
          {"seconds", recording.seconds()},
          {"rate", recording.rate},
          {"word", word.seconds()},
          {"whole", part.samples.size() == word.samples.size()},
          {"heard", frames},
          {"every", every},
          {"features",
           {{"rate", features.rate},
            {"windowMs", features.window_ms},
            {"hopMs", features.hop_ms},
            {"bands", features.bands},
            {"frames", features.frames},
            {"lowHz", features.low_hz},
            {"highHz", features.high_hz}}},
          {"classes", classes},
          {"outputs", outputs},
          {"parameters", model.graph.parameters()},
          {"layer", gates(s, model, heard, frames, ask)}};
}

std::shared_ptr<HeldLstm> heard_last(const Studio::Impl& s, const std::string& what) {
  if (s.heard_last) return s.heard_last;
  throw Error(ErrorCode::invalid_argument,
              what + ": nothing has been heard by a network whose first layer is an LSTM");
}

Hold hold_in(const Fields& fields, const HeldLstm& lstm) {
  Hold hold;
  hold.gate = gate_in(fields);
  if (fields.has("units")) {
    hold.units =
        fields.wholes("units", 1, static_cast<std::size_t>(lstm.units()), 0, lstm.units() - 1);
  }
  hold.first = fields.whole("first", 0, lstm.frames() - 1, 0);
  hold.last = fields.whole("last", hold.first, lstm.frames() - 1, lstm.frames() - 1);
  const bool candidate = kGates[hold.gate] == "cell_candidate";
  hold.value = fields.number("value", candidate ? -1 : 0, 1);
  return hold;
}

// What was heard last, once more, with some gates held.
Json held(Studio::Impl& s, const Fields& fields, const Ask& ask) {
  constexpr std::size_t kMostHolds = 8;
  const std::shared_ptr<HeldLstm> lstm = heard_last(s, "held");
  std::vector<Hold> holds;
  for (const Fields& each :
       fields.objects("holds", 0, kMostHolds, {"gate", "units", "first", "last", "value"})) {
    holds.push_back(hold_in(each, *lstm));
  }
  const std::int64_t every = moments_apart(lstm->frames());
  auto said = std::make_shared<std::vector<float>>();
  auto until = std::make_shared<std::int64_t>(0);
  s.jobs.supersede({"held"});
  return s.jobs.later(ask, "held", [=, &s]() -> std::optional<Json> {
    *until = std::min(*until + every, lstm->frames());
    const std::vector<float> outputs = lstm->outputs(*until, holds);
    said->insert(said->end(), outputs.begin(), outputs.end());
    if (*until < lstm->frames()) return std::nullopt;
    const std::vector<float> seen = lstm->seen(holds);
    const auto size = [](auto n) { return static_cast<std::uint32_t>(n); };
    s.bulk(ask, {size(said->size() / outputs.size()), size(outputs.size())},
           std::span<const float>(*said));
    s.bulk(ask, {size(seen.size())}, std::span<const float>(seen));
    return Json{{"outputs", outputs}, {"every", every}};
  });
}

// What the answer becomes where a gate is held for one frame, frame by frame.
Json hold_each(Studio::Impl& s, const Fields& fields, const Ask& ask) {
  const std::shared_ptr<HeldLstm> lstm = heard_last(s, "hold_each");
  const Hold asked = hold_in(fields, *lstm);
  auto answers = std::make_shared<Json>(Json::array());
  s.jobs.supersede({"hold_each"});
  return s.jobs.later(ask, "hold_each", [=]() -> std::optional<Json> {
    Hold hold = asked;
    hold.first = hold.last = std::ssize(*answers);
    const std::vector<float> outputs = lstm->outputs(lstm->frames(), {&hold, 1});
    answers->push_back(std::ranges::max_element(outputs) - outputs.begin());
    if (std::ssize(*answers) < lstm->frames()) return std::nullopt;
    return Json{{"answers", *answers}};
  });
}

// A gate's weighted sum, put together.
Json gate(Studio::Impl& s, const Fields& fields, const Ask& ask) {
  const std::shared_ptr<HeldLstm> lstm = heard_last(s, "gate");
  const auto direction = static_cast<int>(fields.whole("direction", 0, lstm->directions() - 1, 0));
  const HeldLstm::Sum sum =
      lstm->sum(direction, gate_in(fields), fields.whole("unit", 0, lstm->units() - 1),
                fields.whole("frame", 0, lstm->frames() - 1));
  for (const std::vector<double>* part : {&sum.from_inputs, &sum.from_units}) {
    s.bulk(ask, {static_cast<std::uint32_t>(part->size())}, std::span<const double>(*part));
  }
  return {{"bias", sum.bias}, {"z", sum.total()}};
}

}  // namespace

void add_hearing(Commands& commands) {
  commands["hear"] = {hear, {"recording", "sound", "name"}, Subject::digits};
  commands["gate"] = {gate, {"direction", "gate", "unit", "frame"}, Subject::digits};
  commands["held"] = {held, {"holds"}, Subject::digits};
  commands["hold_each"] = {hold_each, {"gate", "units", "value"}, Subject::digits};
}

}  // namespace glia::studio
