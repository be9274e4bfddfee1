#include "data/first_network.h"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <optional>

#include "core/taught.h"
#include "glia/error.h"
#include "terminal/print.h"
#include "text/say.h"
#include "views/train_view.h"

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

Model taught(int threads, const DataSplit& data, const Screen& screen) {
  if (screen.terminal) {
    print(stderr, "  {}\n",
          screen.dim(say("A network learns, which visitors see first; the next start has it.")));
  }
  TrainLine line(screen, true);
  return studio::teach_first_network(threads, data, &line);
}

}  // namespace

Model first_network(int threads, const DataSplit& data, const Screen& screen) {
  const fs::path folder = cache_folder();
  if (folder.empty()) return taught(threads, data, screen);
  const std::string file =
      (folder / fmt::format("first-network-{:016x}.safetensors", data.train.digest())).string();
  if (auto model = kept(file); model && studio::is_first_network(*model, data)) {
    return *std::move(model);
  }
  Model model = taught(threads, data, screen);
  try {
    fs::create_directories(folder);
    save_model(model, file);
  } catch (const std::exception&) {  // no room or no right: the next start teaches it again
  }
  return model;
}

}  // namespace glia::cli
