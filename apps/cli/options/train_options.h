#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "glia/graph.h"
#include "glia/training.h"

namespace CLI {
class App;
}

namespace glia::cli {

// What a person asked of `glia train`; what was left out is filled in by the rest of the choice.
struct TrainOptions {
  std::string preset, net;  // neither: 784-16-16-10, of a folder of pictures cnn
  std::string data;         // mnist
  std::optional<std::string> cost, activation, init, optimizer, schedule;
  std::optional<std::int64_t> epochs, batch, seed, train_size, patience;
  std::optional<double> rate, weight_decay, momentum, clip, validation, dropout, label_smoothing;
  std::string augment, hold_out_speaker;
  std::optional<std::int64_t> picture_size;
  bool grey = false, skip_damaged = false, transpose = false;
  bool shuffle_labels = false;

  // Where things lie: no part of what is learnt.
  std::string data_dir, out, checkpoint;
  std::optional<double> checkpoint_every;  // seconds
  bool resume = false, start_over = false;

  void add_to(CLI::App& app);
  void check_places() const;  // throws UsageError
  // Fills in what was left out. The seed network's recipe unless the cost is a cross-entropy.
  void complete();
  void fit_to(int classes);  // a preset's network, which is for any number of them

  Recipe recipe() const;            // of complete options; throws Error
  NetOptions net_options() const;   // the same
  std::string recipe_text() const;  // one line for people and for the model's history
};

// What is learnt, as text and back: what a checkpoint remembers. from_json throws Error.
std::string to_json(const TrainOptions& options);
TrainOptions train_options_from_json(const std::string& text);

// The options of a training that goes on: what is learnt is as `was` has it; what a person may
// change is as asked. Throws UsageError for anything else that was asked and is not so, and when
// there are fewer epochs than the `done`.
TrainOptions resumed(const TrainOptions& asked, TrainOptions was, std::uint64_t done);

}  // namespace glia::cli
