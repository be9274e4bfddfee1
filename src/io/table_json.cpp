#include "io/table_json.h"

#include "glia/error.h"
#include "io/json.h"

namespace glia::io {
namespace {

constexpr std::int64_t kTableVersion = 1;

Json to_json(const std::vector<TableForm::Column>& columns) {
  Json list = Json::array();
  for (const TableForm::Column& column : columns) {
    Json json{{"name", column.name}};
    if (column.of_words()) {
      json["words"] = column.words;
      if (column.separator) json["separator"] = std::string(1, *column.separator);
    } else {
      json["offset"] = column.offset;
      json["scale"] = column.scale;
      if (column.missing) json["missing"] = *column.missing;
    }
    list.push_back(std::move(json));
  }
  return list;
}

std::vector<TableForm::Column> columns_at(const Json& json, const std::string& where) {
  std::vector<TableForm::Column> columns;
  for (const Json& each : array_at(json, where)) {
    check_fields(each, where, {"name"}, {"words", "separator", "offset", "scale", "missing"});
    TableForm::Column column{.name = string_at(each["name"], where + ", name")};
    if (each.contains("words")) {
      for (const Json& word : array_at(each["words"], where + ", words")) {
        column.words.push_back(string_at(word, where + ", words"));
      }
      if (each.contains("separator")) {
        const std::string& separator = string_at(each["separator"], where + ", separator");
        if (separator.size() != 1) fail(where + ", separator: expected one letter");
        column.separator = separator[0];
      }
      if (column.words.empty() || each.size() != (column.separator ? 3 : 2)) {
        fail(where + ": a column of words has a list of them and no scale");
      }
    } else {
      if (each.contains("separator")) fail(where + ": only words have a separator");
      if (!each.contains("offset") || !each.contains("scale")) {
        fail(where + ": expected 'words', or 'offset' and 'scale'");
      }
      column.offset = number_at(each["offset"], where + ", offset");
      column.scale = number_at(each["scale"], where + ", scale");
      if (each.contains("missing")) {
        column.missing = number_at(each["missing"], where + ", missing");
      }
    }
    columns.push_back(std::move(column));
  }
  return columns;
}

}  // namespace

std::string table_to_json(const TableForm& form) {
  form.check();
  Json json{{"version", kTableVersion},
            {"inputs", to_json(form.inputs)},
            {"targets", to_json(form.targets)}};
  // Of the others it tells itself.
  if (form.kind == TargetKind::several_classes) json["kind"] = name_of(form.kind);
  if (!form.weights.empty()) json["weights"] = form.weights;
  return dump_json(json);
}

TableForm table_from_json(const std::string& text) {
  const std::string where = "table";
  const Json json = parse_json(text);
  check_fields(json, where, {"version", "inputs", "targets"}, {"kind", "weights"});
  if (const std::int64_t version = int64_at(json["version"], where + ", version");
      version != kTableVersion) {
    throw Error(ErrorCode::unsupported,
                where + ": expected version 1, got " + std::to_string(version));
  }
  TableForm form{.inputs = columns_at(json["inputs"], where + ", inputs"),
                 .targets = columns_at(json["targets"], where + ", targets")};
  const bool words = form.targets.size() == 1 && form.targets.front().of_words();
  form.kind = words ? TargetKind::classes : TargetKind::numbers;
  try {
    if (json.contains("kind")) {
      form.kind = target_kind_named(string_at(json["kind"], where + ", kind"));
    }
    if (json.contains("weights")) {
      form.weights = string_at(json["weights"], where + ", weights");
    }
    form.check();
  } catch (const Error& error) {
    throw Error(ErrorCode::format, error.what());
  }
  return form;
}

}  // namespace glia::io
