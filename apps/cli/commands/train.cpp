#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <ctime>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli.h"
#include "commands/processes.h"
#include "commands/train_files.h"
#include "commands/train_folds.h"
#include "commands/train_run.h"
#include "data/sets.h"
#include "glia/confidence.h"
#include "glia/error.h"
#include "glia/harmless.h"
#include "glia/trainer.h"
#include "logs/train_log.h"
#include "options/options.h"
#include "options/train_options.h"
#include "terminal/interrupt.h"
#include "terminal/print.h"
#include "views/answers.h"
#include "views/report_view.h"
#include "views/train_view.h"

namespace glia::cli {
namespace {

constexpr double kCheckpointEvery = 5;  // seconds

// Runs to the end, to Ctrl-C or to early stopping; keeps moments on the way.
StopReason learn(Trainer& trainer, std::optional<Moments>& moments, double every,
                 const std::function<void(const std::string&)>& tell) {
  if (!moments) return trainer.run();
  StopReason reason;
  do {
    reason = trainer.run(Trainer::Budget::of_seconds(every));
    moments->keep(trainer, tell);
  } while (reason == StopReason::budget);
  return reason;
}

// Tells the trainer's notes, and what is noticed on the way.
class Notes : public Observer {
 public:
  Notes(const Trainer& trainer, std::function<void(const std::string&)> tell)
      : trainer_(trainer), tell_(std::move(tell)) {}
  void progress(const Progress&) override { tell_new(); }
  void tell_new() {
    for (; told_ < trainer_.notes().size(); ++told_) tell_(trainer_.notes()[told_]);
  }

 private:
  const Trainer& trainer_;
  std::function<void(const std::string&)> tell_;
  std::size_t told_ = 0;
};

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
                     const Processes* processes, const Screen& screen) {
  print(
      "{} · {} parameters · {} {}examples of {}\n",
      screen.bold(options.settings.preset.empty() ? options.settings.net : options.settings.preset),
      grouped(p.model.graph.parameters()), grouped(p.train.size()), p.synthetic ? "synthetic " : "",
      options.settings.data);
  const std::string recipe = retold(in_words(options.settings));
  const auto threads = engine.pool.size();
  print("{}\n",
        screen.dim(threads == 1 ? say("{} · {} thread, {}", recipe, threads, engine.simd.name())
                                : say("{} · {} threads, {}", recipe, threads, engine.simd.name())));
  if (processes)
    print("{}\n", screen.dim(say("{} processes learn it together", processes->size())));
  if (const PictureForm* form = p.model.form.picture()) {
    print("{}\n", screen.dim(retold(in_words(*form))));
  }
  if (const TableForm* form = p.model.form.table()) {
    print("{}\n", screen.dim(retold(in_words(*form))));
  }
  flush(stdout);
}

void print_end(StopReason reason, Trainer& trainer, const TrainOptions& options,
               const SavedAs& saved, const std::string& example, const Effort& effort,
               const Screen& screen) {
  const std::uint64_t epochs = trainer.reports().empty() ? 0 : trainer.reports().back().epoch;
  if (reason == StopReason::cancelled) {
    print("  Interrupted after {} of {} epochs; what was learnt is saved.\n", epochs,
          options.settings.recipe.epochs);
  } else if (reason == StopReason::early_stopping) {
    print("  Stopped early after {} epochs: the validation cost no longer fell.\n", epochs);
  }
  const auto exact = [](double s) { return s < 20 ? say("{:.1f} s", s) : duration(s); };
  if (effort.seconds > 0)
    print("  Learnt in {} ({} of processor time), {} samples a second.\n", exact(effort.seconds),
          exact(effort.processor_seconds), grouped(std::llround(effort.samples_per_second)));
  print("  Saved to {}\n", screen.bold(saved.path));
  print("{}\n", saved.note.empty() ? "" : "  " + retold(saved.note) + "\n");
  std::string bias;  // the first that there is: hidden1.bias, conv1.bias
  for (const Node& node : trainer.model().graph.nodes()) {
    for (const ParamSpec& param : node.spec.params) {
      if (bias.empty() && param.name == "bias") bias = parameter_name(node, param);
    }
  }
  const std::string model = shell_word(saved.path);
  print("{}\n  glia show {}\n", screen.dim(say("  What to try next:")), model);
  if (!example.empty()) print("  glia predict {} {} --why\n", model, shell_word(example));
  print("  glia set {} {}[0]=1 --out other.safetensors\n", model, bias);
}

// One to ask the network about, "mnist:7"; empty where there is none.
std::string an_example(const Prepared& p, const std::string& data) {
  constexpr std::int64_t kSeventh = 7, kFirstRow = 2;  // under the names of a table's columns
  const std::int64_t number = p.model.form.table() ? std::clamp(p.train.size(), kFirstRow, kSeventh)
                                                   : std::min(kSeventh, p.judged.data.size() - 1);
  return number < 0 ? "" : fmt::format("{}:{}", data, number);
}

// How often a network is right on what the training is judged by; nothing when it is for another
// kind of data, whatever it is: it only lies where the new one goes.
std::optional<double> right_on(const Prepared& p, const Model& model, Engine& engine) {
  if (model.classes != p.model.classes || model.form != p.model.form ||
      model.graph.input_shape().elements() != p.model.graph.input_shape().elements() ||
      !p.judged.data.labelled()) {
    return std::nullopt;
  }
  try {
    return evaluating(engine, model, 256).evaluate(p.judged.data).accuracy;
  } catch (const Error&) {
    return std::nullopt;
  }
}

int run_train(const TrainOptions& asked, const Common& common) {
  const std::unique_ptr<Processes> processes = Processes::started();
  const bool first = !processes || processes->first();  // which writes files
  const auto by_each = [&](const std::function<void()>& fn) {
    processes ? together(processes->others(), fn) : fn();
  };
  asked.check_places();
  Common here = common;
  if (processes && here.threads == 0) here.threads = processes->threads();
  const auto engine = here.engine();
  if (asked.folds) {
    if (processes) throw UsageError("--folds: expected one process, which learns a fold at a time");
    return train_folds(asked, *engine, common);
  }
  std::optional<Moments> moments;
  Run run;
  Runs on{*engine, here.threads, processes ? &processes->others() : nullptr};
  by_each([&] {
    if (asked.checkpoint.empty()) return;
    moments.emplace(asked.checkpoint, asked.resume, asked.start_over, first);
  });
  const bool goes_on = asked.resume && moments;
  if (processes) on.read = read_together(asked, goes_on ? &*moments : nullptr, on);
  by_each([&] { run = goes_on ? resume_run(asked, *moments, on) : begin_run(asked, on); });
  on.read.reset();
  const TrainOptions& options = run.options;
  const Prepared& p = run.data;
  Trainer& trainer = *run.trainer;
  if (processes) by_each([&] { trainer.run(Trainer::Budget::of_steps(0)); });  // are they alike?

  TrainLine line(Screen::of(stderr, common.color), p.train.labelled());
  const auto tell = [&](const std::string& text) {
    line.clear();
    print(stderr, "glia: {}\n", retold(text));
  };
  Notes notes(trainer, tell);
  notes.tell_new();
  TrainLog log;
  trainer.add_observer(notes);
  trainer.add_observer(line);
  if (common.json) {
    trainer.add_observer(log);
  } else {
    print_beginning(p, options, *engine, processes.get(), Screen::of(stdout, common.color));
  }
  const Judge judge = [&](const Model& model) { return right_on(p, model, *engine); };
  std::unique_ptr<Observer> watched;
  if (!options.log.empty() && first) {
    const std::uint64_t done = asked.resume ? trainer.epoch_so_far().epoch : 0;
    watched = open_log(options.log, {.by_class = p.train.labelled(), .done = done, .tell = tell});
    trainer.add_observer(*watched);
  }

  StopReason reason{};
  SavedAs saved;
  std::optional<double> temperature;
  const std::clock_t begin = std::clock();
  const auto learn_and_save = [&] {
    const Interrupt interrupt(
        first ? say("glia: saving what was learnt; again to stop without saving\n") : "");
    const Interruptible stopped(trainer);
    try {
      reason = learn(trainer, moments, options.checkpoint_every.value_or(kCheckpointEvery), tell);
    } catch (const Error& error) {
      line.clear();
      if (error.code() != ErrorCode::diverged) throw;
      Model last = trainer.model();
      const std::optional<Snapshot::Best> best = trainer.snapshot().best;
      if (!first) throw;
      if (best) last.state = best->state;
      saved = save_outcome(last, options.out, Outcome::diverged, judge);
      throw Error(error, fmt::format("{}; the {} numbers are saved to {}", error.what(),
                                     best ? "best validated" : "last good", saved.path));
    }
    line.clear();
    if (!first) return;
    const bool whole = reason != StopReason::cancelled;
    Model learnt = trainer.model();
    try {
      if (p.validation) learnt.temperature = fit_temperature(*engine, learnt, *p.validation);
    } catch (const std::exception& error) {  // what was learnt is worth more
      tell(fmt::format("how sure the network is could not be fitted: {}", error.what()));
    }
    temperature = learnt.temperature;
    saved = save_outcome(learnt, options.out, whole ? Outcome::whole : Outcome::interrupted, judge);
  };
  processes ? processes->waiting(learn_and_save) : learn_and_save();

  const Effort took = effort(trainer, std::clock() - begin);
  std::optional<Evaluation> test;  // of what nothing was learnt from
  if (p.judged.data.size() > 0) test = trainer.evaluate(p.judged.data);
  if (!first) return reason == StopReason::cancelled ? Interrupt::exit_code() : kOk;
  if (!options.curves.empty()) {
    save_curves(trainer.reports(),
                {options.settings.preset.empty() ? options.settings.net : options.settings.preset,
                 options.settings.data, p.train.size(), p.train.labelled()},
                options.curves);
  }
  Report scores;  // of numbers: how near they are, in their own units
  if (test && !p.train.labelled()) {
    const Model last = trainer.model();
    scores = report_of(last, outcomes_of(*engine, last, p.judged.data));
  }
  const bool interrupted = reason == StopReason::cancelled;
  if (common.json) {
    nlohmann::ordered_json done{{"event", "done"}, {"model", saved.path}};
    if (test) {
      done[p.judged.part + "_cost"] = test->cost;
      if (p.train.labelled()) done[p.judged.part + "_accuracy"] = test->accuracy;
    }
    done["seconds"] = took.seconds;
    done["processor_seconds"] = took.processor_seconds;
    done["samples_per_second"] = took.samples_per_second;
    done["interrupted"] = interrupted;
    if (scores.samples > 0) add_report(done, scores, class_names(p.model), 0);
    if (p.synthetic) done["synthetic"] = true;
    if (temperature) done["temperature"] = *temperature;
    if (!saved.note.empty()) done["note"] = saved.note;
    print_json(done);
  } else {
    const Screen now = Screen::of(stdout, common.color);  // the window may have changed
    print_report(trainer.reports(), test, p.judged.what,
                 p.train.labelled() ? p.model.classes : std::vector<std::string>{}, now);
    if (scores.samples > 0) {
      print("\n  {} {}\n", grouped(test->samples), say_text(p.judged.what));
      if (scores.several) print_several(scores, class_names(p.model), false, now);
      if (!scores.numbers.empty()) print_number_scores(scores.numbers, now);
      print("\n");
    }
    print_end(reason, trainer, options, saved, an_example(p, options.settings.data), took, now);
  }
  if (interrupted) {
    print(stderr, "glia: interrupted; what was learnt is saved to {}\n", saved.path);
    return Interrupt::exit_code();
  }
  if (stdout_failure() == EPIPE) {
    print(stderr, "glia: nobody read the results; what was learnt is saved to {}\n", saved.path);
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
