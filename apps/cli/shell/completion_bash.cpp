#include "shell/completion.h"

namespace glia::cli {
namespace {

// What goes before the table of commands, and what after.
constexpr const char* kBashBegin =
    R"sh(# Completion of glia for bash, made by `glia completion bash`.

# What may stand there is told by lines: "word", or what follows a word, "@file" and "folder:@folder".
)sh";
constexpr const char* kBashEnd = R"sh(
_glia() {
    local cursor=${COMP_WORDS[COMP_CWORD]} words=() glued= i word command= before= told rest value
    # To bash "--data=mnist" and "folder:DIR" are three words each.
    for ((i = 1; i <= COMP_CWORD; ++i)); do
        word=${COMP_WORDS[i]}
        if [[ ($glued || $word =~ ^[:=]+$) && ${#words[@]} -gt 0 ]]; then
            words[-1]+=$word
        else
            words+=("$word")
        fi
        [[ $word =~ ^[:=]+$ ]] && glued=yes || glued=
    done
    [[ $cursor =~ ^[:=]+$ ]] && cursor=
    value=${words[-1]}
    unset 'words[-1]'
    for word in "${words[@]}"; do
        if _glia_commands "$command" | grep -qxF -e "$word"; then
            command+=${command:+ }$word
        fi
    done
    ((${#words[@]} == 0)) || before=${words[-1]}
    if [[ $value == --*=* ]]; then
        before=${value%%=*}
        value=${value#*=}
    fi
    if ! told=$(_glia_values "$command" "$before"); then
        if [[ $value == -* ]]; then
            told=$(_glia_options "$command")
        else
            told=$(_glia_commands "$command"; _glia_values "$command" word)
        fi
    fi
    COMPREPLY=()
    while IFS= read -r word; do
        rest=${value#"${word%@*}"}
        case $word in
        *@file | *@folder)
            if [[ $value != "${word%@*}"* ]]; then
                [[ ${word%@*} != "$value"* ]] || COMPREPLY+=("${word%@*}") && compopt -o nospace
            elif [[ $word == *@folder ]]; then
                mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -d -- "$rest")
                compopt -o filenames
            else
                mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -f -- "$rest")
                compopt -o filenames
            fi
            ;;
        *) [[ $word != "$value"* ]] || COMPREPLY+=("${word#"${value%"$cursor"}"}") ;;
        esac
    done <<<"$told"
}
complete -F _glia glia
)sh";

std::string tell_lines(const std::vector<std::string>& lines) {
  std::string text = " printf '%s\\n'";
  for (const std::string& line : lines) text += " " + quoted_word(line);
  return text + " ;;\n";
}

std::string bash_values(const DescribedCommand& program) {
  std::string text = "_glia_values() {  # COMMAND OPTION\n    case \"$1 $2\" in\n";
  for (const DescribedCommand* command : all_of(program)) {
    std::vector<std::string> places;
    for (const DescribedOption& word : command->words) {
      for (const std::string& line : marked(word.values)) places.push_back(line);
    }
    if (!places.empty())
      text += "    " + quoted_word(command->name() + " word") + ")" + tell_lines(places);
    for (const DescribedOption& option : command->options) {
      if (option.form.empty()) continue;
      std::string names;
      for (const std::string& name : option.names) {
        names += (names.empty() ? "" : " | ") + quoted_word(command->name() + " " + name);
      }
      const std::vector<std::string> lines = marked(option.values);
      text += "    " + names + ")" + (lines.empty() ? " ;;\n" : tell_lines(lines));
    }
  }
  return text + "    *) return 1 ;;\n    esac\n}\n";
}

// The same of what a command has, by a function of this name.
template <typename Of>
std::string bash_table(const std::string& name, const DescribedCommand& program, const Of& of) {
  std::string text = name + "() {  # COMMAND\n    case $1 in\n";
  for (const DescribedCommand* command : all_of(program)) {
    const std::vector<std::string> lines = of(*command);
    if (!lines.empty()) text += "    " + quoted_word(command->name()) + ")" + tell_lines(lines);
  }
  return text + "    esac\n}\n";
}

}  // namespace

std::string bash_completion(const DescribedCommand& program) {
  std::string text = kBashBegin;
  text += bash_table("_glia_commands", program, [](const DescribedCommand& command) {
    std::vector<std::string> names;
    for (const DescribedCommand& sub : command.commands) names.push_back(sub.path.back());
    return names;
  });
  text += bash_table("_glia_options", program, [](const DescribedCommand& command) {
    std::vector<std::string> names;
    for (const DescribedOption& option : command.options) {
      names.insert(names.end(), option.names.begin(), option.names.end());
    }
    return names;
  });
  return text + bash_values(program) + kBashEnd;
}

}  // namespace glia::cli
