#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/fields.h"
#include "core/task.h"
#include "glia/data.h"
#include "glia/graph.h"
#include "glia/settings.h"
#include "glia/trainer.h"

namespace glia::studio {

// The studio's Settings are the library's, of trainings without an end. Their `net` has the hidden
// layers alone, "16-16", or beside the visitor's network in words: both ends follow from the data.
Settings first_settings();
Settings first_plane_settings();
Settings first_table_settings(const Task& task);
Settings first_settings_of(const Task& task);  // whichever of these it begins with
std::vector<std::int64_t> hidden_of(const Settings& settings);
void set_hidden(Settings& settings, const std::vector<std::int64_t>& widths);

// What a page may ask to change: `hidden`, and every setting that means something without an end.
std::span<const std::string_view> settings_fields();
Json to_json(const Settings& settings);  // by these names
Json settings_schema(const Task& task);  // what each of them may be

// `settings` with what `fields` asks for and what follows from it: a method that comes without a
// rate brings its usual one. Throws Error.
Settings changed(const Settings& settings, const Fields& fields, const Task& task);
// Of `after`, what is not as in `before`, by the names of fields; and `before` with these, from
// which nothing follows. Throws Error.
Json difference(const Settings& before, const Settings& after);
Settings exactly(const Settings& before, const Fields& fields, const Task& task);
// For another task: with its usual cost, where that of the one before was another.
Settings fitted(const Settings& settings, const Task& before, const Task& task);

Graph graph_of(const Settings& settings, const Task& task);
// Without an end: the studio's trainings go on until they are stopped. The schedule's rate is 1;
// Snapshot::rate_factor and edits of the rate carry that of the settings, so that they are exact.
Recipe recipe_of(const Settings& settings);
// Sets a trainer by that recipe, which has done nothing yet, to the settings' rate. Its beginning.
Snapshot begin_at_rate(Trainer& trainer, const Settings& settings);

// What is learnt from, and what early stopping watches: samples that are not learnt from.
struct TrainingData {
  Dataset train;
  Dataset validation;  // empty unless there is patience
};
TrainingData training_data_of(const Settings& settings, const Dataset& train);

}  // namespace glia::studio
