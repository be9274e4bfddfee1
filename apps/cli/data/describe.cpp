#include "data/describe.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "terminal/chart.h"
#include "terminal/print.h"

namespace glia::cli {
namespace {

using Json = nlohmann::ordered_json;
using Facts = std::vector<Description::Fact>;

Json as_json(const Description::Fact::Value& value);

void add(Json& json, const Facts& facts) {
  for (const Description::Fact& fact : facts) json[fact.name] = as_json(fact.value);
}

Json as_json(const Description::Fact::Value& value) {
  if (const auto* facts = std::get_if<Facts>(&value)) {
    Json json = Json::object();
    add(json, *facts);
    return json;
  }
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return *whole;
  if (const auto* number = std::get_if<double>(&value)) return *number;
  return std::get<std::vector<std::int64_t>>(value);
}

Json as_json(const Description& told) {
  Json json{{"name", told.name}};
  if (told.synthetic) json["synthetic"] = *told.synthetic;
  json["shape"] = told.shape.sizes();
  json["classes"] = told.classes.empty() ? Json(told.class_count) : Json(told.classes);
  for (const Description::Part& part : told.parts) json[part.name] = part.examples;
  add(json, told.facts);
  json["note"] = told.note;
  if (told.left_out) {
    Json& list = json["left_out"] = Json::array();
    for (const LeftOut& file : *told.left_out) {
      list.push_back({{"file", file.file}, {"why", file.why}});
    }
  }
  json["digest"] = fmt::format("{:016x}", told.digest);
  return json;
}

Lines class_table(const Description& told, const Screen& screen) {
  std::vector<std::vector<std::string>> rows{{say("class")}};
  for (const Description::Part& part : told.parts) rows[0].push_back(retold(part.purpose));
  for (std::size_t c = 0; c < static_cast<std::size_t>(told.class_count); ++c) {
    std::vector<std::string>& row = rows.emplace_back();
    row.push_back(c < told.classes.size() ? told.classes[c] : std::to_string(c));
    for (const Description::Part& part : told.parts) {
      row.push_back(grouped(c < part.examples.size() ? part.examples[c] : 0));
    }
  }
  return table(rows, screen);
}

// What a column of somebody's table holds, and its numbers; names and words stay as they are.
std::vector<std::string> said_cells(const Description::Table& table,
                                    std::vector<std::string> cells) {
  bool words = false;
  for (std::size_t c = 1; c < cells.size(); ++c) {
    if (table.head[c] == "of") {
      words = cells[c] != "numbers";
      cells[c] = retold(cells[c]);
    } else if (!words || table.head[c] != "values") {
      cells[c] = say_number(cells[c]);
    }
  }
  return cells;
}

}  // namespace

void print_description(const Description& told, const Common& common) {
  if (common.json) {
    print_json(as_json(told));
    return;
  }
  const Screen screen = Screen::of(stdout, common.color);
  std::string subject = screen.bold(told.name) + ": ";
  for (const auto& [begin, strong, end] : told.sentences) {
    print("  {}{}{}{}\n", subject, retold(begin), strong.empty() ? "" : screen.bold(retold(strong)),
          retold(end));
    subject.clear();
  }
  if (!told.note.empty()) print("  {}\n", retold(told.note));
  if (told.class_count > 0) {
    print("\n");
    print(class_table(told, screen));
  }
  for (const Description::Table& more : told.tables) {
    std::vector<std::vector<std::string>> rows(1);
    for (const std::string& word : more.head) rows[0].push_back(retold(word));
    for (const auto& cells : more.rows) rows.push_back(said_cells(more, cells));
    print("\n");
    print(table(rows, screen));
  }
}

}  // namespace glia::cli
