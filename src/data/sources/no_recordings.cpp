// Stands in for fsdd.cpp, recordings_source.cpp and speech.cpp where no sound is known, and in a
// browser, which reads recordings itself.
#include "data/no_speech.h"
#include "data/sources/absent_source.h"
#include "data/sources/sources.h"

namespace glia::sources {
namespace {

class NoRecordings final : public AbsentSource {
 public:
  NoRecordings(std::string_view name, std::string_view place, std::string_view model)
      : AbsentSource(name, Sense::hears,
                     {.place = place, .help = place, .model = model, .many = "recordings"}) {}

 private:
  [[noreturn]] void fail(const std::string& name) const override { no_speech(name); }
};

}  // namespace

const Source& fsdd() {
  static const NoRecordings source("fsdd", "fsdd", "fsdd");
  return source;
}

const Source& speech() {
  static const NoRecordings source("speech:", "speech:FOLDER", "speech");
  return source;
}

}  // namespace glia::sources
