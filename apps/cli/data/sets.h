#pragma once
#include <string>

#include "data/reading.h"
#include "glia/data.h"
#include "glia/model.h"
#include "glia/source.h"

namespace CLI {
class App;
}

namespace glia::cli {

// For a person who may name one: "mnist, fashion-mnist, …" in help, of one sense only by the name
// alone; "folder:DIR and speech:FOLDER".
std::string data_help();
std::string data_help(Sense sense);
std::string folders_that_take(Choice choice);

// Throws UsageError, with the nearest name, when there is no such set.
void check_data_set_name(const std::string& name);
// load_dataset, with a wrong name as wrong usage. Recordings are heard and pictures of a folder
// seen as `model` does, if one is given, and the labels are its classes, matched by name: throws
// Error. The set that it learnt from lies as it did then. `hold_out` is a speaker that nothing is
// learnt from.
DataSplit open_data_set(const std::string& name, const std::string& dir,
                        const Model* model = nullptr, const std::string& hold_out = "",
                        const ReadingOptions& pictures = {});
Description describe_data_set(const std::string& name, const std::string& dir,
                              const ReadingOptions& pictures);

// Throws Error, saying why and what to do, when there is nothing in it to learn from.
void check_can_learn_from(const DataSplit& data);

void say_note(const DataSplit& data);  // on stderr, where there is one

// So that the model's own data are read the same way again.
void remember_axes(Model& model, bool transposed);

// What --data names, or else what the model learnt from, or else "mnist".
std::string data_asked_for(const std::string& option, const Model& model);

// What a network is judged by: the test set, or where there is none what validates.
struct Judged {
  Dataset data;
  std::string part;  // "test" or "validation"
  std::string what;  // "test images", "validation recordings"
};
Judged judged_by(const DataSplit& split);
Judged tested_by(const DataSplit& split, const std::string& name);  // throws Error: there is none

void add_data_dir(CLI::App& app, std::string& dir);      // --data-dir DIR
void add_hold_out(CLI::App& app, std::string& speaker);  // --hold-out-speaker NAME

}  // namespace glia::cli
