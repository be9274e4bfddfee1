// What a page is told: who is here, how it stands, and the tensors that it watches.
#include <algorithm>

#include "core/impl.h"
#include "core/race.h"

namespace glia::studio {
namespace {

constexpr std::int64_t kProtocol = 2;

}  // namespace

Json Studio::Impl::noted(Json answer) const {
  if (!timeline.notes().empty()) answer["notes"] = timeline.notes();
  return answer;
}

void Studio::Impl::hello() {
  const Model& model = timeline.live();
  Json parameters = Json::array(), layers = Json::array();
  std::int64_t count = 0;
  for (const Node& node : model.graph.nodes()) {
    for (const ParamSpec& param : node.spec.params) {
      parameters.push_back({{"name", parameter_name(node, param)},
                            {"shape", param.shape.sizes()},
                            {"offset", count}});
      count += param.shape.elements();
    }
  }
  std::string net = std::to_string(model.graph.input_shape().elements());
  for (const Layer& layer : dense_layers(model.graph)) {
    net += "-" + std::to_string(layer.width);
    const Node& light = model.graph[layer.lights];
    layers.push_back({{"name", layer.name},
                      {"width", layer.width},
                      {"activation", layer.lights == layer.sums ? "identity" : light.op->name()},
                      {"inputs", model.graph[layer.source].shape.elements()},
                      {"weight", layer.name + ".weight"},
                      {"bias", layer.name + ".bias"}});
  }
  const auto [width, height] = *image_size(data.train.shape());
  Json offers = Json::array(), recordings = Json::array();
  if (cnn->offered()) offers.push_back("cnn");
  if (extra_networks().speech) offers.push_back("speech");
  for (const ExtraNetworks::Spoken& spoken : extra_networks().recordings) {
    recordings.push_back({{"name", spoken.recording.name}, {"label", spoken.label}});
  }
  outbox.text({{"event", "hello"},
               {"protocol", kProtocol},
               {"revision", shown.revision()},
               {"visitor", options.key},
               {"net", net},
               {"parameters", parameters},
               {"count", count},
               {"layers", layers},
               {"input",
                {{"name", model.graph.nodes().front().name},
                 {"shape", {data.train.shape().elements() / (width * height), height, width}}}},
               {"data",
                {{"name", data_name(data)},
                 {"train", data.train.size()},
                 {"test", data.test.size()},
                 {"classes", model.classes}}},
               {"recipe", to_json(timeline.settings())},
               {"settings", settings_schema()},
               {"threads", engine.pool.size()},
               {"simd", engine.simd.name()},
               {"offers", offers},
               {"recordings", recordings},
               {"syntheticSpeech", extra_networks().synthetic},
               {"state", state()}});
}

Json Studio::Impl::state() {
  const Timeline::Branch& branch = timeline.branch();
  std::optional<double> cost, accuracy, test_cost, test_accuracy;
  if (!branch.curve.empty()) {
    const CurvePoint& last = branch.curve.back();
    cost = last.cost;
    accuracy = last.accuracy;
    test_cost = last.test_cost;
    test_accuracy = last.test_accuracy;
  }
  if (!learning.running() || !shown.live()) {
    test_cost = listened.evaluation().cost;
    test_accuracy = listened.evaluation().accuracy;
  }
  if (!shown.live()) {  // what the curve knew there
    cost = accuracy = std::nullopt;
    for (const CurvePoint& point : timeline.branch(shown.branch()).curve) {
      if (point.step > shown.step()) break;
      cost = point.cost;
      accuracy = point.accuracy;
    }
  }
  Json mutes = Json::array();
  for (const Neuron& neuron : listened.muted()) {
    mutes.push_back({{"layer", neuron.layer}, {"neuron", neuron.index}});
  }
  const double epochs = timeline.epochs_done();
  return {{"event", "state"},
          {"running", learning.running()},
          {"step", timeline.step()},
          {"epoch", static_cast<std::uint64_t>(epochs)},
          {"epochFraction", epochs - static_cast<double>(static_cast<std::uint64_t>(epochs))},
          {"stepsPerEpoch", timeline.steps_an_epoch()},
          {"samplesPerSecond", learning.speed()},
          {"cost", maybe(cost)},
          {"accuracy", maybe(accuracy)},
          {"testCost", maybe(test_cost)},
          {"testAccuracy", maybe(test_accuracy)},
          {"branch", branch.id},
          {"edits", timeline.edits()},
          {"shown",
           {{"step", shown.step()},
            {"live", shown.live()},
            {"branch", shown.branch()},
            {"exact", shown.exact()}}},
          {"firstStep", timeline.first_step(branch)},
          {"snapshots",
           {{"count", timeline.snapshots()},
            {"bytes", timeline.bytes()},
            {"budget", options.limits.bytes}}},
          {"muted", mutes},
          {"recipe", to_json(timeline.settings())}};
}

void Studio::Impl::emit_curve() {
  for (const Timeline::Branch& branch : timeline.branches()) {
    const std::uint64_t from = news.curve_from(branch.id);
    Json points = Json::array();
    for (auto it = branch.curve.rbegin(); it != branch.curve.rend(); ++it) {
      if (it->step < from) break;
      points.push_back({it->step, it->epoch, maybe(it->cost), maybe(it->accuracy),
                        maybe(it->test_cost), maybe(it->test_accuracy)});
    }
    if (points.empty()) continue;
    std::reverse(points.begin(), points.end());
    outbox.text({{"event", "curve"}, {"branch", branch.id}, {"points", points}});
    news.curve_sent(branch.id, branch.curve.back().step);
  }
}

void Studio::Impl::emit_tensors() {
  if (channels.resting()) return;
  const auto send = [&](Frame::Channel channel, bool of_input, auto&& values_of) {
    const Channels::Version now{shown.version(), of_input ? input.version() : 0};
    if (!channels.due(channel, now) || (of_input && input.empty())) return;
    const std::vector<float> values = values_of();
    const auto count = static_cast<std::uint32_t>(values.size());
    Frame f = shown.frame(Frame::Kind::watched);
    f.channel = channel;
    f.sequence = channels.sent(channel, now);
    outbox.tensor(f, std::span(&count, 1), std::span<const float>(values));
  };
  const auto in_order = [&](const State& state) {
    std::vector<float> values;
    for (const Node& node : shown.model().graph.nodes()) {
      for (const ParamSpec& param : node.spec.params) {
        const auto& part = state[parameter_name(node, param)].values;
        values.insert(values.end(), part.begin(), part.end());
      }
    }
    return values;
  };
  send(Frame::Channel::activations, true,
       [&] { return inspector.activations(listened.model(), input.values(), listened.muted()); });
  send(Frame::Channel::parameters, false, [&] { return in_order(shown.model().state); });
  if (!input.label()) return;
  send(Frame::Channel::gradient, true, [&] {
    State slopes;
    inspector.gradients(shown.model(), input.values(), input.wanted(data.train.classes()), 1,
                        slopes);
    return in_order(slopes);
  });
}

void Studio::Impl::emit() {
  if (!outbox.has_room()) return;
  emit_tensors();
  if (news.resting()) return;
  if (news.take_branches()) {
    Json list = Json::array();
    for (const Timeline::Branch& branch : timeline.branches()) {
      list.push_back({{"id", branch.id},
                      {"name", branch.name},
                      {"parent", branch.parent < 0 ? Json() : Json(branch.parent)},
                      {"forkedAt", branch.forked_at},
                      {"step", timeline.last_step(branch)}});
    }
    outbox.text({{"event", "branches"}, {"list", list}});
  }
  if (!news.take_state(shown.version())) return;
  emit_curve();
  outbox.text(state());
  if (news.take_race(!race || !race->done()) && race) outbox.text(race->event());
  if (news.take_cnn(cnn->learning()) && cnn->offered()) outbox.text(cnn->event());
}

}  // namespace glia::studio
