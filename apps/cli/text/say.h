#pragma once
#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>

namespace glia::cli {

// What people read is said by these; what programs read, and what errors say until they are
// printed, is made by fmt::format().

std::string said(fmt::string_view english, fmt::format_args args);

// The text in the language that is spoken, with its numbers as that has them.
template <typename... Args>
std::string say(fmt::format_string<Args...> english, Args&&... args) {
  return said(english, fmt::make_format_args(args...));
}

// The same for a text without holes that is known only now, such as the help of a setting.
std::string say_text(std::string_view english);

// The same for digits as English has them, "13,002" and "0.5".
std::string say_number(const std::string& english);

// A message of whoever speaks English only, such as the library's errors: recognised by its
// wording, and where nobody knows it as it is.
std::string retold(std::string_view message);

}  // namespace glia::cli
