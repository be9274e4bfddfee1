#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "glia/inspect.h"

namespace glia::cli {

// What an output is called: its class, or where the model has no name for it its number.
std::string class_name(const std::vector<std::string>& classes, std::int64_t output);
std::string class_name(const Model& model, std::int64_t output);
// The names of outputs 0 to `outputs` − 1.
std::vector<std::string> class_names(const std::vector<std::string>& classes, std::int64_t outputs);
std::vector<std::string> class_names(const Model& model);

// A model whose network can be asked. Throws Error, also when it has several inputs: what is inside
// can then be looked at and set, but nothing here gives it more than one.
Model load_network(const std::string& path);
int inputs_of(const Model& model);
// Throws Error, naming the layer where it begins, when an output of this sample is NaN or infinite:
// the network gives no answer.
void check_answers(const Model& model, const Insight& insight, const std::string& path);
// "3 of the 100 get no answer: …"; empty when all do.
std::string unanswered(const Evaluation& evaluation);

std::int64_t outputs_of(const Model& model);
// The data set that the model says it learnt from; empty when it does not say.
std::string learnt_from(const Model& model);

}  // namespace glia::cli
