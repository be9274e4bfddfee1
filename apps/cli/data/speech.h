#pragma once
#include <cstdint>
#include <string>

#include "cli.h"
#include "glia/data.h"

namespace glia::cli {

// The file's name; whether a machine spoke it, too.
std::string recording_title(const std::string& file);

// `glia data show` for recordings.
struct RecordingChoice {
  std::string what;  // a file, or the name of a set
  std::string dir;   // of the set
  std::string out;   // a PNG; empty: the terminal
  std::int64_t index = 0;
  bool train = false;
  Damaged damaged = Damaged::refused;
};
int show_recording(const RecordingChoice& choice, const Common& common);

int synthesise(const std::string& out, const std::string& language, int voices,
               const Common& common);

}  // namespace glia::cli
