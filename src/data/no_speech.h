#pragma once
#include <string>

#include "glia/error.h"

namespace glia {

// What a build without the libraries for sound says in their place.
[[noreturn]] inline void no_speech(const std::string& file = "") {
  const std::string of = file.empty() ? "" : "'" + file + "': ";
#ifdef GLIA_SPEECH_MISSING
  throw Error(ErrorCode::unsupported,
              of + "this build knows no sound: install " GLIA_SPEECH_MISSING " and build it again");
#else
  throw Error(ErrorCode::unsupported,
              of + "this build knows no sound: build it again with -DGLIA_SPEECH=ON");
#endif
}

}  // namespace glia
