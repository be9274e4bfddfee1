#include <array>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <mutex>
#include <span>

#include "base/atomic_file.h"
#include "base/process.h"
#include "base/share_out.h"
#include "data/fetch_folder.h"
#include "glia/speech.h"

namespace glia {
namespace {

namespace fs = std::filesystem;

struct Language {
  const char* code;
  std::array<const char*, 2> accents;
  std::array<const char*, 10> words;
};
constexpr std::array<Language, 2> kLanguages{{
    {"ru",
     {"ru", "ru-lv"},
     {"ноль", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять"}},
    {"en",
     {"en-gb", "en-us"},
     {"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"}},
}};

// A voice and where its indices begin: those of held-out voices lie below 10, where
// split_recordings() tests (0–4) and validates (5–9).
struct Voice {
  const char* name;
  int first_index;
};
constexpr std::array<Voice, 13> kVoices{{{"m1", 10},
                                         {"f3", 10},
                                         {"m7", 0},
                                         {"f4", 5},
                                         {"m2", 10},
                                         {"f1", 10},
                                         {"f2", 0},
                                         {"m5", 5},
                                         {"m3", 10},
                                         {"f5", 10},
                                         {"m4", 10},
                                         {"m6", 10},
                                         {"m8", 10}}};
constexpr int kLeastVoices = 4;  // two of them are held out
constexpr std::array<int, 5> kWordsPerMinute{120, 145, 170, 200, 230};
constexpr std::array<int, 2> kPitches{30, 60};
constexpr int kHeldOutPitch = 45;
constexpr std::chrono::seconds kWordLimit{30};

constexpr const char* kNote =
    "These recordings are synthetic: espeak-ng spoke them, no human did.\n"
    "DIGIT_VOICE_INDEX.wav: voices with indices 0-4 are for testing, 5-9 for validation; the\n"
    "network never learns from them.\n";

struct Job {
  std::string word, voice, file;
  int words_per_minute, pitch;
};

void add_jobs(const Language& language, int voices, std::vector<Job>& jobs) {
  for (const char* accent : language.accents) {
    for (const Voice& voice : std::span(kVoices).first(static_cast<std::size_t>(voices))) {
      const bool held_out = voice.first_index < 10;
      for (std::size_t digit = 0; digit < language.words.size(); ++digit) {
        int index = voice.first_index;
        for (const int speed : kWordsPerMinute) {
          for (const int pitch : kPitches) {
            jobs.push_back({language.words[digit], std::string(accent) + "+" + voice.name,
                            std::to_string(digit) + "_" + accent + "-" + voice.name + "_" +
                                std::to_string(index++) + ".wav",
                            speed, held_out ? kHeldOutPitch : pitch});
            if (held_out) break;
          }
        }
      }
    }
  }
}

void speak(const Job& job, const fs::path& folder) {
  const ProcessResult result = run_process(
      {"espeak-ng", "-b", "1", "-v", job.voice, "-s", std::to_string(job.words_per_minute), "-p",
       std::to_string(job.pitch), "-w", job.file, job.word},
      folder.string(), kWordLimit);
  std::error_code missing;
  if (result.status == 0 && !result.timed_out && fs::file_size(folder / job.file, missing) > 1000 &&
      !missing) {
    return;
  }
  throw Error(ErrorCode::io, "espeak-ng did not speak '" + job.word + "' with the voice " +
                                 job.voice + ": " + last_lines(result.output));
}

}  // namespace

std::int64_t synthesise_speech(const std::string& dir, const Synthesis& how) {
  const auto& progress = how.progress;
  if (how.voices < kLeastVoices || how.voices > std::ssize(kVoices)) {
    throw Error(ErrorCode::invalid_argument,
                "expected 4 to 13 voices, got " + std::to_string(how.voices));
  }
  std::vector<Job> jobs;
  for (const Language& each : kLanguages) {
    if (how.language == each.code || how.language == "both") add_jobs(each, how.voices, jobs);
  }
  if (jobs.empty()) {
    throw Error(ErrorCode::invalid_argument,
                "expected the language ru, en or both, got '" + how.language + "'");
  }
  std::error_code code;
  const fs::path folder = fs::absolute(dir);
  if (fs::exists(folder, code) && !fs::is_empty(folder, code)) {
    throw Error(ErrorCode::io, "'" + dir + "' is there and not empty; name another folder");
  }
  fs::create_directories(folder, code);
  if (code) throw Error(ErrorCode::io, "no folder '" + dir + "' can be made: " + code.message());

  const FetchFolder temporary(folder);
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  share_out(how.threads, [&](int) {
    try {
      for (std::size_t i = 0; (i = next++) < jobs.size();) {
        speak(jobs[i], temporary.path());
        if (progress && i % 100 == 0) {
          const std::lock_guard lock(mutex);
          progress(std::to_string(i) + " of " + std::to_string(jobs.size()) + " words");
        }
      }
    } catch (const Error& error) {
      next = jobs.size();
      const bool absent = error.code() == ErrorCode::not_found;
      throw absent ? Error(ErrorCode::unsupported,
                           "espeak-ng is not here: install the package espeak-ng and try again")
                   : error;
    } catch (...) {
      next = jobs.size();
      throw;
    }
  });

  const std::string_view note(kNote);
  write_file_atomically((folder / "SYNTHETIC.txt").string(),
                        std::span(reinterpret_cast<const std::uint8_t*>(note.data()), note.size()));
  for (const Job& job : jobs) {
    fs::rename(fs::path(temporary.path()) / job.file, folder / job.file, code);
    if (code) throw Error(ErrorCode::io, "cannot write '" + job.file + "': " + code.message());
  }
  return std::ssize(jobs);
}

}  // namespace glia
