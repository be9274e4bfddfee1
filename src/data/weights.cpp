// How much each sample of a data set counts.
#include <algorithm>
#include <cmath>
#include <optional>

#include "base/nearest.h"
#include "base/normal_form.h"
#include "base/number_text.h"
#include "glia/data.h"
#include "glia/error.h"

namespace glia {
namespace {

[[noreturn]] void complain(const std::string& what) {
  throw Error(ErrorCode::invalid_argument, what);
}

// n/(K·n_c)
std::vector<double> balanced_weights(const std::vector<std::int64_t>& counts) {
  double samples = 0, classes = 0;
  for (const std::int64_t count : counts) {
    samples += static_cast<double>(count);
    classes += count > 0 ? 1 : 0;
  }
  std::vector<double> weights(counts.size(), 1);
  for (std::size_t c = 0; c < counts.size(); ++c) {
    if (counts[c] > 0) weights[c] = samples / (classes * static_cast<double>(counts[c]));
  }
  return weights;
}

// Of "cat=2,dog=0.5"; a name may hold commas and signs of equality itself.
std::vector<double> named_weights(std::string_view text, const std::vector<std::string>& names) {
  std::vector<std::optional<double>> found(names.size());
  while (!text.empty()) {
    std::size_t c = names.size();
    for (std::size_t i = 0; i < names.size(); ++i) {
      const bool here = text.starts_with(names[i]) && text.substr(names[i].size()).starts_with('=');
      if (here && (c == names.size() || names[i].size() > names[c].size())) c = i;
    }
    if (c == names.size()) {
      const std::string got(text.substr(0, text.find_first_of("=,")));
      complain("class weights: there is no class '" + got + "'." + suggest(got, names));
    }
    text.remove_prefix(names[c].size() + 1);
    const std::string_view number = text.substr(0, text.find(','));
    const std::optional<double> weight = parsed_number(number);
    if (!weight || !std::isfinite(*weight) || *weight < 0) {
      complain("class weights: expected a number of at least 0 for '" + names[c] + "', got '" +
               std::string(number) + "'");
    }
    if (found[c]) complain("class weights: '" + names[c] + "' is there twice");
    found[c] = weight;
    text.remove_prefix(std::min(text.size(), number.size() + 1));
  }
  std::vector<double> weights;
  for (const std::optional<double>& weight : found) weights.push_back(weight.value_or(1));
  return weights;
}

}  // namespace

Dataset Dataset::with_weights(const std::vector<float>& weights) const {
  const std::string where = name_.empty() ? "data set: " : "data set '" + name_ + "': ";
  if (weights.size() != index_.size()) {
    complain(where + "expected a weight for each of " + std::to_string(size()) + " samples, got " +
             std::to_string(weights.size()) + " weights");
  }
  std::uint32_t last = 0;
  for (const std::uint32_t i : index_) last = std::max(last, i);
  std::vector<float> placed(std::size_t{last} + 1, 1.0F);
  bool any = false;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (!std::isfinite(weights[i]) || weights[i] < 0) {
      complain(where + "expected finite weights of at least 0, got " +
               number_text(static_cast<double>(weights[i])) + " for sample " + std::to_string(i));
    }
    any = any || weights[i] > 0;
    placed[index_[i]] = weights[i];
  }
  if (!any) complain(where + "expected a weight above 0: no sample counts");
  return with(&Dataset::weight_, {"weight", Shape{1}, std::move(placed)});
}

float Dataset::weight(std::int64_t i) const noexcept {
  return weight_ ? weight_->data<float>()[index_[static_cast<std::size_t>(i)]] : 1;
}

Dataset Dataset::with_class_weights(std::string_view text) const {
  if (!labelled()) complain("class weights: the data have no classes");
  std::vector<std::int64_t> counts(static_cast<std::size_t>(classes_));
  std::vector<std::string> names;
  for (std::int64_t i = 0; i < size(); ++i) ++counts[static_cast<std::size_t>(label(i))];
  for (const std::string& name : class_names()) names.push_back(normal_form(name));
  for (int c = static_cast<int>(names.size()); c < classes_; ++c)
    names.push_back(std::to_string(c));
  const std::vector<double> by_class =
      text == "balanced" ? balanced_weights(counts) : named_weights(normal_form(text), names);
  std::vector<float> weights;
  for (std::int64_t i = 0; i < size(); ++i) {
    weights.push_back(static_cast<float>(static_cast<double>(weight(i)) *
                                         by_class[static_cast<std::size_t>(label(i))]));
  }
  return with_weights(weights);
}

}  // namespace glia
