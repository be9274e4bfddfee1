// A data set for a network that calls its classes in another order, or has others.
#include <algorithm>
#include <map>

#include "base/in_words.h"
#include "base/normal_form.h"
#include "data/labels.h"
#include "glia/data.h"
#include "glia/error.h"

namespace glia {

Dataset Dataset::matched_to(const std::vector<std::string>& known) const {
  const std::vector<std::string>& own = class_names();
  if (known.empty() || own.empty() || own == known) return *this;
  if (by_place(known)) return with_class_names(known, /*numbered=*/true);
  if (!labelled()) return with_targets_of(known);
  if (known.size() > kMostClasses) {
    throw Error(ErrorCode::invalid_argument,
                (name_.empty() ? "data set: " : "data set '" + name_ + "': ") +
                    "expected a network of at most " + std::to_string(kMostClasses) +
                    " classes, got " + std::to_string(known.size()));
  }
  std::map<std::string, std::int32_t> normal;  // models may hold names as a Mac wrote them
  for (std::size_t i = 0; i < known.size(); ++i) {
    normal.try_emplace(normal_form(known[i]), static_cast<std::int32_t>(i));
  }
  std::vector<std::int32_t> place;  // among the known, by label; -1: nowhere
  for (const std::string& name : own) {
    const auto found = normal.find(normal_form(name));
    place.push_back(found == normal.end() ? -1 : found->second);
  }
  const Labels own_labels(label_.get());
  std::vector<std::int32_t> labels(label_->size());
  std::vector<bool> strange(own.size());
  for (const std::uint32_t i : index_) {
    const auto label = static_cast<std::size_t>(own_labels[i]);
    strange[label] = strange[label] || place[label] < 0;
    labels[i] = place[label];
  }
  std::vector<std::string> strangers;
  for (std::size_t c = 0; c < own.size(); ++c) {
    if (strange[c]) strangers.push_back(own[c]);
  }
  if (!strangers.empty()) {
    throw Error(
        ErrorCode::shape_mismatch,
        (name_.empty() ? "data set: " : "data set '" + name_ + "': ") +
            "it has classes that the network does not know: " + in_words(strangers) +
            "; the network knows " + in_words(known) +
            ". Name the classes as it does, or leave these out",
        {"strange_classes", {{"classes", in_words(strangers)}, {"known", in_words(known)}}});
  }
  const auto classes = static_cast<int>(known.size());
  Dataset view = with(&Dataset::label_, label_column(labels, classes));
  view.classes_ = classes;
  view.target_width_ = view.classes_;
  view.class_names_ = std::make_shared<const std::vector<std::string>>(known);
  return view;
}

Dataset Dataset::with_targets_of(const std::vector<std::string>& known) const {
  std::vector<std::size_t> place;
  for (const std::string& name : known) {
    const auto found = std::ranges::find(class_names(), name);
    if (found == class_names().end() || known.size() != class_names().size()) {
      throw Error(ErrorCode::shape_mismatch,
                  (name_.empty() ? "data set: " : "data set '" + name_ + "': ") +
                      "its targets are " + in_words(class_names()) + ", the network's " +
                      in_words(known));
    }
    place.push_back(static_cast<std::size_t>(found - class_names().begin()));
  }
  std::vector<float> targets(target_->size());
  const float* const own = target_->data<float>();
  for (std::size_t i = 0; i < targets.size(); ++i) {
    targets[i] = own[i / place.size() * place.size() + place[i % place.size()]];
  }
  return with(&Dataset::target_, {"target", target_->shape, std::move(targets)})
      .with_class_names(known);
}

bool Dataset::by_place(const std::vector<std::string>& known) const {
  if (known.empty() || class_names().empty()) return true;
  if (!numbered_ || known.size() != class_names().size()) return false;
  for (std::size_t c = 0; c < known.size(); ++c) {
    if (known[c] != std::to_string(c)) return false;
  }
  return true;
}

DataSplit DataSplit::matched_to(const std::vector<std::string>& known) const {
  DataSplit matched = *this;
  for (Dataset* part : {&matched.train, &matched.validation, &matched.test}) {
    *part = part->matched_to(known);
  }
  if (!classes.empty() && !known.empty()) matched.classes = known;
  return matched;
}

}  // namespace glia
