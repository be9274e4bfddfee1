#pragma once
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "glia/settings.h"

namespace CLI {
class App;
}

namespace glia::cli {

struct Common;

// The only door to CLI11, whose header takes longer to read than any file here.

// A sub-command of `app`.
CLI::App& add_command(CLI::App& app, const std::string& name, const std::string& help);
void when_chosen(CLI::App& command, std::function<void()> action);
void add_examples(CLI::App& command, const std::string& examples);  // at the end of its help
// A sub-command whose own sub-commands do the work, with examples in its help.
void need_verb(CLI::App& command, const std::string& examples);

// Words without a name, in their order; they must be there.
void add_word(CLI::App& app, const std::string& name, std::string& value, const std::string& help);
void add_words(CLI::App& app, const std::string& name, std::vector<std::string>& values,
               const std::string& help);
enum class Needed { no, yes };
void add_text(CLI::App& app, const std::string& name, std::string& value, const std::string& type,
              const std::string& help, Needed needed = Needed::no);
void add_flag(CLI::App& app, const std::string& name, bool& value, const std::string& help);

// Options whose values are read strictly and whose mistakes are explained: "--rate: expected a
// number above 0, got 'nan'".
void add_whole(CLI::App& app, const std::string& name, std::optional<std::int64_t>& value,
               std::int64_t least, const std::string& help);
struct Range {
  double least;
  double most;
  bool open_below = false;  // least itself is not allowed

  static Range positive() { return {0, std::numeric_limits<double>::infinity(), true}; }
};
void add_number(CLI::App& app, const std::string& name, std::optional<double>& value, Range range,
                const std::string& help);
// A setting of a training, by its description: its values go to `asked`.
void add_setting(CLI::App& app, const Setting& setting, Asked& asked);
std::string help_of(const char* setting);       // for a command that has some of them by itself
std::string option_of(const Setting& setting);  // "--weight-decay"
// As it is asked for: "--weight-decay 0.01", "--grey".
std::string option_in_words(const Setting& setting, const SettingValue& value);
std::string option_value(const SettingValue& value);  // a text in quotes
// --lang
void add_language(CLI::App& app);
// --lang, --json, --threads, --simd, --color.
void add_common(CLI::App& app, Common& common);

// The same, for words that are not options: throw UsageError naming `what`.
double parse_number(const std::string& what, const std::string& text);
std::int64_t parse_whole(const std::string& what, const std::string& text);

}  // namespace glia::cli
