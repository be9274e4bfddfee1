#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "data/sample.h"
#include "figures/canvas.h"
#include "figures/figures.h"
#include "figures/maps.h"
#include "terminal/terminal.h"
#include "text/say.h"
#include "views/answers.h"
#include "views/finite.h"
#include "views/layer_view.h"

namespace glia::cli {
namespace {

constexpr int kNetworkWidth = 1600;
constexpr int kNetworkHeight = 1000;
constexpr double kTop = 130, kBottom = 910;  // where neurons stand
constexpr double kInputLeft = 56, kInputSide = 364, kSmallInputSide = 168;
constexpr double kFirstColumn = 690, kLastColumn = 1440;
// Where inputs have names, which stand before them, as those of the outputs behind these.
constexpr double kNamedInputs = 330, kNamedOutputs = 1280;
constexpr double kMapsLeft = kInputLeft + kSmallInputSide + 40;
constexpr double kColumnsApart = 150;  // behind feature maps
constexpr int kMostRows = 24;
constexpr std::size_t kVotesPerNeuron = 6;
constexpr std::size_t kPixelsPerNeuron = 7;
constexpr Rgb kWarm{255, 190, 96};

class NetworkFigure {
 public:
  NetworkFigure(const Model& model, const Activations& activations, const Sample& sample)
      : model_(model),
        activations_(activations),
        sample_(sample),
        size_(sample.size),
        columns_(columns_of(model, activations, sample.names, kMostRows)),
        maps_(map_columns_of(model, activations), {kMapsLeft, kTop, maps_right(), kBottom}),
        canvas_(kNetworkWidth, kNetworkHeight) {}

  void save(const std::string& path) {
    draw_title();
    draw_panel();
    for (std::size_t c = 0; c < columns_.size(); ++c) draw_connections(c);
    draw_pixels();
    maps_.draw(canvas_);
    for (std::size_t c = 0; c < columns_.size(); ++c) draw_column(c);
    draw_legend();
    canvas_.save(path);
  }

 private:
  bool named() const { return columns_[0].inputs; }
  double last_column() const { return named() ? kNamedOutputs : kLastColumn; }
  double column_x(std::size_t c) const {
    if (columns_.size() == 1) return last_column();
    const double first = named()         ? kNamedInputs
                         : maps_.empty() ? kFirstColumn
                                         : first_behind_maps();
    return first + (last_column() - first) * static_cast<double>(c) /
                       static_cast<double>(columns_.size() - 1);
  }
  double first_behind_maps() const {
    return std::max(kLastColumn - kColumnsApart * static_cast<double>(columns_.size() - 1),
                    (kMapsLeft + kLastColumn) / 2);
  }
  double maps_right() const { return first_behind_maps() - 110; }
  double input_side() const { return maps_.empty() ? kInputSide : kSmallInputSide; }
  double spacing(const Column& column) const {
    return std::min((kBottom - kTop) / static_cast<double>(column.rows.size()), 76.0);
  }
  double radius(const Column& column) const {
    return std::min(spacing(column) * 0.36, column.outputs ? 22.0 : 18.0);
  }
  Place place(std::size_t c, std::size_t row) const {
    const Column& column = columns_[c];
    const double height = spacing(column) * static_cast<double>(column.rows.size());
    return {column_x(c),
            (kTop + kBottom - height) / 2 + spacing(column) * (static_cast<double>(row) + 0.5)};
  }
  double cell() const { return input_side() / std::max({size_.width, size_.height, 1}); }
  double input_top() const { return (kTop + kBottom - cell() * size_.height) / 2; }
  std::size_t pixels() const {
    return static_cast<std::size_t>(size_.width) * static_cast<std::size_t>(size_.height);
  }
  Place pixel(std::size_t i) const {
    if (pixels() > 0) i %= pixels();  // red, green and blue lie at one place
    const auto width = static_cast<std::size_t>(size_.width);
    const auto height = static_cast<std::size_t>(size_.height);
    // Spectrograms lie with time downwards and are drawn upright.
    const std::size_t column = sample_.sound ? i / height : i % width;
    const std::size_t row = sample_.sound ? height - 1 - i % height : i / width;
    return {kInputLeft + cell() * (static_cast<double>(column) + 0.5),
            input_top() + cell() * (static_cast<double>(row) + 0.5)};
  }
  // The first column is a dense layer that sees the picture itself.
  bool reads_picture() const {
    return columns_[0].votes && size_.width > 0 &&
           model_.graph[columns_[0].layer.source].shape.elements() == std::ssize(input()) &&
           owner_of(model_.graph, columns_[0].layer.source) ==
               model_.graph[input_of(model_.graph)].name;
  }
  bool thumbnails(std::size_t c) const {
    return c == 0 && reads_picture() && radius(columns_[0]) > 10;
  }

  std::span<const float> input() const { return activations_[input_of(model_.graph)]; }

  void draw_title() {
    std::string net = grouped(static_cast<std::int64_t>(input().size()));
    for (const MapColumn& column : maps_.columns()) {
      net += " – " + column.sizes();
    }
    for (const Column& column : columns_) {
      if (!column.inputs) net += fmt::format(" – {}", column.layer.width);
    }
    canvas_.halo(56, 52, 30, kWarm, 0.55);
    canvas_.disc(56, 52, 9, glow(0.9));
    canvas_.text(84, 52, net.size() > 80 ? 18 : 24, net, kInk, Canvas::Align::left, true);
    canvas_.text(kNetworkWidth - 56, 52, 18,
                 say("{} parameters", grouped(model_.graph.parameters())), kFaint,
                 Canvas::Align::right);
  }

  void draw_panel() {
    if (size_.width == 0) return;
    const double pad = cell();
    canvas_.box(kInputLeft - pad, input_top() - pad, input_side() + 2 * pad,
                cell() * size_.height + 2 * pad, {8, 10, 15});
    canvas_.frame(kInputLeft - pad, input_top() - pad, input_side() + 2 * pad,
                  cell() * size_.height + 2 * pad, {40, 46, 58}, 0.8);
    for (int i = 0; i < size_.width * size_.height; ++i) {
      const Place at = pixel(static_cast<std::size_t>(i));
      canvas_.disc(at.x, at.y, cell() * 0.42, glow(0));
    }
    canvas_.text(kInputLeft + input_side() / 2, input_top() - pad - 22, 17,
                 say("{} inputs", grouped(std::ssize(input()))), kFaint, Canvas::Align::middle);
  }

  void draw_pixels() {
    if (size_.width == 0) return;
    const std::span<const float> numbers = input();
    if (numbers.size() == 3 * pixels()) {
      canvas_.picture(kInputLeft, input_top(), cell() * size_.width, cell() * size_.height,
                      as_picture(sample_.raster()));
      return;
    }
    const double full = sample_.sound ? largest_magnitude(numbers) : 1;
    for (std::size_t i = 0; i < numbers.size() && !sample_.sound; ++i) {
      const Place at = pixel(i);
      const double light = unit(double{numbers[i]});
      if (light > 0.3) canvas_.halo(at.x, at.y, cell() * 1.5, kWarm, 0.22 * light);
    }
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      const double light = double{numbers[i]} / full;
      if (light == 0 || (light < 0 && !sample_.sound)) continue;
      const Place at = pixel(i);
      canvas_.disc(at.x, at.y, cell() * 0.42, sample_.sound ? diverging(light) : glow(light));
    }
  }

  // Where a source neuron of column c is drawn; none when it is behind an ellipsis.
  std::optional<Place> source_place(std::size_t c, std::size_t source) const {
    if (c == 0 && !maps_.empty()) return maps_.pixel(source);
    if (c == 0) return reads_picture() ? std::optional(pixel(source)) : std::nullopt;
    const auto& rows = columns_[c - 1].rows;
    const auto at = std::find(rows.begin(), rows.end(), static_cast<std::int64_t>(source));
    if (at == rows.end()) return std::nullopt;
    Place p = place(c - 1, static_cast<std::size_t>(at - rows.begin()));
    p.x += radius(columns_[c - 1]);
    return p;
  }

  struct Connection {
    Place from, to;
    double vote;
  };

  void draw_connections(std::size_t c) {
    const Column& column = columns_[c];
    if (!column.votes) return;
    std::vector<Connection> connections;
    for (std::size_t row = 0; row < column.rows.size(); ++row) {
      if (column.rows[row] < 0) continue;
      const Votes votes = activations_.votes({column.layer.name, column.rows[row]});
      std::vector<std::size_t> order(votes.contributions.size());
      for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
      const std::size_t most = std::min(order.size(), c == 0 ? kPixelsPerNeuron : kVotesPerNeuron);
      std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(most),
                        order.end(), [&](std::size_t a, std::size_t b) {
                          return magnitude(votes.contributions[a]) >
                                 magnitude(votes.contributions[b]);
                        });
      Place to = place(c, row);
      to.x -= radius(column) + (thumbnails(c) ? 2.6 * radius(column) : 0);
      for (std::size_t k = 0; k < most; ++k) {
        const double vote = votes.contributions[order[k]];
        const std::optional<Place> from = source_place(c, order[k]);
        if (from && vote != 0 && std::isfinite(vote)) connections.push_back({*from, to, vote});
      }
    }
    std::sort(connections.begin(), connections.end(), [](const Connection& a, const Connection& b) {
      return std::abs(a.vote) < std::abs(b.vote);
    });
    if (connections.empty()) return;
    const double largest = std::abs(connections.back().vote);
    for (const Connection& connection : connections) {
      const double strength = std::abs(connection.vote) / largest;
      const double alpha = c == 0 ? 0.08 + 0.40 * strength : 0.07 + 0.90 * strength * strength;
      canvas_.curve(connection.from.x, connection.from.y, connection.to.x, connection.to.y,
                    diverging(connection.vote > 0 ? 1 : -1), alpha,
                    (c == 0 ? 0.7 : 0.8) + (c == 0 ? 0.8 : 2.6) * strength);
    }
  }

  void draw_column(std::size_t c) {
    const Column& column = columns_[c];
    const double r = radius(column);
    const std::string name =
        column.outputs && columns_.size() > 1 ? say("outputs") : column.layer.name;
    canvas_.text(column_x(c), kTop - 42, 17, fmt::format("{} · {}", name, column.layer.width),
                 kFaint, Canvas::Align::middle);
    if (column.full != 1) {
      canvas_.text(column_x(c), kTop - 20, 14, say("full light = {}", plain_number(column.full, 2)),
                   kFaint, Canvas::Align::middle);
    }
    for (std::size_t row = 0; row < column.rows.size(); ++row) {
      const std::int64_t neuron = column.rows[row];
      const Place at = place(c, row);
      if (neuron < 0) {
        for (double dy : {-7.0, 0.0, 7.0}) canvas_.disc(at.x, at.y + dy, 1.8, kFaint);
        continue;
      }
      const double light = column.brightness(neuron);
      if (light > 0.05) canvas_.halo(at.x, at.y, r * 2.5, kWarm, 0.75 * light * light);
      canvas_.disc(at.x, at.y, r, glow(light));
      canvas_.ring(at.x, at.y, r, light > 0.5 ? glow(1) : Rgb{74, 84, 102}, 0.45, 1);
      if (r > 11) {
        const float shown = column.lights[static_cast<std::size_t>(neuron)];
        canvas_.text(at.x, at.y, std::min(r * 0.72, 13.5), plain_number(double{shown}, 2),
                     light > 0.55   ? Rgb{34, 26, 14}
                     : light > 0.25 ? kInk
                                    : Rgb{168, 176, 190},
                     Canvas::Align::middle);
      }
      if (thumbnails(c)) draw_thumbnail(column, neuron, at, r);
      if (!column.names.empty()) draw_name(column, neuron, at, r);
    }
  }

  // Of an input before it, of an output behind it.
  void draw_name(const Column& column, std::int64_t neuron, Place at, double r) {
    const std::string& name = column.names[static_cast<std::size_t>(neuron)];
    const double letters = std::max(columns(name), 1);
    if (column.inputs) {
      const double x = at.x - r - 12;
      canvas_.text(x, at.y, std::min(17.0, (x - kInputLeft / 2) / (0.6 * letters)), name, kInk,
                   Canvas::Align::right);
      return;
    }
    const bool won = says(model_, column.lights, neuron);
    const double x = at.x + r + 26;
    canvas_.text(x, at.y, std::min(won ? 38.0 : 24.0, (kNetworkWidth - x) / (0.66 * letters)), name,
                 won ? Rgb{255, 214, 138} : kFaint, Canvas::Align::left, won);
  }

  void draw_thumbnail(const Column& column, std::int64_t neuron, Place at, double r) {
    const Votes votes = activations_.votes({column.layer.name, neuron});
    const double side = 2.1 * r;
    const std::vector<float> shown = sample_.sound ? upright<float>(votes.weights, size_)
                                                   : by_pixel<float>(votes.weights, size_);
    const Picture picture = weight_picture(shown, size_, largest_magnitude(shown) * 0.6);
    const double x = at.x - r - 8 - side, y = at.y - side / 2;
    canvas_.picture(x, y, side, side, picture);
    canvas_.frame(x, y, side, side, {52, 60, 74}, 0.9);
  }

  void draw_legend() {
    const double y = kNetworkHeight - 46;
    canvas_.text(kInputLeft, y + 6, 15, say("light: activation"), kFaint);
    const bool bounded = maps_.empty() && std::ranges::all_of(columns_, [](const Column& column) {
                           return column.full == 1;
                         });
    canvas_.glow_scale(kInputLeft + 165, y, 150, 12, bounded ? "1" : say("full light"));
    canvas_.text(kFirstColumn - 60, y + 6, 15,
                 say("lines: the strongest votes, weight × activation"), kFaint);
    canvas_.line(kFirstColumn + 340, y + 6, kFirstColumn + 390, y + 6, diverging(1), 1, 3);
    canvas_.text(kFirstColumn + 400, y + 6, 15, say("for"), kFaint);
    canvas_.line(kFirstColumn + 450, y + 6, kFirstColumn + 500, y + 6, diverging(-1), 1, 3);
    canvas_.text(kFirstColumn + 510, y + 6, 15, say("against"), kFaint);
  }

  const Model& model_;
  const Activations& activations_;
  const Sample& sample_;
  ImageSize size_;
  std::vector<Column> columns_;
  MapsDrawing maps_;
  Canvas canvas_;
};

}  // namespace

void save_network_figure(const Model& model, const Activations& activations, const Sample& sample,
                         const std::string& path) {
  NetworkFigure(model, activations, sample).save(path);
}

}  // namespace glia::cli
