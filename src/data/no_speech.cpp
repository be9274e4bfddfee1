// Stands in for all that knows sound in a build without its libraries.
#include "data/no_speech.h"

#include "data/class_folders.h"
#include "data/log_mel.h"
#include "data/sound_bytes.h"
#include "data/speech_files.h"
#include "glia/speech.h"

namespace glia {

Recording read_recording(const std::string& path) { no_speech(path); }
Recording decode_recording(std::span<const std::uint8_t> /*bytes*/, const std::string& name) {
  no_speech(name);
}
Recording resampled(const Recording& recording, int /*rate*/) { no_speech(recording.name); }
Recording trimmed(const Recording& recording, const Features& /*features*/) {
  no_speech(recording.name);
}
std::vector<float> log_mel(const Recording& recording, const Features& /*features*/,
                           std::int64_t* /*length*/) {
  no_speech(recording.name);
}
Recording heard_part(const Recording& trimmed, const Features& /*features*/) {
  no_speech(trimmed.name);
}
std::vector<std::string> SpeechSet::speakers() const { return {}; }
SpeechSet load_recordings(const std::string& folder, const Features& /*features*/,
                          Damaged /*damaged*/) {
  no_speech(folder);
}
bool is_recording(const std::string& file) {
  return ExampleKind{.endings = kSoundEndings, .begins = begins_like_sound}.is(file);
}
bool holds_numbered(const std::filesystem::path& /*folder*/) { return false; }
DataSplit split_recordings(const SpeechSet& /*set*/, const std::string& /*hold_out*/,
                           std::uint64_t /*seed*/) {
  no_speech();
}
std::int64_t synthesise_speech(const std::string& /*dir*/, const Synthesis& /*how*/) {
  no_speech();
}

struct RealFft::Impl {};
RealFft::RealFft(int size) : size_(size) { no_speech(); }
RealFft::~RealFft() = default;
RealFft::RealFft(RealFft&&) noexcept = default;
LogMel::LogMel(const Features& /*features*/) : fft_(0) {}
int LogMel::operator()(std::span<const float> /*samples*/, float* /*out*/) noexcept { return 0; }

}  // namespace glia
