// A link as JSON: docs/protocol.md has the fields. What equals what was before it is left out.
#include "core/link.h"

#include <algorithm>
#include <array>
#include <limits>

#include "base/digest.h"
#include "core/base64.h"
#include "core/input.h"
#include "core/plane/points.h"
#include "core/table/rows.h"
#include "glia/error.h"
#include "io/json.h"

namespace glia::studio {
namespace {

constexpr std::int64_t kLinkVersion = 1;
constexpr std::int64_t kMostLinkSteps = 100'000'000;
constexpr std::size_t kMostLinkEras = 1000, kMostLinkEntries = 200'000;
constexpr std::size_t kMostLinkInputs = 1 << 16;  // of an example
constexpr std::size_t kMostLinkText = 100;
constexpr double kMostLinkValue = std::numeric_limits<float>::max();

constexpr std::size_t kMostName = 1000;

constexpr std::array<std::string_view, 11> kLinkFields{"version", "subject", "path",  "data",
                                                       "taught",  "step",    "table", "parameters",
                                                       "eras",    "waiting", "name"};
constexpr std::array<std::string_view, 5> kTableFields{"name", "rows", "columns", "digest",
                                                       "target"};
constexpr std::array<std::string_view, 9> kLinkEraFields{
    "at", "by", "anew", "recipe", "points", "data", "edits", "example", "standing"};
constexpr std::array<std::string_view, 3> kJumps{kTaught, kNudge, kEarlyStopping};

}  // namespace

std::uint64_t digest_of(const State& state) noexcept {
  Digest digest;
  for (const auto& [name, tensor] : state.tensors()) {
    digest.add(name.data(), name.size());
    digest.add(tensor.values.data(), tensor.values.size() * sizeof(float));
  }
  return digest.value();
}

namespace {

// Of an edit, after its step: kind, parameter and index, value.
void add_edit(Json& entry, const Edit& edit) {
  entry.push_back(kEditKinds[static_cast<std::size_t>(edit.kind)]);
  if (!edit.parameter.empty()) {
    entry.push_back(edit.parameter);
    entry.push_back(edit.index);
  }
  if (edit.kind == Edit::Kind::release) return;
  if (edit.kind == Edit::Kind::batch) {
    entry.push_back(static_cast<std::int64_t>(edit.value));
  } else {
    entry.push_back(edit.parameter.empty() ? edit.value : shortest(static_cast<float>(edit.value)));
  }
}

Json written(const std::vector<Edit>& edits) {
  Json list = Json::array();
  for (const Edit& edit : edits) add_edit(list.emplace_back(Json::array()), edit);
  return list;
}

Json written(const Journal& journal) {
  Json list = Json::array();
  for (const JournalEntry& entry : journal) {
    add_edit(list.emplace_back(Json::array({entry.step})), entry.edit);
  }
  return list;
}

Json written(const Example& example, const Task& task) {
  Json json{{"label", task.label_json(example.label)}};
  const std::vector<std::uint8_t> bytes = bytes_of(example.inputs);
  if (values_of(bytes) == example.inputs) {
    json["pixels"] = to_base64(bytes);
    return json;
  }
  Json& values = json["values"] = Json::array();
  for (const float value : example.inputs) values.push_back(shortest(value));
  return json;
}

Json written(const TableLesson& table) {
  return {{"name", table.name},
          {"rows", table.rows},
          {"columns", table.columns},
          {"digest", digits_of(table.digest)},
          {"target", table.targets}};
}

Json written(const Task& task) {
  return {{"train", task.data->train.size()}, {"digest", digits_of(task.data->train.digest())}};
}

// `before`: null for the first era.
Json written(const Timeline::Era& era, const Timeline::Era* before, Subject subject) {
  Json json = Json::object();
  if (era.first != (before ? before->first : 0)) json["at"] = era.first;
  if (!era.why.empty()) json["by"] = era.why;
  Json anew = Json::array();
  if (era.origin.optimizer_anew) anew.push_back("optimizer");
  if (era.origin.data_anew) anew.push_back("data");
  if (!anew.empty()) json["anew"] = std::move(anew);
  Json recipe = difference(before ? before->settings : first_settings_of(*era.task), era.settings);
  if (!recipe.empty()) json["recipe"] = std::move(recipe);
  if (!before || before->task != era.task) {
    if (subject == Subject::plane) {
      const Points start = first_points();
      Json points = difference(before ? *before->task->points : start, *era.task->points);
      if (!points.empty()) json["points"] = std::move(points);
    } else if (subject == Subject::digits) {
      json["data"] = written(*era.task);
    }
  }
  if (!era.journal.empty()) json["edits"] = written(era.journal);
  if (era.why == kNudge) json["example"] = written(era.origin.example, *era.task);
  if (era.why == kNudge || era.why == kEarlyStopping) {
    const Standing& standing = era.origin.standing;
    Json stood = Json::array({standing.step});
    for (Json& edit : written(standing.waiting)) stood.push_back(std::move(edit));
    if (era.why == kEarlyStopping || !standing.waiting.empty()) json["standing"] = std::move(stood);
  }
  return json;
}

}  // namespace

Json to_json(const Link& link, Subject subject) {
  const Timeline::Path& path = link.path;
  if (path.end.step > kMostLinkSteps || path.eras.size() > kMostLinkEras) {
    throw Error(ErrorCode::unsupported,
                "link: this training is too long to be done again; save the model and send the "
                "file",
                {"link_long"});
  }
  Json json{{"version", kLinkVersion},
            {"subject", name_of(subject)},
            {"path", link.numeric_path},
            {"step", path.end.step},
            {"parameters", digits_of(link.parameters)}};
  const Task& task = *path.eras.front().task;
  if (subject == Subject::digits) json["name"] = task.name();
  if (subject == Subject::table) json["table"] = written(lesson_of(*task.rows));
  if (link.taught) json["taught"] = digits_of(link.taught);
  Json& eras = json["eras"] = Json::array();
  const Timeline::Era* before = nullptr;
  for (const Timeline::Era& era : path.eras) {
    eras.push_back(written(era, before, subject));
    before = &era;
  }
  if (!path.end.waiting.empty()) json["waiting"] = written(path.end.waiting);
  return json;
}

namespace {

std::uint64_t digest_in(const Fields& fields, std::string_view name) {
  const std::string text = fields.text(name, 16);
  std::uint64_t digest = 0;
  for (const char c : text) {
    const std::size_t digit = std::string_view("0123456789abcdef").find(c);
    if (digit == std::string_view::npos || text.size() != 16) {
      fields.fail(name, "16 hexadecimal digits");
    }
    digest = digest << 4 | digit;
  }
  return digest;
}

// Reads a link era by era: each may only mean what the one before it leaves possible.
class Reader {
 public:
  Reader(const Fields& fields, Subject subject, TaskPtr here, std::shared_ptr<const Table> opened)
      : fields_(fields), subject_(subject), here_(std::move(here)), opened_(std::move(opened)) {}

  Link read() {
    Link link;
    link.numeric_path = fields_.text("path", kMostLinkText);
    link.parameters = digest_in(fields_, "parameters");
    if (fields_.has("taught")) link.taught = digest_in(fields_, "taught");
    end_ = static_cast<std::uint64_t>(fields_.whole("step", 0, kMostLinkSteps));
    const auto eras = fields_.objects("eras", 1, kMostLinkEras, kLinkEraFields);
    for (std::size_t i = 0; i < eras.size(); ++i) {
      const bool last = i + 1 == eras.size();
      const std::uint64_t over = last ? end_ : step_of(eras[i + 1], step_of(eras[i], at_));
      read_era(eras[i], over, link);
    }
    link.path.end.step = end_;
    if (fields_.has("waiting")) {
      for (const Json& entry : fields_.list("waiting", 0, kMostLinkEntries)) {
        link.path.end.waiting.push_back(edit_of(entry, 0));
      }
    }
    return link;
  }

 private:
  std::uint64_t step_of(const Fields& era, std::uint64_t before) const {
    const auto least = static_cast<std::int64_t>(before);
    return static_cast<std::uint64_t>(
        era.whole("at", least, static_cast<std::int64_t>(end_), least));
  }

  void read_era(const Fields& fields, std::uint64_t over, Link& link) {
    std::vector<Timeline::Era>& eras = link.path.eras;
    const Timeline::Era* before = eras.empty() ? nullptr : &eras.back();
    Timeline::Era era;
    era.first = at_ = step_of(fields, at_);
    if (!before && at_ > 0) fields.fail("at", "0 where it begins");
    if (fields.has("by")) era.why = fields.choice("by", kJumps);
    era.task = task_of_era(fields, before ? before->task : nullptr);
    era.settings = before ? before->settings : first_settings_of(*era.task);
    if (fields.has("recipe")) {
      const Fields recipe = fields.object("recipe", settings_fields());
      era.settings = exactly(era.settings, recipe, *era.task);
      if (before && between(before->settings, era.settings) == Change::network) {
        fields.fail("recipe", "the same network: another one is another link");
      }
    }
    if (!before) learn_sizes(era);
    read_anew(fields, era.origin);
    if (fields.has("edits")) read_journal(fields, over, era);
    read_jump(fields, !before, era, link);
    eras.push_back(std::move(era));
  }

  TaskPtr task_of_era(const Fields& fields, const TaskPtr& before) const {
    for (const auto& [name, of] :
         {std::pair("data", Subject::digits), {"points", Subject::plane}}) {
      if (fields.has(name) && of != subject_) {
        fields.fail(name, "nothing: another subject has it");
      }
    }
    if (subject_ == Subject::table) return before ? before : task_of_table();
    if (subject_ == Subject::plane) {
      if (before && !fields.has("points")) return before;
      const Points was = before ? *before->points : first_points();
      const Json none = Json::object();
      Points points = exactly(was, fields.has("points") ? fields.json().at("points") : none);
      if (before && !same_network(was, points)) {
        fields.fail("points", "points for the same network: another one is another link");
      }
      return task_of(std::move(points));
    }
    if (before && !fields.has("data")) return before;
    const Fields data = fields.object("data", {"train", "digest"});
    const std::int64_t count = data.whole("train", 1, std::numeric_limits<std::int32_t>::max());
    const std::uint64_t digest = digest_in(data, "digest");
    const Dataset& all = here_->data->train;
    const bool whole = count == all.size();
    if (count <= all.size()) {
      const Dataset some = whole ? all : all.first(count);
      if (some.digest() == digest) {
        if (whole) return here_;
        auto split = std::make_shared<DataSplit>(*here_->data);
        split->train = some;
        return std::make_shared<const Task>(Task{std::move(split)});
      }
    }
    throw_other_data(count);
  }

  TaskPtr task_of_table() const {
    const Fields fields = fields_.object("table", kTableFields);
    const TableLesson lesson{
        .name = fields.text("name", kMostName),
        .rows = fields.whole("rows", 1, std::numeric_limits<std::int32_t>::max()),
        .columns = fields.whole("columns", 1, kMostLinkInputs),
        .digest = digest_in(fields, "digest"),
        .targets = targets_in(fields)};
    const TableLesson here = lesson_of(*here_->rows);
    if (here.digest == lesson.digest && here.targets == lesson.targets) return here_;
    if (here.digest == lesson.digest) return rows_task(here_->rows->table, lesson.targets);
    if (opened_ && digest_of(*opened_) == lesson.digest) return rows_task(opened_, lesson.targets);
    const std::string rows = std::to_string(lesson.rows), columns = std::to_string(lesson.columns);
    throw Error(ErrorCode::not_found,
                "this lesson is about a table that is not here: " + io::in_quotes(lesson.name) +
                    " with " + rows + " rows and " + columns + " columns; open that file first",
                {"link_table", {{"name", lesson.name}, {"rows", rows}, {"columns", columns}}});
  }

  [[noreturn]] void throw_other_data(std::int64_t count) const {
    const std::string theirs = fields_.has("name") ? fields_.text("name", kMostLinkText) : "";
    const std::string ours = here_->name();
    const std::string have = std::to_string(here_->data->train.size());
    throw Error(
        ErrorCode::not_found,
        "this lesson is about other data: " + io::in_quotes(theirs) + ", of which " +
            std::to_string(count) + " samples are learnt from; here is " + io::in_quotes(ours) +
            " with " + have,
        {"link_data",
         {{"name", theirs}, {"train", std::to_string(count)}, {"here", ours}, {"have", have}}});
  }

  void learn_sizes(const Timeline::Era& era) {
    const Graph graph = graph_of(era.settings, *era.task);
    for (const Node& node : graph.nodes()) {
      for (const ParamSpec& param : node.spec.params) {
        sizes_[parameter_name(node, param)] = param.shape.elements();
      }
    }
  }

  static void read_anew(const Fields& fields, Origin& origin) {
    constexpr std::array<std::string_view, 2> kAnew{"optimizer", "data"};
    if (!fields.has("anew")) return;
    for (const Json& entry : fields.list("anew", 1, 2)) {
      const Json one{{"anew", entry}};
      (Fields(one, "link: 'anew'", {"anew"}).choice("anew", kAnew) == "data"
           ? origin.data_anew
           : origin.optimizer_anew) = true;
    }
  }

  void count_entry(const Fields& fields, std::string_view name) {
    if (++entries_ > kMostLinkEntries) {
      fields.fail(name, "at most " + std::to_string(kMostLinkEntries) + " edits in all");
    }
  }

  void read_journal(const Fields& fields, std::uint64_t over, Timeline::Era& era) {
    std::uint64_t before = era.first;
    for (const Json& entry : fields.list("edits", 0, kMostLinkEntries)) {
      count_entry(fields, "edits");
      if (!entry.is_array() || entry.empty() || over == 0) {
        fields.fail("edits", "lists of step, kind, parameter, index and value");
      }
      const auto step = static_cast<std::uint64_t>(whole_in(entry[0], "link: an edit's step",
                                                            static_cast<std::int64_t>(before),
                                                            static_cast<std::int64_t>(over) - 1));
      era.journal.push_back({step, std::uint64_t{era.journal.size()}, edit_of(entry, 1)});
      before = step;
    }
  }

  // Its kind is at `at` of the entry, the rest after it.
  Edit edit_of(const Json& entry, std::size_t at) const {
    const std::string where = "link: an edit";
    const auto fail = [&]() {
      throw Error(ErrorCode::invalid_argument,
                  where + ": expected kind, parameter, index and value, got " +
                      text_of(entry).substr(0, kMostLinkText));
    };
    if (!entry.is_array() || entry.size() <= at || !entry[at].is_string()) fail();
    const auto kind = std::ranges::find(kEditKinds, entry[at].get_ref<const std::string&>());
    if (kind == kEditKinds.end()) fail();
    Edit edit;
    edit.kind = static_cast<Edit::Kind>(kind - kEditKinds.begin());
    if (edit.kind == Edit::Kind::learning_rate || edit.kind == Edit::Kind::batch) {
      const bool rate = edit.kind == Edit::Kind::learning_rate;
      if (entry.size() != at + 2) fail();
      const double value = number_in(entry[at + 1], where, rate ? 0 : 1, rate ? 1e6 : 1e9);
      if (rate) setting_named("rate").checked(value);
      edit.value = rate ? value : static_cast<double>(whole_in(entry[at + 1], where, 1, 1 << 30));
      return edit;
    }
    const bool release = edit.kind == Edit::Kind::release;
    if (entry.size() != at + (release ? 3 : 4) || !entry[at + 1].is_string()) fail();
    edit.parameter = entry[at + 1].get<std::string>();
    const auto found = sizes_.find(edit.parameter);
    if (found == sizes_.end()) fail();
    edit.index = whole_in(entry[at + 2], where, 0, found->second - 1);
    if (!release) edit.value = number_in(entry[at + 3], where, -kMostLinkValue, kMostLinkValue);
    return edit;
  }

  void read_jump(const Fields& fields, bool first, Timeline::Era& era, const Link& link) {
    Origin& origin = era.origin;
    if (era.why == kTaught) {
      const bool again = std::ranges::any_of(
          link.path.eras, [](const Timeline::Era& e) { return e.why == kTaught; });
      if (subject_ != Subject::digits || first || again || at_ > 0 || !link.taught) {
        fields.fail("by", "a taught network where it begins, and its digest");
      }
      return;
    }
    const bool jumps = !era.why.empty();
    if (jumps && first) fields.fail("by", "nothing where it begins");
    if (fields.has("standing") && !jumps) fields.fail("standing", "nothing where nothing jumps");
    if (fields.has("example") != (era.why == kNudge)) fields.fail("example", "one of a nudge");
    origin.standing.step = at_;
    if (fields.has("standing")) {
      const Json& stood = fields.list("standing", 1, kMostLinkEntries);
      origin.standing.step = static_cast<std::uint64_t>(
          whole_in(stood[0], "link: 'standing'", 0, static_cast<std::int64_t>(at_)));
      for (std::size_t i = 1; i < stood.size(); ++i) {
        count_entry(fields, "standing");
        origin.standing.waiting.push_back(edit_of(stood[i], 0));
      }
    }
    if (era.why == kNudge) origin.example = example_of(fields, *era.task);
  }

  static Example example_of(const Fields& fields, const Task& task) {
    const Fields written = fields.object("example", {"pixels", "values", "label"});
    Example example;
    if (written.has("pixels")) {
      example.inputs = values_of(from_base64(written.text("pixels", 2 * kMostLinkInputs)));
    } else {
      for (const double value : written.numbers("values", 1, kMostLinkInputs, -1e6, 1e6)) {
        example.inputs.push_back(static_cast<float>(value));
      }
    }
    if (std::ssize(example.inputs) != task.data->train.shape().elements()) {
      fields.fail("example", "an example of these data");
    }
    example.label = label_in(written, task);
    return example;
  }

  const Fields& fields_;
  Subject subject_;
  TaskPtr here_;
  std::shared_ptr<const Table> opened_;
  std::uint64_t end_ = 0, at_ = 0;
  std::size_t entries_ = 0;
  std::map<std::string, std::int64_t> sizes_;  // of parameters
};

}  // namespace

Link read_link(const Json& written, Subject subject, const TaskPtr& here,
               const std::shared_ptr<const Table>& opened) {
  constexpr std::array<std::string_view, 3> kSubjects{"digits", "plane", "table"};
  const Json* const version =
      written.is_object() && written.contains("version") ? &written["version"] : nullptr;
  if (version && version->is_number_integer() && *version > kLinkVersion) {
    throw Error(ErrorCode::unsupported,
                "this link is of version " + text_of(*version) +
                    ", made by a newer Glia; here is " + std::to_string(kLinkVersion),
                {"link_version"});
  }
  const Fields fields(written, "link", kLinkFields);
  fields.whole("version", 1, kLinkVersion);
  const std::string of = fields.choice("subject", kSubjects);
  if (of != name_of(subject)) {
    fields.fail("subject", "a lesson about what is shown; turn to the other subject first");
  }
  if (fields.has("table") && subject != Subject::table) {
    fields.fail("table", "nothing: another subject has it");
  }
  return Reader(fields, subject, here, opened).read();
}

}  // namespace glia::studio
