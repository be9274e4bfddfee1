#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/fields.h"
#include "glia/data.h"
#include "glia/training.h"

namespace glia::studio {

struct Points;
struct Rows;

// An example's class, or its value; of several targets one value each, of several classes 1 where
// it has the class and else 0.
using Label = std::vector<double>;

// What a network is taught: examples, and what its outputs say of one. Immutable.
struct Task {
  std::shared_ptr<const DataSplit> data;
  std::shared_ptr<const Points> points = nullptr;  // of the plane, that the data were made of
  std::shared_ptr<const Rows> rows = nullptr;      // of a table, likewise

  bool pictures() const noexcept { return !points && !rows; }
  bool regression() const noexcept;  // an output is a value, not how sure the network is of a class
  bool several_classes() const noexcept;     // of which an example may have any number
  std::vector<std::string> classes() const;  // their names; none in a regression
  std::int64_t outputs() const noexcept { return data->train.target_width(); }
  std::span<const std::string_view> costs() const noexcept;  // that it can be learnt by
  Cost usual_cost() const noexcept;

  Label label(const Dataset& examples, std::int64_t index) const;
  Json label_json(const Label& label) const;            // a class is a whole number
  std::vector<float> wanted(const Label& label) const;  // the outputs that a label asks for
  int answer(std::span<const float> outputs) const;     // a class; −1 when there is none
  bool is_right(std::span<const float> outputs, const Label& label) const;  // of classes
  // To judge by: the test set, or what is learnt from where nothing is kept for testing.
  const Dataset& judged() const noexcept {
    return data->test.size() > 0 ? data->test : data->train;
  }
  double farthest_label() const noexcept { return rows ? 1e6 : 1; }  // of a regression, from 0
  std::string name() const;                                          // "mnist"
  std::size_t bytes() const noexcept;  // that belong to it alone: points
};
using TaskPtr = std::shared_ptr<const Task>;

TaskPtr pictures_task(const DataSplit& data);  // the data outlive it

// One order of a picture's numbers for all pictures: number i is what was at order[i].
std::vector<std::uint32_t> pixel_order(std::int64_t count, std::uint64_t seed);
TaskPtr in_pixel_order(const Task& task, std::uint64_t seed);  // of pictures

// What in_pixel_order() makes, once for each seed: whoever asks while it is in use shares it, and
// it is gone with the last who does.
class PixelOrders {
 public:
  TaskPtr of(const Task& task, std::uint64_t seed);

 private:
  std::map<std::pair<const DataSplit*, std::uint64_t>, std::weak_ptr<const Task>> made_;
};

// The same answers as often, on other samples: nothing is left to learn but by heart.
Dataset with_shuffled_answers(const Dataset& data, std::uint64_t seed);

}  // namespace glia::studio
