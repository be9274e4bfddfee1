#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <set>
#include <thread>

#include "base/process.h"
#include "count_allocations.h"
#include "data/loader.h"
#include "expect_error.h"
#include "glia/speech.h"
#include "sound.h"
#include "temp_dir.h"

namespace glia {
namespace {

namespace fs = std::filesystem;

void write_word(const TempDir& folder, const std::string& name, int digit, int voice) {
  folder.write(name, wav_of(made_up_word(digit, voice)).bytes());
}

// DIGIT_SPEAKER_INDEX.wav, made up: indices `first` to `last` of each digit and speaker.
void write_digits(const TempDir& folder, int first, int last, const std::string& in = "") {
  const std::vector<std::string> speakers{"anna", "boris_b", "vera"};
  for (int digit = 0; digit < 10; ++digit) {
    for (int s = 0; s < 3; ++s) {
      for (int i = first; i <= last; ++i) {
        write_word(folder,
                   in + std::to_string(digit) + "_" + speakers[static_cast<std::size_t>(s)] + "_" +
                       std::to_string(i) + ".wav",
                   digit, 20 * s + i);
      }
    }
  }
}

// The real recordings, else made-up ones; prints which.
std::string recordings(const TempDir& folder) {
  std::vector<fs::path> places{fs::path(GLIA_SOURCE_DIR) / "../shared/data/fsdd"};
  if (const char* data = std::getenv("GLIA_DATA")) {
    places.insert(places.begin(), {fs::path(data) / "fsdd", fs::path(data)});
  }
  for (const fs::path& place : places) {
    std::error_code none;
    if (!fs::exists(place / "0_george_10.wav", none)) continue;
    std::printf("recordings: the free spoken digit dataset, from %s\n", place.c_str());
    return place.string();
  }
  std::printf("recordings: made up for this test\n");
  write_digits(folder, 4, 12);
  return folder.path();
}

TEST(SpeechSet, LoadsAndSplitsByIndexWithoutOverlap) {
  const TempDir folder;
  const SpeechSet set = load_recordings(recordings(folder));
  EXPECT_EQ(set.data.shape(), (Shape{64, 40}));
  EXPECT_EQ(set.data.size(), std::ssize(set.items));
  EXPECT_EQ(set.classes.size(), 10U);
  EXPECT_TRUE(set.numbered);
  EXPECT_FALSE(set.synthetic);
  EXPECT_GE(set.speakers().size(), 3U);
  const DataSplit split = split_recordings(set);
  EXPECT_EQ(split.train.size() + split.validation.size() + split.test.size(), set.data.size());
  std::set<std::vector<float>> validation;
  std::vector<float> input(64 * 40);
  for (std::int64_t i = 0; i < split.validation.size(); ++i) {
    split.validation.input(i, input.data());
    validation.insert(input);
  }
  EXPECT_EQ(std::ssize(validation), split.validation.size()) << "no recording is there twice";
  for (std::int64_t i = 0; i < split.train.size(); ++i) {
    split.train.input(i, input.data());
    EXPECT_FALSE(validation.contains(input)) << i;
  }
  for (std::size_t i = 0; i < set.items.size(); ++i) {
    const SpeechSet::Item& item = set.items[i];
    const std::string name = fs::path(item.file).stem().string();
    EXPECT_EQ(name, std::to_string(set.data.label(static_cast<std::int64_t>(i))) + "_" +
                        item.speaker + "_" + std::to_string(item.index));
  }
}

TEST(SpeechSet, AHeldOutSpeakerIsNeverLearntFrom) {
  const TempDir folder;
  write_digits(folder, 10, 12, "recordings/");
  const SpeechSet set = load_recordings(folder.path());
  EXPECT_EQ(set.speakers(), (std::vector<std::string>{"anna", "boris_b", "vera"}));
  const DataSplit split = split_recordings(set, "boris_b");
  EXPECT_EQ(split.train.size(), 60);
  EXPECT_EQ(split.validation.size(), 30);
  EXPECT_EQ(split.test.size(), 0);
  std::set<const float*> held;
  for (std::size_t i = 0; i < set.items.size(); ++i) {
    if (set.items[i].speaker == "boris_b") {
      held.insert(set.data.wave(static_cast<std::int64_t>(i)).data());
    }
  }
  for (std::int64_t i = 0; i < 60; ++i) EXPECT_FALSE(held.contains(split.train.wave(i).data()));
  for (std::int64_t i = 0; i < 30; ++i) EXPECT_TRUE(held.contains(split.validation.wave(i).data()));
  expect_contains(error_of(ErrorCode::invalid_argument, [&] { split_recordings(set, "boris"); }),
                  "Did you mean 'boris_b'?");
  const DataSplit tenth = split_recordings(set);
  EXPECT_EQ(tenth.validation.size(), 10) << "no indices below 10: a tenth of every class";
}

TEST(SpeechSet, TheOfficialTestIndicesAreTheTestSet) {
  const TempDir folder;
  write_digits(folder, 3, 11);
  const DataSplit split = split_recordings(load_recordings(folder.path()));
  EXPECT_EQ(split.test.size(), 2 * 30);
  EXPECT_EQ(split.validation.size(), 5 * 30);
  EXPECT_EQ(split.train.size(), 2 * 30);
}

TEST(SpeechSet, TestingNeedsNothingToLearnFrom) {
  const TempDir folder;
  write_digits(folder, 3, 5);
  const SpeechSet set = load_recordings(folder.path());
  const DataSplit split = split_recordings(set);
  EXPECT_EQ(split.train.size(), 0);
  EXPECT_EQ(split.test.size(), 2 * 30);
  expect_contains(split.only_tests, "number those to learn from from 10");
  const TempDir one;
  write_word(one, "7_anna_12.wav", 7, 1);
  const DataSplit held = split_recordings(load_recordings(one.path()), "anna");
  EXPECT_EQ(held.validation.size(), 1);
  expect_contains(held.only_tests, "nobody but 'anna'");
}

TEST(SpeechSet, FoldersOfWordsAreClasses) {
  const TempDir folder;
  for (int i = 0; i < 20; ++i) {
    write_word(folder, "да/anna_" + std::to_string(i) + ".wav", 3, i % 5);
    write_word(folder, "нет/" + std::to_string(i) + ".WAV", 7, i % 5);
  }
  folder.write("нет/readme.txt", {});
  folder.write(".git/x.wav", {});
  const SpeechSet set = load_recordings(folder.path());
  EXPECT_EQ(set.classes, (std::vector<std::string>{"да", "нет"}));
  EXPECT_EQ(set.speakers(), std::vector<std::string>{"anna"});
  const DataSplit split = split_recordings(set);
  EXPECT_EQ(split.train.size(), 36);
  EXPECT_EQ(split.validation.size(), 4);
  EXPECT_EQ(split.classes, set.classes);
  EXPECT_EQ(split.validation.class_names(), set.classes);
}

TEST(SpeechSet, WhatIsInAFileDecidesWhateverItIsCalled) {
  const TempDir folder;
  for (const char* ending : {".wav", ".mp3", ".OPUS", ".oga", ".aiff", ".dat", ""}) {
    write_word(folder, std::string("yes/anna_1") + ending, 3, 1);
    write_word(folder, std::string("no/anna_1") + ending, 7, 1);
  }
  folder.write("yes/cover.jpg", std::vector<std::uint8_t>{0xff, 0xd8, 0xff, 0xe0});
  folder.write("no/notes", std::vector<std::uint8_t>{0xff, 0xfe, 'h', 0, 'i', 0});
  const SpeechSet set = load_recordings(folder.path());
  EXPECT_EQ(set.data.size(), 14);
  EXPECT_EQ(
      set.note,
      "passed over: 2 files that are no recording that can be read (no/notes, yes/cover.jpg)");
  EXPECT_EQ(split_recordings(set).note, set.note);
  EXPECT_TRUE(is_recording(folder.file("yes/anna_1.dat")));
  EXPECT_FALSE(is_recording(folder.file("no/notes")));
}

TEST(SpeechSet, AFolderForEachSpeakerIsNoWord) {
  const TempDir folder;
  for (const char* speaker : {"01", "02"}) {
    for (int digit = 0; digit < 10; ++digit) {
      for (const int i : {1, 6, 20}) {
        write_word(folder,
                   "data/" + std::string(speaker) + "/" + std::to_string(digit) + "_" + speaker +
                       "_" + std::to_string(i) + ".wav",
                   digit, i);
      }
    }
  }
  const SpeechSet set = load_recordings(folder.path());
  EXPECT_EQ(set.classes.size(), 10U);
  EXPECT_EQ(set.classes[3], "3");
  EXPECT_TRUE(set.numbered);
  EXPECT_EQ(set.speakers(), (std::vector<std::string>{"01", "02"}));
  const DataSplit split = split_recordings(set);
  EXPECT_EQ(split.train.size(), 20);
  EXPECT_EQ(split.validation.size(), 20);
  EXPECT_EQ(split.test.size(), 20);
  const TempDir words;  // that happen to be numbered
  for (int i = 0; i < 3; ++i) {
    write_word(words, "seven/7_anna_" + std::to_string(i) + ".wav", 7, i);
    write_word(words, "one/1_anna_" + std::to_string(i) + ".wav", 1, i);
  }
  EXPECT_EQ(load_recordings(words.path()).classes, (std::vector<std::string>{"one", "seven"}));
}

TEST(SpeechSet, MayBeDividedAlready) {
  const TempDir folder;
  for (int i = 0; i < 4; ++i) {
    for (const std::string part : {"Train", "val", "testing"}) {
      write_word(folder, part + "/yes/anna_" + std::to_string(i) + ".wav", 3, i);
      write_word(folder, part + "/no/anna_" + std::to_string(i) + ".wav", 7, i);
    }
  }
  DataSplit split = split_recordings(load_recordings(folder.path()));
  EXPECT_EQ(split.classes, (std::vector<std::string>{"no", "yes"}));
  EXPECT_EQ(split.train.size(), 8);
  EXPECT_EQ(split.validation.size(), 8);
  EXPECT_EQ(split.test.size(), 8);
  const TempDir numbered;
  write_digits(numbered, 0, 0, "train/");
  write_digits(numbered, 12, 13, "test/");
  split = split_recordings(load_recordings(numbered.path()));
  EXPECT_EQ(split.test.size(), 60) << "where a recording lies goes before its number";
  EXPECT_EQ(split.train.size() + split.validation.size(), 30);
}

TEST(SpeechSet, NoiseInTheBackgroundIsNoWordAndDamagedOnesAreNamedTogether) {
  const TempDir folder;
  for (int i = 0; i < 6; ++i) {
    write_word(folder, "yes/anna_" + std::to_string(i) + ".wav", 3, i);
    write_word(folder, "no/anna_" + std::to_string(i) + ".wav", 7, i);
  }
  folder.write("_background_noise_/hum.wav", wav_of(tone(50, 8000, 61)).bytes());
  const SpeechSet set = load_recordings(folder.path());
  EXPECT_EQ(set.classes, (std::vector<std::string>{"no", "yes"}));
  EXPECT_EQ(set.note, "passed over: 1 folder whose name begins with _ (_background_noise_)");
  folder.write("no/silent.wav", wav_of(std::vector<float>(800)).bytes());
  folder.write("yes/empty.wav", {});
  folder.write("yes/text.wav", std::vector<std::uint8_t>{'n', 'o'});
  const std::string what = error_of(ErrorCode::format, [&] { load_recordings(folder.path()); });
  for (const char* part :
       {"3 of 15 recordings cannot be read", "no/silent.wav': expected a word, got only silence",
        "yes/empty.wav'", "yes/text.wav'", "--skip-damaged"}) {
    expect_contains(what, part);
  }
  const SpeechSet rest = load_recordings(folder.path(), {}, Damaged::left_out);
  EXPECT_EQ(rest.data.digest(), set.data.digest());
  EXPECT_EQ(rest.left_out.size(), 3U);
  expect_contains(rest.note, "left out: 3 damaged recordings (no/silent.wav, yes/empty.wav, yes/");
}

TEST(SpeechSet, SaysWhichFileIsAtFault) {
  const TempDir folder;
  error_of(ErrorCode::not_found, [&] { load_recordings(folder.file("none")); });
  expect_contains(error_of(ErrorCode::not_found, [&] { load_recordings(folder.path()); }),
                  "7_anna_12.wav");
  write_word(folder, "1_anna_10.wav", 1, 0);
  folder.write("2_anna_10.wav", wav_of(std::vector<float>(800)).bytes());
  const std::string silence = error_of(ErrorCode::format, [&] { load_recordings(folder.path()); });
  expect_contains(silence, "2_anna_10.wav': expected a word, got only silence");
  folder.write("2_anna_10.wav", std::vector<std::uint8_t>{'n', 'o'});
  expect_contains(error_of(ErrorCode::format, [&] { load_recordings(folder.path()); }),
                  "2_anna_10.wav': expected a WAV");
  fs::remove(folder.file("2_anna_10.wav"));
  write_word(folder, "anna.wav", 1, 0);
  expect_contains(error_of(ErrorCode::format, [&] { load_recordings(folder.path()); }),
                  "anna.wav': expected a name like 7_anna_12.wav");
}

TEST(SpeechSet, TheDataSetHearsWhatAPredictionHears) {
  const TempDir folder;
  write_word(folder, "1_anna_10.wav", 1, 0);
  write_word(folder, "2_anna_10.wav", 2, 0);
  const Features features{.bands = 24, .frames = 50};
  const SpeechSet set = load_recordings(folder.path(), features);
  ASSERT_NE(set.data.features(), nullptr);
  EXPECT_EQ(*set.data.features(), features);
  std::vector<float> input(50 * 24);
  set.data.input(1, input.data());
  EXPECT_EQ(input, log_mel(read_recording(folder.file("2_anna_10.wav")), features));
}

Dataset small_set() {
  std::vector<std::vector<float>> waves;
  std::vector<std::uint8_t> labels;
  for (int i = 0; i < 60; ++i) {
    waves.push_back(trimmed({made_up_word(i % 10, i % 13), 8000, ""}, {}).samples);
    labels.push_back(static_cast<std::uint8_t>(i % 10));
  }
  return Dataset::recordings({}, waves, labels, 10, "made up");
}

constexpr const char* kEverything = "shift=30,speed=0.1,noise=20,time_mask=8,band_mask=6";
constexpr std::int64_t kInputs = 64 * 40;

Loader::Options options_of(const std::string& augment, int workers = 1) {
  Loader::Options options;
  options.seed = 11;
  options.augment = parse_augment(augment);
  options.workers = workers;
  return options;
}

std::vector<float> epoch_of(const Loader& loader) {
  std::vector<float> inputs(static_cast<std::size_t>(loader.size() * kInputs));
  loader.fill({.rows = loader.size(), .inputs = inputs.data(), .input_stride = kInputs});
  return inputs;
}

TEST(SpeechLoader, WithoutAugmentationGivesTheSpectrograms) {
  const Dataset data = small_set();
  Loader::Options options;
  options.shuffle = false;
  const Loader loader(data, options);
  const std::vector<float> got = epoch_of(loader);
  std::vector<float> wanted(kInputs);
  for (std::int64_t i = 0; i < data.size(); ++i) {
    data.input(i, wanted.data());
    EXPECT_TRUE(std::equal(wanted.begin(), wanted.end(), got.begin() + i * kInputs));
  }
}

TEST(SpeechLoader, AugmentationIsAFunctionOfSeedEpochAndSample) {
  const Dataset data = small_set();
  Loader loader(data, options_of(kEverything));
  const std::vector<float> first = epoch_of(loader);
  Loader again(data, options_of(kEverything, 4));
  std::vector<float> shared(first.size());
  std::vector<std::thread> threads;
  for (int w = 0; w < 4; ++w) {
    threads.emplace_back([&, w] {
      for (std::int64_t i = 14 - w; i >= 0; --i) {  // backwards, rows 4i + w
        const std::int64_t row = 4 * i + w;
        if (row >= 60) continue;
        again.fill({.first = row,
                    .rows = 1,
                    .inputs = shared.data() + row * kInputs,
                    .input_stride = kInputs,
                    .worker = w});
      }
      for (std::int64_t row = 4 * (15 - w) + w; row < 60; row += 4) {
        again.fill({.first = row,
                    .rows = 1,
                    .inputs = shared.data() + row * kInputs,
                    .input_stride = kInputs,
                    .worker = w});
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(shared, first);
  loader.start_epoch(1);
  const std::vector<float> second = epoch_of(loader);
  EXPECT_NE(second, first);
  loader.start_epoch(0);
  EXPECT_EQ(epoch_of(loader), first);
}

TEST(SpeechLoader, EachKindOfAugmentationChangesSomethingAndKeepsTheEnd) {
  const Dataset data = small_set();
  const std::vector<float> plain = epoch_of(Loader(data, options_of("")));
  for (const char* augment : {"shift=30", "speed=0.1", "noise=20", "time_mask=8", "band_mask=6"}) {
    SCOPED_TRACE(augment);
    std::vector<std::int64_t> lengths(static_cast<std::size_t>(data.size()));
    const Loader loader(data, options_of(augment));
    std::vector<float> changed(plain.size());
    loader.fill({.rows = loader.size(),
                 .inputs = changed.data(),
                 .input_stride = kInputs,
                 .lengths = lengths.data()});
    EXPECT_NE(changed, plain);
    const bool masks = std::string(augment).find("mask") != std::string::npos;
    for (std::int64_t i = 0; i < data.size(); ++i) {
      bool any = false;
      const auto at = static_cast<std::size_t>(i);
      const std::span<const float> b = std::span(changed).subspan(at * kInputs, kInputs);
      const std::int64_t frames = lengths[at], whole = data.length(loader.index(i));
      if (masks) {
        ASSERT_EQ(frames, whole);
      }
      ASSERT_NEAR(static_cast<double>(frames), static_cast<double>(whole), 8);
      const auto padding = b.subspan(static_cast<std::size_t>(frames) * 40);
      for (const float x : padding) ASSERT_EQ(x, 0.0F);
      for (const float x : b.subspan(static_cast<std::size_t>(frames - 1) * 40, 40)) any |= x != 0;
      ASSERT_TRUE(any);
      for (const float x : b) ASSERT_TRUE(std::isfinite(x));
    }
  }
}

TEST(SpeechLoader, FillAllocatesNothing) {
  if (!kCountsAllocations) GTEST_SKIP();
  Loader loader(small_set(), options_of(kEverything));
  std::vector<float> inputs(static_cast<std::size_t>(60 * kInputs)), targets(60 * 16);
  const std::int64_t before = allocations;
  for (std::uint64_t epoch = 0; epoch < 3; ++epoch) {
    loader.start_epoch(epoch);
    loader.fill({.rows = 60,
                 .inputs = inputs.data(),
                 .input_stride = kInputs,
                 .targets = targets.data(),
                 .target_stride = 16});
  }
  EXPECT_EQ(allocations, before);
}

TEST(SpeechLoader, RefusesAugmentationThatDoesNotFit) {
  const auto refused = [](const char* augment, const Dataset& data, const std::string& part) {
    expect_contains(
        error_of(ErrorCode::invalid_argument, [&] { Loader(data, options_of(augment)); }), part);
  };
  refused("rotate=5", small_set(), "for pictures");
  refused("band_mask=14", small_set(), "a third of 40");
  refused("time_mask=22", small_set(), "a third of 64");
  refused("speed=0.1", Dataset::images({2, 2}, {1, 2, 3, 4}, {0}, 10), "for recordings");
  expect_contains(error_of(ErrorCode::invalid_argument, [] { parse_augment("sped=1"); }),
                  "Did you mean 'speed'?");
  error_of(ErrorCode::invalid_argument, [] { parse_augment("time_mask=1.5"); });
}

TEST(FetchSpeech, TakesAFolderOrARepository) {
  const TempDir folder;
  write_digits(folder, 5, 5, "there/recordings/");
  EXPECT_EQ(fetch_dataset("fsdd", folder.file("a"), {}, folder.file("there")), folder.file("a"));
  EXPECT_EQ(load_dataset("fsdd", folder.file("a")).validation.size(), 30);
  fetch_dataset("fsdd", folder.file("a"), {}, folder.file("nowhere"));  // it is there already

  const auto git = [&](std::vector<std::string> words) {
    words.insert(words.begin(), {"git", "-c", "user.name=a", "-c", "user.email=a@b"});
    return run_process(words, folder.file("there"), std::chrono::seconds(60)).status;
  };
  try {
    if (git({"init", "-q"}) != 0 || git({"add", "."}) != 0 || git({"commit", "-qm", "1"}) != 0) {
      GTEST_SKIP() << "git does not work here";
    }
  } catch (const Error& error) {
    GTEST_SKIP() << error.what();
  }
  fetch_dataset("fsdd", folder.file("b"), {}, folder.file("there/.git"));
  EXPECT_EQ(load_dataset("fsdd", folder.file("b")).validation.size(), 30);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.file("b")), fs::directory_iterator()), 1)
      << "nothing else is left there";
  const std::string text = error_of(
      ErrorCode::io, [&] { fetch_dataset("fsdd", folder.file("c"), {}, folder.file("nowhere")); });
  expect_contains(text, "git failed with status 128");
  expect_contains(text, "by hand: put the recordings");
  expect_contains(error_of(ErrorCode::not_found, [&] { load_dataset("fsdd", folder.file("c")); }),
                  "glia data get fsdd");
}

TEST(SynthSpeech, SpeaksInManyVoicesAndSaysThatItIsSynthetic) {
  const TempDir folder;
  // Stands for espeak-ng: the same word for every call, by the shell alone.
  std::string script = "#!/bin/sh\nwhile [ \"$1\" != -w ]; do shift; done\nprintf '";
  for (const int byte : wav_of(tone(500, 8000, 0.1)).bytes()) {
    script += {'\\', static_cast<char>('0' + byte / 64), static_cast<char>('0' + byte / 8 % 8),
               static_cast<char>('0' + byte % 8)};
  }
  script += "' > \"$2\"\n";
  const std::string program =
      folder.write("bin/espeak-ng", std::vector<std::uint8_t>(script.begin(), script.end()));
  fs::permissions(program, fs::perms::owner_all);
  const std::string path = std::getenv("PATH");
  ::setenv("PATH", (folder.file("bin") + ":" + path).c_str(), 1);
  const std::int64_t made =
      synthesise_speech(folder.file("ru"), {.language = "ru", .voices = 6, .threads = 2});
  ::setenv("PATH", folder.path().c_str(), 1);
  expect_contains(error_of(ErrorCode::unsupported,
                           [&] { synthesise_speech(folder.file("no"), {.threads = 2}); }),
                  "install the package espeak-ng");
  ::setenv("PATH", path.c_str(), 1);

  const SpeechSet set = load_recordings(folder.file("ru"));
  EXPECT_EQ(set.data.size(), made);
  EXPECT_TRUE(set.synthetic);
  expect_contains(set.data.name(), "synthetic");
  const DataSplit split = split_recordings(set);
  EXPECT_TRUE(split.synthetic);
  EXPECT_EQ(split.test.size(), 100);
  EXPECT_EQ(split.validation.size(), 100);
  std::set<std::string> learnt, held;
  for (const SpeechSet::Item& item : set.items) {
    (item.index < 10 ? held : learnt).insert(item.speaker.substr(item.speaker.rfind('-')));
  }
  for (const std::string& voice : held) EXPECT_FALSE(learnt.contains(voice)) << voice;
  error_of(ErrorCode::invalid_argument,
           [&] { synthesise_speech(folder.file("fr"), {.language = "fr"}); });
  error_of(ErrorCode::invalid_argument,
           [&] { synthesise_speech(folder.file("few"), {.voices = 3}); });
  error_of(ErrorCode::io, [&] { synthesise_speech(folder.file("ru"), {}); });
}

}  // namespace
}  // namespace glia
