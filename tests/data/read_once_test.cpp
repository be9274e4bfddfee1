// What several processes read once is what each would have read.
#include "glia/read_once.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <numeric>
#include <thread>

#include "data/data_bytes.h"
#include "glia/error.h"
#include "train/in_threads.h"

namespace glia {
namespace {

Dataset pictures() {
  std::vector<std::uint8_t> pixels(12 * 20), labels(20);
  std::iota(pixels.begin(), pixels.end(), std::uint8_t{3});
  for (std::size_t i = 0; i < labels.size(); ++i) labels[i] = static_cast<std::uint8_t>(i % 3);
  return Dataset::images(Shape{1, 3, 4}, std::move(pixels), std::move(labels), 3, "pictures")
      .with_class_names({"a", "bee", "c"}, true);
}

Dataset words() {
  Features features;
  features.frames = 9;
  std::vector<std::vector<float>> waves;
  for (std::size_t i = 0; i < 4; ++i) {
    std::vector<float>& wave = waves.emplace_back(400 + 70 * i);
    for (std::size_t t = 0; t < wave.size(); ++t) {
      wave[t] = static_cast<float>((t * t + i) % 17) / 20 - 0.4F;
    }
  }
  return Dataset::recordings(features, waves, std::vector<std::uint8_t>{0, 1, 1, 0}, 2, "words");
}

Dataset rows() {
  return Dataset::rows(Shape{2, 1}, {1, 2, 3, 4, 5, 6}, Shape{2}, {1, 0, 0, 1, 1, 1}, "rows")
      .with_lengths({1, 2, 1})
      .with_weights({0.5F, 2, 1});
}

TableForm table_form() {
  TableForm form;
  form.inputs = {{.name = "x", .offset = 0.1, .scale = 1.0 / 3, .missing = 2.5},
                 {.name = "colour", .words = {"blue", "red"}}};
  form.targets = {{.name = "kinds", .words = {"p", "q"}, .separator = ';'}};
  form.kind = TargetKind::several_classes;
  form.weights = "how much";
  return form;
}

DataSplit heard(const DataSplit& split) {
  const DataBytes told(split);
  auto memory = SharedMemory::begun();
  memory->fill(told.pieces());
  const auto bytes = memory_at(memory->place());
  return DataBytes::split_in(*bytes);
}

void expect_same(const Dataset& a, const Dataset& b) {
  ASSERT_EQ(a.size(), b.size());
  EXPECT_EQ(a.digest(), b.digest());
  EXPECT_EQ(a.name(), b.name());
  EXPECT_EQ(a.class_names(), b.class_names());
  EXPECT_EQ(a.by_place({"x"}), b.by_place({"x"}));
  ASSERT_EQ(a.features() == nullptr, b.features() == nullptr);
  if (a.features()) {
    EXPECT_EQ(*a.features(), *b.features());
  }
  for (std::int64_t i = 0; i < a.size(); ++i) {
    EXPECT_EQ(a.length(i), b.length(i));
    EXPECT_EQ(a.weight(i), b.weight(i));
    EXPECT_TRUE(std::ranges::equal(a.wave(i), b.wave(i)));
  }
}

TEST(DataBytes, HoldAllThatASplitKnows) {
  for (const InputForm& form : {InputForm(), InputForm(PictureForm{9, true, false}),
                                InputForm(Features{.bands = 12}), InputForm(table_form())}) {
    const DataSplit split{.train = pictures().subset({7, 3, 3, 19}),
                          .test = words().subset({2, 1}),
                          .validation = rows(),
                          .classes = {"one", "", "three"},
                          .synthetic = true,
                          .form = form,
                          .note = "a note",
                          .left_out = {{"file", "why"}},
                          .only_tests = "a reason",
                          .many = "things",
                          .answered = false,
                          .files = {.train = {"p", "q"}, .test = {"r"}}};
    const DataSplit same = heard(split);
    expect_same(same.train, split.train);
    expect_same(same.test, split.test);
    expect_same(same.validation, split.validation);
    EXPECT_EQ(same.classes, split.classes);
    EXPECT_TRUE(same.synthetic);
    EXPECT_EQ(same.form, split.form);
    EXPECT_EQ(same.note, "a note");
    ASSERT_EQ(same.left_out.size(), 1U);
    EXPECT_EQ(same.left_out[0].file + same.left_out[0].why, "filewhy");
    EXPECT_EQ(same.only_tests, "a reason");
    EXPECT_EQ(same.many, "things");
    EXPECT_FALSE(same.answered);
    EXPECT_EQ(same.files.train, split.files.train);
    EXPECT_EQ(same.files.test, split.files.test);
  }
}

TEST(DataBytes, HoldNumbersOnceThatSeveralPartsShare) {
  const auto [learnt, held] = pictures().split(0.25, 1);
  const DataSplit same = heard({.train = learnt, .validation = held});
  EXPECT_EQ(same.train.column("input"), same.validation.column("input"));
}

TEST(ReadOnce, OneReadsForAllThatAskForTheSame) {
  std::atomic<int> reads = 0, read_for = 0;
  std::vector<std::uint64_t> digests(5);
  InThreads::run(5, [&](Communicator& others) {
    const auto rank = static_cast<std::size_t>(others.rank());
    const DataSplit split =
        read_once(others, others.rank() == 3 ? "other" : "same", [&](int ranks) {
          ++reads;
          read_for += ranks;
          return DataSplit{.train = pictures()};
        });
    digests[rank] = split.train.digest();
  });
  EXPECT_EQ(reads, 2);
  EXPECT_EQ(read_for, 5);
  EXPECT_EQ(std::ranges::count(digests, pictures().digest()), 5);
}

TEST(ReadOnce, WhatCannotBeReadIsSaidByEach) {
  std::atomic<int> said = 0;
  InThreads::run(3, [&](Communicator& others) {
    try {
      read_once(others, "none",
                [](int) -> DataSplit { throw Error(ErrorCode::not_found, "it is not there"); });
    } catch (const Error& error) {
      said += error.code() == ErrorCode::not_found ? 1 : 0;
    }
  });
  EXPECT_EQ(said, 3);
}

TEST(ReadOnce, WhereOneAloneCannotReadAllStop) {
  std::atomic<int> said = 0;
  InThreads::run(3, [&](Communicator& others) {
    const bool other = others.rank() == 1;
    try {
      read_once(others, other ? "none" : "some", [&](int) {
        if (other) throw Error(ErrorCode::not_found, "it is not there");
        return DataSplit{.train = pictures()};
      });
    } catch (const Error& error) {
      said += std::string(error.what()).ends_with("it is not there") ? 1 : 0;
    }
  });
  EXPECT_EQ(said, 3);
}

TEST(SharedMemory, IsThereWhenItIsFilledAndNobodyChangesItThen) {
  const std::vector<std::uint8_t> numbers{1, 2, 3};
  const SharedMemory::Piece piece{2, numbers};
  auto memory = SharedMemory::begun();
  ASSERT_TRUE(memory);
  const std::string place = memory->place();
  EXPECT_FALSE(memory_at(place + '0'));
  std::thread later([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    memory->fill({&piece, 1});
  });
  const auto bytes = memory_at(place);
  later.join();
  ASSERT_TRUE(bytes);
  EXPECT_EQ(std::vector<std::uint8_t>(bytes->begin(), bytes->end()),
            (std::vector<std::uint8_t>{0, 0, 1, 2, 3}));
  const Descriptor file(::open(place.substr(0, place.find(' ')).c_str(), O_RDWR));
  EXPECT_LT(::pwrite(file.get(), numbers.data(), 1, 0), 0);
  EXPECT_NE(::ftruncate(file.get(), 0), 0);
  memory.reset();
  EXPECT_FALSE(memory_at(place));
  EXPECT_EQ((*bytes)[4], 3);
}

TEST(SharedMemory, NobodyWaitsForWhatIsGivenUp) {
  auto memory = SharedMemory::begun();
  const std::string place = memory->place();
  std::thread later([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    memory.reset();
  });
  EXPECT_FALSE(memory_at(place));
  later.join();
  EXPECT_FALSE(memory_at(""));
}

}  // namespace
}  // namespace glia
