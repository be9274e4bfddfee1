#include "terminal/print.h"

#include <fcntl.h>
#include <signal.h>

#include <algorithm>
#include <atomic>
#include <cctype>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <nlohmann/json.hpp>
#include <utility>

#include "glia/harmless.h"

namespace glia::cli {
namespace {

// Of the process's streams, as they are: of the whole process.
std::atomic<int> stdout_error{0};
std::atomic<bool> is_silent{false};

// Of the program, named once before anything is said.
std::vector<std::string>& named_commands() {
  static std::vector<std::string> names;
  return names;
}

void remember_failure(std::FILE* stream, int reason) noexcept {
  int none = 0;
  if (stream == stdout) stdout_error.compare_exchange_strong(none, reason ? reason : EIO);
  std::clearerr(stream);
}

constexpr std::string_view kProgram = "glia";

extern "C" void pass(int) {}

// How long the escape sequence at the beginning of `text` is, if it is a colour of Screen's; else
// 0.
std::size_t color_length(std::string_view text) noexcept {
  constexpr std::string_view kBegins[] = {"\x1b[0m",    "\x1b[1m",    "\x1b[38;5;",
                                          "\x1b[38;2;", "\x1b[48;5;", "\x1b[48;2;"};
  for (const std::string_view begin : kBegins) {
    if (!text.starts_with(begin)) continue;
    const std::size_t end = text.find_first_not_of("0123456789;", 2);
    return end != text.npos && text[end] == 'm' ? end + 1 : 0;
  }
  return 0;
}

}  // namespace

void write_text(std::FILE* stream, std::string_view text) noexcept {
  if (is_silent || (stream == stdout && stdout_error != 0)) return;
  errno = 0;
  if (std::fwrite(text.data(), 1, text.size(), stream) != text.size()) {
    remember_failure(stream, errno);
  }
}

std::string for_terminal(std::string_view text) {
  std::string out;
  while (true) {
    const std::size_t escape = text.find('\x1b');
    out += harmless(text.substr(0, escape), Breaks::kept);
    if (escape == text.npos) return out;
    text.remove_prefix(escape);
    const std::size_t length = color_length(text);
    out += length > 0 ? text.substr(0, length) : "?";
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
}

std::string called() {
  const char* const said = std::getenv("GLIA_SAID_AS");
  return said != nullptr && *said != '\0' ? std::string(said) : std::string(kProgram);
}

void name_commands(std::vector<std::string> commands) { named_commands() = std::move(commands); }

std::string as_typed(std::string text) {
  const std::string name = called();
  if (name == kProgram) return text;
  const auto is_part = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
  };
  for (std::size_t at = text.find(kProgram); at != text.npos; at = text.find(kProgram, at)) {
    const std::string_view behind = std::string_view(text).substr(at + kProgram.size());
    const bool begins = at == 0 || (!is_part(text[at - 1]) && !std::strchr("-./", text[at - 1]));
    const bool is_command = std::ranges::any_of(named_commands(), [&](const std::string& command) {
      if (!behind.starts_with(" " + command)) return false;
      const std::string_view rest = behind.substr(command.size() + 1);
      return rest.empty() || (!is_part(rest[0]) && rest[0] != '-');
    });
    if (begins && is_command) text.replace(at, kProgram.size(), name);
    at += begins && is_command ? name.size() : kProgram.size();
  }
  return text;
}

std::string shell_word(std::string_view text) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-";
  const bool plain = std::ranges::all_of(text, [&](char c) {
    return (static_cast<unsigned char>(c) & 0x80) != 0 || kPlain.find(c) != kPlain.npos;
  });
  if (plain && !text.empty()) return std::string(text);
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

std::string text_of(const nlohmann::ordered_json& json) {
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

void print_json(const nlohmann::ordered_json& line) {
  write_text(stdout, harmless_json(text_of(line)) + "\n");
}

void be_silent(bool silent) noexcept { is_silent = silent; }

bool flush(std::FILE* stream) noexcept {
  errno = 0;
  if (std::fflush(stream) == 0) return true;
  remember_failure(stream, errno);
  return false;
}

int stdout_failure() noexcept {
  flush(stdout);
  return stdout_error;
}

void prepare_streams() noexcept {
  for (int fd = 0; fd <= 2; ++fd) {  // open() gives the lowest number that is free
    if (fcntl(fd, F_GETFD) < 0 && errno == EBADF && open("/dev/null", O_RDWR) < 0) break;
  }
  // A handler and not SIG_IGN, which children would inherit.
  struct sigaction action {};
  action.sa_handler = pass;
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  sigaction(SIGPIPE, &action, nullptr);
  sigaction(SIGXFSZ, &action, nullptr);
}

}  // namespace glia::cli
