#include "core/task.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "base/rng.h"
#include "core/inspector.h"
#include "core/plane/points.h"
#include "glia/session.h"

namespace glia::studio {

bool Task::regression() const noexcept {
  return !data->train.labelled() && (!points || points->regression());
}

std::vector<std::string> Task::classes() const {
  std::vector<std::string> names = data->classes;
  const int count = points ? points->classes : data->train.classes();
  for (int c = static_cast<int>(names.size()); c < count; ++c) names.push_back(std::to_string(c));
  return names;
}

std::span<const std::string_view> Task::costs() const noexcept {
  static constexpr std::array<std::string_view, 5> kOfOneOutput{"squared", "absolute", "huber",
                                                                "sigmoid_cross_entropy", "focal"};
  if (regression()) return std::span(kOfOneOutput).first(3);
  if (!pictures() && outputs() == 1) return kOfOneOutput;
  return cost_names();
}

Cost Task::usual_cost() const noexcept {
  if (regression()) return Cost::squared;
  return outputs() == 1 ? Cost::sigmoid_cross_entropy : Cost::softmax_cross_entropy;
}

double Task::label(const Dataset& examples, std::int64_t index) const {
  if (examples.labelled()) return examples.label(index);
  float value = 0;
  examples.target(index, &value);
  return value;
}

Json Task::label_json(std::optional<double> label) const {
  if (!label) return {};
  return regression() ? Json(*label) : Json(static_cast<int>(*label));
}

std::vector<float> Task::wanted(double label) const {
  if (outputs() == 1) return {static_cast<float>(label)};
  std::vector<float> wanted(static_cast<std::size_t>(outputs()));
  wanted[static_cast<std::size_t>(label)] = 1;
  return wanted;
}

int Task::answer(std::span<const float> outputs) const {
  if (regression()) return -1;
  if (outputs.size() > 1) return brightest(outputs);
  return std::isfinite(outputs[0]) ? static_cast<int>(outputs[0] > 0.5F) : -1;
}

std::string Task::name() const {
  const std::string name = data->train.name();
  return name.ends_with(" train") ? name.substr(0, name.size() - 6) : name;
}

std::size_t Task::bytes() const noexcept {
  if (!points) return 0;
  const std::size_t numbers = points->inputs.size() + 2;  // with the answer and the row
  return points->all.size() * (sizeof(Point) + numbers * sizeof(float));
}

TaskPtr pictures_task(const DataSplit& data) {
  return std::make_shared<const Task>(
      Task{std::shared_ptr<const DataSplit>(std::shared_ptr<void>(), &data)});
}

std::vector<std::uint32_t> pixel_order(std::int64_t count, std::uint64_t seed) {
  std::vector<std::uint32_t> order(static_cast<std::size_t>(count));
  std::iota(order.begin(), order.end(), 0U);
  Rng random(random_key(seed, "pixel order"));
  for (std::size_t left = order.size(); left > 1; --left) {
    std::swap(order[left - 1], order[random.below(static_cast<std::uint32_t>(left))]);
  }
  return order;
}

namespace {

Dataset in_order(const Dataset& pictures, std::span<const std::uint32_t> order) {
  std::vector<float> values(order.size());
  std::vector<std::uint8_t> pixels;
  std::vector<std::int32_t> labels;
  pixels.reserve(static_cast<std::size_t>(pictures.size()) * order.size());
  labels.reserve(static_cast<std::size_t>(pictures.size()));
  for (std::int64_t i = 0; i < pictures.size(); ++i) {
    pictures.input(i, values.data());
    for (const std::uint32_t from : order) {
      pixels.push_back(static_cast<std::uint8_t>(std::lround(values[from] * 255)));
    }
    labels.push_back(pictures.label(i));
  }
  return Dataset::labelled(pictures.shape(), std::move(pixels), std::move(labels),
                           pictures.classes(), pictures.name());
}

}  // namespace

TaskPtr in_pixel_order(const Task& task, std::uint64_t seed) {
  const auto order = pixel_order(task.data->train.shape().elements(), seed);
  auto data = std::make_shared<DataSplit>(*task.data);
  data->train = in_order(data->train, order);
  data->test = in_order(data->test, order);
  return std::make_shared<const Task>(Task{std::move(data)});
}

TaskPtr PixelOrders::of(const Task& task, std::uint64_t seed) {
  std::erase_if(made_, [](const auto& each) { return each.second.expired(); });
  std::weak_ptr<const Task>& kept = made_[{task.data.get(), seed}];
  TaskPtr made = kept.lock();
  if (!made) kept = made = in_pixel_order(task, seed);
  return made;
}

Dataset with_shuffled_answers(const Dataset& data, std::uint64_t seed) {
  if (data.labelled()) return data.with_shuffled_labels(seed);
  Batch all = first_of(data, data.size());  // one number each
  Rng random(random_key(seed, "shuffled answers"));
  for (std::size_t left = all.targets.size(); left > 1; --left) {
    std::swap(all.targets[left - 1], all.targets[random.below(static_cast<std::uint32_t>(left))]);
  }
  return Dataset::rows(data.shape(), std::move(all.inputs), Shape{1}, std::move(all.targets),
                       data.name());
}

}  // namespace glia::studio
