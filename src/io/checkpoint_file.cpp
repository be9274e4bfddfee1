#include "io/checkpoint_file.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <system_error>
#include <tuple>
#include <utility>

#include "base/digest.h"
#include "base/names.h"
#include "glia/error.h"
#include "io/json.h"
#include "io/model_file.h"
#include "io/settings_json.h"

namespace glia::io {
namespace {

namespace fs = std::filesystem;

// 1: without recipe, data, run, best. 2: the recipe by other names.
constexpr std::int64_t kVersion = 3;
constexpr std::string_view kBestPrefix = "best:";
constexpr std::array<std::string_view, 5> kEditKinds{"set", "hold", "release", "learning_rate",
                                                     "batch"};

// As many as can be read again: 14 values each, of the 4 million that parse_json() takes.
constexpr std::size_t kMostEdits = 250'000;

struct Count {
  const char* name;
  std::uint64_t Snapshot::*value;
};
constexpr Count kCounts[] = {{"step", &Snapshot::step},
                             {"epoch", &Snapshot::epoch},
                             {"batch", &Snapshot::batch},
                             {"batch_size", &Snapshot::batch_size},
                             {"edits", &Snapshot::edits}};

double finite(double value, const std::string& where) {
  if (!std::isfinite(value)) {
    throw Error(ErrorCode::invalid_argument, where + ": expected a finite number");
  }
  return value;
}

Json print_to_json(const DataPrint& print) {
  return {{"name", print.name}, {"samples", print.samples}, {"digest", digits_of(print.digest)}};
}

DataPrint print_at(const Json& json, const std::string& where) {
  check_fields(json, where, {"name", "samples", "digest"});
  DataPrint print{string_at(json["name"], where), int64_at(json["samples"], where + ", samples")};
  const std::string& digits = string_at(json["digest"], where + ", digest");
  const char* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, print.digest, 16);
  if (error != std::errc{} || stop != end) {
    fail(where + ", digest: expected 16 hexadecimal digits, got " + in_quotes(digits));
  }
  return print;
}

Json progress_to_json(const Checkpoint& checkpoint, std::uint64_t moment) {
  const Snapshot& snapshot = checkpoint.snapshot;
  if (checkpoint.journal.size() > kMostEdits) {
    throw Error(ErrorCode::unsupported, "journal: expected at most " + std::to_string(kMostEdits) +
                                            " edits, got " +
                                            std::to_string(checkpoint.journal.size()));
  }
  Json held = Json::object();
  for (const auto& [name, value] : snapshot.held) held[name] = finite(value, "held " + name);
  Json entries = Json::array();
  for (const auto& [step, order, edit] : checkpoint.journal) {
    entries.push_back({{"step", step},
                       {"order", order},
                       {"kind", enumerator_name(edit.kind, kEditKinds)},
                       {"parameter", edit.parameter},
                       {"index", edit.index},
                       {"value", finite(edit.value, "journal")}});
  }
  Json json{{"version", kVersion},
            {"moment", moment},
            {"run", checkpoint.run},
            {"epoch_cost", finite(snapshot.epoch_cost, "epoch_cost")},
            {"rate_factor", finite(snapshot.rate_factor, "rate_factor")},
            {"held", std::move(held)},
            {"journal", std::move(entries)},
            {"recipe", recipe_to_json(checkpoint.recipe)},
            {"train", print_to_json(checkpoint.train)},
            {"validation", print_to_json(checkpoint.validation)},
            {"numeric_path", checkpoint.numeric_path}};
  for (const Count& count : kCounts) json[count.name] = snapshot.*count.value;
  if (snapshot.epoch_weight) {
    json["epoch_weight"] = finite(*snapshot.epoch_weight, "epoch_weight");
    json["epoch_correct"] = finite(snapshot.epoch_correct, "epoch_correct");
  } else {
    json["epoch_correct"] = static_cast<std::uint64_t>(snapshot.epoch_correct);
  }
  if (snapshot.best) {
    json["best"] = {{"cost", finite(snapshot.best->cost, "best cost")},
                    {"epochs_since", snapshot.best->epochs_since}};
  }
  return json;
}

float held_at(const Json& json, const std::string& where) {
  const double value = number_at(json, where);
  const auto number = static_cast<float>(value);
  if (static_cast<double>(number) != value) {
    throw Error(ErrorCode::format, where + ": expected a float32 number, got " + json.dump());
  }
  return number;
}

JournalEntry journal_entry_at(const Json& json, const std::string& where) {
  check_fields(json, where, {"step", "order", "kind", "parameter", "index", "value"});
  JournalEntry entry;
  entry.step = uint64_at(json["step"], where + ", step");
  entry.order = uint64_at(json["order"], where + ", order");
  entry.edit.kind =
      enumerator_named<Edit::Kind>("edit", string_at(json["kind"], where + ", kind"), kEditKinds);
  entry.edit.parameter = string_at(json["parameter"], where + ", parameter");
  entry.edit.index = int64_at(json["index"], where + ", index");
  entry.edit.value = number_at(json["value"], where + ", value");
  return entry;
}

// What version 1 did not have.
void read_origin(const Json& json, const std::string& where, Checkpoint& checkpoint) {
  checkpoint.run = string_at(json["run"], where + ", run");
  checkpoint.recipe = recipe_from_json(json["recipe"], where + ", recipe");
  checkpoint.train = print_at(json["train"], where + ", train");
  checkpoint.validation = print_at(json["validation"], where + ", validation");
  checkpoint.numeric_path = string_at(json["numeric_path"], where + ", numeric_path");
  for (const std::string* name :
       {&checkpoint.run, &checkpoint.numeric_path, &checkpoint.train.name}) {
    check_text(*name, where);
  }
  if (!json.contains("best")) return;
  check_fields(json["best"], where + ", best", {"cost", "epochs_since"});
  Snapshot::Best& best = checkpoint.snapshot.best.emplace(Snapshot::Best{});
  best.cost = number_at(json["best"]["cost"], where + ", best, cost");
  best.epochs_since = uint64_at(json["best"]["epochs_since"], where + ", best, epochs_since");
}

void read_progress(const std::string& text, Moment& moment) {
  const std::string where = "checkpoint";
  const Json json = parse_json(text);
  object_at(json, where);
  if (!json.contains("version")) fail(where + ": 'version' is missing");
  const std::int64_t version = int64_at(json["version"], where + ", version");
  if (version < 1 || version > kVersion) {
    throw Error(ErrorCode::unsupported, where + ": expected version " + std::to_string(kVersion) +
                                            ", got " + std::to_string(version));
  }
  Checkpoint& checkpoint = moment.checkpoint;
  if (version == 1) {
    check_fields(json, where,
                 {"version", "step", "epoch", "batch", "batch_size", "epoch_cost", "epoch_correct",
                  "rate_factor", "edits", "held", "journal"});
  } else {
    check_fields(json, where,
                 {"version", "moment", "run", "step", "epoch", "batch", "batch_size", "epoch_cost",
                  "epoch_correct", "rate_factor", "edits", "held", "journal", "recipe", "train",
                  "validation", "numeric_path"},
                 {"best", "epoch_weight"});
    moment.number = uint64_at(json["moment"], where + ", moment");
    read_origin(json, where, checkpoint);
  }
  Snapshot& snapshot = checkpoint.snapshot;
  for (const Count& count : kCounts) {
    snapshot.*count.value = uint64_at(json[count.name], where + ", " + count.name);
  }
  const std::string correct = where + ", epoch_correct";
  if (json.contains("epoch_weight")) {
    snapshot.epoch_weight = number_at(json["epoch_weight"], where + ", epoch_weight");
    snapshot.epoch_correct = number_at(json["epoch_correct"], correct);
  } else {
    snapshot.epoch_correct = static_cast<double>(uint64_at(json["epoch_correct"], correct));
  }
  snapshot.epoch_cost = number_at(json["epoch_cost"], where + ", epoch_cost");
  snapshot.rate_factor = number_at(json["rate_factor"], where + ", rate_factor");
  for (const auto& [name, value] : object_at(json["held"], where + ", held").items()) {
    snapshot.held[name] = held_at(value, where + ", held " + in_quotes(name));
  }
  for (const Json& entry : array_at(json["journal"], where + ", journal")) {
    checkpoint.journal.push_back(journal_entry_at(entry, where + ", journal"));
  }
  if (snapshot.edits > checkpoint.journal.size()) {
    throw Error(ErrorCode::format, where + ": " + std::to_string(snapshot.edits) +
                                       " edits were applied, and its journal has " +
                                       std::to_string(checkpoint.journal.size()));
  }
}

constexpr std::string_view kPrefix = "checkpoint-";
constexpr std::string_view kSuffix = ".safetensors";

bool is_moment(const std::string& name) {
  if (name.size() <= kPrefix.size() + kSuffix.size() || !name.starts_with(kPrefix) ||
      !name.ends_with(kSuffix)) {
    return false;
  }
  const std::string_view step(name.data() + kPrefix.size(),
                              name.size() - kPrefix.size() - kSuffix.size());
  return step.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

SafeTensors pack_checkpoint(const Checkpoint& checkpoint, std::uint64_t number, const OpSet& ops) {
  const Snapshot& snapshot = checkpoint.snapshot;
  SafeTensors contents = pack_model(checkpoint.model, snapshot.state, ops);
  contents.metadata[kCheckpointKey] = dump_json(progress_to_json(checkpoint, number));
  for (const auto& [name, values] : snapshot.optimizer) {
    contents.tensors[std::string(kOptimizerPrefix) + name] = {
        {static_cast<std::int64_t>(values.size())}, values};
  }
  if (snapshot.best) {
    snapshot.best->state.check(checkpoint.model.graph);
    for (const auto& [name, tensor] : snapshot.best->state.tensors()) {
      contents.tensors[std::string(kBestPrefix) + name] = tensor;
    }
  }
  return contents;
}

Moment load_moment(const std::string& path, const OpSet& ops) {
  SafeTensors contents = read_safetensors(path);
  return loading(path, [&] {
    Moment moment;
    const auto progress = contents.metadata.find(kCheckpointKey);
    if (progress == contents.metadata.end()) {
      throw Error(ErrorCode::format, "it is a model, not a checkpoint");
    }
    read_progress(progress->second, moment);
    Checkpoint& checkpoint = moment.checkpoint;
    Snapshot& snapshot = checkpoint.snapshot;
    checkpoint.model = unpack_model(contents, ops);
    snapshot.state = checkpoint.model.state;
    for (auto& [name, tensor] : contents.tensors) {  // the parameters are gone from it
      if (name.starts_with(kOptimizerPrefix)) {
        snapshot.optimizer[name.substr(kOptimizerPrefix.size())] = std::move(tensor.values);
      } else if (snapshot.best && name.starts_with(kBestPrefix)) {
        snapshot.best->state.tensors()[name.substr(kBestPrefix.size())] = std::move(tensor);
      } else {
        throw Error(ErrorCode::format, "it has an unknown tensor " + in_quotes(name));
      }
    }
    if (snapshot.best) snapshot.best->state.check(checkpoint.model.graph);
    return moment;
  });
}

std::string moment_name(std::uint64_t step) {
  return std::string(kPrefix) + std::to_string(step) + std::string(kSuffix);
}

std::vector<MomentFile> moments_in(const std::string& dir, const OpSet& ops) {
  std::vector<MomentFile> entries;
  std::error_code error;
  for (fs::directory_iterator it(dir, error), end; !error && it != end; it.increment(error)) {
    if (!is_moment(it->path().filename().string())) continue;
    MomentFile entry{.path = it->path().string()};
    try {
      const io::Moment moment = load_moment(entry.path, ops);
      entry.number = moment.number;
      entry.step = moment.checkpoint.snapshot.step;
      entry.run = moment.checkpoint.run;
    } catch (const Error& e) {
      entry.wrong = e.what();
    }
    entries.push_back(std::move(entry));
  }
  if (error) {
    const bool missing = error == std::errc::no_such_file_or_directory;
    throw Error(missing ? ErrorCode::not_found : ErrorCode::io,
                "cannot look for checkpoints in '" + dir + "': " + error.message());
  }
  std::ranges::sort(entries, [](const MomentFile& a, const MomentFile& b) {
    if (a.wrong.empty() != b.wrong.empty()) return a.wrong.empty();
    return std::tie(a.number, a.step, a.path) > std::tie(b.number, b.step, b.path);
  });
  return entries;
}

}  // namespace glia::io
