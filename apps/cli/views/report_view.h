#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "glia/report.h"
#include "terminal/terminal.h"

namespace glia::cli {

// What came out of a test, for people and for programs. `names` are those of the classes.

// Precision, recall and F1 of each class, or of the worst where there are many, and the means;
// `whole`: with the area under the ROC curve.
void print_class_scores(const ClassReport& report, const std::vector<std::string>& names,
                        bool whole, const Screen& screen);
// How often the class is among the k largest outputs.
void print_top(const ClassReport& report, const std::vector<std::int64_t>& ks,
               const Screen& screen);
// How often what the network is so sure of is right, by confidence.
void print_bins(const Calibration& calibration, const Screen& screen);
void print_several(const Report& report, const std::vector<std::string>& names, bool whole,
                   const Screen& screen);
void print_number_scores(const std::vector<NumberScores>& numbers, const Screen& screen);

void add_report(nlohmann::ordered_json& line, const Report& report,
                const std::vector<std::string>& names, std::int64_t top);

}  // namespace glia::cli
