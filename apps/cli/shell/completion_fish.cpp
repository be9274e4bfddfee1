#include "shell/completion.h"

namespace glia::cli {
namespace {

constexpr const char* kFishBegin =
    R"sh(# Completion of glia for fish, made by `glia completion fish`.

function __glia_command  # which command the words before the cursor name
    set -l command
    for word in (commandline -opc)[2..-1]
        if contains -- (string trim -- "$command $word") $__glia_commands
            set command (string trim -- "$command $word")
        end
    end
    echo "$command"
end

function __glia_in  # whether it is this one
    test (__glia_command) = "$argv"
end

# Of words such as "folder:@folder" what goes with the word at the cursor.
function __glia_values
    set -l word (commandline -ct)
    string match -q -- '--*=*' $word; and set word (string replace -r -- '^[^=]*=' '' $word)
    for one in $argv
        set -l after (string replace -r -- '@.*' '' $one)
        set -l rest (string sub -s (math (string length -- "$after") + 1) -- "$word")
        if not string match -q -- '*@*' $one
            echo $one
        else if not string match -q -- "$after*" "$word"
            echo $after
        else if string match -q -- '*@folder' $one
            printf "$after%s\n" (__fish_complete_directories "$rest" '')
        else
            printf "$after%s\n" (__fish_complete_path "$rest")
        end
    end
end

complete -c glia -f
)sh";

std::string fish_quoted(const std::string& text) {
  std::string made = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') made += '\\';
    made += c;
  }
  return made + "'";
}

std::string fish_values(const DescribedOption& option) {
  std::string values;
  for (const std::string& word : marked(option.values)) values += " " + word;
  return values.empty() ? "" : " -a " + fish_quoted("(__glia_values" + values + ")");
}

std::string fish_line(const DescribedCommand& command) {
  return "complete -c glia -n " + fish_quoted("__glia_in " + command.name());
}

}  // namespace

std::string fish_completion(const DescribedCommand& program) {
  std::string text, names;
  for (const DescribedCommand* command : all_of(program)) {
    if (!command->path.empty()) names += " " + fish_quoted(command->name());
    const std::string begin = fish_line(*command);
    for (const DescribedCommand& sub : command->commands) {
      text += begin + " -a " + sub.path.back() + " -d " + fish_quoted(sub.help) + "\n";
    }
    for (const DescribedOption& word : command->words) {
      if (!word.values.empty()) text += begin + fish_values(word) + "\n";
    }
    for (const DescribedOption& option : command->options) {
      text += begin;
      for (const std::string& name : option.names) {
        text += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
      }
      if (!option.form.empty()) text += " -x" + fish_values(option);
      text += " -d " + fish_quoted(option.help) + "\n";
    }
  }
  return std::string("set -g __glia_commands") + names + "\n" + kFishBegin + text;
}

}  // namespace glia::cli
