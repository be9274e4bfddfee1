#include "core/task.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "base/rng.h"
#include "core/inspector.h"
#include "core/plane/points.h"
#include "core/table/rows.h"
#include "glia/session.h"

namespace glia::studio {

bool Task::regression() const noexcept {
  if (rows) return rows->form.kind == TargetKind::numbers;
  return !data->train.labelled() && (!points || points->regression());
}

bool Task::several_classes() const noexcept {
  return rows && rows->form.kind == TargetKind::several_classes;
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
  if (several_classes() || (!pictures() && outputs() == 1)) return kOfOneOutput;
  return cost_names();
}

Cost Task::usual_cost() const noexcept {
  if (regression()) return Cost::squared;
  return several_classes() || outputs() == 1 ? Cost::sigmoid_cross_entropy
                                             : Cost::softmax_cross_entropy;
}

Label Task::label(const Dataset& examples, std::int64_t index) const {
  if (examples.labelled()) return {static_cast<double>(examples.label(index))};
  std::vector<float> values(static_cast<std::size_t>(examples.target_width()));
  examples.target(index, values.data());
  return {values.begin(), values.end()};
}

Json Task::label_json(const Label& label) const {
  Json json = Json::array();
  for (const double value : label) {
    json.push_back(regression() ? Json(value) : Json(static_cast<int>(value)));
  }
  return label.empty() ? Json() : label.size() == 1 ? json.front() : json;
}

std::vector<float> Task::wanted(const Label& label) const {
  if (std::ssize(label) == outputs()) return {label.begin(), label.end()};
  std::vector<float> wanted(static_cast<std::size_t>(outputs()));
  wanted[static_cast<std::size_t>(label.front())] = 1;
  return wanted;
}

int Task::answer(std::span<const float> outputs) const {
  if (regression() || several_classes()) return -1;
  if (outputs.size() > 1) return brightest(outputs);
  return std::isfinite(outputs[0]) ? static_cast<int>(outputs[0] > 0.5F) : -1;
}

bool Task::is_right(std::span<const float> outputs, const Label& label) const {
  if (!several_classes()) return answer(outputs) == label.front();
  return std::equal(outputs.begin(), outputs.end(), label.begin(), label.end(),
                    [](float said, double wanted) { return (said > 0.5F) == (wanted > 0.5); });
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
  Batch all = first_of(data, data.size());
  const auto width = data.target_width();
  const auto answer = [&](std::int64_t row) { return all.targets.begin() + row * width; };
  Rng random(random_key(seed, "shuffled answers"));
  for (std::int64_t left = data.size(); left > 1; --left) {
    const std::int64_t other = random.below(static_cast<std::uint32_t>(left));
    if (other == left - 1) continue;
    std::swap_ranges(answer(left - 1), answer(left), answer(other));
  }
  return Dataset::rows(data.shape(), std::move(all.inputs), Shape{width}, std::move(all.targets),
                       data.name());
}

}  // namespace glia::studio
