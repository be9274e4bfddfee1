#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "cli.h"
#include "data/sets.h"
#include "glia/confidence.h"
#include "glia/error.h"
#include "options/options.h"
#include "terminal/chart.h"
#include "terminal/print.h"
#include "views/answers.h"

namespace glia::cli {
namespace {

constexpr std::int64_t kBatch = 256;

struct TestOptions {
  std::string model;
  std::string data;  // empty: what the model learnt from
  std::string data_dir, hold_out;
  std::optional<double> threshold;
  PictureAsk reading;
};

// How sure the network was of its answers, and of which it was sure enough.
struct Sureness {
  std::int64_t samples = 0;           // of which the outputs told it
  double error = 0;                   // of calibration
  std::optional<double> before;       // the same without the temperature
  std::int64_t right = 0, wrong = 0;  // of those that got an answer

  static Sureness of(Engine& engine, const Model& model, const Dataset& data, double threshold) {
    Sureness found;
    std::vector<Judgement> fitted, unfitted;
    ask_each(engine, model, data, [&](std::int64_t i, std::span<const float> outputs) {
      const auto sure = confidence(model, outputs);
      if (!sure) return;
      const bool correct = brightest(outputs) == data.label(i);
      fitted.push_back({*sure, correct});
      if (model.temperature) unfitted.push_back({*confidence(model.graph, outputs, 1), correct});
      if (*sure >= threshold) ++(correct ? found.right : found.wrong);
    });
    found.samples = std::ssize(fitted);
    found.error = calibration_error(fitted);
    if (model.temperature) found.before = calibration_error(unfitted);
    return found;
  }

  std::int64_t answered() const { return right + wrong; }
  double part_right() const {
    return answered() > 0 ? static_cast<double>(right) / static_cast<double>(answered()) : 0;
  }
};

void print_sureness(const Sureness& sure, const Evaluation& test, std::optional<double> threshold,
                    const Screen& screen) {
  print("  Expected calibration error {}{}: how far confidence is from how often it is right\n",
        percent(sure.error),
        sure.before ? say(", without its temperature {}", percent(*sure.before)) : "");
  if (!threshold) return;
  const std::int64_t silent = test.samples - sure.answered();
  print(
      "  At least {} sure: {} right, {} wrong, {} not answered; {} get an answer, and of these {} "
      "are right\n",
      percent(*threshold), grouped(sure.right), grouped(sure.wrong), grouped(silent),
      percent(static_cast<double>(sure.answered()) / static_cast<double>(test.samples)),
      screen.bold(sure.answered() > 0 ? percent(sure.part_right()) : "–"));
}

int run_test(TestOptions options, const Common& common) {
  const Model model = load_network(options.model);
  check_threshold(model, options.threshold, options.model);
  options.data = data_asked_for(options.data, model);
  options.reading.threads = common.threads;
  const DataSplit data =
      open_data_set(options.data, options.data_dir, &model, options.hold_out, options.reading);
  const Judged judged = judged_by(data);
  if (model.graph.input_shape().elements() != judged.data.shape().elements()) {
    throw Error(
        ErrorCode::shape_mismatch,
        fmt::format("{} takes {} inputs, but an example of {} is {}", options.model,
                    model.graph.input_shape().elements(), options.data, judged.data.shape().str()));
  }
  const auto engine = common.engine();
  PlanOptions plan;
  plan.batch = kBatch;
  plan.cost = model.cost;
  plan.cost_parameters = model.cost_parameters;
  Session session(*engine, model.graph, plan);
  session.load(model.state);
  const Evaluation test = session.evaluate(judged.data);
  Sureness sure;
  if (tells_confidence(model.graph) && judged.data.labelled()) {
    sure = Sureness::of(*engine, model, judged.data, options.threshold.value_or(0));
  }
  say_note(data);
  if (common.json) {
    nlohmann::ordered_json line{{judged.part + "_accuracy", test.accuracy},
                                {judged.part + "_cost", test.cost},
                                {"not_finite", test.not_finite},
                                {"confusion", test.confusion}};
    if (!data.left_out.empty()) line["left_out"] = data.left_out.size();
    if (sure.samples > 0) {
      line["calibration_error"] = sure.error;
      if (sure.before) line["calibration_error_before"] = *sure.before;
    }
    if (options.threshold) {
      const auto part = static_cast<double>(sure.answered()) / static_cast<double>(test.samples);
      line["threshold"] = *options.threshold;
      line["answered_right"] = sure.right;
      line["answered_wrong"] = sure.wrong;
      line["not_answered"] = test.samples - sure.answered();
      line["coverage"] = part;
      line["answered_accuracy"] = sure.answered() > 0 ? nlohmann::ordered_json(sure.part_right())
                                                      : nlohmann::ordered_json();
    }
    print_json(line);
    return kOk;
  }
  const Screen screen = Screen::of(stdout, common.color);
  print("  {}\n", screen.dim(say("rows: what it is; columns: what the network said")));
  print(confusion_matrix(test.confusion, model.classes, screen));
  print("\n  Right on {} of {} {} of {}: {}; cost {}\n",
        grouped(std::llround(test.accuracy * static_cast<double>(test.samples))),
        grouped(test.samples), judged.what, options.data, screen.bold(percent(test.accuracy)),
        plain_number(test.cost, 4));
  if (const std::string note = unanswered(test); !note.empty()) print("  {}\n", note);
  if (sure.samples > 0) print_sureness(sure, test, options.threshold, screen);
  return kOk;
}

}  // namespace

void add_test(CLI::App& app, Common& common, Chosen& chosen) {
  CLI::App& sub = add_command(app, "test", "How well a network does on images it never saw");
  auto options = std::make_shared<TestOptions>();
  add_word(sub, "MODEL", options->model, "A model file");
  add_text(sub, "--data", options->data, "NAME", "Data set (what the model learnt from)");
  add_threshold(sub, options->threshold);
  add_hold_out(sub, options->hold_out);
  add_data_dir(sub, options->data_dir);
  PictureAsk::add_reading(sub, options->reading.skip_damaged, options->reading.transpose);
  add_common(sub, common);
  when_chosen(
      sub, [=, &common, &chosen] { chosen = [=, &common] { return run_test(*options, common); }; });
}

}  // namespace glia::cli
