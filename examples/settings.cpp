// Settings by name: what is asked for, and what follows from it.
#include <cstdio>

#include "glia/glia.h"

int main() try {
  const glia::Settings settings =
      glia::complete({{"optimizer", "adamw"}, {"epochs", std::int64_t{3}}});
  std::printf("%s\n", glia::in_words(settings).c_str());
  for (const glia::Setting& setting : glia::all_settings()) {
    std::printf("%s = %s\n", setting.name.data(), glia::to_text(setting.get(settings)).c_str());
  }
} catch (const glia::Error& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 1;
}
