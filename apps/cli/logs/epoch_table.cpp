#include "logs/epoch_table.h"

#include <fmt/format.h>

namespace glia::cli {
namespace {

std::string cells_of(const std::optional<Evaluation>& evaluation, bool by_class) {
  if (!evaluation) return ",";
  return fmt::format("{},{}", evaluation->cost,
                     by_class ? fmt::format("{}", evaluation->accuracy) : "");
}

}  // namespace

std::string epoch_titles() {
  return "epoch,cost,train_accuracy,validation_cost,validation_accuracy,test_cost,test_accuracy,"
         "learning_rate,seconds,samples_per_second\r\n";
}

std::string epoch_row(const EpochReport& r, bool by_class) {
  return fmt::format("{},{},{},{},{},{},{},{}\r\n", r.epoch, r.cost,
                     by_class ? fmt::format("{}", r.train_accuracy) : "",
                     cells_of(r.validation, by_class), cells_of(r.test, by_class), r.learning_rate,
                     r.seconds, r.samples_per_second);
}

}  // namespace glia::cli
