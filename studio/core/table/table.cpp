// A table of the visitor's: looked at, then one of its columns is learnt.
#include <algorithm>

#include "core/base64.h"
#include "core/impl.h"
#include "core/table/rows.h"
#include "glia/error.h"

namespace glia::studio {
namespace {

constexpr std::size_t kMostTableText = 4'000'000;  // of base64

Json table(Studio::Impl& s, const Fields& fields, const Ask&) {
  if (fields.has("base64") == fields.has("target")) {
    fields.fail("base64", "a file, or a column of the one that came last as target");
  }
  if (fields.has("target")) {
    s.studio.learn_table(targets_in(fields));
    return Json::object();
  }
  const std::string name = fields.has("name") ? fields.text("name") : "table";
  const std::vector<std::uint8_t> bytes = from_base64(fields.text("base64", kMostTableText));
  auto read = std::make_shared<const Table>(decode_table(bytes, name));
  Json glimpse = glimpse_of(*read);
  s.studio.keep(std::move(read));
  return glimpse;
}

// What would be answered with each column in turn as it usually is.
Json columns(Studio::Impl& s, const Fields&, const Ask& ask) {
  s.input.expect();
  const Rows& rows = *s.task().rows;
  const Row usual = usual_row(rows);
  std::vector<float> inputs(s.input.values().begin(), s.input.values().end());
  for (std::size_t i = 0; i < usual.size(); ++i) {
    Row row = s.input.row();
    row[i] = usual[i];
    const std::vector<float> values = inputs_of(rows, row);
    inputs.insert(inputs.end(), values.begin(), values.end());
  }
  const Model& model = s.listened.model();
  const auto count = static_cast<std::int64_t>(usual.size());
  const std::vector<float> outputs = s.inspector.outputs(model, inputs, count + 1);
  const auto width = static_cast<std::size_t>(s.task().outputs());
  s.bulk(ask, {static_cast<std::uint32_t>(count), static_cast<std::uint32_t>(width)},
         std::span<const float>(outputs).subspan(width));
  return {{"outputs", std::vector<float>(outputs.begin(),
                                         outputs.begin() + static_cast<std::ptrdiff_t>(width))}};
}

}  // namespace

void add_table(Commands& commands) {
  commands["table"] = {table, {"base64", "name", "target"}};
  commands["columns"] = {columns, {}, Subject::table};
}

}  // namespace glia::studio
