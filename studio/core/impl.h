#pragma once
#include <array>
#include <cstdint>
#include <initializer_list>
#include <map>
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
#include "core/outbox.h"

namespace glia::studio {

class Race;

// A number that the network learns, as an object.
inline constexpr std::array<std::string_view, 2> kWeightFields{"parameter", "index"};
inline constexpr std::array<std::string_view, 3> kValueFields{"parameter", "index", "value"};

struct Studio::Impl {
  Impl(Engine& e, const DataSplit& d, const Options& o);
  ~Impl();

  // The parameters that are shown: the live ones, or those of a moment that was asked for.
  const Model& shown();
  // The same with the muted neurons taken out.
  const Model& listened();
  const Evaluation& evaluation();  // of what is listened to, over the test set
  std::uint64_t shown_step() const;
  int shown_branch() const;
  std::vector<float> outputs_of_test();
  // The answer to test image i in these; −1 where an output is not finite.
  int said_of_test(std::span<const float> outputs, std::int64_t i) const;
  // What is shown is another.
  void touch() noexcept { ++version; }
  void require_live(std::string_view what) const;  // throws Error when the past is shown
  const ExtraNetworks& extra_networks() const noexcept { return *options.extra_networks; }

  // What an answer brings in bulk.
  template <typename T>
  void bulk(const Ask& ask, std::initializer_list<std::uint32_t> dims, std::span<const T> values) {
    Frame frame = this->frame(Frame::Kind::answer);
    frame.sequence = ask.id;
    outbox.tensor(frame, std::span(dims.begin(), dims.size()), values);
  }
  Frame frame(Frame::Kind kind);
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
  Outbox outbox;
  Jobs jobs{outbox};
  Channels channels;
  Input input;

  std::uint32_t revision = 1;
  std::uint64_t version = 1;  // of what is shown; grows with each change

  std::vector<Neuron> muted;

  struct Past {
    Timeline::Moment moment;
    int branch = 0;
  };
  std::optional<Past> past;

  struct Cached {
    std::uint64_t version = 0;
    Model model;
  } listened_model;
  struct {
    std::uint64_t version = 0;
    Evaluation value;
  } evaluated;
  struct {
    std::uint64_t version = 0;
    std::vector<float> value;
  } answers;

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

  Clock::time_point sent_state{};
  std::uint64_t state_version = 0;  // what the last state event told of
  bool race_told = false;           // that it is over, with all its points
  bool state_due = true;
  std::map<int, std::uint64_t> curve_sent;  // by branch: steps up to which its points were sent
  bool branches_due = true;

  struct Hand {
    State before;
    Json path = Json::array();
    Clock::time_point since{};
  };
  std::optional<Hand> hand;
  std::unique_ptr<Race> race;
  std::unique_ptr<Cnn> cnn;
  bool cnn_due = true;
  Inspector hearing;  // asks the network that hears
};

}  // namespace glia::studio
