#include "shell/described.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <sstream>

#include "glia/source.h"

namespace glia::cli {
namespace {

using Then = Choosable::Then;

// "FILE", "folder:DIR", "csv": of one alternative.
Choosable choosable(const std::string& form) {
  const std::size_t colon = form.find(':');
  const std::string begin = colon == form.npos ? "" : form.substr(0, colon + 1);
  const std::string place = form.substr(begin.size());
  if (place == "DIR" || place == "FOLDER") return {begin, Then::folder};
  if (place == "FILE" || place == "MODEL" || place == "PICTURE") return {begin, Then::file};
  return {form};
}

std::vector<Choosable> values_of(const std::string& name, const std::string& form) {
  std::vector<Choosable> values;
  if (form == "NAME" && (name == "--data" || name == form)) {
    for (const Source* source : all_sources()) {
      values.push_back(choosable(std::string(source->words().place)));
    }
    return values;
  }
  std::istringstream alternatives(form);
  for (std::string one; std::getline(alternatives, one, '|');) values.push_back(choosable(one));
  const bool text = values.size() == 1 && values.front().then == Then::nothing;
  return text ? std::vector<Choosable>{} : values;
}

DescribedOption described(const CLI::Option& option) {
  DescribedOption made;
  for (const std::string& name : option.get_snames()) made.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) made.names.push_back("--" + name);
  const bool flag = option.get_items_expected_max() == 0;
  if (made.names.empty()) {
    made.form = option.get_name(true);
  } else if (!flag) {
    made.form = option.get_type_name();
  }
  made.help = option.get_description();
  made.group = option.get_group();
  made.required = option.get_required();
  made.many = option.get_items_expected_max() > 1;
  made.values = values_of(made.names.empty() ? made.form : made.names.back(), made.form);
  return made;
}

DescribedCommand described(const CLI::App& app, std::vector<std::string> path) {
  DescribedCommand made;
  made.help = app.get_description();
  const bool own = !app.get_parent() || app.get_parent()->get_footer() != app.get_footer();
  if (own) made.footer = app.get_footer();
  for (const CLI::Option* option : app.get_options()) {
    DescribedOption one = described(*option);
    (one.names.empty() ? made.words : made.options).push_back(std::move(one));
  }
  for (const CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (sub->get_group().empty()) continue;  // hidden
    path.push_back(sub->get_name());
    made.commands.push_back(described(*sub, path));
    path.pop_back();
  }
  made.path = std::move(path);
  return made;
}

}  // namespace

DescribedCommand described(const CLI::App& app) { return described(app, {}); }

std::vector<const DescribedCommand*> all_of(const DescribedCommand& command) {
  std::vector<const DescribedCommand*> all{&command};
  for (const DescribedCommand& sub : command.commands) {
    for (const DescribedCommand* one : all_of(sub)) all.push_back(one);
  }
  return all;
}

std::string DescribedCommand::name() const { return fmt::format("{}", fmt::join(path, " ")); }

}  // namespace glia::cli
