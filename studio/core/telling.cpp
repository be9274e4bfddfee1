// What a page is told: who is here, how it stands, and the tensors that it watches.
#include <algorithm>
#include <cmath>

#include "core/impl.h"
#include "core/own.h"
#include "core/plane/inputs.h"
#include "core/plane/points.h"
#include "core/race.h"
#include "core/table/rows.h"
#include "glia/abilities.h"

namespace glia::studio {
namespace {

constexpr std::int64_t kProtocol = 2;
constexpr std::array kChannels{Frame::Channel::parameters, Frame::Channel::activations,
                               Frame::Channel::gradient, Frame::Channel::plane};

// Pictures have planes, height and width.
Json input_shape(const Dataset& data) {
  const Shape& shape = data.shape();
  const auto size = image_size(shape);
  if (!size) return shape.sizes();
  return {shape.elements() / (size->width * size->height), size->height, size->width};
}

// [low, high], null where there is no bound.
Json range_of(const Node& node) {
  const Activation* activation = node.op ? Abilities(*node.op).activation : nullptr;
  const Activation::Range range = activation ? activation->range() : Activation::Range{};
  const auto bound = [](float x) { return std::isfinite(x) ? Json(x) : Json(); };
  return {bound(range.low), bound(range.high)};
}

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
    net += '-';
    net += std::to_string(layer.width);
    const Node& light = model.graph[layer.lights];
    layers.push_back({{"name", layer.name},
                      {"width", layer.width},
                      {"activation", layer.lights == layer.sums ? "identity" : light.op->name()},
                      {"range", range_of(light)},
                      {"inputs", model.graph[layer.source].shape.elements()},
                      {"weight", layer.name + ".weight"},
                      {"bias", layer.name + ".bias"}});
  }
  Json recordings = Json::array();
  for (const ExtraNetworks::Spoken& spoken : extra_networks().recordings) {
    recordings.push_back({{"name", spoken.recording.name}, {"label", spoken.label}});
  }
  Json hello{
      {"event", "hello"},
      {"subject", name_of(subject)},
      {"protocol", kProtocol},
      {"revision", shown.revision()},
      {"visitor", options.key},
      {"net", net},
      {"parameters", parameters},
      {"count", count},
      {"layers", layers},
      {"input", {{"name", model.graph.nodes().front().name}, {"shape", input_shape(data().train)}}},
      {"data",
       {{"name", task().name()},
        {"train", data().train.size()},
        {"test", data().test.size()},
        {"classes", task().classes()}}},
      {"recipe", to_json(timeline.settings())},
      {"settings", settings_schema(task())},
      {"threads", engine->pool.size()},
      {"simd", engine->simd.name()},
      {"offers", studio.offers()},
      {"recordings", recordings},
      {"syntheticSpeech", extra_networks().synthetic},
      {"soundRate",
       extra_networks().speech ? Json(extra_networks().speech->form.sound()->rate) : Json()},
      {"state", state()}};
  if (task().points) {
    hello["plane"] = {{"side", PlanePictures::kSide},
                      {"outputSide", PlanePictures::kOutputSide},
                      {"range", kPlaneRange},
                      {"inputs", task().points->inputs}};
  }
  if (task().rows) hello["table"] = to_json(*task().rows);
  outbox.text(hello);
  told_task = nullptr;
  emit_points();
}

// An event when other points are shown than the page was told.
void Studio::Impl::emit_points() {
  if (told_task == shown.task()) return;
  told_task = shown.task();
  if (told_task->points) outbox.text(points_event(*told_task));
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
    test_cost = cost_of(listened.evaluation());
    test_accuracy = accuracy_of(listened.evaluation());
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
          {"pace", maybe(learning.pace().steps_a_second())},
          {"accelerating", learning.running() && learning.pace().accelerating()},
          {"cost", maybe(cost)},
          {"accuracy", maybe(accuracy)},
          {"testCost", maybe(test_cost)},
          {"testAccuracy", maybe(test_accuracy)},
          {"branch", branch.id},
          {"taught", taught.offered() ? Json(branch.taught) : Json()},
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
          {"following", progress_of_following()},
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

Channels::Version Studio::Impl::version_of(Frame::Channel channel) const {
  const bool of_input =
      channel == Frame::Channel::activations || channel == Frame::Channel::gradient;
  return {shown.version(), of_input ? input.version() : 0};
}

bool Studio::Impl::due(Frame::Channel channel) const {
  switch (channel) {
    case Frame::Channel::none:
      return false;
    case Frame::Channel::parameters:
      break;
    case Frame::Channel::activations:
      if (input.empty()) return false;
      break;
    case Frame::Channel::gradient:
      if (input.empty() || input.label().empty()) return false;
      break;
    case Frame::Channel::plane:
      if (!task().points) return false;
      break;
  }
  return channels.due(channel, version_of(channel));
}

std::vector<float> Studio::Impl::tensor_of(Frame::Channel channel) {
  switch (channel) {
    case Frame::Channel::none:
      break;
    case Frame::Channel::parameters:
      return in_order(shown.model().graph, shown.model().state);
    case Frame::Channel::activations:
      return inspector.activations(listened.model(), input.values(), listened.muted());
    case Frame::Channel::gradient: {
      State slopes;
      inspector.gradients(shown.model(), input.values(), task().wanted(input.label()), 1, slopes);
      return in_order(shown.model().graph, slopes);
    }
    case Frame::Channel::plane:
      return pictures.of(inspector, listened.model(), task().points->inputs, listened.muted());
  }
  return {};
}

void Studio::Impl::emit_tensors() {
  if (channels.resting()) return;
  std::array<Frame::Channel, kChannels.size()> order = kChannels;
  // That whose last one is oldest comes first, or two of them would take all the credit.
  std::ranges::stable_sort(order, {}, [&](Frame::Channel c) { return channels.last(c); });
  for (const Frame::Channel channel : order) {
    if (!due(channel)) continue;
    const std::vector<float> values = tensor_of(channel);
    const auto count = static_cast<std::uint32_t>(values.size());
    Frame f = shown.frame(Frame::Kind::watched);
    f.channel = channel;
    f.sequence = channels.sent(channel, version_of(channel));
    outbox.tensor(f, std::span(&count, 1), std::span<const float>(values));
  }
}

bool Studio::Impl::something_to_send() const {
  if (!outbox.attached()) return false;
  return news.any(shown.version()) ||
         std::ranges::any_of(kChannels, [&](Frame::Channel c) { return due(c); });
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
                      {"step", timeline.last_step(branch)},
                      {"taught", branch.taught}});
    }
    outbox.text({{"event", "branches"}, {"list", list}});
  }
  if (!news.take_state(shown.version())) return;
  emit_points();
  emit_curve();
  outbox.text(state());
  if (news.take_race(!race || !race->done()) && race) outbox.text(race->event());
  if (news.take_own(!own || own->learning()) && own) outbox.text(own->event());
  if (news.take_cnn(cnn->learning()) && cnn->offered()) outbox.text(cnn->event());
}

}  // namespace glia::studio
