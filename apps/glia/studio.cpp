#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "cli.h"
#include "data_sets.h"
#include "glia/error.h"
#include "options.h"
#include "qr.h"
#include "server/server.h"
#include "terminal.h"

extern char** environ;

namespace glia::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLocalVisitors = 4, kClassVisitors = 32;
constexpr std::size_t kLocalBytes = std::size_t{256} << 20;  // of one visitor's past
constexpr std::size_t kClassBytes = std::size_t{24} << 20;

struct StudioOptions {
  std::optional<std::int64_t> port, visitors;
  std::string host = "127.0.0.1";
  std::string data = "mnist";
  std::string data_dir;
  std::string web;
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

int run_studio(const StudioOptions& options, const Common& common) {
  const bool local = options.host == "127.0.0.1" || options.host == "::1";
  studio::Server::Options server;
  server.address = options.host;
  server.port = static_cast<std::uint16_t>(options.port.value_or(0));
  server.web = find_page(options.web);
  server.visitors.most = static_cast<std::size_t>(options.visitors.value_or(
      static_cast<std::int64_t>(local ? kLocalVisitors : kClassVisitors)));
  server.connections = 16 + 8 * server.visitors.most;
  // One processor is left to the browser, or every visitor gets one.
  const int alone = std::max(1, hardware_threads() - 1);
  server.visitors.threads = common.threads ? common.threads : local ? alone : 1;
  server.visitors.simd = common.simd;
  server.session.limits.bytes = local ? kLocalBytes : kClassBytes;
  const DataSplit data = open_data_set(options.data, options.data_dir);
  studio::Server studio(data, server);
  const std::string url = studio.url();
  fmt::print("{}\n", url);
  std::fflush(stdout);
  const Screen screen = Screen::of(stderr, common.color);
  if (!local) fmt::print(stderr, "{}", qr_code(url));
  if (screen.terminal) {
    fmt::print(stderr, "  {}\n",
               screen.dim("The studio is open at this address; Ctrl-C closes it."));
  }
  if (!options.no_open && local) open_browser(url);
  studio.run();
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
  add_text(sub, "--data", options->data, "NAME", "mnist, fashion-mnist or folder:DIR (mnist)");
  add_data_dir(sub, options->data_dir);
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
