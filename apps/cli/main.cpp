#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstdlib>
#include <new>
#include <nlohmann/json.hpp>
#include <sstream>
#include <system_error>
#include <utility>
#include <vector>

#include "cli.h"
#include "commands/processes.h"
#include "options/options.h"
#include "options/usage.h"
#include "options/version.h"
#include "terminal/print.h"
#include "text/language.h"

namespace glia::cli {
namespace {

constexpr const char* kFooter =
    "Start here:\n"
    "  glia train --net 784-16-16-10 --data mnist    learn handwritten digits\n"
    "  glia predict digits.safetensors photo.png     what is in this picture?\n"
    "  glia studio                                   watch it learn, in the browser\n"
    "  glia COMMAND --help                           everything about one command\n"
    "\n"
    "Exit codes:\n"
    "  0    done\n"
    "  1    the system refused: no permission, disk full, no memory, no network; or this build "
    "cannot\n"
    "  2    wrong usage: a word, option or value that makes no sense\n"
    "  3    a data or model file is missing, damaged or does not fit\n"
    "  4    training diverged: NaN or infinity; the last good numbers are saved\n"
    "  129, 130, 143  interrupted by SIGHUP, SIGINT (Ctrl-C) or SIGTERM; what was learnt is "
    "saved\n";

int complain(int code, std::string_view message) {
  flush(stdout);
  print(stderr, "glia: {}\n", retold(message));
  return code;
}

// What a shell makes of a word that begins with "~/", which it leaves as it is behind "folder:" or
// "--out=".
std::string at_home(std::string word) {
  const char* home = std::getenv("HOME");
  const std::size_t at = word.find('~');
  if (home == nullptr || at == word.npos) return word;
  const bool begins = at == 0 || word[at - 1] == ':' || word[at - 1] == '=';
  const bool ends = at + 1 == word.size() || word[at + 1] == '/';
  return begins && ends ? word.replace(at, 1, home) : word;
}

int run(int argc, char** argv) {
  CLI::App app{say("Glia: a neural-network engine that you can look inside."), called()};
  app.formatter(help_formatter());
  app.footer(say_text(kFooter));
  bool version = false;
  add_flag(app, "--version", version, "How it was built, and exit; also with --json");
  app.set_help_flag("-h,--help", say("Print this"));
  app.require_subcommand(0, 1);
  add_language(app);

  Common common;
  add_json(app, common);
  Chosen chosen;
  for (auto* add :
       {add_train, add_test, add_predict, add_show, add_set, add_convert, add_info, add_data}) {
    add(app, common, chosen);
  }
#ifdef GLIA_HAS_STUDIO
  add_studio(app, common, chosen);
#endif
  add_pages(app, common, chosen);
  std::vector<std::string> commands{"--help", "COMMAND", say_text("SUBCOMMAND")};
  for (const CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; })) {
    commands.push_back(sub->get_name());
  }
  name_commands(std::move(commands));
  try {
    std::vector<std::string> words;
    for (int i = argc - 1; i > 0; --i) words.push_back(at_home(argv[i]));
    app.parse(std::move(words));           // the last first
  } catch (const CLI::Success& success) {  // --help
    std::ostringstream text;
    const int code = app.exit(success, text, text);
    print("{}", text.str());
    return code;
  } catch (const CLI::ParseError& error) {
    if (another_has_these_words()) return kOk;
    return complain(kUsage, explain(error, app));
  } catch (const UsageError&) {  // of an option's value
    if (another_has_these_words()) return kOk;
    throw;
  }
  if (version) {
    if (common.json) {
      print_json(version_json());
    } else {
      write_text(stdout, version_text());
    }
    return kOk;
  }
  if (!chosen) {
    print(stderr, "{}", app.help());
    return kUsage;
  }
  return chosen();
}

int guarded(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const UsageError& error) {
    return complain(kUsage, error.what());
  } catch (const Error& error) {
    return complain(exit_code_of(error), error.what());
  } catch (const std::bad_alloc&) {
    return complain(kFailed, "there is not enough memory for this; try a smaller --batch or --net");
  } catch (const std::exception& error) {
    return complain(kFailed, error.what());
  }
}

// The exit code, now that all is printed. A reader that has read enough, `head -1`, is no news.
int finished(int code) {
  const int failure = stdout_failure();
  if (failure == 0) return code;
  if (failure != EPIPE) {
    complain(kFailed, fmt::format("the results could not be written to stdout: {}",
                                  std::generic_category().message(failure)));
  }
  return code == kOk ? kFailed : code;
}

}  // namespace
}  // namespace glia::cli

int main(int argc, char** argv) {
  glia::cli::become_one_of_many(argv);
  glia::cli::prepare_streams();
  glia::cli::speak(glia::cli::language_asked_for(argc, argv));
  return glia::cli::finished(glia::cli::guarded(argc, argv));
}
