#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>

#include "cli.h"
#include "core/extra_networks.h"
#include "core/table/rows.h"
#include "data/first_network.h"
#include "data/sample.h"
#include "data/sets.h"
#include "glia/error.h"
#include "glia/speech.h"
#include "options/options.h"
#include "options/presets.h"
#include "options/train_options.h"
#include "server/server.h"
#include "terminal/print.h"
#include "terminal/qr.h"
#include "terminal/terminal.h"

extern char** environ;

namespace glia::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLocalVisitors = 4, kClassVisitors = 32;
constexpr auto kFarewell = std::chrono::milliseconds(500);
constexpr std::size_t kLocalBytes = std::size_t{256} << 20;  // of one visitor's past
constexpr std::size_t kClassBytes = std::size_t{24} << 20;

struct StudioOptions {
  std::optional<std::int64_t> port, visitors;
  std::string host = "127.0.0.1";
  std::string data = "mnist";
  std::string target;
  std::string data_dir;
  std::string web;
  std::string cnn, speech;
  ReadingOptions reading;
  bool no_open = false;
};

// Where the built page lies: beside the sources or, installed, in share/glia.
std::string find_page(const std::string& asked) {
  if (!asked.empty()) {
    if (fs::exists(fs::path(asked) / "index.html")) return asked;
    throw UsageError(fmt::format("--web: there is no index.html in '{}'", asked));
  }
  std::error_code error;
  fs::path folder = fs::read_symlink("/proc/self/exe", error).parent_path();
  for (const fs::path& place :
       {folder / "../share/glia/studio", folder / "../../../../studio/web/dist"}) {
    if (fs::exists(place / "index.html", error)) return fs::weakly_canonical(place).string();
  }
  throw Error(
      ErrorCode::not_found,
      "the studio's page is not built: run 'npm ci && npm run build' in studio/web, or name "
      "its folder with --web DIR");
}

// Only where there is a desktop; what it says is nobody's concern.
void open_browser(const std::string& url) {
  if (!std::getenv("DISPLAY") && !std::getenv("WAYLAND_DISPLAY")) return;
  std::string program = "xdg-open", address = url;
  char* arguments[] = {program.data(), address.data(), nullptr};
  posix_spawn_file_actions_t quiet;
  posix_spawn_file_actions_init(&quiet);
  posix_spawn_file_actions_addopen(&quiet, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&quiet, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t child = 0;
  posix_spawnp(&child, program.c_str(), &quiet, nullptr, arguments, environ);
  posix_spawn_file_actions_destroy(&quiet);
}

// What a visitor may teach a CNN by, where these pictures are large enough for one.
std::optional<studio::TrainingSetup> cnn_setup(const StudioOptions& options,
                                               const DataSplit& data) {
  TrainOptions train;
  train.asked = {{"data", options.data}, {"preset", std::string("lenet")}};
  train.complete();
  train.fit_to(data);
  const Settings& settings = train.settings;
  try {
    return studio::TrainingSetup{
        parse_net(settings.net, settings.net_options(), data.train.shape()), settings.recipe};
  } catch (const Error&) {
    return std::nullopt;
  }
}

// A recording of each class from those that test or validate, if what it learnt from is here.
void add_recordings(studio::ExtraNetworks& extra, const StudioOptions& options) {
  const Model& model = *extra.speech;
  const auto learnt = model.history.find("data");
  if (learnt == model.history.end()) return;
  const Source* source = find_source(learnt->second);
  if (!source || source->sense() != Sense::hears) return;
  try {
    const DataSplit split = open_data_set(learnt->second, options.data_dir, &model);
    extra.recordings = studio::one_of_each(judged_by(split).data, model);
    extra.synthetic = split.synthetic;
  } catch (const Error&) {  // they lie elsewhere: a visitor brings a file
  }
}

std::shared_ptr<const studio::ExtraNetworks> extra_networks_for(const StudioOptions& options,
                                                                const DataSplit& data,
                                                                const Common& common) {
  auto extra = std::make_shared<studio::ExtraNetworks>();
  extra->taught = first_network(common.threads ? common.threads : usual_threads(), data,
                                Screen::of(stderr, common.color));
  if (options.cnn.empty()) {
    extra->cnn_setup = cnn_setup(options, data);
  } else {
    extra->cnn = load_model(options.cnn);
  }
  if (!options.speech.empty()) {
    extra->speech = load_model(options.speech);
    add_recordings(*extra, options);
  }
  return extra;
}

constexpr std::string_view kTable = "table:";

// Whether a table is shown, and the digits beside it.
bool of_table(const StudioOptions& options) { return options.data.starts_with(kTable); }

studio::TaskPtr table_of(const StudioOptions& options) {
  if (!of_table(options)) {
    if (options.target.empty()) return nullptr;
    throw UsageError("--target: of a table alone, --data table:FILE");
  }
  auto table = std::make_shared<const Table>(read_table(options.data.substr(kTable.size())));
  std::vector<std::string> targets = names_in(options.target);
  if (targets.empty()) targets = {studio::likely_target(*table)};
  return studio::rows_task(std::move(table), targets);
}

int run_studio(StudioOptions options, const Common& common) {
  const bool local = options.host == "127.0.0.1" || options.host == "::1";
  studio::Server::Options server;
  server.address = options.host;
  server.port = static_cast<std::uint16_t>(options.port.value_or(0));
  server.web = find_page(options.web);
  server.visitors.most = static_cast<std::size_t>(options.visitors.value_or(
      static_cast<std::int64_t>(local ? kLocalVisitors : kClassVisitors)));
  server.connections = 16 + 8 * server.visitors.most;
  // One processor is left to the browser, or every visitor gets one.
  const int alone = std::max(1, usual_threads() - 1);
  server.visitors.threads = common.threads ? common.threads : local ? alone : 1;
  server.visitors.simd = common.simd;
  server.studio.limits.bytes = local ? kLocalBytes : kClassBytes;
  server.studio.table = table_of(options);
  if (of_table(options)) options.data = "mnist";
  DataSplit data = open_data_set(options.data, options.data_dir, nullptr, "", options.reading);
  check_can_learn_from(data);
  say_note(data);
  if (data.test.size() == 0) data.test = data.validation;
  server.studio.extra_networks = extra_networks_for(options, data, common);
  studio::Server studio(data, server);
  const std::string url = studio.url();
  print("{}\n", url);
  flush(stdout);
  const Screen screen = Screen::of(stderr, common.color);
  if (!local) print(stderr, "{}", qr_code(url));
  if (screen.terminal) {
    print(stderr, "  {}\n",
          screen.dim(say("The studio is open at this address; Ctrl-C closes it.")));
  }
  if (!options.no_open && local) open_browser(url);
  studio.run();
  if (!studio.end_within(kFarewell)) {
    // A visitor's thread is in the middle of a very long step. Nothing of it is to be saved.
    flush(stdout);
    flush(stderr);
    std::_Exit(kOk);
  }
  return kOk;
}

}  // namespace

void add_studio(CLI::App& app, Common& common, Chosen& chosen) {
  CLI::App& sub = add_command(app, "studio", "Watch a network learn, in the browser");
  auto options = std::make_shared<StudioOptions>();
  add_whole(sub, "--port", options->port, 0, "Of this machine (any that is free)");
  add_text(sub, "--host", options->host, "ADDRESS",
           "Let others in: the address they reach this machine by (127.0.0.1: nobody)");
  add_whole(sub, "--visitors", options->visitors, 1, "At once (4; with --host 32)");
  add_text(sub, "--data", options->data, "NAME", data_help(Sense::sees) + " (mnist)");
  add_data_dir(sub, options->data_dir);
  add_text(sub, "--target", options->target, "COLUMNS",
           "Of a table (--data table:FILE): what is to be learnt, with commas (target, class, "
           "label, y or the last)");
  ReadingOptions::add_reading(sub, options->reading.skip_damaged, options->reading.transpose);
  add_text(sub, "--cnn", options->cnn, "FILE",
           "A trained network of convolutions to compare with (else it learns when asked)");
  add_text(sub, "--speech", options->speech, "FILE",
           "A trained network that hears: glia train --preset lstm makes one");
  add_flag(sub, "--no-open", options->no_open, "Only print the address");
  add_text(sub, "--web", options->web, "DIR", "Folder of the built page");
  add_common(sub, common);
  when_chosen(sub, [=, &common, &chosen] {
    chosen = [=, &common] {
      if (options->port.value_or(0) > 65535) {
        throw UsageError("--port: expected a number from 0 to 65535");
      }
      return run_studio(*options, common);
    };
  });
}

}  // namespace glia::cli
