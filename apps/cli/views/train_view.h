#pragma once
#include <optional>
#include <string>
#include <vector>

#include "glia/trainer.h"
#include "terminal/terminal.h"

namespace glia::cli {

// What a person sees while a network learns: one line on stderr, drawn over itself.
class TrainLine : public Observer {
 public:
  // `classes`: whether answers are right or wrong, or only near.
  TrainLine(const Screen& screen, bool classes) : line_(stderr, screen), classes_(classes) {}
  void progress(const Progress& progress) override;
  void epoch(const EpochReport& report) override { last_ = report; }
  void clear() { line_.clear(); }

 private:
  StatusLine line_;
  EpochReport last_;
  bool classes_;
};

// What a program sees: one JSON object an epoch.
class TrainLog : public Observer {
 public:
  void epoch(const EpochReport& report) override;
};

// The end: a table of epochs, the curves of both costs, accuracy and confusion. judged_by:
// "test images"; names: of the classes, none where there are none and nothing is right or wrong.
void print_report(const std::vector<EpochReport>& reports, const std::optional<Evaluation>& test,
                  const std::string& judged_by, const std::vector<std::string>& names,
                  const Screen& screen);

}  // namespace glia::cli
