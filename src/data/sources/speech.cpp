// "speech:FOLDER": a person's own recordings.
#include <filesystem>
#include <system_error>

#include "data/sources/recordings_source.h"
#include "data/sources/sources.h"

namespace glia::sources {
namespace {

constexpr int kMostLookedAt = 1000;  // files

class Speech final : public RecordingsSource {
 public:
  std::string_view name() const override { return "speech:"; }
  // What is wrong with an empty place is said when it is read.
  bool is_mine(std::string_view asked) const override { return asked.starts_with(name()); }
  Words words() const override {
    return {
        .place = "speech:FOLDER", .help = "speech:FOLDER", .model = "speech", .many = "recordings"};
  }

  // By the first file that is one, in the folder or below it.
  int likes(const std::string& folder) const override {
    std::error_code error;
    int looked_at = 0;
    for (std::filesystem::recursive_directory_iterator it(folder, error), end;
         !error && it != end && looked_at < kMostLookedAt; it.increment(error), ++looked_at) {
      if (is_recording(it->path().string())) return 2;
    }
    return 0;
  }

 private:
  std::string place_of(const std::string& asked, const std::string& /*dir*/) const override {
    return asked.substr(name().size());
  }
};

}  // namespace

const Source& speech() {
  static const Speech source;
  return source;
}

}  // namespace glia::sources
