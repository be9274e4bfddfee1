#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "glia/data.h"
#include "glia/export.h"
#include "glia/features.h"

namespace GLIA_EXPORT glia {

// Sound of one channel. Everything here throws Error{unsupported}, naming the packages, when the
// library was built without them.
struct Recording {
  std::vector<float> samples = {};  // usually in [−1, 1]
  int rate = 0;                     // samples a second
  std::string name = {};            // for messages
  double seconds() const noexcept {
    return rate > 0 ? static_cast<double>(samples.size()) / rate : 0;
  }
};

inline constexpr double kMaxRecordingSeconds = 60;

// WAV, or whatever else libsndfile knows by its content (FLAC, Ogg, AIFF, MP3); several channels
// become their mean, or where they cancel out in it, the strongest of them. A header that claims
// too little, as recorders leave it that were switched off, is passed over. Throws Error:
// not_found, io, format (damaged, cut off, no sound in it, longer than 60 s).
Recording read_recording(const std::string& path);
Recording decode_recording(std::span<const std::uint8_t> bytes, const std::string& name);

Recording resampled(const Recording& recording, int rate);
// Step 1 of Features: resampled, without its mean and the silence around it, its peak at 1. Throws
// Error{format} when there is only silence.
Recording trimmed(const Recording& recording, const Features& features);
// All the steps: [frames][bands], and in `length`, when given, how many of the frames hold sound.
// The others are padding: an LSTM has to be told (Session::forward).
std::vector<float> log_mel(const Recording& recording, const Features& features,
                           std::int64_t* length = nullptr);
// What log_mel hears of a trimmed recording: all of it, or of a longer one its loudest stretch.
Recording heard_part(const Recording& trimmed, const Features& features);

// Labelled recordings.
struct SpeechSet {
  struct Item {
    std::string file = {};
    std::string speaker = {};       // empty when the name does not tell
    int index = -1;                 // the same
    double seconds = 0;             // trimmed
    std::optional<Part> part = {};  // where its folder tells
  };
  Dataset data = {};             // Dataset::recordings
  std::vector<Item> items = {};  // one a sample
  std::vector<std::string> classes = {};
  bool numbered = false;   // every recording has an index
  bool synthetic = false;  // made by a machine: the folder has a file SYNTHETIC.txt
  std::string note;        // what was passed over; mostly empty
  std::vector<LeftOut> left_out;

  std::vector<std::string> speakers() const;  // sorted, each once
};

// A folder of files DIGIT_SPEAKER_INDEX.wav, perhaps in its sub-folder `recordings`, as the free
// spoken digit dataset has them, or in one for each speaker; or a sub-folder for each class, in
// which SPEAKER_….wav tells the speaker. Either may be divided into parts, as load_pictures() knows
// them. What is a recording is told by how a file begins, or by its ending. Throws Error that names
// the files at fault.
SpeechSet load_recordings(const std::string& folder, const Features& features = {},
                          Damaged damaged = Damaged::refused);
bool is_recording(const std::string& file);  // the same of one file; never throws

// By their parts, where there are such. Numbered recordings: indices 0–4 test, 5–9 validate, the
// rest is learnt from. Others, and where nothing validates: a tenth of every class does, drawn from
// `seed`. With `hold_out` that speaker alone validates. There may be none to learn from.
DataSplit split_recordings(const SpeechSet& set, const std::string& hold_out = "",
                           std::uint64_t seed = 1);

struct Synthesis {
  std::string language = "both";  // "ru", "en" or "both"
  int voices = 13;                // 4 to 13, each in two accents
  int threads = 1;
  std::function<void(const std::string&)> progress;
};
// Spoken digits by espeak-ng, which must be installed: DIR/DIGIT_VOICE_INDEX.wav in many voices,
// rates and pitches, with a file SYNTHETIC.txt that says so. The voices that are held out have
// indices below 10, so that split_recordings() never validates on a voice that it learns from.
// Returns how many recordings there are. Throws Error.
std::int64_t synthesise_speech(const std::string& dir, const Synthesis& how);

}  // namespace glia
