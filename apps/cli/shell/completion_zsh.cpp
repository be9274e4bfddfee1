#include "shell/completion.h"

namespace glia::cli {
namespace {

constexpr const char* kZshBegin = R"sh(#compdef glia
# Completion of glia for zsh, made by `glia completion zsh`.

# A word of those that are given, or what follows one: "folder:@folder".
_glia_values() {
  local one after
  for one in $@; do
    after=${one%@*}
    case $one in
    @folder) _files -/ ;;
    @file) _files ;;
    *@folder) if compset -P $after; then _files -/; return; fi; compadd -S '' -- $after ;;
    *@file) if compset -P $after; then _files; return; fi; compadd -S '' -- $after ;;
    *) compadd -- $one ;;
    esac
  done
}

)sh";

// With a backslash before each of these characters.
std::string zsh_escaped(const std::string& text, const char* these) {
  std::string made;
  for (const char c : text) {
    if (std::string_view(these).find(c) != std::string_view::npos) made += '\\';
    made += c;
  }
  return made;
}

std::string zsh_action(const DescribedOption& option) {
  if (option.values.empty()) return " ";
  std::string values = "_glia_values";
  for (const std::string& word : marked(option.values)) values += " " + word;
  return zsh_escaped(values, ":");
}

std::string zsh_spec(const DescribedOption& option, const std::string& name) {
  const bool flag = option.form.empty();
  std::string spec = name + (flag ? "" : name.starts_with("--") ? "=" : "+");
  spec += "[" + zsh_escaped(option.help, "[]\\") + "]";
  if (!flag) spec += ":" + zsh_escaped(option.form, ":\\") + ":" + zsh_action(option);
  return spec;
}

std::string zsh_name(const DescribedCommand& command) {
  std::string name = "_glia";
  for (const std::string& word : command.path) name += "_" + word;
  return name;
}

std::string zsh_function(const DescribedCommand& command) {
  std::string text = zsh_name(command) + "() {\n";
  if (!command.commands.empty()) text += "  local curcontext=$curcontext state line\n";
  text += "  _arguments -C";
  const auto add = [&](const std::string& spec) { text += " \\\n    " + quoted_word(spec); };
  for (const DescribedOption& option : command.options) {
    for (const std::string& name : option.names) add(zsh_spec(option, name));
  }
  for (const DescribedOption& word : command.words) {
    add((word.many ? "*:" : ":") + zsh_escaped(word.form, ":\\") + ":" + zsh_action(word));
  }
  if (command.commands.empty()) return text + "\n}\n\n";
  add("1: :->commands");
  add("*:: :->words");
  text += "\n  case $state in\n  commands)\n    local commands=(";
  for (const DescribedCommand& sub : command.commands) {
    text += "\n      " + quoted_word(sub.path.back() + ":" + zsh_escaped(sub.help, ":\\"));
  }
  text += ")\n    _describe command commands\n    ;;\n  words)\n    case $line[1] in\n";
  for (const DescribedCommand& sub : command.commands) {
    text += "    " + sub.path.back() + ") " + zsh_name(sub) + " ;;\n";
  }
  return text + "    esac\n    ;;\n  esac\n}\n\n";
}

}  // namespace

std::string zsh_completion(const DescribedCommand& program) {
  std::string text = kZshBegin;
  for (const DescribedCommand* command : all_of(program)) text += zsh_function(*command);
  return text +
         "if [[ $funcstack[1] == _glia ]]; then\n  _glia \"$@\"\nelse\n  compdef _glia glia\nfi\n";
}

}  // namespace glia::cli
