#include "core/listened.h"

namespace glia::studio {

void Listened::mute(const Neuron& neuron, bool on) {
  without(shown_.model(), {&neuron, 1});  // throws when it is not there
  std::erase_if(muted_, [&](const Neuron& muted) {
    return muted.layer == neuron.layer && muted.index == neuron.index;
  });
  if (on) muted_.push_back(neuron);
  shown_.touch();
}

void Listened::mute_none() {
  muted_.clear();
  shown_.touch();
}

const Model& Listened::model() {
  if (muted_.empty()) return shown_.model();
  return model_.at(shown_.version(), [&] {
    Model model = shown_.model();
    model.state = without(shown_.model(), muted_);
    return model;
  });
}

const Evaluation& Listened::evaluation() {
  return evaluation_.at(shown_.version(),
                        [&] { return inspector_.evaluate(model(), shown_.data().test); });
}

void Listened::evaluated(const Evaluation& found) {
  if (muted_.empty()) evaluation_.keep(shown_.version(), found);
}

const std::vector<float>& Listened::outputs() {
  return outputs_.at(shown_.version(),
                     [&] { return inspector_.outputs(model(), shown_.data().test); });
}

std::span<const float> Listened::outputs_of(std::int64_t test) {
  const auto width = static_cast<std::size_t>(shown_.task()->outputs());
  return std::span(outputs()).subspan(static_cast<std::size_t>(test) * width, width);
}

int Listened::answer(std::int64_t test) { return shown_.task()->answer(outputs_of(test)); }

bool Listened::is_right(std::int64_t test) {
  const Task& task = *shown_.task();
  return task.is_right(outputs_of(test), task.label(shown_.data().test, test));
}

}  // namespace glia::studio
