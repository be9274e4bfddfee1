#pragma once
#include <array>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/channels.h"
#include "core/clock.h"
#include "core/cnn.h"
#include "core/commands.h"
#include "core/input.h"
#include "core/inspector.h"
#include "core/jobs.h"
#include "core/listened.h"
#include "core/news.h"
#include "core/outbox.h"
#include "core/shown.h"

namespace glia::studio {

class Race;

// A number that the network learns, as an object.
inline constexpr std::array<std::string_view, 2> kWeightFields{"parameter", "index"};
inline constexpr std::array<std::string_view, 3> kValueFields{"parameter", "index", "value"};

struct Studio::Impl {
  Impl(Engine& e, const DataSplit& d, const Options& o);
  ~Impl();

  const ExtraNetworks& extra_networks() const noexcept { return *options.extra_networks; }

  // What an answer brings in bulk.
  template <typename T>
  void bulk(const Ask& ask, std::initializer_list<std::uint32_t> dims, std::span<const T> values) {
    Frame frame = shown.frame(Frame::Kind::answer);
    frame.sequence = ask.id;
    outbox.tensor(frame, std::span(dims.begin(), dims.size()), values);
  }
  void hello();
  Json state();
  void emit();
  void emit_tensors();
  void emit_curve();
  void new_network();  // after another one came: what belonged to the old is forgotten

  void train(double seconds);
  void stop(std::string_view reason, const std::string& text);
  void look_up() const {  // throws Ended
    if (options.ended && options.ended()) throw Ended();
  }
  void measure();
  bool says_always_the_same(const Evaluation& test);  // a point of the curves
  void start_sums();

  Engine& engine;
  const DataSplit& data;
  Options options;
  Timeline timeline;
  Inspector inspector;
  Shown shown;
  Listened listened;
  Outbox outbox;
  News news;
  Jobs jobs{outbox};
  Channels channels;
  Input input;

  struct Learning {
    bool running = false;
    std::optional<std::uint64_t> steps_left;
    std::optional<std::uint64_t> epochs_left;
    double trained = 0;              // seconds since learning was begun
    double trained_at_point = -1;    // when the last point was measured
    Clock::time_point speed_from{};  // a window in which speed is measured
    double samples_from = 0;
    double speed = 0;              // samples a second, by the wall's clock
    std::uint64_t sums_epoch = 0;  // where the last point's window ended
    double sums_cost = 0;
    std::uint64_t sums_correct = 0, sums_samples = 0;
    double best_validation = 0;  // early stopping
    std::uint64_t best_epoch = 0;
    std::optional<State> best;
  } learning;

  struct Hand {
    State before;
    Json path = Json::array();
    Clock::time_point since{};
  };
  std::optional<Hand> hand;
  std::unique_ptr<Race> race;
  std::unique_ptr<Cnn> cnn;
  Inspector hearing;  // asks the network that hears
};

}  // namespace glia::studio
