// A training as a whole: what a checkpoint holds beside the moment, and what is looked at before a
// training goes on from one.
#include "base/digest.h"
#include "base/in_words.h"
#include "base/rng.h"
#include "glia/error.h"
#include "glia/harmless.h"
#include "glia/settings.h"
#include "train/trainer_impl.h"

namespace glia {
namespace {

// A folder's name need not be UTF-8, which a checkpoint is.
DataPrint print_of(const Dataset& data) {
  return {harmless(data.name()), data.size(), data.digest()};
}

std::string in_short(const DataPrint& print) {
  return "'" + print.name + "', " + std::to_string(print.samples) + " samples";
}

void expect_same(const DataPrint& was, const DataPrint& is, const char* what) {
  if (was.digest == 0 || (was.samples == is.samples && was.digest == is.digest)) return;
  const bool alike = was.name == is.name && was.samples == is.samples;
  throw Error(ErrorCode::shape_mismatch, std::string("resume: expected the ") + what +
                                             " data that the training began with, " +
                                             in_short(was) + ", got " + in_short(is) +
                                             (alike ? " with other numbers, labels or order" : ""));
}

}  // namespace

const DataPrint& Trainer::Impl::train_print() {
  if (!train_print_) train_print_ = print_of(train_);
  return *train_print_;
}

std::string Trainer::Impl::run_name() {
  if (run_.empty()) {
    Settings settings;
    settings.recipe = recipe_;
    std::uint64_t key = random_key(start_key_ ^ train_print().digest, engine_.simd.numeric_path());
    for (const Setting& setting : all_settings()) {
      if (!setting.of_recipe || setting.ends || !setting.means_something(recipe_)) continue;
      key = random_key(key, std::string(setting.name) + "=" + to_text(setting.get(settings)));
    }
    run_ = digits_of(key);
  }
  return run_;
}

Checkpoint Trainer::Impl::checkpoint() {
  if (!executor_->parameters_finite()) diverged();
  write_down_waiting();
  share_moments();
  Checkpoint checkpoint;
  checkpoint.snapshot = snapshot();
  checkpoint.model = model_;
  checkpoint.model.state = checkpoint.snapshot.state;
  checkpoint.journal = journal_;
  checkpoint.recipe = recipe_;
  checkpoint.train = train_print();
  if (recipe_.patience > 0 && validation_.size() > 0) checkpoint.validation = print_of(validation_);
  checkpoint.numeric_path = engine_.simd.numeric_path();
  checkpoint.run = run_name();
  return checkpoint;
}

std::vector<std::string> Trainer::Impl::resume(const Checkpoint& from) {
  if (step_ != 0 || applied_ != 0 || !journal_.empty()) {
    throw Error(ErrorCode::invalid_argument, "resume: expected a training that has not begun");
  }
  expect_same(from.train, train_print(), "training");
  if (!from.model.classes.empty() && from.model.classes != model_.classes) {
    throw Error(ErrorCode::shape_mismatch,
                "resume: expected the classes that the training began with, " +
                    in_words(from.model.classes) + ", got " + in_words(model_.classes));
  }
  if (recipe_.patience > 0 && from.validation.digest != 0) {
    expect_same(from.validation, validation_.size() > 0 ? print_of(validation_) : DataPrint{},
                "validation");
  }
  std::vector<std::string> changed;
  if (const std::string_view now = engine_.simd.numeric_path();
      !from.numeric_path.empty() && now != from.numeric_path) {
    changed.push_back("numeric path: " + std::string(now) + ", was " + from.numeric_path);
  }
  Settings is, was;
  is.recipe = recipe_;
  was.recipe = from.recipe;
  for (const Setting& setting : all_settings()) {
    const SettingValue now = setting.get(is), before = setting.get(was);
    if (from.run.empty() || setting.ends || now == before) continue;
    if (!setting.means_something(recipe_)) continue;
    changed.push_back("the recipe's " + std::string(setting.name) + ": " + to_text(now) + ", was " +
                      to_text(before));
  }
  try {
    check(from.journal);
    journal_ = from.journal;
    restore(from.snapshot);
  } catch (...) {
    journal_.clear();
    throw;
  }
  run_ = from.run;
  return changed;
}

Checkpoint Trainer::checkpoint() { return impl_->checkpoint(); }
std::vector<std::string> Trainer::resume(const Checkpoint& from) { return impl_->resume(from); }

}  // namespace glia
