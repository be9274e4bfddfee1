#include "glia/picture_set.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <set>

#include "expect_error.h"
#include "glia/digit.h"
#include "photo.h"
#include "temp_dir.h"

namespace glia {
namespace {

namespace fs = std::filesystem;
using Bytes = std::vector<std::uint8_t>;

Picture plain(int width, int height, const Bytes& colour) {
  Picture picture(width, height, static_cast<int>(colour.size()));
  for (std::size_t i = 0; i < picture.pixels.size(); ++i) {
    picture.pixels[i] = colour[i % colour.size()];
  }
  return picture;
}

Bytes png(int width = 5, int height = 4, const Bytes& colour = {10, 200, 30}) {
  return encode_png(plain(width, height, colour));
}

// `count` pictures of each class, in folders of their own.
void write_classes(const TempDir& folder, const std::vector<std::string>& classes, int count,
                   const Bytes& bytes = png()) {
  for (const std::string& name : classes) {
    for (int i = 0; i < count; ++i) folder.write(name + "/" + std::to_string(i) + ".png", bytes);
  }
}

std::vector<std::string> names(const std::vector<PictureSet::Item>& items) {
  std::vector<std::string> files;
  for (const PictureSet::Item& item : items) {
    const fs::path path(item.file);
    files.push_back(path.parent_path().filename().string() + "/" + path.filename().string());
  }
  return files;
}

// --- PictureForm ---------------------------------------------------------------------------------

TEST(PictureForm, IsTheMiddleSquareOfWhateverShape) {
  Picture wide(9, 3, 1);
  for (int y = 0; y < 3; ++y) {
    for (int x = 0; x < 9; ++x) *wide.at(x, y) = static_cast<std::uint8_t>(10 * x + y);
  }
  EXPECT_THROW((void)prepared(wide, {3, true}), Error) << "fewer than 4 pixels";
  Picture tall(4, 10, 1);
  for (int y = 0; y < 10; ++y) std::fill_n(tall.at(0, y), 4, static_cast<std::uint8_t>(y));
  const Bytes middle = prepared(tall, {4, true});
  for (std::size_t i = 0; i < 16; ++i) EXPECT_EQ(middle[i], 3 + i / 4);
}

TEST(PictureForm, EveryPixelIsTheMeanOfWhatItCovers) {
  Picture picture(12, 12, 1);
  for (std::size_t i = 0; i < 144; ++i) picture.pixels[i] = static_cast<std::uint8_t>(i * 37 % 251);
  const Bytes small = prepared(picture, {4, true});
  for (int y = 0; y < 4; ++y) {
    for (int x = 0; x < 4; ++x) {
      double sum = 0;
      for (int j = 0; j < 9; ++j) sum += *picture.at(3 * x + j % 3, 3 * y + j / 3);
      EXPECT_NEAR(small[static_cast<std::size_t>(4 * y + x)], sum / 9, 0.51);
    }
  }
  for (const Bytes& size : {Bytes{13}, Bytes{31}, Bytes{64}}) {
    const Bytes flat = prepared(plain(size[0], size[0], {77, 5, 250}), {12, false});
    EXPECT_EQ(std::set<int>(flat.begin(), flat.begin() + 144), std::set<int>{77}) << int{size[0]};
  }
}

TEST(PictureForm, SmallPicturesAreEnlargedSmoothly) {
  Picture ramp(4, 4, 1);
  for (std::size_t i = 0; i < 16; ++i) ramp.pixels[i] = static_cast<std::uint8_t>(40 * (i % 4));
  const Bytes large = prepared(ramp, {16, true});
  for (std::size_t x = 1; x < 16; ++x) {
    const int step = large[x] - large[x - 1];
    EXPECT_TRUE(step >= 0 && step <= 11) << "at " << x;
  }
  EXPECT_EQ(large[0], 0);
  EXPECT_EQ(large[15], 120);
}

TEST(PictureForm, PlanesAreRedGreenBlueOrOneOfGrey) {
  const Bytes rgb = prepared(plain(6, 6, {250, 100, 20}), {4, false});
  ASSERT_EQ(rgb.size(), 48U);
  EXPECT_EQ((Bytes{rgb[0], rgb[16], rgb[32]}), (Bytes{250, 100, 20}));
  EXPECT_EQ(prepared(plain(6, 6, {255, 0, 0}), {4, true}), Bytes(16, 77));
  for (int v = 0; v < 256; ++v) {
    const auto grey = static_cast<std::uint8_t>(v);
    EXPECT_EQ(prepared(plain(4, 4, {grey, grey, grey}), {4, true}), Bytes(16, grey));
    EXPECT_EQ(prepared(plain(4, 4, {grey}), {4, false}), Bytes(48, grey));
  }
}

TEST(PictureForm, WhatIsTransparentIsWhite) {
  EXPECT_EQ(prepared(plain(4, 4, {9, 0}), {4, true}), Bytes(16, 255));
  EXPECT_EQ(prepared(plain(4, 4, {0, 51}), {4, true}), Bytes(16, 204));
  const Bytes half = prepared(plain(8, 8, {255, 0, 0, 51}), {4, false});
  EXPECT_EQ((Bytes{half[0], half[16]}), (Bytes{255, 204}));
}

TEST(PictureForm, ALargeJpegIsReadSmallerAndLooksTheSame) {
  const TempDir folder;
  Picture photo(1203, 901, 3);
  for (int y = 0; y < photo.height; ++y) {
    for (int x = 0; x < photo.width; ++x) {
      std::uint8_t* p = photo.at(x, y);
      p[0] = static_cast<std::uint8_t>(x / 5);
      p[1] = static_cast<std::uint8_t>(y / 4);
      p[2] = (x / 100 + y / 100) % 2 ? 200 : 40;
    }
  }
  for (const bool progressive : {false, true}) {
    const std::string file = folder.write("photo.jpg", encode_jpeg(photo, 90, progressive));
    for (const int size : {32, 100, 300}) {
      const PreparedPicture quick = read_prepared(file, {size, false});
      EXPECT_EQ(std::pair(quick.width, quick.height), std::pair(1203, 901));
      const Bytes whole = prepared(read_picture(file), {size, false});
      ASSERT_EQ(quick.pixels.size(), whole.size());
      double sum = 0;
      for (std::size_t i = 0; i < whole.size(); ++i) sum += std::abs(quick.pixels[i] - whole[i]);
      EXPECT_LT(sum / static_cast<double>(whole.size()), 2) << "at " << size;
    }
  }
}

// --- load_pictures -------------------------------------------------------------------------------

TEST(PictureSet, EveryFolderIsAClassAndATenthOfEachTestsAndValidates) {
  const TempDir folder;
  write_classes(folder, {"dog", "cat"}, 30);
  write_classes(folder, {"eel"}, 4);
  folder.write("cat/LARGE.JPG", encode_jpeg(plain(70, 50, {200, 20, 20}), 90));
  const PictureSet set = load_pictures(folder.path());
  const DataSplit& split = set.split;
  EXPECT_EQ(split.classes, (std::vector<std::string>{"cat", "dog", "eel"}));
  EXPECT_EQ(split.form, (PictureForm{32, false}));
  EXPECT_EQ(split.train.shape(), (Shape{3, 32, 32}));
  EXPECT_EQ(split.note, "");
  const auto counts = [](const Dataset& data) {
    std::vector<int> of(3);
    for (std::int64_t i = 0; i < data.size(); ++i) ++of[static_cast<std::size_t>(data.label(i))];
    return of;
  };
  EXPECT_EQ(counts(split.test), (std::vector<int>{3, 3, 1}));
  EXPECT_EQ(counts(split.validation), (std::vector<int>{3, 3, 1}));
  EXPECT_EQ(counts(split.train), (std::vector<int>{25, 24, 2}));
  std::set<std::string> all;
  for (const auto* part : {&set.train, &set.validation, &set.test}) {
    for (const std::string& name : names(*part)) all.insert(name);
  }
  EXPECT_EQ(all.size(), 65U) << "each picture once";
  for (std::size_t i = 0; i < set.test.size(); ++i) {
    const std::string name = names(set.test)[i];
    EXPECT_EQ(name.substr(0, 3), split.classes[static_cast<std::size_t>(split.test.label(i))]);
  }
}

TEST(PictureSet, TheSplitHangsOnNamesAlone) {
  const TempDir one, other;
  write_classes(one, {"a", "b"}, 20);
  write_classes(other, {"b"}, 20, png(9, 9, {1, 2, 3}));
  write_classes(other, {"a"}, 20, png(3, 8, {4}));
  for (const auto part : {&PictureSet::train, &PictureSet::validation, &PictureSet::test}) {
    EXPECT_EQ(names(load_pictures(one.path()).*part), names(load_pictures(other.path()).*part));
  }
  EXPECT_EQ(load_pictures(one.path() + "/").split.train.name(),
            fs::path(one.path()).filename().string());
}

TEST(PictureSet, PicturesToLearnFromAreMixed) {
  const TempDir folder;
  write_classes(folder, {"a", "b"}, 40);
  const Dataset first = load_pictures(folder.path()).split.train.first(20);
  int ones = 0;
  for (std::int64_t i = 0; i < 20; ++i) ones += first.label(i);
  EXPECT_TRUE(ones > 4 && ones < 16) << ones;
}

TEST(PictureSet, ThreadsNeverMatter) {
  const TempDir folder;
  for (int i = 0; i < 40; ++i) {
    const auto v = static_cast<std::uint8_t>(6 * i);
    folder.write((i % 2 ? "a/" : "b/") + std::to_string(i) + ".png", png(7 + i, 50 - i, {v, 9, v}));
  }
  std::int64_t told = 0;
  PictureOptions options{.size = 8, .threads = 4};
  options.progress = [&](std::int64_t read, std::int64_t all) {
    EXPECT_LE(read, all);
    told = all;
  };
  EXPECT_EQ(load_pictures(folder.path(), options).split.train.digest(),
            load_pictures(folder.path(), {.size = 8}).split.train.digest());
  EXPECT_EQ(told, 40);
}

TEST(PictureSet, IsGreyWhenEveryPictureIsOrWhenAsked) {
  const TempDir folder;
  write_classes(folder, {"a", "b"}, 4, png(5, 5, {80, 80, 80}));
  folder.write("a/grey.jpg", encode_jpeg(plain(40, 40, {90}), 90));
  const DataSplit grey = load_pictures(folder.path()).split;
  EXPECT_EQ(grey.form, (PictureForm{32, true}));
  EXPECT_EQ(grey.train.digest(), load_pictures(folder.path(), {.grey = true}).split.train.digest());
  EXPECT_EQ(load_pictures(folder.path(), {.grey = false}).split.train.shape(), (Shape{3, 32, 32}));
  folder.write("a/red.png", png(5, 5, {80, 80, 79}));
  EXPECT_EQ(load_pictures(folder.path()).split.form, (PictureForm{32, false}));
}

TEST(PictureSet, AFolderMayBeDividedAlready) {
  const TempDir folder;
  for (const std::string part : {"train/", "test/"})
    write_classes(folder, {part + "a", part + "b"}, 5);
  const PictureSet set = load_pictures(folder.path());
  EXPECT_EQ(set.split.test.size(), 10);
  EXPECT_EQ(set.split.validation.size(), 2);
  EXPECT_EQ(set.split.train.size(), 8);
  write_classes(folder, {"validation/b"}, 3);
  EXPECT_EQ(load_pictures(folder.path()).split.validation.size(), 3);
  EXPECT_EQ(load_pictures(folder.path()).split.train.size(), 10);
  write_classes(folder, {"test/c"}, 1);
  EXPECT_ERROR(load_pictures(folder.path()), ErrorCode::format, "no class 'c'");
  const TempDir vehicles;  // classes that happen to be called so
  write_classes(vehicles, {"train", "test"}, 4);
  EXPECT_EQ(load_pictures(vehicles.path()).split.classes,
            (std::vector<std::string>{"test", "train"}));
}

TEST(PictureSet, SaysWhatItPassedOver) {
  const TempDir folder;
  write_classes(folder, {"a", "b"}, 4);
  write_classes(folder, {"a/nested"}, 2);
  folder.write("a/notes.txt", Bytes{'h', 'i'});
  folder.write("a/.hidden.png", png());
  folder.write("outside.png", png());
  fs::create_directory(folder.file("empty"));
  fs::create_symlink(folder.file("a"), folder.file("b/loop"));
  fs::create_symlink("self.png", folder.file("b/self.png"));
  const PictureSet set = load_pictures(folder.path());
  EXPECT_EQ(set.train.size() + set.validation.size() + set.test.size(), 8U);
  EXPECT_EQ(set.split.note,
            "passed over: 2 files that are no PNG or JPEG (a/notes.txt, b/self.png), 1 hidden file "
            "or folder, 2 folders inside classes (a/nested, b/loop), 1 picture outside the classes "
            "(outside.png), 1 folder without pictures (empty)");
  for (int i = 0; i < 7; ++i) folder.write("a/" + std::to_string(i) + ".heic", Bytes{0, 0, 0, 28});
  expect_contains(load_pictures(folder.path()).split.note,
                  "9 files that are no PNG or JPEG (a/0.heic, a/1.heic, a/2.heic, a/3.heic, "
                  "a/4.heic, …)");
}

TEST(PictureSet, WhatIsInAFileDecidesWhateverItIsCalled) {
  const TempDir folder;
  write_classes(folder, {"a", "b"}, 4);
  folder.write("a/photo", png());
  folder.write("b/photo.tmp", encode_jpeg(plain(20, 20, {90}), 90));
  const PictureSet set = load_pictures(folder.path());
  EXPECT_EQ(set.train.size() + set.validation.size() + set.test.size(), 10U);
  EXPECT_EQ(set.split.note, "");
}

TEST(PictureSet, PartsAreCalledAsPeopleCallThem) {
  struct Row {
    std::string train, validation, test;
  };
  for (const Row& row : {Row{"train", "val", ""},
                         {"Train", "", "Test"},
                         {"training", "", "testing"},
                         {"train", "valid", "test"},
                         {"TRAIN", "dev", "TESTING"},
                         {"Training", "Validation", ""}}) {
    SCOPED_TRACE(row.train + " " + row.validation + " " + row.test);
    const TempDir folder;
    write_classes(folder, {row.train + "/a", row.train + "/b"}, 20);
    if (!row.validation.empty()) {
      write_classes(folder, {row.validation + "/a", row.validation + "/b"}, 3);
    }
    if (!row.test.empty()) write_classes(folder, {row.test + "/a", row.test + "/b"}, 4);
    const DataSplit split = load_pictures(folder.path()).split;
    EXPECT_EQ(split.classes, (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(split.validation.size(), row.validation.empty() ? 4 : 6) << "else a tenth";
    EXPECT_EQ(split.train.size(), row.validation.empty() ? 36 : 40);
    EXPECT_EQ(split.test.size(), row.test.empty() ? 0 : 8);
    EXPECT_EQ(split.note, "");
  }
}

TEST(PictureSet, AFolderThatHoldsNothingButOneIsThatOne) {
  const TempDir folder;
  write_classes(folder, {"archive/shapes/train/a", "archive/shapes/train/b"}, 4);
  folder.write("archive/.DS_Store", Bytes{1});
  fs::create_directories(folder.file("__MACOSX/archive"));
  const DataSplit split = load_pictures(folder.path()).split;
  EXPECT_EQ(split.classes, (std::vector<std::string>{"a", "b"})) << "a lone train holds classes";
  EXPECT_EQ(split.train.size(), 4);
  expect_contains(split.note, "1 hidden file or folder");
  expect_contains(split.note, "1 folder whose name begins with _ (");
}

#ifdef GLIA_HAS_UTF8PROC
// macOS writes "й" as "и" and a breve, Linux as it was typed.
TEST(PictureSet, NamesThatUnicodeWritesInTwoWaysAreOne) {
  const std::string composed = "\u0439", taken_apart = "\u0438\u0306";
  const TempDir folder, other;
  for (int i = 0; i < 20; ++i) {
    const std::string number = std::to_string(i) + ".png";
    for (const auto& [place, name] : {std::pair(&folder, composed), {&other, taken_apart}}) {
      place->write("train/" + name + "/" + name + number, png());
      place->write("train/z/" + name + number, png());
    }
  }
  for (const TempDir* place : {&folder, &other}) {
    place->write("test/" + composed + "/1.png", png());
    place->write("test/z/1.png", png());
  }
  const PictureSet set = load_pictures(folder.path()), same = load_pictures(other.path());
  EXPECT_EQ(set.split.classes, (std::vector<std::string>{"z", composed}));
  EXPECT_EQ(same.split.classes, set.split.classes);
  EXPECT_EQ(same.split.test.size(), 2);
  const auto numbers = [](const std::vector<PictureSet::Item>& items) {
    std::vector<std::string> found;
    for (const PictureSet::Item& item : items) {
      found.push_back(item.file.substr(item.file.find_last_not_of("0123456789.png") + 1));
    }
    return found;
  };
  EXPECT_EQ(numbers(same.validation), numbers(set.validation)) << "drawn alike";
}
#endif

TEST(PictureSet, AnUnknownLayoutIsToldWhichOnesAreKnown) {
  const TempDir folder;
  write_classes(folder, {"2019/a", "2019/b", "2020/a"}, 4);
  const std::string what = error_of(ErrorCode::not_found, [&] { load_pictures(folder.path()); });
  for (const char* part : {"a folder for each class", "training", "valid, validation, dev",
                           "testing", "3 folders inside classes (2019/a, 2019/b, 2020/a)"}) {
    expect_contains(what, part);
  }
}

TEST(PictureSet, RefusesWhatCannotBeLearntFrom) {
  const TempDir folder;
  EXPECT_ERROR(load_pictures(folder.file("nowhere")), ErrorCode::not_found, "cannot read");
  EXPECT_ERROR(load_pictures(folder.path()), ErrorCode::not_found, "a folder for each class");
  folder.write("1.png", png());
  EXPECT_ERROR(load_pictures(folder.path()), ErrorCode::not_found, "a folder for each class");
  write_classes(folder, {"a"}, 3);
  EXPECT_ERROR(load_pictures(folder.path()), ErrorCode::format, "at least two classes");
  const TempDir few;
  write_classes(few, {"a", "b"}, 2);
  EXPECT_ERROR(load_pictures(few.path()), ErrorCode::format, "at least 3 pictures");
  for (const int size : {0, 3, 1025}) {
    EXPECT_ERROR(load_pictures(few.path(), {.size = size}), ErrorCode::invalid_argument,
                 "4 to 1024");
  }
  const TempDir strange;
  write_classes(strange, {"a", "b\xff"}, 3);
  EXPECT_ERROR(load_pictures(strange.path()), ErrorCode::format, "rename it");
}

TEST(PictureSet, HasMoreClassesThanAByteTells) {
  const TempDir folder;
  for (int i = 0; i < 300; ++i) write_classes(folder, {std::to_string(1000 + i)}, 3);
  const DataSplit split = load_pictures(folder.path(), {.size = 4}).split;
  EXPECT_EQ(split.classes.size(), 300U);
  EXPECT_EQ(split.classes[static_cast<std::size_t>(split.test.label(299))], "1299");
}

TEST(PictureSet, TestingNeedsNothingToLearnFrom) {
  const TempDir folder;
  write_classes(folder, {"test/b", "test/a"}, 2);
  const PictureSet tests = load_pictures(folder.path());
  EXPECT_EQ(tests.test.size(), 4U);
  EXPECT_EQ(tests.split.test.class_names(), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(tests.split.train.size() + tests.split.validation.size(), 0);
  expect_contains(tests.split.only_tests, "its folder 'train'");
  write_classes(folder, {"a", "b"}, 5);
  const PictureSet both = load_pictures(folder.path());
  EXPECT_EQ(both.train.size(), 6U) << "classes beside 'test' are there to learn from";
  EXPECT_EQ(both.split.only_tests, "");

  const TempDir whole;
  write_classes(whole, {"a"}, 10);
  EXPECT_EQ(load_pictures(whole.path(), {.testing = true}).test.size(), 1U) << "a tenth";
  EXPECT_EQ(load_pictures(whole.path(), {.testing = true, .unseen = true}).test.size(), 10U);
  const TempDir few;
  write_classes(few, {"a", "b"}, 2);
  EXPECT_EQ(load_pictures(few.path(), {.testing = true}).test.size(), 4U);
}

TEST(PictureSet, PicturesMayBeBroughtIntoTheFormOfMnistsDigits) {
  const TempDir folder;
  Picture page(60, 80, 1);
  std::ranges::fill(page.pixels, std::uint8_t{255});
  for (int y = 10; y < 70; ++y) std::fill_n(page.at(28, y), 4, std::uint8_t{0});
  const std::string file = folder.write("1/one.png", encode_png(page));
  const PictureForm digits = PictureForm::of_digits();
  const DigitForm one = digit_form(page);
  EXPECT_EQ(read_prepared(file, digits).pixels, Bytes(one.image.begin(), one.image.end()));
  const PictureSet set =
      load_pictures(folder.path(), {.form = digits, .testing = true, .unseen = true});
  EXPECT_EQ(set.split.test.shape(), (Shape{1, 28, 28}));
  folder.write("1/blank.png", png());
  EXPECT_ERROR(read_prepared(folder.file("1/blank.png"), digits), ErrorCode::invalid_argument,
               "1/blank.png'");
  EXPECT_ERROR((PictureForm{32, true, true}.check()), ErrorCode::invalid_argument, "28 pixels");
}

TEST(PictureSet, NamesEveryPictureThatCannotBeRead) {
  const TempDir folder;
  write_classes(folder, {"a", "b"}, 5);
  const Bytes whole = encode_jpeg(plain(64, 64, {1, 2, 3}), 90);
  folder.write("a/cut.jpg", std::span(whole).first(whole.size() / 2));
  EXPECT_ERROR(load_pictures(folder.path()), ErrorCode::format, "a/cut.jpg");
  folder.write("b/empty.png", {});
  folder.write("b/text.jpeg", Bytes{'h', 'e', 'l', 'l', 'o'});
  for (const int threads : {1, 3}) {
    const std::string what =
        error_of(ErrorCode::format, [&] { load_pictures(folder.path(), {.threads = threads}); });
    expect_contains(what, "3 of 13 pictures cannot be read");
    for (const char* file : {"a/cut.jpg", "b/empty.png'", "b/text.jpeg'"}) {
      expect_contains(what, file);
    }
  }
}

TEST(PictureSet, LeavesOutWhatIsDamagedWhenAsked) {
  const TempDir folder;
  write_classes(folder, {"a", "b"}, 20);
  const std::uint64_t digest = load_pictures(folder.path()).split.train.digest();
  for (int i = 0; i < 30; ++i) {
    folder.write("a/bad" + std::to_string(i) + ".png", Bytes{'n', 'o'});
  }
  const std::string what = error_of(ErrorCode::format, [&] { load_pictures(folder.path()); });
  expect_contains(what, "30 of 70 pictures cannot be read");
  expect_contains(what, " and 9 more");
  expect_contains(what, "--skip-damaged");
  const PictureOptions options{.damaged = Damaged::left_out};
  const PictureSet set = load_pictures(folder.path(), options);
  EXPECT_EQ(set.split.train.digest(), digest) << "as if they had never been there";
  ASSERT_EQ(set.split.left_out.size(), 30U);
  EXPECT_EQ(set.split.left_out[0].file, folder.file("a/bad0.png"));
  expect_contains(set.split.left_out[0].why, "expected a PNG or a JPEG");
  expect_contains(set.split.note, "left out: 30 damaged pictures (a/bad0.png");
  for (int i = 0; i < 20; ++i) folder.write("b/" + std::to_string(i) + ".png", Bytes{'n', 'o'});
  EXPECT_ERROR(load_pictures(folder.path(), options), ErrorCode::format,
               "of the class 'b' no pictures are left");
}

TEST(PictureSet, WhatItMayNotReadIsNotDamaged) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may read everything";
  const TempDir folder;
  write_classes(folder, {"a", "b"}, 4);
  fs::permissions(folder.file("a/0.png"), fs::perms::none);
  EXPECT_ERROR(load_pictures(folder.path(), {.damaged = Damaged::left_out}), ErrorCode::io,
               "a/0.png");
}

TEST(PictureSet, IsADataSetByItsName) {
  const TempDir folder;
  write_classes(folder, {"a", "b"}, 6);
  EXPECT_EQ(load_dataset("folder:" + folder.path()).train.digest(),
            load_pictures(folder.path()).split.train.digest());
}

}  // namespace
}  // namespace glia
