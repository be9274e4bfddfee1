#include <algorithm>
#include <numeric>

#include "glia/error.h"
#include "glia/inspect.h"

namespace glia {
namespace {

constexpr std::int64_t kPicturesAtOnce = 64;

// The part of [0, length) that a square centred on `at` covers.
struct Covered {
  std::size_t begin, end;

  static Covered of(int at, int window, int length) {
    const int first = at - (window - 1) / 2;
    return {static_cast<std::size_t>(std::max(first, 0)),
            static_cast<std::size_t>(std::min(first + window, length))};
  }
};

// Lays background over a square of every plane.
void cover(std::span<float> input, ImageSize size, int window, int x, int y) {
  const auto width = static_cast<std::size_t>(size.width);
  const std::size_t plane = width * static_cast<std::size_t>(size.height);
  const Covered columns = Covered::of(x, window, size.width);
  const Covered rows = Covered::of(y, window, size.height);
  for (std::size_t p = 0; p < input.size(); p += plane) {
    for (std::size_t r = rows.begin; r < rows.end; ++r) {
      const auto row = input.subspan(p + r * width, width);
      std::fill(row.begin() + static_cast<std::ptrdiff_t>(columns.begin),
                row.begin() + static_cast<std::ptrdiff_t>(columns.end), 0.0f);
    }
  }
}

void check_occlusion(const Graph& graph, std::span<const float> input, ImageSize size, int window,
                     std::int64_t output) {
  const std::int64_t pixels = std::int64_t{size.width} * size.height;
  const auto given = static_cast<std::int64_t>(input.size());
  if (pixels < 1 || given != graph.input_shape().elements() || given % pixels != 0) {
    throw Error(ErrorCode::shape_mismatch,
                "occlusion: " + std::to_string(given) + " inputs are no planes of " +
                    std::to_string(size.width) + "×" + std::to_string(size.height) +
                    " for a network that takes " + graph.input_shape().str());
  }
  if (window < 1 || window > std::min(size.width, size.height)) {
    throw Error(ErrorCode::invalid_argument, "occlusion: expected a window from 1 to " +
                                                 std::to_string(std::min(size.width, size.height)) +
                                                 ", got " + std::to_string(window));
  }
  const std::int64_t outputs = graph[graph.output()].shape.elements();
  if (output < 0 || output >= outputs) {
    throw Error(ErrorCode::invalid_argument, "occlusion: expected an output from 0 to " +
                                                 std::to_string(outputs - 1) + ", got " +
                                                 std::to_string(output));
  }
}

}  // namespace

double Saliency::total() const { return std::accumulate(products.begin(), products.end(), 0.0); }

Saliency saliency(Engine& engine, const Model& model, std::span<const float> input,
                  std::int64_t output, std::optional<std::int64_t> length) {
  PlanOptions options;
  options.cost = model.cost;
  options.cost_parameters = model.cost_parameters;
  options.explain = true;
  Session session(engine, model.graph, options);
  session.load(model.state);
  Saliency found{session.input_gradient(input, output, length), {}};
  for (std::size_t i = 0; i < input.size(); ++i) {
    found.products.push_back(double{found.gradient[i]} * double{input[i]});
  }
  return found;
}

Occlusion occlusion(Engine& engine, const Model& model, std::span<const float> input,
                    ImageSize size, int window, std::int64_t output,
                    std::optional<std::int64_t> length) {
  check_occlusion(model.graph, input, size, window, output);
  const std::int64_t places = std::int64_t{size.width} * size.height;
  PlanOptions options;
  options.batch = std::min(kPicturesAtOnce, places);
  options.fuse = false;
  Session session(engine, model.graph, options);
  session.load(model.state);
  const auto outputs = static_cast<std::size_t>(model.graph[model.graph.output()].shape.elements());
  const auto asked = static_cast<std::size_t>(output);

  const std::vector<std::int64_t> lengths(length ? static_cast<std::size_t>(options.batch) : 0,
                                          length.value_or(0));
  const auto lengths_of = [&](std::int64_t rows) {
    return std::span(lengths).first(length ? static_cast<std::size_t>(rows) : 0);
  };
  Occlusion found{size, window, session.forward(input, 1, lengths_of(1))[asked], {}};
  std::vector<float> pictures;
  std::int64_t waiting = 0;
  for (std::int64_t place = 0; place < places; ++place) {
    const std::size_t first = pictures.size();
    pictures.insert(pictures.end(), input.begin(), input.end());
    cover(std::span(pictures).subspan(first), size, window, static_cast<int>(place % size.width),
          static_cast<int>(place / size.width));
    if (++waiting < options.batch && place + 1 < places) continue;
    const std::vector<float> answers = session.forward(pictures, waiting, lengths_of(waiting));
    for (std::size_t row = 0; row < static_cast<std::size_t>(waiting); ++row) {
      found.drops.push_back(double{found.whole} - double{answers[row * outputs + asked]});
    }
    pictures.clear();
    waiting = 0;
  }
  return found;
}

}  // namespace glia
