#pragma once
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>

#include "glia/error.h"
#include "glia/session.h"

namespace CLI {
class App;
}

namespace glia::cli {

// What the shell sees. Documented in `glia --help` and docs/en/cli.md.
enum ExitCode : int {
  kOk = 0,
  kFailed = 1,    // the system refused: permission, full disk, memory
  kUsage = 2,     // a word, an option or a value that makes no sense
  kBadFile = 3,   // a data or model file is missing or not what it should be
  kDiverged = 4,  // training met NaN or infinity
  // 128 + a signal: interrupted; what was learnt is saved
};

int exit_code_of(const Error& error) noexcept;

// Wrong usage: becomes "glia: …" and exit code 2.
struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Options that every command has.
struct Common {
  std::string simd;  // empty: the best
  int threads = 0;   // 0: all
  bool json = false;
  std::string color = "auto";

  std::unique_ptr<Engine> engine() const;
  std::unique_ptr<Engine> engine_of_one() const;  // for a single sample: starts no thread
};

// A command adds itself to the app and sets `chosen` when the person chose it.
using Chosen = std::function<int()>;
void add_train(CLI::App& app, Common& common, Chosen& chosen);
void add_test(CLI::App& app, Common& common, Chosen& chosen);
void add_predict(CLI::App& app, Common& common, Chosen& chosen);
void add_show(CLI::App& app, Common& common, Chosen& chosen);
void add_set(CLI::App& app, Common& common, Chosen& chosen);
void add_convert(CLI::App& app, Common& common, Chosen& chosen);
void add_info(CLI::App& app, Common& common, Chosen& chosen);
void add_data(CLI::App& app, Common& common, Chosen& chosen);
#ifdef GLIA_HAS_STUDIO
void add_studio(CLI::App& app, Common& common, Chosen& chosen);
#endif

}  // namespace glia::cli
