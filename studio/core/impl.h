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
#include "core/plane/pictures.h"
#include "core/shown.h"
#include "core/studio.h"
#include "core/taught.h"

namespace glia::studio {

class Follower;
class HeldLstm;
class Own;
class Race;

struct Studio::Impl {
  Impl(Studio& whole, Subject which, Engine& e, const TaskPtr& task, const Options& o);
  ~Impl();

  const Task& task() const noexcept { return *shown.task(); }
  const DataSplit& data() const noexcept { return shown.data(); }

  const ExtraNetworks& extra_networks() const noexcept { return *options.extra_networks; }

  // What an answer brings in bulk.
  template <typename T>
  void bulk(const Ask& ask, std::initializer_list<std::uint32_t> dims, std::span<const T> values) {
    Frame frame = shown.frame(Frame::Kind::answer);
    frame.sequence = ask.id;
    outbox.tensor(frame, std::span(dims.begin(), dims.size()), values);
  }
  Batch current_example(const std::string& what) const;  // alone; throws Error without a label
  Json noted(Json answer) const;  // with what there is to say about the recipe that it set
  void attach(Sink& sink);        // a page comes
  void detach() noexcept;
  void hello();
  Json state();
  Json progress_of_following() const;  // null when nothing is followed
  void emit();
  Channels::Version version_of(Frame::Channel channel) const;  // of what its tensor shows
  bool due(Frame::Channel channel) const;                      // its tensor is to be sent
  std::vector<float> tensor_of(Frame::Channel channel);
  bool something_to_send() const;
  void emit_tensors();
  void emit_curve();
  void emit_points();
  void show_taught();      // where one is offered
  void present_changed();  // another branch is the present
  void new_network();      // after another one came: what belonged to the old is forgotten
  void follow_task();      // of another table: what belonged to the old one is forgotten
  void use(Engine& another);
  void work(double seconds);
  bool busy() const;

  void look_up() const {  // throws Ended
    if (options.ended && options.ended()) throw Ended();
  }

  Studio& studio;
  Subject subject;
  Engine* engine;  // that trains and is asked; a link may bring another
  Options options;
  TaskPtr all_data;  // of digits all that there are, of a table what is learnt of it
  Timeline timeline;
  Taught taught;
  Inspector inspector;
  Shown shown;
  Listened listened;
  Outbox outbox;
  News news;
  Channels channels;
  Learning learning{{timeline, inspector, shown, listened, outbox, news, channels, options.now}};
  Jobs jobs{outbox};
  Input input;
  HandGame hand;
  PlanePictures pictures;
  TaskPtr told_task;  // whose points the page was told

  std::weak_ptr<const Follower> following;  // of a link, while it does
  PixelOrders pixel_orders;
  std::unique_ptr<Race> race;
  std::unique_ptr<Cnn> cnn;
  std::unique_ptr<Own> own;              // pictures of the visitor's, when they are learnt
  Inspector hearing;                     // asks the network that hears
  std::shared_ptr<HeldLstm> heard_last;  // what it heard last, where its gates can be held
};

}  // namespace glia::studio
