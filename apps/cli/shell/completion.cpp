#include "shell/completion.h"

#include <fmt/format.h>

#include "cli.h"
#include "glia/suggest.h"

namespace glia::cli {

std::string completion(const DescribedCommand& program, const std::string& shell) {
  if (shell == "bash") return bash_completion(program);
  if (shell == "zsh") return zsh_completion(program);
  if (shell == "fish") return fish_completion(program);
  const std::vector<std::string> known = {"bash", "zsh", "fish"};
  throw UsageError(
      fmt::format("{}: there is no '{}'.{}", "completion", shell, suggest(shell, known)));
}

std::vector<std::string> marked(const std::vector<Choosable>& values) {
  using Then = Choosable::Then;
  std::vector<std::string> words;
  for (const auto& [word, then] : values) {
    words.push_back(word + (then == Then::file ? "@file" : then == Then::folder ? "@folder" : ""));
  }
  return words;
}

std::string quoted_word(const std::string& text) {
  std::string made = "'";
  for (const char c : text) {
    if (c == '\'') {
      made += "'\\''";
    } else {
      made += c;
    }
  }
  return made + "'";
}

}  // namespace glia::cli
