#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "glia/export.h"
#include "glia/graph.h"
#include "glia/table_set.h"
#include "glia/training.h"

namespace GLIA_EXPORT glia {

// Everything that a person chooses about a training, complete: complete() and changed() make it,
// and nobody fills in anything afterwards.
struct Settings {
  std::string data = "mnist";
  std::string preset;  // a network with its recipe; empty: none
  std::string net = "784-16-16-10";
  std::string activation = "sigmoid";  // of the hidden layers
  Initializer init = Initializer::lecun;
  std::string output;  // activation of the last layer; empty: as the cost wants it
  double dropout = 0;  // after every hidden layer

  std::int64_t train_size = 0;  // only the first so many; 0: all
  double validation = 0;        // part of the training set that is held back
  bool shuffle_labels = false;
  std::string sample_weights;  // a table's column
  std::string class_weights;   // see Dataset::with_class_weights
  std::string hold_out_speaker;
  std::int64_t picture_size = 0;  // pixels a side; 0: 32
  bool grey = false, skip_damaged = false, transpose = false;
  std::string target, ignore;  // columns of a table, with commas between them
  std::string target_kind;     // "classes" or "numbers"; empty: as its column looks
  Scaling scaling = Scaling::standard;
  Missing missing = Missing::mean;
  Division division = Division::fraction;
  std::string divided_by, tested = "test", test_table;
  double test = 0.2;  // part of a table's rows

  Recipe recipe = {};

  NetOptions net_options() const;
  TableTask table_task() const;
};

using SettingValue = std::variant<bool, std::int64_t, std::uint64_t, double, std::string>;

// What was asked for, by the names of the settings: neither complete nor fitting together.
using Asked = std::map<std::string, SettingValue, std::less<>>;

// What changing a setting asks of a training that runs.
enum class Change {
  nothing,
  edit,     // between two steps, journalled
  era,      // the same parameters go on under another recipe
  network,  // another network: a new beginning
};
std::string_view name_of(Change change) noexcept;

// A setting, described once. Checks, command line, files, the studio's form and the reference page
// all come from these descriptions.
struct Setting {
  enum class Type { flag, whole, number, choice, text };

  std::string_view name;  // "weight_decay"; --weight-decay on the command line
  Type type = Type::text;
  // Of numbers. An end that is open does not belong to the range.
  double low = 0, high = 0;
  bool open_low = false, open_high = false;
  std::span<const std::string_view> choices = {};
  std::span<const double> offers = {};  // numbers that a form may offer
  std::string_view form = {};           // of text: "NAME"
  std::string_view zero = {};           // what 0 or "" means: "all"
  Change change = Change::era;
  bool ends = false;       // only says when a training ends: one that goes on may have another
  bool live = false;       // means something to a training without an end, as the studio's are
  bool rare = false;       // few people change it
  bool of_recipe = false;  // belongs to Settings::recipe
  std::string_view help = {};
  std::span<const std::string_view> follows = {};  // settings that its usual value depends on
  std::string_view formerly = {};  // its name in checkpoints before version 3; mostly empty
  // The cost beside which alone it means something; empty: any. Files say it only there.
  std::string_view of_cost = {};
  std::string_view of_data = {};  // the source about which alone it is, "table:"; empty: any

  SettingValue (*get)(const Settings&) = nullptr;
  void (*set)(Settings&, const SettingValue&) = nullptr;
  SettingValue (*usual)(const Settings&) = nullptr;  // by the settings before it in the list

  bool means_something(const Recipe& recipe) const noexcept;
  std::string expected() const;  // "a number above 0 and at most 1000000"
  // The value as this setting has it: 3 for a number becomes 3.0. Throws Error{invalid_argument}
  // "weight_decay: expected a number from 0 to 100, got -1".
  SettingValue checked(const SettingValue& value) const;
  SettingValue parsed(std::string_view text) const;  // the same of text
};

// All of them, each after those that its usual value depends on.
std::span<const Setting> all_settings() noexcept;
const Setting& setting_named(std::string_view name);  // throws Error with the nearest name

// What was asked; what was not, as `base` has it (a preset, or what the data want); what that does
// not say either, as usual. Throws Error{invalid_argument} naming the setting.
Settings complete(const Asked& asked, const Asked& base = {});

// Of "age, name": the names between commas.
std::vector<std::string> names_in(std::string_view text);

// What the data want where nobody asks otherwise, a base for complete(): of a table by what it is
// to tell and how many rows there are. Empty for what has no wants.
Asked wants_of(const DataSplit& data);
// A net whose ends follow from the data: "32-16", hidden layers alone, or an empty one becomes
// "13-32-16-3". Others stay as they are: layers in words, a file, and sizes that begin with
// `inputs` or end with `outputs`, which parse_net() checks.
std::string net_with_ends(const std::string& net, std::int64_t inputs, std::int64_t outputs);

// `now` with what is asked, and with what then follows from it anew: another optimizer without a
// rate brings its usual one. What `fixed` names follows nothing.
Settings changed(const Settings& now, const Asked& asked, const Asked& fixed = {});

Change between(const Settings& before, const Settings& after);  // the greatest
Asked asked_of(const Settings& settings);                       // every setting
Asked asked_of(const Recipe& recipe);                           // those of a recipe
std::string to_text(const SettingValue& value);

// Its usual value, and what gives another: "0.003 with adam, adamw; 3 otherwise".
std::string usual_in_words(const Setting& setting);

// One line for people: "sigmoid, squared cost, sgd rate 3 cosine, …", with what is unusual named.
std::string in_words(const Settings& settings);

// As a JSON object by name, and back. Throws Error{format} for what is no such object; names that
// are not known are passed over.
std::string to_json(const Asked& asked);
Asked asked_from_json(const std::string& text);

}  // namespace glia
