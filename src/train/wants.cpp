// What data want of a training where nobody asks otherwise.
#include <algorithm>
#include <cmath>
#include <vector>

#include "glia/settings.h"

namespace glia {
namespace {

bool of_sizes(const std::string& net) {
  return !net.empty() && net.find_first_not_of("0123456789-") == net.npos &&
         !net.starts_with('-') && !net.ends_with('-') && net.find("--") == net.npos;
}

}  // namespace

std::vector<std::string> names_in(std::string_view text) {
  std::vector<std::string> names;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    std::string name(text.substr(begin, end - begin));
    name.erase(0, std::min(name.find_first_not_of(' '), name.size()));
    name.erase(name.find_last_not_of(' ') + 1);
    if (!name.empty()) names.push_back(std::move(name));
    begin = end + 1;
  }
  return names;
}

TableTask Settings::table_task() const {
  TableTask task{.target = names_in(target),
                 .ignored = names_in(ignore),
                 .scaling = scaling,
                 .missing = missing,
                 .division = division,
                 .divided_by = divided_by,
                 .tested = tested,
                 .test = test,
                 .weights = sample_weights,
                 .seed = recipe.seed};
  if (!target_kind.empty()) task.classes = target_kind == "classes";
  return task;
}

Asked wants_of(const DataSplit& data) {
  const TableForm* form = data.form.table();
  if (!form) return {};
  // A small table is gone through more often, so that there are steps enough, and a large one less
  // often, since it has steps enough; and the fewer rows there are, the less a network is to lean
  // on each, as a prior is to its data: decay ~ 1/rows.
  constexpr std::int64_t kBatch = 32, kSteps = 500, kEnoughSteps = 30'000;
  constexpr std::int64_t kLeastEpochs = 5, kEpochs = 30, kMostEpochs = 100;
  const std::int64_t rows = std::max<std::int64_t>(data.train.size(), 1);
  const std::int64_t steps = (rows + kBatch - 1) / kBatch;
  const std::int64_t epochs = std::min(std::clamp(kSteps / steps, kEpochs, kMostEpochs),
                                       std::max(kEnoughSteps / steps, kLeastEpochs));
  const double decay = std::clamp(300.0 / static_cast<double>(rows), 0.01, 1.0);
  const double rate = std::clamp(0.5 / std::sqrt(static_cast<double>(rows)), 0.003, 0.015);
  Asked wants{{"net", std::string("100")},
              {"activation", std::string("relu")},
              {"optimizer", std::string("adamw")},
              {"rate", rate},
              {"weight_decay", decay},
              {"batch", kBatch},
              {"epochs", epochs}};
  switch (form->kind) {
    case TargetKind::numbers:
      wants["cost"] = std::string(name_of(Cost::squared));
      wants["output"] = std::string("identity");
      break;
    case TargetKind::classes:
      wants["cost"] = std::string(name_of(Cost::softmax_cross_entropy));
      break;
    case TargetKind::several_classes:
      wants["cost"] = std::string(name_of(Cost::sigmoid_cross_entropy));
      break;
  }
  return wants;
}

std::string net_with_ends(const std::string& net, std::int64_t inputs, std::int64_t outputs) {
  const std::string first = std::to_string(inputs), last = std::to_string(outputs);
  if (net.empty()) return first + "-32-" + last;
  const bool whole = (net + "-").starts_with(first + "-") || net.ends_with("-" + last);
  if (!of_sizes(net) || whole) return net;
  return first + "-" + net + "-" + last;
}

}  // namespace glia
