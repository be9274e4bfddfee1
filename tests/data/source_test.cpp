#include "glia/source.h"

#include <gtest/gtest.h>

#include <set>

#include "base/read_file.h"
#include "expect_error.h"
#include "glia/picture.h"
#include "glia/speech.h"
#include "sound.h"
#include "temp_dir.h"

namespace glia {
namespace {

using Bytes = std::vector<std::uint8_t>;

// A set of pictures in IDX files, labelled 0, 1, …, 9, 0, …
void write_idx(const TempDir& folder, std::uint8_t samples) {
  for (const std::string part : {"train", "t10k"}) {
    Bytes images{0, 0, 8, 3, 0, 0, 0, samples, 0, 0, 0, 2, 0, 0, 0, 2};
    Bytes labels{0, 0, 8, 1, 0, 0, 0, samples};
    for (std::uint8_t i = 0; i < samples; ++i) {
      images.insert(images.end(), {i, 0, 9, 9});
      labels.push_back(i % 10);
    }
    folder.write(part + "-images-idx3-ubyte", images);
    folder.write(part + "-labels-idx1-ubyte", labels);
  }
}

void write_pictures(const TempDir& folder, int of_each) {
  for (const std::string kind : {"cat", "dog"}) {
    for (int i = 0; i < of_each; ++i) {
      Picture picture(8 + i, 8, 3);
      picture.pixels[0] = static_cast<std::uint8_t>(40 * i);
      folder.write(kind + "/" + std::to_string(i) + ".png", encode_png(picture));
    }
  }
}

std::vector<std::string> digit_names() {
  std::vector<std::string> names;
  for (int c = 0; c < 10; ++c) names.push_back(std::to_string(c));
  return names;
}

std::vector<std::int64_t> examples(const Description& told, const std::string& part) {
  for (const Description::Part& p : told.parts) {
    if (p.name == part) return p.examples;
  }
  ADD_FAILURE() << "there is no part " << part;
  return {};
}

TEST(Sources, EachHasNamesThatAreNobodyElses) {
  std::set<std::string_view> names, places;
  for (const Source* source : all_sources()) {
    const std::string asked = std::string(source->name()) + (source->reads_folders() ? "x" : "");
    EXPECT_EQ(find_source(asked), source) << asked;
    EXPECT_TRUE(names.insert(source->name()).second) << source->name();
    EXPECT_TRUE(places.insert(source->words().place).second) << source->words().place;
    EXPECT_FALSE(source->model_name(asked).empty()) << asked;
    EXPECT_FALSE(source->words().many.empty()) << asked;
  }
  EXPECT_EQ(dataset_names(), (std::vector<std::string>{"mnist", "fashion-mnist", "fsdd"}));
  EXPECT_EQ(find_source("folder:"), nullptr);
  EXPECT_EQ(find_source("mnist:7"), nullptr);
  EXPECT_ERROR(source_of("mnits"), ErrorCode::not_found, "Did you mean 'mnist'?");
}

TEST(Sources, AFolderIsNotFetched) {
  EXPECT_ERROR(fetch_dataset("folder:x"), ErrorCode::invalid_argument, "nothing is to be fetched");
  EXPECT_ERROR(fetch_dataset("speech:x"), ErrorCode::invalid_argument, "nothing is to be fetched");
}

TEST(Sources, TheKindThatReadsAFolderLikesIt) {
  const TempDir pictures, words;
  write_pictures(pictures, 1);
  words.write("7/a.wav", wav_of(made_up_word(7, 1)).bytes());
  const Source &folder = source_of("folder:x"), &speech = source_of("speech:x");
  EXPECT_GT(folder.likes(pictures.path()), speech.likes(pictures.path()));
  EXPECT_GT(speech.likes(words.path()), folder.likes(words.path()));
  EXPECT_EQ(source_of("mnist").likes(pictures.path()), 0);
}

TEST(Sources, TellWhatIsInAnIdxSet) {
  const TempDir folder;
  write_idx(folder, 12);
  const Description told = source_of("mnist").describe("mnist", {.dir = folder.path()});
  EXPECT_EQ(told.shape, (Shape{1, 2, 2}));
  EXPECT_EQ(told.class_count, 10);
  EXPECT_TRUE(told.classes.empty());
  EXPECT_EQ(examples(told, "train"), (std::vector<std::int64_t>{2, 2, 1, 1, 1, 1, 1, 1, 1, 1}));
  EXPECT_EQ(examples(told, "test"), examples(told, "train"));
  ASSERT_EQ(told.facts.size(), 1U);
  EXPECT_EQ(std::get<std::int64_t>(told.facts[0].value), 3) << "inputs that never vary";
  expect_contains(told.sentences[0].begin, "12 examples to learn from, 12 to test on");
  EXPECT_FALSE(told.left_out);
}

// As a page has them, which has no file system.
TEST(Sources, AnIdxSetIsReadFromMemoryToo) {
  const TempDir folder;
  write_idx(folder, 20);
  const Source& mnist = source_of("mnist");
  const DataSplit read = mnist.load("mnist", {.dir = folder.path()});
  std::vector<FileBytes> files;
  for (const char* name : {"t10k-labels-idx1-ubyte", "train-images-idx3-ubyte",
                           "t10k-images-idx3-ubyte", "train-labels-idx1-ubyte"}) {
    files.push_back({std::string("some/where/") + name, read_file(folder.file(name), 1000)});
  }
  const DataSplit decoded = mnist.decode(files, {});
  EXPECT_EQ(decoded.train.digest(), read.train.digest());
  EXPECT_EQ(decoded.test.digest(), read.test.digest());
  EXPECT_EQ(decoded.note,
            "what lies there is not mnist as its makers published it; it is read as it is");
  files.pop_back();
  EXPECT_ERROR(mnist.decode(files, {}), ErrorCode::not_found,
               "expected 'train-labels-idx1-ubyte' among its files");
  EXPECT_ERROR(source_of("folder:x").decode({}, {}), ErrorCode::unsupported, "from a folder");
}

TEST(Sources, TellWhatIsInAFolderOfPictures) {
  const TempDir folder;
  write_pictures(folder, 5);
  folder.write("cat/cut.png", Bytes{0x89, 'P', 'N', 'G'});
  Reading reading{.damaged = Damaged::left_out, .picture_size = 4};
  std::int64_t of = 0;
  reading.progress = [&](std::int64_t, std::int64_t all) { of = all; };
  const Source& source = source_of("folder:x");
  const Description told = source.describe("folder:" + folder.path(), reading);
  EXPECT_EQ(told.classes, (std::vector<std::string>{"cat", "dog"}));
  EXPECT_EQ(told.shape, (Shape{3, 4, 4}));
  EXPECT_EQ(examples(told, "train"), (std::vector<std::int64_t>{3, 3}));
  EXPECT_EQ(examples(told, "validation"), (std::vector<std::int64_t>{1, 1}));
  ASSERT_TRUE(told.left_out);
  EXPECT_EQ(told.left_out->size(), 1U);
  expect_contains(told.sentences[1].begin, "from 8×8 to 12×8 pixels");
  EXPECT_EQ(of, 11);
  const DataSplit split = source.load("folder:" + folder.path(), reading);
  EXPECT_EQ(split.files.test.size(), 2U);
  EXPECT_EQ(split.form, (PictureForm{.size = 4}));
}

TEST(Sources, TellWhatIsInAFolderOfRecordings) {
  const TempDir folder;
  for (const char* name : {"3_anna_3", "3_anna_7", "3_boris_11", "4_anna_11"}) {
    folder.write(std::string(name) + ".wav", wav_of(made_up_word(name[0] - '0', 1)).bytes());
  }
  folder.write("SYNTHETIC.txt", Bytes{'x'});
  const std::string name = "speech:" + folder.path();
  const Description told = source_of(name).describe(name, {});
  EXPECT_EQ(told.synthetic, true);
  EXPECT_EQ(examples(told, "train")[3], 1);
  EXPECT_EQ(examples(told, "validation")[3], 1);
  EXPECT_EQ(examples(told, "test")[3], 1);
  expect_contains(told.sentences[0].strong, "a machine spoke them");
  ASSERT_EQ(told.tables.size(), 1U);
  EXPECT_EQ(told.tables[0].rows,
            (std::vector<std::vector<std::string>>{{"anna", "3"}, {"boris", "1"}}));
  const DataSplit held = source_of(name).load(name, {.hold_out = "boris"});
  EXPECT_EQ(held.validation.size(), 1);
  EXPECT_EQ(held.form, Features{});
  EXPECT_EQ(held.many, "recordings");
}

TEST(Sources, ClothesHaveNamesAndNetworksThatNumberThemStillMatch) {
  const TempDir folder;
  write_idx(folder, 10);
  const DataSplit clothes = load_dataset("fashion-mnist", folder.path());
  EXPECT_EQ(clothes.classes[9], "Ankle boot");
  EXPECT_EQ(clothes.test.class_names(), clothes.classes);
  const DataSplit numbered = clothes.matched_to(digit_names());
  EXPECT_EQ(numbered.classes, digit_names());
  EXPECT_EQ(numbered.test.label(9), 9);
  EXPECT_EQ(clothes.matched_to({}).classes[0], "T-shirt/top");
  std::vector<std::string> turned(clothes.classes.rbegin(), clothes.classes.rend());
  EXPECT_EQ(clothes.matched_to(turned).test.label(9), 0) << "by name, where there are names";
  EXPECT_ERROR(clothes.matched_to({"cat", "dog"}), ErrorCode::shape_mismatch, "does not know");
  // Unless who made the set numbers them.
  EXPECT_ERROR(clothes.test.with_class_names(clothes.classes).matched_to(digit_names()),
               ErrorCode::shape_mismatch, "does not know");
}

TEST(InputForm, AFileAndItsBytesBecomeTheSameExample) {
  const TempDir folder;
  Picture picture(20, 30, 1);
  for (std::size_t i = 0; i < picture.pixels.size(); ++i) {
    picture.pixels[i] = i % 20 > 8 && i % 20 < 12 && i > 80 && i < 520 ? 0 : 255;
  }
  const Bytes png = encode_png(picture);
  const std::string file = folder.write("one.png", png);
  for (const PictureForm& form : {PictureForm{.size = 6}, PictureForm::of_digits()}) {
    const Example read = read_example(file, form);
    EXPECT_EQ(std::ssize(read.input), form.shape().elements());
    EXPECT_EQ(read.input, decode_example(png, "one", form).input);
    EXPECT_FALSE(read.length);
  }
  const Bytes wav = wav_of(made_up_word(3, 1)).bytes();
  const std::string word = folder.write("word.wav", wav);
  const Example heard = read_example(word, Features{});
  EXPECT_EQ(std::ssize(heard.input), Features{}.shape().elements());
  EXPECT_GT(heard.length.value_or(0), 1);
  EXPECT_EQ(heard.input, decode_example(wav, "word", Features{}).input);

  EXPECT_TRUE(InputForm(PictureForm{}).takes(file));
  EXPECT_FALSE(InputForm(PictureForm{}).takes(word));
  EXPECT_TRUE(InputForm(Features{}).takes(word));
  EXPECT_FALSE(InputForm().takes(file));
  EXPECT_ERROR(read_example(file, {}), ErrorCode::invalid_argument, "nothing says how");
}

}  // namespace
}  // namespace glia
