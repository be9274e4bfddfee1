#include "core/studio.h"

#include <algorithm>

#include "core/answers.h"
#include "core/impl.h"
#include "core/race.h"
#include "glia/error.h"
#include "glia/suggest.h"
#include "io/json.h"

namespace glia::studio {
namespace {

const Commands& commands() {
  static const Commands all = [] {
    Commands table;
    for (auto* add : {add_learning, add_channels, add_input, add_hand, add_looking, add_gallery,
                      add_landscape, add_time, add_race, add_files, add_maps, add_hearing}) {
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

const DataSplit& checked(const DataSplit& data) {
  check_data(data);
  return data;
}

}  // namespace

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

Studio::Impl::Impl(Engine& e, const DataSplit& d, const Options& o)
    : engine(e),
      data(d),
      options(o),
      timeline(e, checked(d), o.settings, o.limits),
      inspector(e, [this] { look_up(); }),
      shown(timeline),
      listened(shown, inspector, d.test),
      hearing(e, [this] { look_up(); }) {
  if (!options.extra_networks) options.extra_networks = std::make_shared<const ExtraNetworks>();
  check_extra_networks(extra_networks(), data);
  cnn = std::make_unique<Cnn>(engine, data, options.extra_networks, [this] { look_up(); });
  learning.measure();
}
Studio::Impl::~Impl() = default;

void Studio::Impl::new_network() {
  jobs.supersede_all();
  shown.new_network();
  inspector.forget();
  listened.forget();
  hand.forget();
  news.new_network();
  learning.new_network();
  hello();
}

Studio::Studio(Engine& engine, const DataSplit& data, const Options& options)
    : impl_(std::make_unique<Impl>(engine, data, options)) {}
Studio::~Studio() = default;

void Studio::attach(Sink& sink) {
  detach();
  impl_->outbox.attach(sink);
  impl_->channels.attach();
  impl_->news.all();
  impl_->hello();
  impl_->emit();
}

void Studio::detach() noexcept {
  impl_->outbox.detach();
  impl_->channels.detach();
  impl_->jobs.drop();
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
    if (name == "seen") {
      command.handler(*impl_, fields, {});
      return {};
    }
    const Ask ask{static_cast<std::uint32_t>(fields.whole("id", 0, UINT32_MAX))};
    return command.handler(*impl_, fields, ask);
  });
  if (!answer.is_null()) impl_->outbox.answer(re.is_primitive() ? re : Json(), answer);
  impl_->emit();
  return true;
}

void Studio::work(double seconds) {
  const bool racing = impl_->race && !impl_->race->done();
  const double slice = seconds / std::max(1, impl_->learning.running() + racing +
                                                 impl_->cnn->learning() + impl_->jobs.any());
  if (impl_->learning.running()) impl_->learning.train(slice);
  if (racing) {
    impl_->race->run(slice);
    impl_->news.state();
  }
  if (impl_->cnn->learning()) {
    impl_->cnn->run(slice);
    impl_->news.cnn();
  }
  if (impl_->jobs.any()) impl_->jobs.go_on(slice);
  impl_->look_up();
  impl_->emit();
}

bool Studio::busy() const noexcept {
  return impl_->jobs.any() || impl_->learning.running() || impl_->cnn->learning() ||
         (impl_->race && !impl_->race->done());
}

bool Studio::waiting() const noexcept {
  if (!impl_->outbox.attached()) return false;
  return impl_->news.any(impl_->shown.version()) || (watched() && impl_->channels.credit());
}

bool Studio::watched() const noexcept {
  return impl_->outbox.attached() && impl_->channels.watched();
}

std::size_t Studio::bytes() const noexcept { return impl_->timeline.bytes(); }

}  // namespace glia::studio
