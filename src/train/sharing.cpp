// A training that several processes share: what they have to tell one another between steps.
#include <unistd.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <cstring>

#include "base/digest.h"
#include "glia/error.h"
#include "glia/harmless.h"
#include "glia/settings.h"
#include "glia/version.h"
#include "train/alike.h"
#include "train/trainer_impl.h"

namespace glia {
namespace {

std::string with_digest(const DataPrint& print) {
  return "'" + print.name + "', " + std::to_string(print.samples) + " samples of digest " +
         digits_of(print.digest);
}

std::string name_of_this_machine() {
  std::array<char, 256> name{};  // the last stays 0
  gethostname(name.data(), name.size() - 1);
  return harmless(name.data());
}

// As bytes, between machines of one kind.
template <typename T>
void put(std::string& bytes, const T& value) {
  bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
}

template <typename T>
T take(const char*& at) {
  T value;
  std::memcpy(&value, at, sizeof value);
  at += sizeof value;
  return value;
}

std::string bytes_of(const std::vector<Edit>& edits) {
  std::string bytes;
  for (const Edit& edit : edits) {
    put(bytes, edit.kind);
    put(bytes, edit.index);
    put(bytes, edit.value);
    put(bytes, edit.parameter.size());
    bytes += edit.parameter;
  }
  return bytes;
}

void take_edits(const std::string& bytes, std::vector<Edit>& edits) {
  edits.clear();
  for (const char* at = bytes.data(); at < bytes.data() + bytes.size();) {
    Edit edit;
    edit.kind = take<Edit::Kind>(at);
    edit.index = take<std::int64_t>(at);
    edit.value = take<double>(at);
    const auto size = take<std::size_t>(at);
    edit.parameter.assign(at, size);
    at += size;
    edits.push_back(std::move(edit));
  }
}

}  // namespace

void Trainer::Impl::share(Communicator& others) {
  if (step_ != 0 || epoch_open_ || !probes_.empty()) {
    throw Error(ErrorCode::invalid_argument,
                "share: expected a training that has not begun and that nobody watches");
  }
  others_ = &others;
  build_executor(executor_->plan().batch);
  const std::int64_t leaves = blocks(batch_size_), ranks = others.size();
  if (leaves < ranks) {
    notes_.push_back("a batch of " + std::to_string(batch_size_) + " samples has work for " +
                     std::to_string(leaves) + " of " + std::to_string(ranks) +
                     " processes, which take 16 samples or more each; the others wait");
  }
}

void Trainer::Impl::expect_same_training() {
  std::vector<Alike> things = {{"version", std::string(version())},
                               {"numeric path", std::string(engine_.simd.numeric_path())},
                               {"training data", with_digest(train_print())}};
  for (const auto& [name, data] :
       {std::pair{"validation data", &validation_}, std::pair{"test data", &test_}}) {
    const bool some = data->size() > 0;
    things.push_back(
        {name,
         some ? with_digest({harmless(data->name()), data->size(), data->digest()}) : "none"});
  }
  Settings settings;
  settings.recipe = recipe_;
  for (const Setting& setting : all_settings()) {
    if (!setting.of_recipe || !setting.means_something(recipe_)) continue;
    things.push_back({"setting " + std::string(setting.name), to_text(setting.get(settings))});
  }
  things.push_back({"step", std::to_string(step_)});
  // The rest of what a training goes on from, too much to name.
  Digest digest;
  const Snapshot now = snapshot();
  const auto add = [&](const std::string& name, const std::vector<float>& values) {
    digest.add(name.data(), name.size());
    digest.add(values.data(), values.size() * sizeof(float));
  };
  for (const auto& [name, tensor] : now.state.tensors()) add(name, tensor.values);
  for (const auto& [name, values] : now.optimizer) add(name, values);
  for (const auto& [name, value] : now.held) add(name, {value});
  if (now.best) digest.add(now.best->epochs_since);
  things.push_back({"network", digits_of(digest.value())});
  digest = {};
  for (const JournalEntry& entry : journal_) {
    const std::string bytes = bytes_of({entry.edit});
    digest.add(entry.step);
    digest.add(bytes.data(), bytes.size());
  }
  things.push_back({"journal", std::to_string(journal_.size()) + " edits of digest " +
                                   digits_of(digest.value())});
  expect_alike(*others_, things);
  machines_ = texts_of_all(*others_, name_of_this_machine());
  expected_same_ = true;
}

std::uint32_t Trainer::Impl::word(const Budget& budget, double seconds) {
  std::uint32_t word = 0;
  if (cancel_.exchange(false)) word |= kCancelled;
  if (others_ && others_->rank() != 0) return word;
  if (seconds >= budget.seconds) word |= kTimeIsOver;
  if (queue_.any()) word |= kHasEdits;
  return word;
}

std::uint32_t Trainer::Impl::agree(std::uint32_t word) {
  std::uint32_t all = 0;
  for (const std::string& said :
       texts_of_all(*others_, {reinterpret_cast<const char*>(&word), sizeof word})) {
    std::uint32_t one = 0;
    std::memcpy(&one, said.data(), sizeof one);
    all |= one;
  }
  return all;
}

void Trainer::Impl::name_slow_rank(double seconds) {
  if (others_->rank() != 0) return;
  const std::optional<SlowRank::Found> found = slow_rank_.after_step(ranks_->works(), seconds);
  if (!found) return;
  char times[32];
  std::snprintf(times, sizeof times, "%.1f", found->times);
  notes_.push_back("the other processes wait for rank " + std::to_string(found->rank) + " on " +
                   machines_[static_cast<std::size_t>(found->rank)] + ", which takes " + times +
                   " times as long for a sample as the slowest of them");
}

void Trainer::Impl::tell_long_waits(double seconds) {
  if (others_->rank() != 0 || others_->size() == 1) return;
  const std::optional<double> waited = long_waits_.after_step(ranks_->works(), seconds);
  if (!waited) return;
  notes_.push_back("the processes wait for one another " +
                   std::to_string(std::lround(100 * *waited)) +
                   " % of the time, and none of them is slow: one process may be faster, and "
                   "larger batches may be");
}

void Trainer::Impl::share_edits() {
  queue_.take_all(taken_);
  take_edits(texts_of_all(*others_, bytes_of(taken_)).front(), taken_);
}

void Trainer::Impl::share_moments() {
  if (!others_) return;
  if (float* const first = updater_->velocity()) ranks_->gather_tiles(first);
  if (float* const second = updater_->second_moment()) ranks_->gather_tiles(second);
}

void Trainer::share(Communicator& others) { impl_->share(others); }

}  // namespace glia
