#pragma once
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>

#include "core/channels.h"
#include "core/cnn.h"
#include "core/commands.h"
#include "core/hand.h"
#include "core/input.h"
#include "core/inspector.h"
#include "core/jobs.h"
#include "core/learning.h"
#include "core/listened.h"
#include "core/news.h"
#include "core/outbox.h"
#include "core/shown.h"
#include "core/studio.h"

namespace glia::studio {

class Race;

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
  Json noted(Json answer) const;  // with what there is to say about the recipe that it set
  void hello();
  Json state();
  void emit();
  void emit_tensors();
  void emit_curve();
  void new_network();  // after another one came: what belonged to the old is forgotten

  void look_up() const {  // throws Ended
    if (options.ended && options.ended()) throw Ended();
  }

  Engine& engine;
  const DataSplit& data;
  Options options;
  Timeline timeline;
  Inspector inspector;
  Shown shown;
  Listened listened;
  Outbox outbox;
  News news;
  Learning learning{{timeline, inspector, shown, listened, outbox, news, data.test}};
  Jobs jobs{outbox};
  Channels channels;
  Input input;
  HandGame hand;

  std::unique_ptr<Race> race;
  std::unique_ptr<Cnn> cnn;
  Inspector hearing;  // asks the network that hears
};

}  // namespace glia::studio
