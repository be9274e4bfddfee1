#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/fields.h"
#include "glia/data.h"

namespace glia {
struct FormSteps;
}

namespace glia::studio {

// What goes into the network: the current example, if there is one.
class Input {
 public:
  void take(std::span<const std::uint8_t> pixels);     // drawn, photographed or made up
  void take(const Dataset& data, std::int64_t index);  // with its label
  void take_nothing();
  void set_label(int label);  // what a person says it is

  bool empty() const noexcept { return values_.empty(); }
  void expect() const;  // throws Error when there is none
  std::span<const float> values() const noexcept { return values_; }  // as the network sees them
  std::vector<std::uint8_t> bytes() const;  // of the picture that the network sees
  std::optional<int> label() const noexcept { return label_; }
  std::optional<std::int64_t> index() const noexcept { return index_; }  // in what it was taken of
  std::vector<float> wanted(int classes) const;  // the outputs that its label asks for
  std::uint64_t version() const noexcept { return version_; }  // grows with each change

 private:
  std::vector<float> values_;
  std::optional<int> label_;
  std::optional<std::int64_t> index_;
  std::uint64_t version_ = 1;
};

FormSteps form_steps(const Fields& fields);  // its field `steps`

}  // namespace glia::studio
