#pragma once
#include <string_view>

namespace glia::cli {

// What people are spoken to in. What programs read is English always.
enum class Language { english, russian };

// "ru", "ru_RU.UTF-8"; whatever else it is, English.
Language language_of(std::string_view locale) noexcept;
// What --lang says among these words, or else LC_ALL, LC_MESSAGES or LANG, the first that is set.
Language language_asked_for(int argc, const char* const* argv);

// Of the whole process, as its locale would be: chosen once, before anything is said.
void speak(Language language) noexcept;
Language spoken() noexcept;

}  // namespace glia::cli
