#pragma once
#include <string>

#include "glia/trainer.h"
#include "terminal/terminal.h"

namespace glia::cli {

// What a person sees while a network learns: one line on stderr, drawn over itself.
class TrainLine : public Observer {
 public:
  explicit TrainLine(const Screen& screen) : line_(stderr, screen) {}
  void progress(const Progress& progress) override;
  void epoch(const EpochReport& report) override { last_ = report; }
  void clear() { line_.clear(); }

 private:
  StatusLine line_;
  EpochReport last_;
};

// What a program sees: one JSON object an epoch.
class TrainLog : public Observer {
 public:
  void epoch(const EpochReport& report) override;
};

// The end: a table of epochs, the curves of both costs, accuracy and confusion. judged_by:
// "test images".
void print_report(const std::vector<EpochReport>& reports, const Evaluation& test,
                  const std::string& judged_by, const std::vector<std::string>& classes,
                  const Screen& screen);

}  // namespace glia::cli
