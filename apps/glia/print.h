#pragma once
#include <fmt/format.h>

#include <cstdio>
#include <string_view>

namespace glia::cli {

// The one door to stdout and stderr. Printing never throws and never ends the program: where a
// stream fails (nobody reads it, the disk is full) the rest of what goes there is dropped, and of
// stdout it is remembered why.
void write_text(std::FILE* stream, std::string_view text) noexcept;
bool flush(std::FILE* stream) noexcept;

template <typename... Args>
void print(std::FILE* stream, fmt::format_string<Args...> format, Args&&... args) {
  write_text(stream, fmt::format(format, std::forward<Args>(args)...));
}
template <typename... Args>
void print(fmt::format_string<Args...> format, Args&&... args) {
  write_text(stdout, fmt::format(format, std::forward<Args>(args)...));
}

// Flushes stdout. 0, or the errno of what first failed there: EPIPE when its reader is gone.
int stdout_failure() noexcept;

// Before anything is opened: standard streams that are closed become /dev/null, so that no file
// gets their numbers; a write that fails says so to its caller and raises no signal.
void prepare_streams() noexcept;

}  // namespace glia::cli
