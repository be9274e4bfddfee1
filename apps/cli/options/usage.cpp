#include "options/usage.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
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
    const std::string name = make_option_name(option, is_positional) + make_option_opts(option);
    const std::size_t unseen = name.size() - static_cast<std::size_t>(columns(name));
    std::ostringstream text;
    CLI::detail::format_help(text, name, make_option_desc(option), column_width_ + unseen);
    return text.str();
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
