#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "glia/export.h"

// Of these headers. What a version promises: COMPATIBILITY.md.
#define GLIA_VERSION_MAJOR 1
#define GLIA_VERSION_MINOR 0
#define GLIA_VERSION_PATCH 0

namespace GLIA_EXPORT glia {

std::string_view version() noexcept;  // of the library that runs, "1.0.0"

// How that was built.
struct Build {
  struct Library {
    std::string name, version = {};  // empty: it does not say
  };
  struct Part {
    std::string name;
    std::vector<Library> libraries = {};  // none: the part was left out
  };
  std::string type;         // "Release"
  std::string compiler;     // "GNU 12.2.0"
  std::vector<Part> parts;  // "core" first
};
Build build();

}  // namespace glia
