#include "core/own_set.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "core/base64.h"
#include "glia/error.h"

namespace glia::studio {

std::vector<OwnSet::Place> OwnSet::tests() const {
  std::vector<Place> places;
  for (std::int64_t c = 0; c < std::ssize(classes); ++c) {
    const std::int64_t all = classes[static_cast<std::size_t>(c)].examples();
    if (all < kTestsEvery) places.push_back({c, all - 1});
    for (std::int64_t i = kTestsEvery - 1; i < all; i += kTestsEvery) places.push_back({c, i});
  }
  return places;
}

namespace {

constexpr std::int64_t kOwnPixels = OwnSet::kSide * OwnSet::kSide;

Dataset examples_at(const OwnSet& set, const std::vector<OwnSet::Place>& places,
                    const std::string& name) {
  std::vector<std::uint8_t> pixels, labels;
  std::vector<std::vector<float>> waves;
  for (const auto& [in_class, example] : places) {
    const OwnSet::Class& from = set.classes[static_cast<std::size_t>(in_class)];
    labels.push_back(static_cast<std::uint8_t>(in_class));
    if (set.form.sound()) {
      waves.push_back(from.waves[static_cast<std::size_t>(example)]);
    } else {
      const auto first = from.pixels.begin() + example * kOwnPixels;
      pixels.insert(pixels.end(), first, first + kOwnPixels);
    }
  }
  const int classes = static_cast<int>(set.classes.size());
  if (const Features* features = set.form.sound()) {
    return Dataset::recordings(*features, waves, std::move(labels), classes, name);
  }
  return Dataset::images(Shape{1, OwnSet::kSide, OwnSet::kSide}, std::move(pixels),
                         std::move(labels), classes, name);
}

}  // namespace

TaskPtr OwnSet::task() const {
  const std::vector<Place> kept = tests();
  std::set<std::pair<std::int64_t, std::int64_t>> of_test;
  for (const Place& place : kept) of_test.emplace(place.in_class, place.example);
  // One of each class in turn, so that the first of them are of all classes.
  std::vector<Place> learnt;
  std::int64_t most = 0;
  for (const Class& each : classes) most = std::max(most, each.examples());
  for (std::int64_t i = 0; i < most; ++i) {
    for (std::int64_t c = 0; c < std::ssize(classes); ++c) {
      if (i >= classes[static_cast<std::size_t>(c)].examples() || of_test.contains({c, i}))
        continue;
      learnt.push_back({c, i});
    }
  }
  auto data = std::make_shared<DataSplit>();
  data->train = examples_at(*this, learnt, "own train");
  data->test = examples_at(*this, kept, "own test");
  for (const Class& each : classes) data->classes.push_back(each.name);
  return std::make_shared<const Task>(Task{std::move(data)});
}

namespace {

constexpr std::size_t kLeastOwnClasses = 2, kMostOwnClasses = 10;
constexpr std::int64_t kLeastOwnPictures = 2, kMostOwnPictures = 200;  // of a class
constexpr std::size_t kLeastOwnWords = 3, kMostOwnWords = 20;          // likewise
constexpr std::size_t kMostOwnName = 60;                               // bytes
constexpr double kMostOwnWord = 2;                                     // seconds
constexpr std::array<std::string_view, 3> kOwnKinds{"drawing", "photograph", "word"};

// So many pictures as bytes in base64.
std::vector<std::uint8_t> own_pixels(const Fields& fields, std::string_view name,
                                     std::int64_t least, std::int64_t most) {
  const auto longest = static_cast<std::size_t>((most * kOwnPixels + 2) / 3 * 4);
  std::vector<std::uint8_t> pixels = from_base64(fields.text(name, longest));
  const std::int64_t bytes = std::ssize(pixels);
  if (bytes % kOwnPixels == 0 && bytes >= least * kOwnPixels && bytes <= most * kOwnPixels) {
    return pixels;
  }
  const std::string count =
      least == most ? std::to_string(most) : std::to_string(least) + " to " + std::to_string(most);
  fields.fail(name, count + (most == 1 ? " picture" : " pictures") + " of 28×28 bytes in base64");
}

// A word's samples: whole numbers of 16 bits, little-endian, in base64.
std::vector<float> own_wave(const Fields& fields, std::string_view name, const Json& text,
                            const Features& features) {
  std::vector<std::uint8_t> bytes;
  const auto most = static_cast<std::size_t>(kMostOwnWord * features.rate);
  if (text.is_string() && text.get_ref<const std::string&>().size() <= (2 * most + 2) / 3 * 4) {
    bytes = from_base64(text.get_ref<const std::string&>());
  }
  if (bytes.empty() || bytes.size() % 2 != 0) {
    fields.fail(name, "at most two seconds of samples of 16 bits in base64");
  }
  std::vector<float> wave;
  for (std::size_t i = 0; i < bytes.size(); i += 2) {
    const auto bits = static_cast<std::uint16_t>(bytes[i] | bytes[i + 1] << 8);
    wave.push_back(static_cast<float>(static_cast<std::int16_t>(bits)) / 32768);
  }
  return wave;
}

std::vector<std::vector<float>> own_waves(const Fields& fields, std::string_view name,
                                          const Features& features) {
  std::vector<std::vector<float>> waves;
  for (const Json& text : fields.list(name, kLeastOwnWords, kMostOwnWords)) {
    waves.push_back(own_wave(fields, name, text, features));
  }
  return waves;
}

}  // namespace

InputForm own_form_in(const Fields& fields) {
  const std::string kind = fields.choice("kind", kOwnKinds);
  if (kind == "word") return Features{};
  if (kind == "drawing") return PictureForm::of_digits();
  return PictureForm{.size = OwnSet::kSide, .grey = true};
}

OwnSet own_set_in(const Fields& fields) {
  OwnSet set{.form = own_form_in(fields)};
  const Features* features = set.form.sound();
  const std::array<std::string_view, 2> names{"name", features ? "words" : "pictures"};
  for (const Fields& each : fields.objects("classes", kLeastOwnClasses, kMostOwnClasses, names)) {
    OwnSet::Class found{each.text("name", kMostOwnName)};
    if (found.name.empty()) each.fail("name", "a name for each class");
    const auto same = [&](const OwnSet::Class& other) { return other.name == found.name; };
    if (std::ranges::any_of(set.classes, same)) {
      each.fail("name", "a name that no other class has");
    }
    if (features) {
      found.waves = own_waves(each, names[1], *features);
    } else {
      found.pixels = own_pixels(each, names[1], kLeastOwnPictures, kMostOwnPictures);
    }
    set.classes.push_back(std::move(found));
  }
  return set;
}

Dataset own_example_in(const Fields& fields, const InputForm& form) {
  OwnSet::Class one;
  if (const Features* features = form.sound()) {
    if (!fields.has("word")) fields.fail("word", "a word, which is what was learnt");
    one.waves.push_back(own_wave(fields, "word", fields.json()["word"], *features));
  } else {
    one.pixels = own_pixels(fields, "pixels", 1, 1);
  }
  return examples_at({{std::move(one)}, form}, {{0, 0}}, "own");
}

}  // namespace glia::studio
