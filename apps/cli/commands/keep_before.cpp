#include "commands/keep_before.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "glia/error.h"
#include "glia/file.h"

namespace glia::cli {
namespace {

namespace fs = std::filesystem;

std::optional<Model> model_at(const std::string& path) {
  try {
    return load_model(path);
  } catch (const Error&) {
    return std::nullopt;
  }
}

bool holds(const std::string& path, std::span<const std::uint8_t> bytes) {
  std::error_code ignored;
  if (fs::file_size(path, ignored) != bytes.size()) return false;
  std::ifstream file(path, std::ios::binary);
  return std::equal(bytes.begin(), bytes.end(), std::istreambuf_iterator<char>(file), {},
                    [](std::uint8_t a, char b) { return a == static_cast<std::uint8_t>(b); });
}

}  // namespace

std::string variant(const std::string& out, const std::string& word) {
  const fs::path path(out);
  fs::path name = path.stem();
  name += "." + word;
  name += path.extension();
  return (path.parent_path() / name).string();
}

std::string keep_before(std::span<const std::uint8_t> network, const std::string& out,
                        const Judge& judge) {
  std::error_code ignored;
  if (!fs::is_regular_file(out, ignored) || fs::is_empty(out, ignored)) return "";
  if (holds(out, network)) return "";
  check_writable(out);  // whose message is the one that helps
  const std::string before = variant(out, "before");
  const auto right = [&](const std::string& path) -> std::optional<double> {
    const std::optional<Model> model = judge ? model_at(path) : std::nullopt;
    return model ? judge(*model) : std::nullopt;
  };
  const std::optional<double> was = right(out), kept = right(before);
  if (was && kept && *kept > *was) {
    return fmt::format("{} stays: it is right more often than what was in {}.", before, out);
  }
  try {
    copy_file(out, before);
  } catch (const Error& error) {
    throw Error(error, fmt::format("{}: the network there cannot be kept: {}", out, error.what()));
  }
  const std::string how = was ? fmt::format(", right on {:.2f} %", 100 * *was) : "";
  return fmt::format("What was there is now {}{}.", before, how);
}

std::string save_and_keep_before(std::span<const std::uint8_t> network, const std::string& out) {
  std::string kept = keep_before(network, out);
  save_file(out, {reinterpret_cast<const char*>(network.data()), network.size()});
  return kept;
}

}  // namespace glia::cli
