#include "shell/man.h"

#include <algorithm>

#include "glia/version.h"
#include "options/options.h"
#include "text/say.h"

namespace glia::cli {
namespace {

constexpr const char* kReleased = "2026-11-27";

// As roff takes it for plain text: nothing in it is a request or an escape.
std::string roff(std::string_view text) {
  std::string made;
  for (const char c : text) {
    if (c == '\\') {
      made += "\\e";
    } else if (c == '-') {
      made += "\\-";
    } else if (c == '~') {
      made += "\\(ti";
    } else if (c == '^') {
      made += "\\(ha";
    } else if (c == '\'') {
      made += "\\(aq";
    } else {
      made += c;
    }
  }
  return made.starts_with('.') ? "\\&" + made : made;
}

std::string strong(std::string_view text) { return "\\fB" + roff(text) + "\\fR"; }
std::string slanted(std::string_view text) { return "\\fI" + roff(text) + "\\fR"; }
std::string section(const std::string& title) { return ".SH \"" + title + "\"\n"; }
std::string subsection(const std::string& title) { return ".SS \"" + title + "\"\n"; }
std::string entry(const std::string& tag, std::string_view text) {
  return ".TP\n" + tag + "\n" + roff(text) + "\n";
}

std::string tag_of(const DescribedOption& option) {
  std::string tag;
  for (const std::string& name : option.names) tag += (tag.empty() ? "" : ", ") + strong(name);
  if (option.names.empty()) return slanted(option.form) + (option.many ? "..." : "");
  return option.form.empty() ? tag : tag + " " + slanted(option.form);
}

std::string entry_of(const DescribedOption& option) { return entry(tag_of(option), option.help); }

bool is_common(const DescribedOption& option) { return option.group == kEverywhere; }

std::string own_entries(const DescribedCommand& command, bool with_help) {
  std::string text;
  for (const DescribedOption& word : command.words) text += entry_of(word);
  for (const DescribedOption& option : command.options) {
    if (is_common(option) || (!with_help && option.names.back() == "--help")) continue;
    text += entry_of(option);
  }
  return text;
}

// Lines such as "  0    done": what stands before the gap is explained by what stands after it.
std::string explained_lines(std::string_view block) {
  std::string text;
  while (!block.empty()) {
    const std::size_t end = std::min(block.find('\n'), block.size());
    std::string_view line = block.substr(0, end);
    block.remove_prefix(std::min(end + 1, block.size()));
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    const std::size_t gap = line.find("  ");
    if (gap == line.npos) {
      if (!line.ends_with(':')) text += (text.empty() ? "" : ".br\n") + strong(line) + "\n";
      continue;
    }
    const std::string_view after = line.substr(line.find_first_not_of(' ', gap));
    text += entry(strong(line.substr(0, gap)), after);
  }
  return text;
}

// Examples, then what exit codes mean; a footer need not have both.
std::string footer_sections(const std::string& footer) {
  if (footer.empty()) return "";
  const std::size_t middle = footer.find("\n\n");
  std::string text = section(say("EXAMPLES")) + explained_lines(footer.substr(0, middle));
  if (middle != footer.npos) {
    text += section(say("EXIT STATUS")) + explained_lines(footer.substr(middle + 2));
  }
  return text;
}

std::string synopsis(const DescribedCommand& command) {
  std::string text = strong("glia" + (command.path.empty() ? "" : " " + command.name()));
  text += " [" + slanted(say("OPTIONS")) + "]";
  for (const DescribedOption& word : command.words) text += " " + tag_of(word);
  if (!command.commands.empty()) text += " " + slanted(say("SUBCOMMAND"));
  return text + "\n";
}

std::string environment() {
  return section(say("ENVIRONMENT")) +
         entry(strong("GLIA_DATA"), say("Folder with the data sets")) +
         entry(strong("GLIA_FROM"), say("Where data sets are fetched from")) +
         entry(strong("LC_ALL") + ", " + strong("LC_MESSAGES") + ", " + strong("LANG"),
               say("Language of what people read: the first that is set")) +
         entry(strong("NO_COLOR"), say("Where it is set there are no colours"));
}

std::string see_also(const DescribedCommand& program, const DescribedCommand& command) {
  std::vector<std::string> pages;
  if (!command.path.empty()) pages.emplace_back("glia");
  for (const DescribedCommand& other : program.commands) {
    if (other.path != command.path) pages.push_back(page_name(other));
  }
  std::string text = section(say("SEE ALSO"));
  for (const std::string& page : pages) {
    text += ".BR " + roff(page) + " (1)" + (page == pages.back() ? "\n" : ",\n");
  }
  return text;
}

std::string upper(std::string name) {
  std::ranges::transform(name, name.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return name;
}

}  // namespace

std::string page_name(const DescribedCommand& command) {
  std::string name = "glia";
  for (const std::string& word : command.path) name += "-" + word;
  return name;
}

std::string man_page(const DescribedCommand& program, const DescribedCommand& command) {
  const std::string name = page_name(command);
  std::string text = ".TH \"" + roff(upper(name)) + "\" 1 " + kReleased + " \"glia " +
                     std::string(version()) + "\" Glia\n";
  // "Glia: a …" says its name already.
  const std::size_t said = command.path.empty() ? command.help.find(": ") + 2 : 0;
  text += section(say("NAME")) + roff(name) + " \\- " + roff(command.help.substr(said)) + "\n";
  text += section(say("SYNOPSIS")) + synopsis(command);
  if (!command.commands.empty()) {
    text += section(say("COMMANDS"));
    for (const DescribedCommand& sub : command.commands) {
      if (command.path.empty()) {
        text += entry(strong(sub.name()), sub.help);
      } else {
        text += subsection(roff("glia " + sub.name())) + synopsis(sub) + ".PP\n" + roff(sub.help) +
                "\n" + own_entries(sub, false);
      }
    }
  }
  text += section(say("OPTIONS")) + own_entries(command, true);
  // Those that every command has; one that only has others below it leaves them to these.
  const DescribedCommand& whole =
      command.commands.empty() || command.path.empty() ? command : command.commands.front();
  text += subsection(say_text(kEverywhere));
  for (const DescribedOption& option : whole.options) {
    if (is_common(option)) text += entry_of(option);
  }
  return text + footer_sections(command.footer) + (command.path.empty() ? environment() : "") +
         see_also(program, command);
}

}  // namespace glia::cli
