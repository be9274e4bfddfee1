#include "commands/train_run.h"

#include <fmt/format.h>

#include <cctype>

#include "cli.h"
#include "glia/error.h"
#include "glia/harmless.h"
#include "glia/read_once.h"
#include "terminal/print.h"

namespace glia::cli {
namespace {

// `file`: what --net names, where it is a .json.
Graph network(const TrainOptions& options, const Shape& input, const std::optional<Graph>& file) {
  const std::string& net = options.settings.net;
  if (!file) return parse_net(net, options.settings.net_options(), input);
  const Graph& graph = *file;
  if (graph.input_shape().elements() != input.elements()) {
    throw Error(ErrorCode::shape_mismatch, fmt::format("--net {}: takes {}, one input is {}", net,
                                                       graph.input_shape().str(), input.str()));
  }
  return graph;
}

// Says what is wrong with its sizes before data are read, whatever ends these will give it.
void check_sizes(const Settings& settings) {
  const std::string& net = settings.net;
  if (net.empty() || !std::isdigit(static_cast<unsigned char>(net[0]))) return;
  const std::string whole = net_with_ends(net, 1, 1);
  try {
    parse_net(whole, settings.net_options());
  } catch (const Error& error) {
    std::string why = error.what();
    const std::size_t at = why.find("'" + whole + "'");
    if (at != why.npos) why.replace(at + 1, whole.size(), net);  // as the person wrote it
    throw Error(error, why);
  }
}

DataSplit read_data(const TrainOptions& options, int threads) {
  const Settings& settings = options.settings;
  check_sizes(settings);
  std::optional<std::int64_t> size;
  if (settings.picture_size > 0) size = settings.picture_size;
  return open_data_set(settings.data, options.data_dir, nullptr, settings.hold_out_speaker,
                       {size, settings.grey, threads, settings.skip_damaged, settings.transpose,
                        settings.table_task(), settings.test_table});
}

std::string what_decides(const TrainOptions& options) {
  return to_json(options.resolved()) + '\n' + options.data_dir;
}

DataSplit open_data(const TrainOptions& options, const Runs& on) {
  if (on.read && on.read->asked == what_decides(options)) return on.read->split;
  return read_data(options, on.threads);
}

TrainOptions to_begin(TrainOptions options, const Runs& on) {
  options.complete();
  if (on.writes()) check_out(options.out, options.reads());
  return options;
}

// What is wrong with them is not the person's fault, but the checkpoint's: throws Error.
TrainOptions to_go_on(TrainOptions options, const Checkpoint& from) {
  const auto text = from.model.history.find("options");
  if (text == from.model.history.end()) {
    throw Error(ErrorCode::format, "the checkpoint does not say how it was trained");
  }
  options.asked = resumed(options.asked, asked_from_json(text->second), from.snapshot.epoch);
  try {
    options.complete();
  } catch (const UsageError& error) {
    throw Error(ErrorCode::format, error.what());
  }
  options.check_places();  // again, now that the data are known
  return options;
}

// `begun`: the classes that the training began with, where it goes on.
Prepared prepare(TrainOptions& options, DataSplit data, const std::vector<std::string>& begun) {
  const Settings& settings = options.settings;
  Prepared p;
  if (data.train.by_place(begun)) data = data.matched_to(begun);
  check_can_learn_from(data);
  options.fit_to(data);
  p.recipe = settings.recipe;
  p.judged = judged_by(data);
  p.synthetic = data.synthetic;
  if (data.validation.size() > 0) {
    if (settings.validation > 0) {
      throw UsageError(
          fmt::format("--validation: {} says itself what validates; leave it out", settings.data));
    }
    p.validation = std::move(data.validation);
  }
  p.train = std::move(data.train);
  std::optional<Graph> file;  // what is wrong with it is no wrong usage
  if (settings.net.ends_with(".json")) file = load_graph(settings.net);
  try {
    if (settings.train_size > 0) p.train = p.train.first(settings.train_size);
    if (settings.shuffle_labels) p.train = p.train.with_shuffled_labels(p.recipe.seed);
    if (settings.validation > 0) {
      auto [learnt, held] = p.train.split(settings.validation, p.recipe.seed);
      p.train = std::move(learnt);
      p.validation = std::move(held);
    }
    if (!settings.class_weights.empty()) {
      p.train = p.train.with_class_weights(settings.class_weights);
    }
    p.model.graph = network(options, p.train.shape(), file);
  } catch (const Error& error) {
    throw UsageError(error.what());
  }
  const std::int64_t outputs = p.model.graph[p.model.graph.output()].shape.elements();
  if (outputs != p.train.target_width() && !p.train.labelled()) {
    throw UsageError(fmt::format("--net {}: '{}' has {} targets, so the last size must be {}",
                                 settings.net, settings.data, p.train.target_width(),
                                 p.train.target_width()));
  }
  if (outputs != p.train.target_width()) {
    throw UsageError(fmt::format("--net {}: '{}' has {} classes, so the last size must be {}",
                                 settings.net, settings.data, p.train.classes(),
                                 p.train.classes()));
  }
  p.model.cost = p.recipe.cost;
  p.model.cost_parameters = p.recipe.cost_parameters;
  p.model.state = State(p.model.graph, p.recipe.seed);
  p.model.form = data.form;
  p.model.classes = data.classes;
  for (int c = 0; data.classes.empty() && c < p.train.classes(); ++c) {
    p.model.classes.push_back(std::to_string(c));
  }
  say_note(data);
  return p;
}

// What is wrong with the data is not the checkpoint's fault: no other one is tried.
struct NoData {
  Error error;
};

}  // namespace

Run make_run(TrainOptions options, DataSplit data, const Runs& on,
             const std::vector<std::string>& begun) {
  Prepared p = prepare(options, std::move(data), begun);
  p.model.history = {{"data", harmless(options.settings.data)},
                     {"recipe", harmless(in_words(options.settings))},
                     {"options", to_json(options.resolved())},
                     {"seed", std::to_string(options.settings.recipe.seed)}};
  remember_axes(p.model, options.settings.transpose);
  if (p.synthetic) p.model.history["synthetic"] = "no human spoke what it learnt from";
  encode_model(p.model);  // throws now, not after an hour, when it could not be saved
  auto trainer = std::make_unique<Trainer>(on.engine, p.model, p.train, p.recipe);
  if (p.validation) trainer->set_validation(*p.validation);
  if (p.judged.part == "test") trainer->set_test(p.judged.data);
  if (on.others) trainer->share(*on.others);
  return {std::move(options), std::move(p), std::move(trainer)};
}

ReadData read_together(const TrainOptions& asked, const Moments* goes_on, const Runs& on) {
  TrainOptions options = asked;
  together(*on.others, [&] {
    std::string note;  // which is told when the training is made
    const auto take = [&](const Checkpoint& from) { options = to_go_on(asked, from); };
    if (goes_on) {
      goes_on->newest(note, take);
    } else {
      options = to_begin(asked, on);
    }
  });
  const std::string decides = what_decides(options);
  return {decides, read_once(*on.others, decides,
                             [&](int ranks) { return read_data(options, on.threads * ranks); })};
}

Run begin_run(TrainOptions options, const Runs& on) {
  options = to_begin(std::move(options), on);
  DataSplit data = open_data(options, on);
  check_can_learn_from(data);
  if (on.writes()) {
    for (const std::string& note : options.without_effect(data)) print(stderr, "glia: {}\n", note);
  }
  return make_run(std::move(options), std::move(data), on);
}

Run resume_run(const TrainOptions& asked, const Moments& moments, const Runs& on) {
  Run run;
  std::vector<std::string> changed;
  const auto take = [&](const Checkpoint& from) {
    TrainOptions options = to_go_on(asked, from);
    try {
      DataSplit data = open_data(options, on);
      run = make_run(std::move(options), std::move(data), on, from.model.classes);
    } catch (const UsageError& error) {  // not the person's, but the checkpoint's
      throw Error(ErrorCode::format, error.what());
    } catch (const Error& error) {
      if (error.code() != ErrorCode::io && error.code() != ErrorCode::not_found) throw;
      throw NoData{error};
    }
    changed = run.trainer->resume(from);
  };
  std::string note;
  try {
    moments.newest(note, take);
  } catch (const NoData& no_data) {
    throw no_data.error;
  }
  if (on.writes()) check_out(run.options.out, run.options.reads());
  if (!note.empty()) print(stderr, "glia: {}\n", retold(note));
  for (const std::string& change : changed) {
    print(stderr, "glia: not as the training was begun, so its bits may differ: {}\n",
          retold(change));
  }
  return run;
}

}  // namespace glia::cli
