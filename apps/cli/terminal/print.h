#pragma once
#include <fmt/format.h>

#include <cstdio>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "text/say.h"

namespace glia::cli {

// The one door to stdout and stderr. Printing never throws and never ends the program: where a
// stream fails (nobody reads it, the disk is full) the rest of what goes there is dropped, and of
// stdout it is remembered why. And whatever names and texts of strangers are in it, a terminal is
// told to do nothing but what Screen asks for: see harmless().
void write_text(std::FILE* stream, std::string_view text) noexcept;  // as it is
bool flush(std::FILE* stream) noexcept;
void be_silent(bool silent) noexcept;  // as long as it is, nothing is printed
// `text`, in which only Screen's colours are left of what a terminal obeys.
std::string for_terminal(std::string_view text);

// Whoever starts glia for a person, as ./run does, says in GLIA_SAID_AS how that person called it:
// "glia" where nobody does.
std::string called();
// `text` with these commands of glia's as that person types them: "./run train" for "glia train".
void name_commands(std::vector<std::string> commands);
std::string as_typed(std::string text);

// A word of a command that is shown to be copied: in quotes where a shell would not take it whole.
std::string shell_word(std::string_view text);

template <typename... Args>
void print(std::FILE* stream, fmt::format_string<Args...> format, Args&&... args) {
  write_text(stream, for_terminal(as_typed(say(format, std::forward<Args>(args)...))));
}
template <typename... Args>
void print(fmt::format_string<Args...> format, Args&&... args) {
  write_text(stdout, for_terminal(as_typed(say(format, std::forward<Args>(args)...))));
}
// JSON in one line; what is no UTF-8 in it (a path need not be) as U+FFFD.
std::string text_of(const nlohmann::ordered_json& json);
void print_json(const nlohmann::ordered_json& line);  // and a line break

// Flushes stdout. 0, or the errno of what first failed there: EPIPE when its reader is gone.
int stdout_failure() noexcept;

// Before anything is opened: standard streams that are closed become /dev/null, so that no file
// gets their numbers; a write that fails says so to its caller and raises no signal.
void prepare_streams() noexcept;

}  // namespace glia::cli
