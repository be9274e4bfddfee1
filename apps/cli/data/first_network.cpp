#include "data/first_network.h"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <optional>

#include "core/taught.h"
#include "glia/error.h"

namespace glia::cli {
namespace {

namespace fs = std::filesystem;

// Empty where there is no home.
fs::path cache_folder() {
  const auto given = [](const char* name) {
    const char* value = std::getenv(name);
    return fs::path(value ? value : "");
  };
  if (const fs::path cache = given("XDG_CACHE_HOME"); !cache.empty()) return cache / "glia";
  const fs::path home = given("HOME");
  return home.empty() ? fs::path() : home / ".cache/glia";
}

std::optional<Model> kept(const std::string& file) {
  try {
    return load_model(file);
  } catch (const Error&) {  // none, or not whole: it is taught anew
    return std::nullopt;
  }
}

}  // namespace

Model first_network(Engine& engine, const DataSplit& data) {
  const fs::path folder = cache_folder();
  if (folder.empty()) return studio::teach_first_network(engine, data);
  const std::string file =
      (folder / fmt::format("first-network-{:016x}.safetensors", data.train.digest())).string();
  if (auto model = kept(file); model && studio::is_first_network(*model, engine, data)) {
    return *std::move(model);
  }
  Model model = studio::teach_first_network(engine, data);
  try {
    fs::create_directories(folder);
    save_model(model, file);
  } catch (const std::exception&) {  // no room or no right: the next start teaches it again
  }
  return model;
}

}  // namespace glia::cli
