#include "options/options.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <cmath>

#include "cli.h"
#include "glia/error.h"
#include "glia/simd.h"
#include "glia/suggest.h"
#include "text/say.h"

namespace glia::cli {
namespace {

constexpr const char* kEverywhere = "Everywhere";

template <typename T>
std::optional<T> parse(const std::string& text) {
  T value{};
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || stop != end || text.empty()) return std::nullopt;
  return value;
}

std::string joined(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, "|"));
}

void check_choice(const std::string& name, const std::string& word,
                  const std::vector<std::string>& choices) {
  if (std::find(choices.begin(), choices.end(), word) != choices.end()) return;
  throw UsageError(fmt::format("{}: there is no '{}'.{}", name, word, suggest(word, choices)));
}

std::string range_in_words(const Range& range) {
  if (range.open_below && std::isinf(range.most)) {
    return fmt::format("a number above {}", range.least);
  }
  if (range.open_below) return fmt::format("a number above {} to {}", range.least, range.most);
  if (std::isinf(range.most)) return fmt::format("a number from {} up", range.least);
  return fmt::format("a number from {} to {}", range.least, range.most);
}

}  // namespace

double parse_number(const std::string& what, const std::string& text) {
  const auto value = parse<double>(text);
  if (!value || !std::isfinite(*value)) {
    throw UsageError(fmt::format("{}: expected a number, got '{}'", what, text));
  }
  return *value;
}

std::int64_t parse_whole(const std::string& what, const std::string& text) {
  const auto value = parse<std::int64_t>(text);
  if (!value) throw UsageError(fmt::format("{}: expected a whole number, got '{}'", what, text));
  return *value;
}

CLI::App& add_command(CLI::App& app, const std::string& name, const std::string& help) {
  CLI::App* const command = app.add_subcommand(name, say_text(help));
  return *command->group(say("Subcommands"));
}

void when_chosen(CLI::App& command, std::function<void()> action) {
  command.callback(std::move(action));
}

void add_examples(CLI::App& command, const std::string& examples) { command.footer(examples); }

void need_verb(CLI::App& command, const std::string& examples) {
  command.require_subcommand(1);
  add_examples(command, examples);
}

void add_word(CLI::App& app, const std::string& name, std::string& value, const std::string& help) {
  app.add_option(name, value, say_text(help))->required()->type_name("");
}

void add_words(CLI::App& app, const std::string& name, std::vector<std::string>& values,
               const std::string& help) {
  app.add_option(name, values, say_text(help))->required()->type_name("");
}

void add_text(CLI::App& app, const std::string& name, std::string& value, const std::string& type,
              const std::string& help, Needed needed) {
  app.add_option(name, value, say_text(help))->type_name(type)->required(needed == Needed::yes);
}

void add_flag(CLI::App& app, const std::string& name, bool& value, const std::string& help) {
  app.add_flag(name, value, say_text(help));
}

void add_whole(CLI::App& app, const std::string& name, std::optional<std::int64_t>& value,
               std::int64_t least, const std::string& help) {
  app.add_option_function<std::string>(
         name,
         [name, &value, least](const std::string& text) {
           const std::int64_t number = parse_whole(name, text);
           if (number < least) {
             throw UsageError(fmt::format("{}: expected a whole number of at least {}, got {}",
                                          name, least, number));
           }
           value = number;
         },
         say_text(help))
      ->type_name("N");
}

void add_number(CLI::App& app, const std::string& name, std::optional<double>& value, Range range,
                const std::string& help) {
  app.add_option_function<std::string>(
         name,
         [name, &value, range](const std::string& text) {
           const double number = parse_number(name, text);
           if (number < range.least || number > range.most ||
               (range.open_below && number == range.least)) {
             throw UsageError(
                 fmt::format("{}: expected {}, got {}", name, range_in_words(range), text));
           }
           value = number;
         },
         say_text(help))
      ->type_name("X");
}

std::string help_of(const char* setting) { return std::string(setting_named(setting).help); }

std::string option_of(const Setting& setting) {
  std::string option = "--" + std::string(setting.name);
  std::ranges::replace(option, '_', '-');
  return option;
}

std::string option_value(const SettingValue& value) {
  const std::string text = to_text(value);
  return std::holds_alternative<std::string>(value) ? '"' + text + '"' : text;
}

std::string option_in_words(const Setting& setting, const SettingValue& value) {
  const std::string option = option_of(setting);
  return setting.type == Setting::Type::flag ? option : option + " " + option_value(value);
}

void add_setting(CLI::App& app, const Setting& setting, Asked& asked) {
  const std::string option = option_of(setting), name(setting.name);
  std::string help = say_text(setting.help);
  if (setting.type == Setting::Type::flag) {
    app.add_flag_callback(
        option, [&asked, name] { asked[name] = true; }, help);
    return;
  }
  if (const std::string usual = usual_in_words(setting); !usual.empty())
    help += " (" + retold(usual) + ")";
  std::string form(setting.form);
  if (setting.type == Setting::Type::whole) form = "N";
  if (setting.type == Setting::Type::number) form = "X";
  if (setting.type == Setting::Type::choice)
    form = fmt::format("{}", fmt::join(setting.choices, "|"));
  app.add_option_function<std::string>(
         option,
         [&asked, &setting, option, name](const std::string& text) {
           try {
             asked[name] = setting.parsed(text);
           } catch (const Error& error) {
             std::string why = error.what();
             if (why.starts_with(name + ": ")) why.erase(0, name.size() + 2);
             throw UsageError(option + ": " + why);
           }
         },
         help)
      ->type_name(form);
}

void add_language(CLI::App& app) {
  app.add_option_function<std::string>(  // it is spoken already
         "--lang",
         [](const std::string& word) {
           check_choice("--lang", word, {"ru", "en"});
         },
         say("Language of what people read (else by LC_ALL, LC_MESSAGES or LANG)"))
      ->type_name("ru|en")
      ->group(kEverywhere);
}

void add_common(CLI::App& app, Common& common) {
  add_language(app);
  const char* const group = kEverywhere;
  app.add_flag("--json", common.json, say("Print JSON Lines instead of text"))->group(group);
  app.add_option_function<std::string>(
         "--threads",
         [&common](const std::string& text) {
           const std::int64_t threads = parse_whole("--threads", text);
           if (threads < 1 || threads > 256) {
             throw UsageError(fmt::format("--threads: expected 1 to 256, got {}", threads));
           }
           common.threads = static_cast<int>(threads);
         },
         say("Threads (default: one for each processor)"))
      ->type_name("N")
      ->group(group);
  app.add_option_function<std::string>(
         "--simd",
         [&common](const std::string& word) {
           check_choice("--simd", word, Simd::available());
           common.simd = word;
         },
         say("Instruction set (default: the best here)"))
      ->type_name(joined(Simd::available()))
      ->group(group);
  app.add_option_function<std::string>(
         "--color",
         [&common](const std::string& word) {
           check_choice("--color", word, {"auto", "always", "never"});
           common.color = word;
         },
         say("Colours (auto: on a terminal, unless NO_COLOR is set)"))
      ->type_name("auto|always|never")
      ->group(group);
}

}  // namespace glia::cli
