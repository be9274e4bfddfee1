#include "data/sources/recordings_source.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>

#include "data/sources/describe.h"

namespace glia {
namespace {

std::string in_seconds(double seconds) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.2f s", seconds);
  return text.data();
}

}  // namespace

SpeechSet RecordingsSource::read(const std::string& name, const Reading& reading) const {
  const Features* features = reading.form.sound();
  return load_recordings(place_of(name, reading.dir), features != nullptr ? *features : Features{},
                         reading.damaged);
}

DataSplit RecordingsSource::load(const std::string& name, const Reading& reading) const {
  return split_recordings(read(name, reading), reading.hold_out);
}

Description RecordingsSource::describe(const std::string& name, const Reading& reading) const {
  const SpeechSet set = read(name, reading);
  std::vector<double> seconds;
  std::map<std::string, std::int64_t> of_speaker;
  for (const SpeechSet::Item& item : set.items) {
    seconds.push_back(item.seconds);
    ++of_speaker[item.speaker];
  }
  std::ranges::sort(seconds);
  const auto quantile = [&](double q) {
    return seconds[static_cast<std::size_t>(q * static_cast<double>(seconds.size() - 1))];
  };
  const Features& f = *set.data.features();
  const std::int64_t cut = std::count_if(seconds.begin(), seconds.end(), [&](double s) {
    return s * 1000 > f.hop_ms * (f.frames - 1) + f.window_ms;
  });

  Description told = description_of_files(name, split_recordings(set, reading.hold_out));
  told.synthetic = set.synthetic;
  told.shape = set.data.shape();
  std::vector<Description::Fact> speakers;
  Description::Table voices{{"speaker", "recordings"}, {}};
  for (const auto& [speaker, count] : of_speaker) {
    speakers.push_back({speaker, count});
    voices.rows.push_back({speaker, grouped_digits(count)});
  }
  told.facts = {{"speakers", speakers},
                {"seconds", std::vector<Description::Fact>{{"shortest", quantile(0)},
                                                           {"median", quantile(0.5)},
                                                           {"longest", quantile(1)}}},
                {"cut", cut}};
  if (!set.speakers().empty()) told.tables = {voices};
  told.sentences = {{grouped_digits(set.data.size()) + " recordings",
                     set.synthetic ? ", synthetic: a machine spoke them" : "",
                     ", each heard as " + told.shape.str() + " (frames × bands)"},
                    {"without the silence around them " + in_seconds(quantile(0)) + " to " +
                     in_seconds(quantile(1)) + ", half of them below " + in_seconds(quantile(0.5))},
                    {grouped_digits(cut) + " of them are longer than " + std::to_string(f.frames) +
                     " frames and lose their quieter end"}};
  return told;
}

}  // namespace glia
