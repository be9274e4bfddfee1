#include "glia/version.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "command_facts.h"  // command_facts.h.in
#include "glia/simd.h"
#include "glia/threads.h"
#include "options/version.h"
#include "text/say.h"

namespace glia::cli {
namespace {

// Of the library and of this program beside it.
std::vector<Build::Part> all_parts() {
  std::vector<Build::Part> parts = build().parts;
  const std::vector<Build::Part> own{GLIA_COMMAND_PARTS};
  parts.insert(parts.end(), own.begin(), own.end());
  return parts;
}

std::string in_words(const Build::Part& part) {
  if (part.libraries.empty()) return say("not in this build");
  std::string text;
  for (const auto& [name, version] : part.libraries) {
    text += (text.empty() ? "" : ", ") + name + (version.empty() ? "" : " " + version);
  }
  return text;
}

}  // namespace

std::string version_text() {
  const Simd simd;
  const Build built = build();
  std::string text =
      say("glia {}\nkernels: {} (of {}); numeric path: {}; processors: {}", version(), simd.name(),
          fmt::format("{}", fmt::join(Simd::available(), ", ")), simd.numeric_path(),
          hardware_threads());
  text += "\n" + say("built: {}, by {}; with kernels for {}", built.type, built.compiler,
                     fmt::format("{}", fmt::join(Simd::compiled(), ", ")));
  for (const Build::Part& part : all_parts()) text += "\n" + part.name + ": " + in_words(part);
  return text + "\n";
}

nlohmann::ordered_json version_json() {
  const Simd simd;
  const Build built = build();
  nlohmann::ordered_json parts;
  for (const Build::Part& part : all_parts()) {
    parts[part.name] = nullptr;
    for (const auto& [name, version] : part.libraries) parts[part.name][name] = version;
  }
  return {{"version", version()},
          {"simd", simd.name()},
          {"simd_here", Simd::available()},
          {"simd_compiled", Simd::compiled()},
          {"numeric_path", simd.numeric_path()},
          {"processors", hardware_threads()},
          {"build", {{"type", built.type}, {"compiler", built.compiler}}},
          {"parts", parts}};
}

}  // namespace glia::cli
