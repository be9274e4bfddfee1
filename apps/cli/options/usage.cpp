#include "options/usage.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <limits>
#include <sstream>

#include "cli.h"
#include "glia/suggest.h"
#include "terminal/terminal.h"
#include "text/say.h"

namespace glia::cli {
namespace {

const CLI::App& innermost(const CLI::App& app) {
  const CLI::App* at = &app;
  while (!at->get_subcommands().empty()) at = at->get_subcommands().front();
  return *at;
}

std::string full_name(const CLI::App& app) {
  return (app.get_parent() ? full_name(*app.get_parent()) + " " : "") + app.get_name();
}

std::vector<std::string> words_of(const CLI::App& app) {
  std::vector<std::string> words;
  for (const CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; })) {
    words.push_back(sub->get_name());
  }
  return words;
}

std::vector<std::string> options_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

std::string explain_extra(const CLI::App& app, std::string word) {
  const std::string see = fmt::format(" See {} --help.", full_name(app));
  if (word.starts_with("-")) {
    word = word.substr(0, word.find('='));
    return fmt::format("there is no option '{}'.{}{}", word, suggest(word, options_of(app)), see);
  }
  const std::vector<std::string> words = words_of(app);
  if (!words.empty()) {
    return fmt::format("there is no command '{} {}'.{}", full_name(app), word,
                       suggest(word, words));
  }
  return fmt::format("'{}' is one word too many.{}", word, see);
}

constexpr int kLeastRoom = 24;

// CLI11's, with its words in the language that is spoken and its columns by letters, not bytes.
class HelpFormatter : public CLI::Formatter {
 public:
  HelpFormatter() {
    column_width(34);
    for (const char* word : {"Usage", "OPTIONS", "SUBCOMMAND", "REQUIRED"}) {
      label(word, say_text(word));
    }
  }
  std::string make_group(std::string group, bool is_positional,
                         std::vector<const CLI::Option*> options) const override {
    return Formatter::make_group(say_text(group), is_positional, std::move(options));
  }
  std::string make_option(const CLI::Option* option, bool is_positional) const override {
    return entry(make_option_name(option, is_positional) + make_option_opts(option),
                 make_option_desc(option));
  }
  std::string make_subcommand(const CLI::App* sub) const override {
    return entry(sub->get_display_name(true), sub->get_description());
  }
  // Lines of a name and words beside it, as many spaces away as it takes.
  std::string make_footer(const CLI::App* app) const override {
    std::string text;
    std::istringstream lines(app->get_footer());
    for (std::string line; std::getline(lines, line);) {
      const std::size_t name = std::min(line.find_first_not_of(' '), line.size());
      const std::size_t words =
          line.find_first_not_of(' ', std::min(line.find("  ", name), line.size()));
      text += words == line.npos
                  ? line + "\n"
                  : beside(line.substr(0, words), std::string_view(line).substr(words),
                           columns(line.substr(0, words)));
    }
    return text;
  }

 private:
  std::string entry(const std::string& name, const std::string& words) const {
    return beside("  " + name, words, static_cast<int>(column_width_));
  }
  // Words from a column on: on a terminal in as many lines as they need, elsewhere in one, so that
  // a search finds them.
  static std::string beside(const std::string& name, std::string_view words, int column) {
    const Screen screen = Screen::of(stdout, "never");
    const int room = screen.terminal ? std::max(screen.width - column, kLeastRoom)
                                     : std::numeric_limits<int>::max();
    std::string text = pad_right(name, column);
    const std::string margin = "\n" + std::string(static_cast<std::size_t>(column), ' ');
    if (columns(name) > column || (columns(name) == column && !name.ends_with(' '))) text += margin;
    return fmt::format("{}{}\n", text, fmt::join(in_lines(words, room), margin));
  }
};

}  // namespace

std::shared_ptr<CLI::FormatterBase> help_formatter() { return std::make_shared<HelpFormatter>(); }

std::string explain(const CLI::ParseError& error, const CLI::App& app) {
  const CLI::App& at = innermost(app);
  if (const auto extra = app.remaining(true); !extra.empty()) {
    return explain_extra(at, extra.front());
  }
  std::string text = error.what();
  if (error.get_name() == "ArgumentMismatch") {
    for (const CLI::Option* option : at.get_options()) {
      if (option->get_items_expected_max() != 1 || option->count() < 2) continue;
      return fmt::format("{} is given {} times, as {}: give it once. See {} --help.",
                         option->get_name(), option->count(), fmt::join(option->results(), " and "),
                         full_name(at));
    }
    const std::string name = text.substr(0, text.find(':'));
    return fmt::format("{} needs a value. See {} --help.", name, full_name(at));
  }
  return fmt::format("{}. See {} --help.", text, full_name(at));
}

}  // namespace glia::cli
