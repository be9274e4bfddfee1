#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "chart.h"
#include "cli.h"
#include "data_sets.h"
#include "glia/error.h"
#include "options.h"
#include "print.h"

namespace glia::cli {
namespace {

constexpr std::int64_t kBatch = 256;

struct TestOptions {
  std::string model;
  std::string data;  // empty: what the model learnt from
  std::string data_dir, hold_out;
  PictureAsk reading;
};

int run_test(TestOptions options, const Common& common) {
  const Model model = load_network(options.model);
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
  Session session(*engine, model.graph, plan);
  session.load(model.state);
  const Evaluation test = session.evaluate(judged.data);
  say_note(data);
  if (common.json) {
    nlohmann::ordered_json line{{judged.part + "_accuracy", test.accuracy},
                                {judged.part + "_cost", test.cost},
                                {"not_finite", test.not_finite},
                                {"confusion", test.confusion}};
    if (!data.left_out.empty()) line["left_out"] = data.left_out.size();
    print_json(line);
    return kOk;
  }
  const Screen screen = Screen::of(stdout, common.color);
  print("  {}\n", screen.dim("rows: what it is; columns: what the network said"));
  print(confusion_matrix(test.confusion, model.classes, screen));
  print("\n  Right on {} of {} {} of {}: {}; cost {}\n",
        grouped(std::llround(test.accuracy * static_cast<double>(test.samples))),
        grouped(test.samples), judged.what, options.data, screen.bold(percent(test.accuracy)),
        plain_number(test.cost, 4));
  if (const std::string note = unanswered(test); !note.empty()) print("  {}\n", note);
  return kOk;
}

}  // namespace

void add_test(CLI::App& app, Common& common, Chosen& chosen) {
  CLI::App& sub = add_command(app, "test", "How well a network does on images it never saw");
  auto options = std::make_shared<TestOptions>();
  add_word(sub, "MODEL", options->model, "A model file");
  add_text(sub, "--data", options->data, "NAME", "Data set (what the model learnt from)");
  add_hold_out(sub, options->hold_out);
  add_data_dir(sub, options->data_dir);
  PictureAsk::add_reading(sub, options->reading.skip_damaged, options->reading.transpose);
  add_common(sub, common);
  when_chosen(
      sub, [=, &common, &chosen] { chosen = [=, &common] { return run_test(*options, common); }; });
}

}  // namespace glia::cli
