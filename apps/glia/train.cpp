#include <fmt/format.h>
#include <unistd.h>

#include <cmath>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "cli.h"
#include "data_sets.h"
#include "glia/error.h"
#include "glia/trainer.h"
#include "interrupt.h"
#include "options.h"
#include "train_options.h"
#include "train_view.h"

namespace glia::cli {
namespace {

constexpr double kSecondsBetweenCheckpoints = 5;

// Refuses now what could not be saved after an hour of learning.
void check_writable(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  const fs::path folder = fs::path(path).parent_path();
  const std::string shown = folder.empty() ? "." : folder.string();
  if (!fs::is_directory(shown, ignored)) {
    throw Error(ErrorCode::io,
                fmt::format("--out {}: there is no folder '{}'; make it first", path, shown));
  }
  if (fs::is_directory(path, ignored)) {
    throw Error(ErrorCode::io, fmt::format("--out {}: this is a folder; name a file", path));
  }
  const bool there = fs::exists(path, ignored);
  if (there && access(path.c_str(), W_OK) != 0) {
    throw Error(ErrorCode::io, fmt::format("--out {}: this file may not be written to; choose "
                                           "another place or change its permissions",
                                           path));
  }
  if (access(shown.c_str(), W_OK) != 0) {
    throw Error(ErrorCode::io, fmt::format("--out {}: the folder '{}' cannot be written to; "
                                           "choose another place or change its permissions",
                                           path, shown));
  }
}

struct Prepared {
  Model model;
  Recipe recipe;
  Dataset train;
  std::optional<Dataset> validation;
  Judged judged;
  bool synthetic = false;
  std::string note;  // what of the data was passed over
};

Graph network(const TrainOptions& options, const Shape& input) {
  if (!options.net.ends_with(".json")) return parse_net(options.net, options.net_options(), input);
  std::ifstream file(options.net);
  if (!file) throw Error(ErrorCode::io, fmt::format("--net {}: cannot be read", options.net));
  std::stringstream text;
  text << file.rdbuf();
  Graph graph = graph_from_json(text.str());
  if (graph.input_shape().elements() != input.elements()) {
    throw Error(ErrorCode::shape_mismatch,
                fmt::format("--net {}: takes {}, one input is {}", options.net,
                            graph.input_shape().str(), input.str()));
  }
  return graph;
}

Prepared prepare(TrainOptions& options, int threads) {
  Prepared p;
  p.recipe = options.recipe();
  // Says what is wrong with it before reading data, where one can know.
  if (!options.net.empty() && std::isdigit(static_cast<unsigned char>(options.net[0]))) {
    network(options, {});
  }
  DataSplit data = open_data_set(options.data, options.data_dir, nullptr, options.hold_out_speaker,
                                 {options.picture_size, options.grey, threads});
  if (options.net.empty()) {
    options.net = fmt::format("{}-32-{}", data.train.shape().elements(), data.train.classes());
  }
  options.fit_to(data.train.classes());
  p.judged = judged_by(data);
  p.note = data.note;
  p.synthetic = data.synthetic;
  if (data.validation.size() > 0) {
    if (options.validation) {
      throw UsageError(
          fmt::format("--validation: {} says itself what validates; leave it out", options.data));
    }
    p.validation = std::move(data.validation);
  }
  p.train = std::move(data.train);
  try {
    if (options.train_size) p.train = p.train.first(*options.train_size);
    if (options.shuffle_labels) p.train = p.train.with_shuffled_labels(p.recipe.seed);
    if (options.validation) {
      auto [learnt, held] = p.train.split(*options.validation, p.recipe.seed);
      p.train = std::move(learnt);
      p.validation = std::move(held);
    }
    p.model.graph = network(options, p.train.shape());
  } catch (const Error& error) {
    throw UsageError(error.what());
  }
  const std::int64_t outputs = p.model.graph[p.model.graph.output()].shape.elements();
  if (outputs != p.train.classes()) {
    throw UsageError(fmt::format("--net {}: '{}' has {} classes, so the last size must be {}",
                                 options.net, options.data, p.train.classes(), p.train.classes()));
  }
  p.model.cost = p.recipe.cost;
  p.model.state = State(p.model.graph, p.recipe.seed);
  if (p.train.features()) p.model.features = *p.train.features();
  p.model.form = data.form;
  p.model.classes = data.classes;
  for (int c = 0; data.classes.empty() && c < p.train.classes(); ++c) {
    p.model.classes.push_back(std::to_string(c));
  }
  return p;
}

void save_moment(Trainer& trainer, const std::string& dir) {
  save_checkpoint({trainer.model(), trainer.snapshot(), trainer.journal()}, dir);
}

// Runs to the end, to Ctrl-C or to early stopping; keeps checkpoints on the way.
StopReason learn(Trainer& trainer, const TrainOptions& options) {
  if (options.checkpoint.empty()) return trainer.run();
  StopReason reason;
  do {
    reason = trainer.run(Trainer::Budget::of_seconds(kSecondsBetweenCheckpoints));
    save_moment(trainer, options.checkpoint);
  } while (reason == StopReason::budget);
  return reason;
}

// What the learning took.
struct Effort {
  double seconds = 0;            // evaluation not counted
  double processor_seconds = 0;  // of all threads, evaluation counted
  double samples_per_second = 0;
};

Effort effort(const Trainer& trainer, std::clock_t clocks) {
  Effort e{.processor_seconds = static_cast<double>(clocks) / CLOCKS_PER_SEC};
  double samples = 0;
  for (const EpochReport& r : trainer.reports()) {
    e.seconds += r.seconds;
    samples += r.seconds * r.samples_per_second;
  }
  if (e.seconds > 0) e.samples_per_second = samples / e.seconds;
  return e;
}

void print_beginning(const Prepared& p, const TrainOptions& options, const Engine& engine,
                     const Screen& screen) {
  fmt::print("{} · {} parameters · {} {}examples of {}\n",
             screen.bold(options.preset.empty() ? options.net : options.preset),
             grouped(p.model.graph.parameters()), grouped(p.train.size()),
             p.synthetic ? "synthetic " : "", options.data);
  fmt::print("{}\n", screen.dim(fmt::format("{} · {} threads, {}", options.recipe_text(),
                                            engine.pool.size(), engine.simd.name())));
  if (p.model.form) {
    fmt::print("{}\n",
               screen.dim(described(*p.model.form) + (p.note.empty() ? "" : " · ") + p.note));
  }
  std::fflush(stdout);
}

void print_end(StopReason reason, Trainer& trainer, const TrainOptions& options,
               std::int64_t examples, const Effort& effort, const Screen& screen) {
  const std::uint64_t epochs = trainer.reports().empty() ? 0 : trainer.reports().back().epoch;
  if (reason == StopReason::cancelled) {
    fmt::print("  Interrupted after {} of {} epochs; what was learnt is saved.\n", epochs,
               *options.epochs);
  } else if (reason == StopReason::early_stopping) {
    fmt::print("  Stopped early after {} epochs: the validation cost no longer fell.\n", epochs);
  }
  const auto exact = [](double s) { return s < 20 ? fmt::format("{:.1f} s", s) : duration(s); };
  if (effort.seconds > 0)
    fmt::print("  Learnt in {} ({} of processor time), {} samples a second.\n",
               exact(effort.seconds), exact(effort.processor_seconds),
               grouped(std::llround(effort.samples_per_second)));
  fmt::print("  Saved to {}\n\n", screen.bold(options.out));
  std::string bias;  // the first that there is: hidden1.bias, conv1.bias
  for (const Node& node : trainer.model().graph.nodes()) {
    for (const ParamSpec& param : node.spec.params) {
      if (bias.empty() && param.name == "bias") bias = parameter_name(node, param);
    }
  }
  fmt::print(
      "{}\n  glia show {}\n  glia predict {} {}:{} --why\n  glia set {} {}[0]=1 "
      "--out other.safetensors\n",
      screen.dim("  What to try next:"), options.out, options.out, options.data,
      std::min<std::int64_t>(7, examples - 1), options.out, bias);
}

// The options of a run that goes on: what is learnt comes from the checkpoint.
TrainOptions resumed(const TrainOptions& asked, const Checkpoint& checkpoint) {
  const auto text = checkpoint.model.history.find("options");
  TrainOptions options = train_options_from_json(
      text == checkpoint.model.history.end() ? std::string() : text->second);
  if (asked.epochs) options.epochs = asked.epochs;
  options.data_dir = asked.data_dir;
  options.out = asked.out;
  options.checkpoint = asked.checkpoint;
  options.resume = true;
  return options;
}

int run_train(TrainOptions options, const Common& common) {
  std::optional<Checkpoint> from;
  if (options.resume && !options.checkpoint.empty()) {
    std::string note;
    from = load_checkpoint(options.checkpoint, &note);
    if (!note.empty()) fmt::print(stderr, "glia: {}\n", note);
    options = resumed(options, *from);
  }
  options.complete();
  check_writable(options.out);

  Prepared p = prepare(options, common.threads);
  const auto engine = common.engine();
  p.model.history = {{"data", options.data},
                     {"recipe", options.recipe_text()},
                     {"options", to_json(options)},
                     {"seed", std::to_string(*options.seed)},
                     {"numeric_path", std::string(engine->simd.numeric_path())}};
  if (p.synthetic) p.model.history["synthetic"] = "no human spoke what it learnt from";
  Trainer trainer(*engine, p.model, p.train, p.recipe);
  if (p.validation) trainer.set_validation(*p.validation);
  if (p.judged.part == "test") trainer.set_test(p.judged.data);
  if (from) {
    if (!from->journal.empty()) trainer.replay(from->journal);
    trainer.restore(from->snapshot);
  }

  TrainLine line(Screen::of(stderr, common.color));
  TrainLog log;
  trainer.add_observer(line);
  if (common.json) {
    trainer.add_observer(log);
  } else {
    print_beginning(p, options, *engine, Screen::of(stdout, common.color));
  }

  StopReason reason{};
  const std::clock_t begin = std::clock();
  {
    const Interrupt interrupt(trainer);
    try {
      reason = learn(trainer, options);
    } catch (const Error& error) {
      line.clear();
      if (error.code() != ErrorCode::diverged) throw;
      save_model(trainer.model(), options.out);
      throw Error(error.code(), fmt::format("{}; the last good numbers are saved to {}",
                                            error.what(), options.out));
    }
    line.clear();
    save_model(trainer.model(), options.out);
  }

  const Effort took = effort(trainer, std::clock() - begin);
  const Evaluation test = trainer.evaluate(p.judged.data);
  const bool interrupted = reason == StopReason::cancelled;
  if (common.json) {
    nlohmann::ordered_json done{{"event", "done"},
                                {"model", options.out},
                                {p.judged.part + "_cost", test.cost},
                                {p.judged.part + "_accuracy", test.accuracy},
                                {"seconds", took.seconds},
                                {"processor_seconds", took.processor_seconds},
                                {"samples_per_second", took.samples_per_second},
                                {"interrupted", interrupted}};
    if (p.synthetic) done["synthetic"] = true;
    fmt::print("{}\n", done.dump());
  } else {
    const Screen now = Screen::of(stdout, common.color);  // the window may have changed
    print_report(trainer.reports(), test, p.judged.what, p.model.classes, now);
    print_end(reason, trainer, options, p.judged.data.size(), took, now);
  }
  if (interrupted) {
    fmt::print(stderr, "glia: interrupted; what was learnt is saved to {}\n", options.out);
    return kInterrupted;
  }
  return kOk;
}

}  // namespace

void add_train(CLI::App& app, Common& common, Chosen& chosen) {
  CLI::App& sub = add_command(app, "train", "Learn from examples and save the network");
  auto options = std::make_shared<TrainOptions>();
  options->add_to(sub);
  add_common(sub, common);
  when_chosen(sub, [=, &common, &chosen] {
    chosen = [=, &common] { return run_train(*options, common); };
  });
}

}  // namespace glia::cli
