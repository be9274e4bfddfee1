#pragma once
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace glia::cli {

// The commands and their options, read off what --help is made of: man pages and completions are
// written from this alone.

// What may stand for a value: a word, or what follows one, as a folder's name follows "folder:".
struct Choosable {
  enum class Then { nothing, file, folder };
  std::string word;
  Then then = Then::nothing;
};

struct DescribedOption {
  std::vector<std::string> names;  // "-h", "--help"; none of a word that has only a place
  std::string form;                // "FILE", "ru|en"; empty: it is a flag
  std::string help, group;
  bool required = false, many = false;
  std::vector<Choosable> values;  // empty: any text, or no value
};

struct DescribedCommand {
  std::vector<std::string> path;  // {"data", "get"}; empty: the program
  std::string help, footer;       // no footer where it is that of the command above
  std::vector<DescribedOption> words, options;
  std::vector<DescribedCommand> commands;

  std::string name() const;  // "data get"
};

DescribedCommand described(const CLI::App& app);

// The command and all below it, each after the one it belongs to.
std::vector<const DescribedCommand*> all_of(const DescribedCommand& command);

}  // namespace glia::cli
