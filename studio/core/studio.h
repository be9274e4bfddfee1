#pragma once
#include <array>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/frames.h"
#include "core/timeline.h"
#include "glia/data.h"
#include "glia/session.h"
#include "glia/table.h"

namespace glia::studio {

struct ExtraNetworks;

enum class Subject { digits, plane, table };
std::string_view name_of(Subject subject) noexcept;

std::vector<std::string> command_names();

void check_data(const DataSplit& data);  // throws Error unless the studio can show it

// Thrown by a Studio whose end has come while it worked: it can only be destroyed now.
struct Ended {};

// One visitor's studio: a network, its training with all its past, and a person who looks and
// turns knobs. Again for each subject that the person asks for: it goes on when another is shown.
// Takes commands and gives answers, events and tensors as docs/protocol.md says. Knows no sockets,
// threads or files.
//
// Contract: one thread. `engine` and `data` outlive it; `data` has labelled pictures to train on
// and to test with.
class Studio {
 public:
  struct Options {
    Timeline::Limits limits;
    Settings settings = first_settings();
    TaskPtr table;    // what is shown first, if there is one
    std::string key;  // what a page gives to come back to this studio; may be empty
    std::shared_ptr<const ExtraNetworks> extra_networks;  // null: none
    // Asked between pieces of work, some hundredths of a second apart; true makes handle() and
    // work() throw Ended. May be empty; may be answered from what another thread has set.
    std::function<bool()> ended;
    Now now = Clock::now;  // what a pace goes by
  };
  Studio(Engine& engine, const DataSplit& data, const Options& options);  // throws Error
  Studio(Engine& engine, const DataSplit&& data, const Options& options) = delete;
  ~Studio();

  // A page comes: it gets hello and all that follows. The one that was there is forgotten.
  void attach(Sink& sink);
  void detach() noexcept;

  // One text frame. False when it is no JSON object, which a well-meant page never sends.
  bool handle(std::string_view text);
  // Goes on for about that long with what is under way, then sends what is due.
  void work(double seconds);
  // When work() is to be called next: in so many seconds, 0 for at once. Empty: once something is
  // said.
  std::optional<double> rest() const;
  bool busy() const;                   // work() would go on with something now
  bool watched() const noexcept;       // somebody looks at tensors
  std::size_t bytes() const noexcept;  // of the past, which is most of what it holds

  // The digits are these from now on: more of those that were there. What was learnt stays. The
  // page gets a hello. `data` outlives this.
  void bring(const DataSplit& data);

  // One that gives the bits of that numeric path. Throws Error where this machine has none.
  Engine& engine_of(const std::string& numeric_path);

  struct Impl;                              // one subject
  void turn_to(Subject subject);            // the page gets its hello
  std::vector<std::string> offers() const;  // what there is beside what every studio has

  void keep(std::shared_ptr<const Table> table) { table_ = std::move(table); }
  // Of the one that is kept, and turn to it.
  void learn_table(const std::vector<std::string>& targets);
  const std::shared_ptr<const Table>& last_table() const noexcept { return table_; }

 private:
  Impl& made(Subject subject);  // that subject; throws Error

  Engine& engine_;
  std::map<std::string, std::unique_ptr<Engine>> others_;  // by numeric path
  Options options_;
  std::array<std::unique_ptr<Impl>, 3> subjects_;  // null: nobody asked for it yet
  std::shared_ptr<const Table> table_;             // that came last
  Impl* shown_ = nullptr;
};

}  // namespace glia::studio
