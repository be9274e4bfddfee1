#include "core/studio.h"

#include <algorithm>

#include "core/answers.h"
#include "core/held.h"
#include "core/impl.h"
#include "core/own.h"
#include "core/plane/points.h"
#include "core/race.h"
#include "core/table/rows.h"
#include "glia/error.h"
#include "glia/suggest.h"
#include "io/json.h"

namespace glia::studio {
namespace {

constexpr double kTick = 0.008;  // seconds until what waits to be sent is tried again

const Commands& commands() {
  static const Commands all = [] {
    Commands table;
    for (auto* add : {add_learning,  add_channels, add_input, add_hand,   add_looking, add_gallery,
                      add_landscape, add_ways,     add_noise, add_speed,  add_depth,   add_nudge,
                      add_time,      add_links,    add_race,  add_own,    add_files,   add_maps,
                      add_hearing,   add_plane,    add_table, add_subject}) {
      add(table);
    }
    table["ping"] = {[](Studio::Impl&, const Fields&, const Ask&) { return Json::object(); }, {}};
    for (auto& [name, command] : table) {
      command.fields.insert(command.fields.end(), {"id", "do"});
    }
    return table;
  }();
  return all;
}

const Commands::value_type& find_command(const Json& message) {
  const Json just_do = {{"do", message.value("do", Json())}};
  const std::string name = Fields(just_do, "command", {"do"}).text("do", 40);
  const auto found = commands().find(name);
  if (found != commands().end()) return *found;
  throw Error(ErrorCode::not_found,
              "there is no command " + io::in_quotes(name) + "." + suggest(name, command_names()));
}

// Throws Error when this subject has nothing for the command.
void expect_subject(const std::string& name, const Command& command, Subject subject) {
  if (!command.only || *command.only == subject) return;
  throw Error(ErrorCode::unsupported,
              name + ": " +
                  (*command.only == Subject::plane   ? "only the plane has points"
                   : *command.only == Subject::table ? "only a table has columns"
                   : subject == Subject::plane ? "the plane has no pictures, recordings or CNN"
                                               : "a table has no pictures, recordings or CNN") +
                  "; turn to the other subject first");
}

TaskPtr checked(const DataSplit& data) {
  check_data(data);
  return pictures_task(data);
}

// They have no other networks beside them, and a part of the memory.
Studio::Options beside_digits(Studio::Options options, const Settings& settings) {
  options.settings = settings;
  options.extra_networks = nullptr;
  options.limits.bytes /= 4;
  return options;
}

// From there on: never those of another subject.
std::uint32_t first_revision(Subject subject) {
  return subject == Subject::plane ? 1U << 31 : subject == Subject::table ? 1U << 30 : 1;
}

constexpr std::array<std::string_view, 3> kSubjects{"digits", "plane", "table"};

}  // namespace

std::string_view name_of(Subject subject) noexcept {
  return kSubjects[static_cast<std::size_t>(subject)];
}

std::vector<std::string> command_names() {
  std::vector<std::string> names;
  for (const auto& [name, command] : commands()) names.push_back(name);
  return names;
}

void check_data(const DataSplit& data) {
  if (data.train.labelled() && data.test.size() > 0 && image_size(data.train.shape())) return;
  throw Error(ErrorCode::unsupported,
              "the studio needs a set of labelled pictures with a part to test on");
}

Studio::Impl::Impl(Studio& whole, Subject which, Engine& e, const TaskPtr& task, const Options& o)
    : studio(whole),
      subject(which),
      engine(&e),
      options(o),
      all_data(task),
      timeline(e, task, o.settings, o.limits),
      taught(timeline,
             o.extra_networks && o.extra_networks->taught ? &*o.extra_networks->taught : nullptr),
      inspector(e, [this] { look_up(); }),
      shown(timeline, first_revision(which)),
      listened(shown, inspector),
      hearing(e, [this] { look_up(); }) {
  if (!options.extra_networks) options.extra_networks = std::make_shared<const ExtraNetworks>();
  check_extra_networks(extra_networks(), *task->data);
  cnn = std::make_unique<Cnn>(e, task, options.extra_networks, [this] { look_up(); });
  learning.measure();
  show_taught();  // what a visitor sees first
}
Studio::Impl::~Impl() = default;

void Studio::Impl::show_taught() {
  if (!taught.offered()) return;
  taught.show(true);
  present_changed();
}

void Studio::Impl::attach(Sink& sink) {
  outbox.attach(sink);
  channels.attach();
  news.all();
  hello();
  emit();
}

void Studio::Impl::detach() noexcept {
  outbox.detach();
  channels.detach();
  jobs.drop();
}

void Studio::Impl::present_changed() {
  // A branch that was left before all digits had come goes on with all of them.
  if (subject == Subject::digits && timeline.task() != all_data) timeline.change(all_data);
  shown.show_present();
  news.branches();
  learning.begin_anew();
  learning.measure();
}

void Studio::Impl::follow_task() {
  if (subject != Subject::table || timeline.task() == all_data) return;
  all_data = timeline.task();
  input.take_nothing();
  race.reset();
}

void Studio::Impl::use(Engine& another) {
  engine = &another;
  inspector.use(another);
}

Batch Studio::Impl::current_example(const std::string& what) const {
  if (input.empty() || input.label().empty()) {
    throw Error(ErrorCode::invalid_argument,
                what + ": an example needs a label; choose a test image");
  }
  return {{input.values().begin(), input.values().end()}, task().wanted(input.label()), 1};
}

void Studio::Impl::new_network() {
  jobs.supersede_all();
  shown.new_network();
  inspector.forget();
  listened.forget();
  hand.forget();
  taught.forget();
  news.new_network();
  learning.new_network();
  if (const auto point = input.point()) input.take(*point, task().points->inputs);
  pictures.forget();
  hello();
}

void Studio::Impl::work(double seconds) {
  const bool racing = race && !race->done();
  const bool own_learning = own && own->learning();
  const double slice = seconds / std::max(1, learning.running() + racing + own_learning +
                                                 cnn->learning() + jobs.any());
  if (learning.running()) learning.train(slice);
  if (racing) {
    race->run(slice);
    news.state();
  }
  if (own_learning) {
    own->run(slice);
    news.own();
  }
  if (cnn->learning()) {
    cnn->run(slice);
    news.cnn();
  }
  if (jobs.any()) jobs.go_on(slice);
  look_up();
  emit();
}

bool Studio::Impl::busy() const {
  return jobs.any() || (learning.running() && learning.rest() == 0) || cnn->learning() ||
         (race && !race->done()) || (own && own->learning());
}

Studio::Studio(Engine& engine, const DataSplit& data, const Options& options)
    : engine_(engine), options_(options) {
  subjects_[0] = std::make_unique<Impl>(*this, Subject::digits, engine, checked(data), options);
  if (options.table) table_ = options.table->rows->table;
  shown_ = options.table ? &made(Subject::table) : subjects_[0].get();
}
Studio::~Studio() = default;

Studio::Impl& Studio::made(Subject subject) {
  std::unique_ptr<Impl>& impl = subjects_[static_cast<std::size_t>(subject)];
  if (impl) return *impl;
  const bool plane = subject == Subject::plane;
  if (!plane && !options_.table) {
    throw Error(ErrorCode::not_found, "subject: no table has been opened");
  }
  const TaskPtr task = plane ? task_of(first_points()) : options_.table;
  impl = std::make_unique<Impl>(*this, subject, engine_, task,
                                beside_digits(options_, first_settings_of(*task)));
  return *impl;
}

void Studio::learn_table(const std::vector<std::string>& targets) {
  if (!table_) throw Error(ErrorCode::not_found, "table: no file has come yet");
  const TaskPtr task = rows_task(table_, targets);
  const Settings settings = first_table_settings(*task);
  std::unique_ptr<Impl>& impl = subjects_[static_cast<std::size_t>(Subject::table)];
  if (!impl) {
    impl = std::make_unique<Impl>(*this, Subject::table, engine_, task,
                                  beside_digits(options_, settings));
  } else {
    impl->jobs.supersede_all();
    impl->timeline.begin(settings, task);
    impl->follow_task();
    impl->new_network();
    if (shown_ == impl.get()) return;
  }
  turn_to(Subject::table);
}

std::vector<std::string> Studio::offers() const {
  std::vector<std::string> offers;
  const Impl& digits = *subjects_[0];
  if (digits.cnn->offered()) offers.emplace_back("cnn");
  if (digits.extra_networks().speech) offers.emplace_back("speech");
  if (reads_tables()) offers.emplace_back("tables");
  if (subjects_[static_cast<std::size_t>(Subject::table)] || options_.table) {
    offers.emplace_back("table");
  }
  return offers;
}

Engine& Studio::engine_of(const std::string& numeric_path) {
  if (engine_.simd.numeric_path() == numeric_path) return engine_;
  std::unique_ptr<Engine>& other = others_[numeric_path];
  if (other) return *other;
  std::string here;
  for (const std::string& name : Simd::available()) {
    const Simd simd(name);
    if (simd.numeric_path() == numeric_path) {
      other = std::make_unique<Engine>(engine_.pool.size(), simd);
      return *other;
    }
    const std::string path(simd.numeric_path());
    if (here.find(path) == here.npos) here += (here.empty() ? "" : ", ") + path;
  }
  others_.erase(numeric_path);
  throw Error(ErrorCode::unsupported,
              "this lesson was computed on the numeric path " + io::in_quotes(numeric_path) +
                  ", which this machine does not have; it has " + here,
              {"link_path", {{"path", numeric_path}, {"here", here}}});
}

void Studio::attach(Sink& sink) {
  detach();
  shown_ = options_.table ? &made(Subject::table) : subjects_[0].get();
  shown_->attach(sink);
}

void Studio::detach() noexcept { shown_->detach(); }

void Studio::bring(const DataSplit& data) {
  Impl& digits = *subjects_[0];
  const TaskPtr task = checked(data);
  digits.jobs.supersede_all();
  digits.cnn->bring(task);
  digits.all_data = task;
  if (digits.timeline.untouched() && !digits.learning.running()) {
    const bool taught = digits.timeline.branch().taught;
    digits.timeline.begin(digits.timeline.settings(), task);
    digits.new_network();
    if (taught) digits.show_taught();
    return;
  }
  digits.timeline.change(task);
  digits.shown.touch();
  digits.learning.begin_anew();
  digits.news.all();
  digits.hello();
}

void Studio::turn_to(Subject subject) {
  Impl& next = made(subject);
  Sink* const page = shown_->outbox.sink();
  shown_->jobs.supersede_all();
  if (&next != shown_) next.channels.go_on_from(shown_->channels);
  shown_->detach();
  shown_ = &next;
  if (page) shown_->attach(*page);
}

bool Studio::handle(std::string_view text) {
  Json message;
  try {
    message = io::parse_json(text);
  } catch (const Error&) {
    return false;
  }
  if (!message.is_object()) return false;
  const Json re = message.contains("id") ? message["id"] : Json();
  const Json answer = answered([&]() -> Json {
    const auto& [name, command] = find_command(message);
    const Fields fields(message, name, std::span(command.fields));
    expect_subject(name, command, shown_->subject);
    if (name == "seen") {
      command.handler(*shown_, fields, {});
      return {};
    }
    const Ask ask{static_cast<std::uint32_t>(fields.whole("id", 0, UINT32_MAX))};
    return command.handler(*shown_, fields, ask);
  });
  if (!answer.is_null()) shown_->outbox.answer(re.is_primitive() ? re : Json(), answer);
  shown_->emit();
  return true;
}

void Studio::work(double seconds) {
  int busy = 0;
  for (const auto& subject : subjects_) busy += subject && subject->busy() ? 1 : 0;
  for (const auto& subject : subjects_) {
    if (subject && (subject->busy() || subject.get() == shown_)) {
      subject->work(seconds / std::max(1, busy));
    }
  }
}

bool Studio::busy() const {
  return std::ranges::any_of(subjects_, [](const auto& s) { return s && s->busy(); });
}

std::optional<double> Studio::rest() const {
  if (busy()) return 0;
  std::optional<double> rest;
  for (const auto& subject : subjects_) {
    if (!subject || !subject->learning.running()) continue;
    const double until = subject->learning.rest();
    rest = std::min(rest.value_or(until), until);
  }
  if (shown_->something_to_send()) rest = std::min(rest.value_or(kTick), kTick);
  return rest;
}

bool Studio::watched() const noexcept {
  return shown_->outbox.attached() && shown_->channels.watched();
}

std::size_t Studio::bytes() const noexcept {
  std::size_t bytes = 0;
  for (const auto& subject : subjects_) bytes += subject ? subject->timeline.bytes() : 0;
  return bytes;
}

namespace {

Json subject(Studio::Impl& s, const Fields& fields, const Ask&) {
  const std::string of = fields.choice("of", kSubjects);
  const auto* const found = std::find(kSubjects.begin(), kSubjects.end(), of);
  s.studio.turn_to(static_cast<Subject>(found - kSubjects.begin()));
  return Json::object();
}

}  // namespace

void add_subject(Commands& commands) { commands["subject"] = {subject, {"of"}}; }

}  // namespace glia::studio
