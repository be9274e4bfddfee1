// A recording through the network that hears: what it says at each moment, and what its gates do.
#include <algorithm>
#include <span>

#include "core/decoded.h"
#include "core/extra_networks.h"
#include "core/impl.h"
#include "glia/error.h"
#include "glia/speech.h"

namespace glia::studio {
namespace {

constexpr std::int64_t kMostMoments = 128;
constexpr std::array<const char*, 6> kSlots{"input_gate",     "forget_gate", "output_gate",
                                            "cell_candidate", "cell",        "hidden"};

const Model& listener(const Studio::Impl& s) {
  if (s.extra_networks().speech) return *s.extra_networks().speech;
  throw Error(ErrorCode::not_found,
              "there is no network here that hears; start the studio with one: --speech FILE");
}

// Lengths, where the network takes frames.
std::span<const std::int64_t> counted(const Model& model, std::span<const std::int64_t> lengths) {
  return takes_lengths(model.graph, model.form.sound()->shape()) ? lengths
                                                                 : std::span<const std::int64_t>();
}

// What the network would say if the recording ended after 1, 2, … frames: the rest is silence.
std::vector<float> moments(Studio::Impl& s, const Model& model, std::span<const float> heard,
                           std::int64_t frames, std::int64_t every) {
  const std::int64_t bands = model.form.sound()->bands, count = (frames + every - 1) / every;
  std::vector<float> inputs(static_cast<std::size_t>(count) * heard.size());
  std::vector<std::int64_t> lengths;
  for (std::int64_t m = 0; m < count; ++m) {
    const std::int64_t until = std::min((m + 1) * every, frames);
    std::copy_n(heard.begin(), until * bands, inputs.begin() + m * std::ssize(heard));
    lengths.push_back(until);
  }
  return s.hearing.outputs(model, inputs, count, counted(model, lengths));
}

// The first LSTM's gates: [directions][slots][frames heard][units].
Json gates(Studio::Impl& s, const Model& model, std::span<const float> input, std::int64_t length,
           const Ask& ask) {
  const std::vector<TimeLayer> layers = time_layers(model.graph);
  if (layers.empty()) return {};
  const TimeLayer& layer = layers.front();
  std::vector<std::string> names;
  for (int d = 0; d < layer.directions; ++d) {
    for (const char* slot : kSlots) names.push_back(layer.slot(d, slot));
  }
  const auto found = s.hearing.nodes(model, input, names, counted(model, {&length, 1}));
  const std::int64_t heard = frames_heard(layer, found[1]);
  std::vector<float> numbers;
  for (const std::vector<float>& values : found) {
    numbers.insert(numbers.end(), values.begin(), values.begin() + heard * layer.units);
  }
  const auto size = [](auto n) { return static_cast<std::uint32_t>(n); };
  s.bulk(ask, {size(layer.directions), size(kSlots.size()), size(heard), size(layer.units)},
         std::span<const float>(numbers));
  return {{"name", layer.name},    {"units", layer.units}, {"directions", layer.directions},
          {"heard", heard},        {"slots", kSlots},      {"output", layer.output},
          {"frames", layer.frames}};
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
  const std::int64_t every = std::max<std::int64_t>(1, (frames + kMostMoments - 1) / kMostMoments);
  const std::vector<float> said = moments(s, model, heard, frames, every);
  const std::vector<float> outputs =
      s.hearing.outputs(model, heard, 1, counted(model, {&frames, 1}));

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

}  // namespace

void add_hearing(Commands& commands) {
  commands["hear"] = {hear, {"recording", "sound", "name"}, Subject::digits};
}

}  // namespace glia::studio
