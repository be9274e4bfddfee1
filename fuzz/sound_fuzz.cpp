// Any bytes are a recording, from which a spectrogram can be made, or an Error.
#include <sndfile.h>

#include <cmath>

#include "data/sound.h"
#include "fuzz.h"
#include "glia/error.h"
#include "glia/speech.h"

// libsndfile forgets some kilobytes of a damaged Ogg file.
extern "C" const char* __lsan_default_suppressions() { return "leak:vorbis_info_init"; }

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace glia;
  try {
    const Recording recording = decode_recording({data, size}, "recording");
    if (recording.seconds() > 2 || recording.samples.size() > 50'000) return 0;
    const Features features;
    const std::vector<float> heard = log_mel(recording, features);
    fuzz::expect(std::ssize(heard) == features.shape().elements(), "all frames and bands");
    for (const float x : heard) fuzz::expect(std::isfinite(x), "finite numbers");
  } catch (const Error&) {
  }
  return 0;
}

std::vector<glia::fuzz::Bytes> glia::fuzz::seeds() {
  const std::vector<float> word = tone(700, 8000, 0.03);
  std::vector<Bytes> all;
  for (const int bits : {8, 16, 24, 32}) all.push_back(wav_of(word, {.bits = bits}).bytes());
  all.push_back(wav_of(word, {.format = 3, .channels = 2, .bits = 32}).bytes());
  for (const int format :
       {SF_FORMAT_AIFF | SF_FORMAT_PCM_16, SF_FORMAT_AU | SF_FORMAT_ULAW,
        SF_FORMAT_FLAC | SF_FORMAT_PCM_16, SF_FORMAT_OGG | SF_FORMAT_VORBIS,
        SF_FORMAT_CAF | SF_FORMAT_ALAC_16, SF_FORMAT_WAV | SF_FORMAT_IMA_ADPCM}) {
    const MemoryFile file;
    SF_INFO info{};
    info.samplerate = 8000;
    info.channels = 1;
    info.format = format;
    SNDFILE* out = sf_open(file.path().c_str(), SFM_WRITE, &info);
    if (!out) continue;
    sf_write_float(out, word.data(), std::ssize(word));
    sf_close(out);
    all.push_back(file.bytes());
  }
  return all;
}
