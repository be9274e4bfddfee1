#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "commands/show.h"
#include "data/sample.h"
#include "data/sets.h"
#include "figures/figures.h"
#include "glia/error.h"
#include "terminal/chart.h"
#include "terminal/print.h"
#include "terminal/raster.h"
#include "views/answers.h"
#include "views/shift_test.h"

namespace glia::cli {
namespace {

constexpr std::int64_t kPicturesABatch = 256;
constexpr Rgb kCurveColors[] = {kTrainColor, kTestColor};
constexpr int kRightBar = 20;
constexpr int kShiftWidth = 6;

Dataset moved(const Dataset& data, int shift, std::size_t direction) {
  constexpr int kRight[] = {1, -1, 0, 0};
  constexpr int kDown[] = {0, 0, 1, -1};
  return shifted(data, shift * kRight[direction], shift * kDown[direction]);
}

void check_reads(const Model& model, const std::string& path, const Dataset& data) {
  const Graph& graph = model.graph;
  if (graph.input_shape().elements() != data.shape().elements()) {
    throw Error(ErrorCode::shape_mismatch,
                fmt::format("{} takes {} inputs, but a picture of {} has {}", path,
                            graph.input_shape().elements(), data.name(), data.shape().elements()));
  }
  if (graph[graph.output()].shape.elements() != data.classes()) {
    throw Error(ErrorCode::shape_mismatch,
                fmt::format("{} has {} outputs, but {} has {} classes", path,
                            graph[graph.output()].shape.elements(), data.name(), data.classes()));
  }
}

// Each network's numbers on all the shifted pictures.
void measure(ShiftFigure& figure, const std::array<Model, 2>& models,
             const std::vector<std::string>& shared, const Dataset& data, Engine& engine,
             const Common& common) {
  std::vector<Session> sessions;
  for (const Model& model : models) sessions.push_back(evaluating(engine, model, kPicturesABatch));
  StatusLine status(stderr, Screen::of(stderr, common.color));
  for (int shift = 0; shift <= kMostShift; ++shift) {
    std::array<std::array<double, 4>, 2> right{};
    for (std::size_t way = 0; way < 4; ++way) {
      if (status.due()) {
        status.draw({say("shifted by {} pixels {}", shift, ShiftCurve::kDirections[way])});
      }
      if (shift == 0 && way > 0) {  // the same pictures
        for (auto& of_model : right) of_model[way] = of_model[0];
        continue;
      }
      const Dataset pictures = moved(data, shift, way);
      for (std::size_t m = 0; m < 2; ++m) {
        right[m][way] = sessions[m].evaluate(pictures.matched_to(models[m].classes)).accuracy;
      }
    }
    for (std::size_t m = 0; m < 2; ++m) {
      figure.curves[m].each_way.push_back(right[m]);
      figure.curves[m].accuracy.push_back((right[m][0] + right[m][1] + right[m][2] + right[m][3]) /
                                          4);
    }
    std::vector<float> picture(static_cast<std::size_t>(data.shape().elements()));
    const auto index = static_cast<std::uint32_t>(figure.index);
    moved(data.subset({index}), shift, 0).input(0, picture.data());
    for (std::size_t m = 0; m < 2; ++m) {
      const std::vector<float> outputs = sessions[m].forward(picture);
      const int answer = brightest(outputs);
      const float light = answer < 0 ? std::nanf("") : outputs[static_cast<std::size_t>(answer)];
      const std::vector<std::string>& names =
          models[m].classes.empty() ? shared : models[m].classes;
      figure.curves[m].says.push_back(
          {answer < 0 ? std::nullopt : std::optional(class_name(names, answer)), double{light}});
    }
    figure.pictures.push_back(std::move(picture));
  }
}

nlohmann::ordered_json as_json(const ShiftFigure& figure) {
  nlohmann::ordered_json models = nlohmann::ordered_json::array();
  for (const ShiftCurve& curve : figure.curves) {
    nlohmann::ordered_json says = nlohmann::ordered_json::array();
    for (const ShiftCurve::Said& said : curve.says) {
      says.push_back({{"answer", said.answer ? nlohmann::ordered_json(*said.answer)
                                             : nlohmann::ordered_json()},
                      {"activation", said.light}});
    }
    nlohmann::ordered_json each_way;
    for (std::size_t way = 0; way < 4; ++way) {
      for (const auto& right : curve.each_way) {
        each_way[ShiftCurve::kDirections[way]].push_back(right[way]);
      }
    }
    models.push_back({{"name", curve.name},
                      {"parameters", curve.parameters},
                      {"accuracy", curve.accuracy},
                      {"each_way", each_way},
                      {"says", says}});
  }
  return {{"data", figure.data},   {"images", figure.images}, {"shifts", kMostShift + 1},
          {"index", figure.index}, {"label", figure.truth},   {"models", models}};
}

void print_table(const ShiftFigure& figure, const Screen& screen) {
  int width = kRightBar + 9;
  for (const ShiftCurve& curve : figure.curves) width = std::max(width, columns(curve.name));
  std::string head = pad_right(say("shift"), kShiftWidth), kinds = pad_right("", kShiftWidth);
  for (std::size_t m = 0; m < 2; ++m) {
    const ShiftCurve& curve = figure.curves[m];
    head += "  " + screen.paint(pad_right(curve.name, width), kCurveColors[m]);
    kinds += "  " + screen.dim(pad_right(say("{} parameters", grouped(curve.parameters)), width));
  }
  Lines lines{head, kinds};
  for (std::size_t shift = 0; shift <= kMostShift; ++shift) {
    std::string line = pad_right(pad_left(std::to_string(shift), 5), kShiftWidth);
    for (std::size_t m = 0; m < 2; ++m) {
      const double right = figure.curves[m].accuracy[shift];
      line += "  " + pad_right(bar(right, kRightBar, kCurveColors[m], screen) + " " +
                                   pad_left(percent(right), 8),
                               width);
    }
    lines.push_back(line);
  }
  print(lines);
}

// The picture at a few shifts, and below each what the two say.
void print_pictures(const ShiftFigure& figure, const Screen& screen) {
  constexpr int kFactor = 2, kStep = 2;
  Lines names{""};
  std::vector<Lines> blocks;
  int name_width = 0;
  for (const ShiftCurve& curve : figure.curves) {
    name_width = std::max(name_width, columns(curve.name));
  }
  for (std::size_t shift = 0; shift <= kMostShift; shift += kStep) {
    const Raster raster = picture_raster(figure.pictures[shift], figure.size);
    Lines block = draw(reduced(raster, kFactor), screen);
    const int width = columns(block.front());
    for (std::size_t m = 0; m < 2; ++m) {
      const ShiftCurve::Said& said = figure.curves[m].says[shift];
      const std::string text = fmt::format("{} {} {}", said.answer.value_or(say("none")),
                                           figure.right(figure.curves[m], shift) ? "✓" : "✗",
                                           plain_number(said.light, 2));
      const std::string middle =
          std::string(static_cast<std::size_t>(std::max(0, (width - columns(text)) / 2)), ' ');
      block.push_back(middle + (figure.right(figure.curves[m], shift)
                                    ? screen.paint(text, kCurveColors[m])
                                    : screen.dim(text)));
    }
    block.insert(block.begin(), screen.dim(say("shifted by {}", shift)));
    blocks.push_back(std::move(block));
  }
  names.resize(blocks.front().size() - 2);
  for (std::size_t m = 0; m < 2; ++m) {
    names.push_back(screen.paint(pad_right(figure.curves[m].name, name_width), kCurveColors[m]));
  }
  blocks.insert(blocks.begin(), names);
  print(beside(blocks, 2));
}

ShiftFigure compare(const ShowOptions& options, const Common& common) {
  std::array<Model, 2> models{load_network(options.models[0]), load_network(options.models[1])};
  ShiftFigure figure;
  figure.data = data_asked_for(options.data, models[0]);
  if (!options.out.empty()) check_can_draw(options.out, {figure.data});
  const Judged judged =
      tested_by(open_data_set(figure.data, options.data_dir, &models[0]), figure.data);
  const Dataset& data = judged.data;
  if (data.features()) {
    throw UsageError(fmt::format("--compare shifts pictures, and {} are recordings", figure.data));
  }
  for (std::size_t m = 0; m < 2; ++m) {
    check_reads(models[m], options.models[m], data.matched_to(models[m].classes));
  }
  figure.images = data.size();
  figure.index = options.index.value_or(0);
  if (figure.index >= data.size()) {
    throw UsageError(
        fmt::format("--index: {} has {} 0 to {}", figure.data, judged.what, data.size() - 1));
  }
  const std::vector<std::string>& names =
      data.class_names().empty() ? models[0].classes : data.class_names();
  figure.truth = class_name(names, data.label(figure.index));
  figure.size = image_size(data.shape()).value_or(ImageSize{});
  figure.classes = outputs_of(models[0]);
  const auto stem = [&](std::size_t m) {
    return std::filesystem::path(options.models[m]).stem().string();
  };
  for (std::size_t m = 0; m < 2; ++m) {
    figure.curves[m].name = stem(0) == stem(1) ? options.models[m] : stem(m);
    figure.curves[m].parameters = models[m].graph.parameters();
  }
  const auto engine = common.engine();
  measure(figure, models, names, data, *engine, common);
  return figure;
}

}  // namespace

int show_comparison(const ShowOptions& options, const Common& common) {
  const ShiftFigure figure = compare(options, common);
  const Screen screen = Screen::of(stdout, common.color);
  if (!options.out.empty()) save_shift_figure(figure, options.out);
  if (common.json) {
    nlohmann::ordered_json line = as_json(figure);
    if (!options.out.empty()) line["picture"] = options.out;
    print_json(line);
    return kOk;
  }
  print("  {}\n  {}\n\n",
        screen.bold(
            say("Right on {} test images of {}, shifted", grouped(figure.images), figure.data)),
        screen.dim(say("by so many pixels; the mean of right, left, down and up")));
  print_table(figure, screen);
  print("\n  {}  {}\n\n", screen.bold(say("Test image {}", figure.index)),
        screen.dim(say("a {}, shifted to the right", figure.truth)));
  print_pictures(figure, screen);
  if (!options.out.empty()) {
    print("\n");
    say_saved(options.out, common, screen);
  }
  return kOk;
}

}  // namespace glia::cli
