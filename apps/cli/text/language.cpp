#include "text/language.h"

#include <atomic>
#include <cstdlib>

namespace glia::cli {
namespace {

constexpr std::string_view kOption = "--lang";

std::atomic<Language> language_spoken{Language::english};

std::string_view locale_of_messages() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {  // in POSIX's order
    const char* const value = std::getenv(name);
    if (value != nullptr && *value != '\0') return value;
  }
  return "";
}

}  // namespace

Language language_of(std::string_view locale) noexcept {
  return locale.substr(0, locale.find_first_of("_.@")) == "ru" ? Language::russian
                                                               : Language::english;
}

Language language_asked_for(int argc, const char* const* argv) {
  std::string_view locale = locale_of_messages();
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--") break;
    if (word == kOption && i + 1 < argc) locale = argv[i + 1];
    if (word.starts_with(kOption) && word.substr(kOption.size()).starts_with('=')) {
      locale = word.substr(kOption.size() + 1);
    }
  }
  return language_of(locale);
}

void speak(Language language) noexcept { language_spoken = language; }
Language spoken() noexcept { return language_spoken; }

}  // namespace glia::cli
