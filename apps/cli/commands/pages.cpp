#include <fmt/format.h>

#include <filesystem>

#include "cli.h"
#include "glia/file.h"
#include "glia/suggest.h"
#include "options/options.h"
#include "shell/completion.h"
#include "shell/man.h"
#include "terminal/print.h"

namespace glia::cli {
namespace {

struct PageOptions {
  std::string page, shell, dir;
};

int print_man(const CLI::App& app, const std::string& name) {
  const DescribedCommand program = described(app);
  if (name == "glia") {
    write_text(stdout, man_page(program, program));
    return kOk;
  }
  std::vector<std::string> known{"glia"};
  for (const DescribedCommand& command : program.commands) {
    if (command.name() == name) {
      write_text(stdout, man_page(program, command));
      return kOk;
    }
    known.push_back(command.name());
  }
  throw UsageError(fmt::format("{}: there is no '{}'.{}", "man", name, suggest(name, known)));
}

int write_pages(const CLI::App& app, const std::filesystem::path& dir) {
  const DescribedCommand program = described(app);
  std::filesystem::create_directories(dir);
  const auto write = [&](const std::string& name, const std::string& text) {
    save_file((dir / name).string(), text);
  };
  write("glia.1", man_page(program, program));
  for (const DescribedCommand& command : program.commands) {
    write(page_name(command) + ".1", man_page(program, command));
  }
  write("glia.bash", completion(program, "bash"));
  write("_glia", completion(program, "zsh"));
  write("glia.fish", completion(program, "fish"));
  return kOk;
}

}  // namespace

void add_pages(CLI::App& app, Common& /*common*/, Chosen& chosen) {
  auto options = std::make_shared<PageOptions>();
  CLI::App& completions = add_hidden_command(app, "completion", "What a shell completes words by");
  add_word(completions, "SHELL", options->shell, "bash, zsh or fish");
  when_chosen(completions, [=, &app, &chosen] {
    chosen = [=, &app] {
      write_text(stdout, completion(described(app), options->shell));
      return kOk;
    };
  });
  CLI::App& man = add_hidden_command(app, "man", "A page of the manual, for man -l -");
  add_word(man, "PAGE", options->page, "glia or one of its commands");
  when_chosen(man,
              [=, &app, &chosen] { chosen = [=, &app] { return print_man(app, options->page); }; });
  CLI::App& pages = add_hidden_command(app, "pages", "Write all of these, to be installed");
  add_word(pages, "DIR", options->dir, "A folder");
  when_chosen(
      pages, [=, &app, &chosen] { chosen = [=, &app] { return write_pages(app, options->dir); }; });
  for (CLI::App* one : {&completions, &man, &pages}) add_language(*one);
}

}  // namespace glia::cli
