#include <algorithm>
#include <cmath>
#include <filesystem>
#include <system_error>
#include <tuple>
#include <vector>

#include "base/names.h"
#include "glia/error.h"
#include "glia/model.h"
#include "io/json.h"
#include "io/model_file.h"

namespace glia {
namespace {

namespace fs = std::filesystem;
using io::Json;

constexpr std::int64_t kCheckpointVersion = 1;
constexpr std::string_view kPrefix = "checkpoint-";
constexpr std::string_view kSuffix = ".safetensors";
constexpr std::array<std::string_view, 5> kEditKinds{"set", "hold", "release", "learning_rate",
                                                     "batch"};

double finite(double value, const std::string& where) {
  if (!std::isfinite(value)) {
    throw Error(ErrorCode::invalid_argument, where + ": expected a finite number");
  }
  return value;
}

Json progress_to_json(const Snapshot& snapshot, const Journal& journal) {
  Json held = Json::object();
  for (const auto& [name, value] : snapshot.held) held[name] = finite(value, "held " + name);
  Json entries = Json::array();
  for (const auto& [step, order, edit] : journal) {
    entries.push_back({{"step", step},
                       {"order", order},
                       {"kind", enumerator_name(edit.kind, kEditKinds)},
                       {"parameter", edit.parameter},
                       {"index", edit.index},
                       {"value", finite(edit.value, "journal")}});
  }
  return {{"version", kCheckpointVersion},
          {"step", snapshot.step},
          {"epoch", snapshot.epoch},
          {"batch", snapshot.batch},
          {"batch_size", snapshot.batch_size},
          {"epoch_cost", finite(snapshot.epoch_cost, "epoch_cost")},
          {"epoch_correct", snapshot.epoch_correct},
          {"rate_factor", finite(snapshot.rate_factor, "rate_factor")},
          {"edits", snapshot.edits},
          {"held", std::move(held)},
          {"journal", std::move(entries)}};
}

float held_at(const Json& json, const std::string& where) {
  const double value = io::number_at(json, where);
  const auto number = static_cast<float>(value);
  if (static_cast<double>(number) != value) {
    throw Error(ErrorCode::format, where + ": expected a float32 number, got " + json.dump());
  }
  return number;
}

JournalEntry journal_entry_at(const Json& json, const std::string& where) {
  io::check_fields(json, where, {"step", "order", "kind", "parameter", "index", "value"});
  JournalEntry entry;
  entry.step = io::uint64_at(json["step"], where + ", step");
  entry.order = io::uint64_at(json["order"], where + ", order");
  entry.edit.kind = enumerator_named<Edit::Kind>(
      "edit", io::string_at(json["kind"], where + ", kind"), kEditKinds);
  entry.edit.parameter = io::string_at(json["parameter"], where + ", parameter");
  entry.edit.index = io::int64_at(json["index"], where + ", index");
  entry.edit.value = io::number_at(json["value"], where + ", value");
  return entry;
}

void read_progress(const std::string& text, Checkpoint& checkpoint) {
  const std::string where = "checkpoint";
  const Json json = io::parse_json(text);
  io::check_fields(json, where,
                   {"version", "step", "epoch", "batch", "batch_size", "epoch_cost",
                    "epoch_correct", "rate_factor", "edits", "held", "journal"});
  if (const std::int64_t version = io::int64_at(json["version"], where + ", version");
      version != kCheckpointVersion) {
    throw Error(ErrorCode::unsupported,
                where + ": expected version 1, got " + std::to_string(version));
  }
  Snapshot& snapshot = checkpoint.snapshot;
  snapshot.step = io::uint64_at(json["step"], where + ", step");
  snapshot.epoch = io::uint64_at(json["epoch"], where + ", epoch");
  snapshot.batch = io::uint64_at(json["batch"], where + ", batch");
  snapshot.batch_size = io::uint64_at(json["batch_size"], where + ", batch_size");
  snapshot.epoch_cost = io::number_at(json["epoch_cost"], where + ", epoch_cost");
  snapshot.epoch_correct = io::uint64_at(json["epoch_correct"], where + ", epoch_correct");
  snapshot.rate_factor = io::number_at(json["rate_factor"], where + ", rate_factor");
  snapshot.edits = io::uint64_at(json["edits"], where + ", edits");
  for (const auto& [name, value] : io::object_at(json["held"], where + ", held").items()) {
    snapshot.held[name] = held_at(value, where + ", held " + io::in_quotes(name));
  }
  for (const Json& entry : io::array_at(json["journal"], where + ", journal")) {
    checkpoint.journal.push_back(journal_entry_at(entry, where + ", journal"));
  }
  if (snapshot.edits > checkpoint.journal.size()) {
    throw Error(ErrorCode::format, where + ": " + std::to_string(snapshot.edits) +
                                       " edits were applied, and its journal has " +
                                       std::to_string(checkpoint.journal.size()));
  }
}

Checkpoint load_file(const std::string& path) {
  io::SafeTensors contents = io::read_safetensors(path);
  return io::loading(path, [&] {
    Checkpoint checkpoint;
    const auto progress = contents.metadata.find(io::kCheckpointKey);
    if (progress == contents.metadata.end()) {
      throw Error(ErrorCode::format, "it is a model, not a checkpoint");
    }
    read_progress(progress->second, checkpoint);
    checkpoint.model = io::unpack_model(contents);
    checkpoint.snapshot.state = checkpoint.model.state;
    for (auto& [name, tensor] : contents.tensors) {  // the parameters are gone from it
      checkpoint.snapshot.optimizer[name.substr(io::kOptimizerPrefix.size())] =
          std::move(tensor.values);
    }
    return checkpoint;
  });
}

// The checkpoints of a folder, last written first; by name where the clock cannot tell.
std::vector<fs::path> checkpoints_in(const std::string& dir) {
  std::vector<std::tuple<fs::file_time_type, std::size_t, std::string>> found;
  std::error_code error;
  for (fs::directory_iterator it(dir, error), end; !error && it != end; it.increment(error)) {
    const std::string name = it->path().filename().string();
    if (name.size() <= kPrefix.size() + kSuffix.size() || !name.starts_with(kPrefix) ||
        !name.ends_with(kSuffix)) {
      continue;
    }
    const std::string_view step(name.data() + kPrefix.size(),
                                name.size() - kPrefix.size() - kSuffix.size());
    if (step.find_first_not_of("0123456789") != std::string_view::npos) continue;
    std::error_code ignored;
    found.emplace_back(it->last_write_time(ignored), step.size(), name);
  }
  if (error) {
    const bool missing = error == std::errc::no_such_file_or_directory;
    throw Error(missing ? ErrorCode::not_found : ErrorCode::io,
                "cannot look for checkpoints in '" + dir + "': " + error.message());
  }
  std::ranges::sort(found, std::greater<>());
  std::vector<fs::path> paths;
  for (const auto& [time, digits, name] : found) paths.push_back(fs::path(dir) / name);
  return paths;
}

}  // namespace

std::string save_checkpoint(const Checkpoint& checkpoint, const std::string& dir, int keep) {
  const Snapshot& snapshot = checkpoint.snapshot;
  const std::string name =
      std::string(kPrefix) + std::to_string(snapshot.step) + std::string(kSuffix);
  const fs::path path = fs::path(dir) / name;
  const std::string cannot = "cannot save '" + path.string() + "': ";
  if (keep < 1) {
    throw Error(ErrorCode::invalid_argument,
                cannot + "expected to keep 1 checkpoint or more, got " + std::to_string(keep));
  }
  std::error_code error;
  fs::create_directories(dir, error);
  if (error) throw Error(ErrorCode::io, cannot + error.message());

  io::SafeTensors contents;
  try {
    contents = io::pack_model(checkpoint.model, snapshot.state);
    contents.metadata[io::kCheckpointKey] =
        io::dump_json(progress_to_json(snapshot, checkpoint.journal));
    for (const auto& [tensor, values] : snapshot.optimizer) {
      contents.tensors[std::string(io::kOptimizerPrefix) + tensor] = {
          {static_cast<std::int64_t>(values.size())}, values};
    }
  } catch (const Error& e) {
    throw Error(e.code(), cannot + e.what());
  }
  io::write_safetensors(contents, path.string());

  int kept = 1;
  for (const fs::path& other : checkpoints_in(dir)) {
    if (other == path || kept++ < keep) continue;
    fs::remove(other, error);  // one that cannot be removed does no harm
  }
  return path.string();
}

Checkpoint load_checkpoint(const std::string& dir, std::string* note) {
  std::string passed_over;
  for (const fs::path& path : checkpoints_in(dir)) {
    try {
      Checkpoint checkpoint = load_file(path.string());
      if (note) *note = passed_over;
      return checkpoint;
    } catch (const Error& error) {
      passed_over += (passed_over.empty() ? "" : "; ") + std::string(error.what());
    }
  }
  if (passed_over.empty()) {
    throw Error(ErrorCode::not_found,
                "'" + dir + "' holds no checkpoint: expected files like checkpoint-1000" +
                    std::string(kSuffix));
  }
  throw Error(ErrorCode::format, "'" + dir + "' holds no whole checkpoint: " + passed_over);
}

}  // namespace glia
