#pragma once
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "glia/inspect.h"
#include "glia/session.h"

namespace CLI {
class App;
}

namespace glia::cli {

// What an output is called: its class, the column of a table whose numbers it tells, or where the
// model has no name for it its number.
std::string class_name(const std::vector<std::string>& classes, std::int64_t output);
std::string class_name(const Model& model, std::int64_t output);
// The names of outputs 0 to `outputs` − 1, and of all.
std::vector<std::string> class_names(const std::vector<std::string>& classes, std::int64_t outputs);
std::vector<std::string> class_names(const Model& model);

// How a network's outputs become numbers of a table in their own units; null: they tell classes.
const TableForm* tells_numbers(const Model& model) noexcept;
// Whether this output is among what the network says: the brightest, or of several classes each
// that is above ½, or a number.
bool says(const Model& model, std::span<const float> outputs, std::int64_t output);

// A model whose network can be asked. Throws Error, also when it has several inputs: what is inside
// can then be looked at and set, but nothing here gives it more than one.
Model load_network(const std::string& path);
int inputs_of(const Model& model);
// The network ready to answer, `together` samples at most at once; `watch` is what else is looked
// at.
Session answering(Engine& engine, const Model& model, std::int64_t together,
                  std::set<std::string> watch = {});
// The same with its cost, by which it can be evaluated.
Session evaluating(Engine& engine, const Model& model, std::int64_t together);
// Throws Error, naming the layer where it begins, when an output of this sample is NaN or infinite:
// the network gives no answer.
void check_answers(const Model& model, const Activations& activations, const std::string& path);
// "3 of the 100 get no answer: …"; empty when all do.
std::string unanswered(const Evaluation& evaluation);

// What a network says of one sample; its outputs are finite.
inline constexpr const char* kNoneOfThese = "none of these";
struct Answer {
  std::string best;                  // the class of the brightest output; of several all, or none
  std::optional<double> confidence;  // where the outputs tell it
  bool none = false;                 // less sure than was asked for: none of these

  static Answer of(const Model& model, std::span<const float> outputs,
                   std::optional<double> threshold);
  // "answer", which is null for none of these and stands as "best_guess" then; "confidence".
  void add_to(nlohmann::ordered_json& line) const;
};
// Throws UsageError where `option` needs a network that tells how sure it is.
void check_tells_confidence(const Model& model, const std::string& option, const std::string& path);
// --threshold P. Throws UsageError when this network tells no confidence.
void add_threshold(CLI::App& app, std::optional<double>& threshold);
void check_threshold(const Model& model, std::optional<double> threshold, const std::string& path);

std::int64_t outputs_of(const Model& model);
// The data set that the model says it learnt from; empty when it does not say.
std::string learnt_from(const Model& model);

}  // namespace glia::cli
