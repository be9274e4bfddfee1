#include "glia/digit.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "expect_error.h"
#include "glia/data.h"
#include "photo.h"
#include "scene.h"

namespace glia {
namespace {

constexpr int kSide = DigitForm::kSide;

// A 7 with a stroke of `pen` (of its height) in a square picture, at left, top (of the side).
Picture seven(int side, double height, double left, double top, double pen, int ink, int paper) {
  Picture picture(side, side, 1);
  const double h = height * side, w = 0.7 * h, p = pen * h;
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      const double u = x + 0.5 - left * side, v = y + 0.5 - top * side;
      const bool bar = u >= 0 && u <= w && v >= 0 && v <= p;
      const double middle = w - p / 2 - 0.5 * v;
      const bool leg = v >= 0 && v <= h && std::abs(u - middle) <= 0.56 * p;
      *picture.at(x, y) = static_cast<std::uint8_t>(bar || leg ? ink : paper);
    }
  }
  return picture;
}

struct Extent {
  int left = kSide, top = kSide, right = -1, bottom = -1;
  double x = 0, y = 0;  // centre of mass
};
Extent extent_of(const DigitForm& form) {
  Extent e;
  double mass = 0;
  for (int y = 0; y < kSide; ++y) {
    for (int x = 0; x < kSide; ++x) {
      const int v = form.image[static_cast<std::size_t>(y * kSide + x)];
      if (v == 0) continue;
      e.left = std::min(e.left, x);
      e.right = std::max(e.right, x);
      e.top = std::min(e.top, y);
      e.bottom = std::max(e.bottom, y);
      mass += v;
      e.x += v * x;
      e.y += v * y;
    }
  }
  e.x /= mass;
  e.y /= mass;
  return e;
}

double mean_difference(const DigitForm& a, const DigitForm& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.image.size(); ++i) sum += std::abs(a.image[i] - b.image[i]);
  return sum / static_cast<double>(a.image.size());
}

TEST(Digit, HasTwentyPixelsAndItsMassInTheMiddle) {
  const DigitForm form = digit_form(seven(300, 0.5, 0.1, 0.3, 0.12, 20, 230));
  const Extent e = extent_of(form);
  EXPECT_EQ(e.bottom - e.top + 1, 20);
  EXPECT_NEAR(e.right - e.left + 1, 14, 1);
  EXPECT_GT(e.x, 13.49);
  EXPECT_LE(e.x, 14.51);
  EXPECT_GT(e.y, 13.49);
  EXPECT_LE(e.y, 14.51);
  EXPECT_TRUE(form.dark_on_light);
  EXPECT_NEAR(form.box.left, 30, 2);
  EXPECT_NEAR(form.box.top, 90, 2);
  EXPECT_NEAR(form.box.height, 150, 3);
  EXPECT_NEAR(form.scale, 20.0 / 150, 0.005);
  EXPECT_EQ(*std::ranges::max_element(form.image), 255);
}

TEST(Digit, IsTheSameWhereverHoweverLargeAndInWhateverColours) {
  const DigitForm usual = digit_form(seven(300, 0.5, 0.1, 0.3, 0.12, 20, 230));
  const struct {
    const char* what;
    Picture picture;
  } rows[] = {
      {"elsewhere", seven(300, 0.5, 0.6, 0.45, 0.12, 20, 230)},
      {"large", seven(1500, 0.9, 0.05, 0.05, 0.12, 20, 230)},
      {"small", seven(100, 0.5, 0.3, 0.2, 0.12, 20, 230)},
      {"light on dark", seven(300, 0.5, 0.1, 0.3, 0.12, 240, 10)},
      {"faint", seven(300, 0.5, 0.1, 0.3, 0.12, 180, 210)},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.what);
    const DigitForm form = digit_form(row.picture);
    EXPECT_LT(mean_difference(form, usual), 6);
    EXPECT_EQ(form.dark_on_light, std::string(row.what) != "light on dark");
  }
}

TEST(Digit, UnusualStrokesGetAUsualWidth) {
  for (const double pen : {0.02, 0.05, 0.12, 0.3}) {
    SCOPED_TRACE(pen);
    const DigitForm form = digit_form(seven(600, 0.6, 0.2, 0.2, pen, 20, 230));
    EXPECT_NEAR(form.stroke_width, 20 * pen, 0.2 + 3 * pen);
    EXPECT_GT(form.stroke_width + form.thickened, 0.9);
    EXPECT_LT(form.stroke_width + form.thickened, 5.5);
    const Extent e = extent_of(form);
    EXPECT_NEAR(e.bottom - e.top + 1, 20, 1);
  }
}

TEST(Digit, ColourAndTransparencyAreUnderstood) {
  const Picture grey = seven(200, 0.6, 0.2, 0.2, 0.12, 0, 255);
  const DigitForm expected = digit_form(grey);
  Picture colour(200, 200, 3), clear(200, 200, 4);
  for (std::size_t i = 0; i < grey.pixels.size(); ++i) {
    const bool ink = grey.pixels[i] == 0;
    const std::uint8_t rgb[3]{static_cast<std::uint8_t>(ink ? 20 : 250),
                              static_cast<std::uint8_t>(ink ? 20 : 250),
                              static_cast<std::uint8_t>(ink ? 160 : 240)};
    std::copy_n(rgb, 3, colour.pixels.data() + 3 * i);
    clear.pixels[4 * i + 3] = ink ? 255 : 0;  // black on nothing
  }
  EXPECT_LT(mean_difference(digit_form(colour), expected), 2);
  EXPECT_LT(mean_difference(digit_form(clear), expected), 2);
  for (std::size_t i = 0; i < clear.pixels.size(); ++i) {
    if (i % 4 != 3) clear.pixels[i] = 255;  // white on nothing
  }
  const DigitForm white = digit_form(clear);
  EXPECT_LT(mean_difference(white, expected), 2);
  EXPECT_FALSE(white.dark_on_light);
}

TEST(Digit, SpecksAreDroppedAndPartsAreKept) {
  Picture picture = seven(300, 0.5, 0.2, 0.2, 0.12, 20, 230);
  const DigitForm clean = digit_form(picture);
  for (int k = 0; k < 4; ++k) {
    for (int i = 0; i < 9; ++i) *picture.at(250 + i % 3, 40 + 60 * k + i / 3) = 30;
  }
  EXPECT_LT(mean_difference(digit_form(picture), clean), 0.5);
  // A gap through the leg leaves two parts of one digit.
  for (int y = 118; y < 124; ++y) {
    for (int x = 0; x < 200; ++x) *picture.at(x, y) = 230;
  }
  EXPECT_EQ(digit_form(picture).box.height, clean.box.height);
}

using Besides = std::vector<Beside>;

// A 7 in the middle of a sheet with a table of `rim` pixels around it.
Picture seven_on_a_table(int rim) {
  Picture picture = seven(300, 0.3, 0.4, 0.35, 0.12, 20, 230);
  for (int y = 0; y < 300; ++y) {
    for (int x = 0; x < 300; ++x) {
      if (std::min({x, y, 299 - x, 299 - y}) < rim) *picture.at(x, y) = 45;
    }
  }
  return picture;
}

TEST(Digit, WhatIsAroundTheSheetIsLeftOut) {
  const DigitForm clean = digit_form(seven_on_a_table(0));
  EXPECT_EQ(clean.beside, Besides{});
  for (const int rim : {24, 60, 90}) {
    SCOPED_TRACE(rim);
    const DigitForm form = digit_form(seven_on_a_table(rim));
    EXPECT_EQ(form.beside, Besides{Beside::table});
    EXPECT_LT(mean_difference(form, clean), 6);
    EXPECT_NEAR(form.box.left, clean.box.left, 2);
    EXPECT_NEAR(form.box.top, clean.box.top, 2);
  }
}

void expect_the_same_strokes(const DigitForm& form, const DigitForm& expected) {
  EXPECT_NEAR(form.box.left, expected.box.left, 2);
  EXPECT_NEAR(form.box.top, expected.box.top, 2);
  EXPECT_NEAR(form.box.width, expected.box.width, 2);
  EXPECT_NEAR(form.box.height, expected.box.height, 2);
  EXPECT_NEAR(form.stroke_width, expected.stroke_width, 0.3);
}

TEST(Digit, RuledLinesAreLeftOut) {
  Picture picture = seven_on_a_table(0);
  const DigitForm clean = digit_form(picture);
  for (int y = 10; y < 300; y += 35) {
    for (int x = 0; x < 300; ++x) {
      for (int k = 0; k < 2; ++k)
        *picture.at(x, y + k) = std::min<std::uint8_t>(*picture.at(x, y + k), 130);
    }
  }
  const DigitForm ruled = digit_form(picture);
  EXPECT_EQ(ruled.beside, Besides{Beside::lines});
  expect_the_same_strokes(ruled, clean);
  for (int x = 10; x < 300; x += 35) {
    for (int y = 0; y < 300; ++y) {
      for (int k = 0; k < 2; ++k)
        *picture.at(x + k, y) = std::min<std::uint8_t>(*picture.at(x + k, y), 130);
    }
  }
  const DigitForm squared = digit_form(picture);
  EXPECT_EQ(squared.beside, Besides{Beside::lines});
  expect_the_same_strokes(squared, clean);
}

TEST(Digit, AFrameAndOtherMarksAreLeftOut) {
  Picture framed = seven_on_a_table(0), marked = framed;
  const DigitForm clean = digit_form(framed);
  for (int y = 60; y < 240; ++y) {
    for (int x = 60; x < 240; ++x) {
      if (std::min({x - 60, y - 60, 239 - x, 239 - y}) < 4) *framed.at(x, y) = 30;
    }
  }
  const DigitForm form = digit_form(framed);
  EXPECT_EQ(form.beside, Besides{Beside::frame});
  EXPECT_LT(mean_difference(form, clean), 2);
  for (int y = 20; y < 60; ++y) {
    for (int x = 240; x < 250; ++x) *marked.at(x, y) = 20;
  }
  const DigitForm largest = digit_form(marked);
  EXPECT_EQ(largest.beside, Besides{Beside::marks});
  EXPECT_LT(mean_difference(largest, clean), 1);
}

TEST(Digit, WhatWasCutOutAlongItsStrokesIsRead) {
  const DigitForm clean = digit_form(seven(300, 0.6, 0.2, 0.2, 0.12, 20, 230));
  for (const auto& [ink, paper] : {std::pair{20, 230}, {230, 20}}) {
    SCOPED_TRACE(ink);
    const Picture whole = seven(300, 0.6, 0.2, 0.2, 0.12, ink, paper);
    Picture cut(126, 180, 1);
    for (int y = 0; y < 180; ++y) {
      std::copy_n(whole.at(60, 60 + y), 126, cut.at(0, y));
    }
    const DigitForm form = digit_form(cut);
    EXPECT_EQ(form.beside, Besides{Beside::no_margin});
    EXPECT_EQ(form.dark_on_light, ink < paper);
    EXPECT_LT(mean_difference(form, clean), 6);
  }
}

TEST(Digit, AStraightOneIsNoSheet) {
  Picture bar(200, 200, 1);
  for (int y = 0; y < 200; ++y) {
    for (int x = 0; x < 200; ++x) {
      *bar.at(x, y) = y > 30 && y < 170 && x > 90 && x < 115 ? 55 : 255;
    }
  }
  const DigitForm form = digit_form(bar);
  EXPECT_EQ(form.beside, Besides{});
  EXPECT_NEAR(form.box.width, 24, 2);
  EXPECT_NEAR(form.box.height, 139, 2);
}

TEST(Digit, EmptySheetsAreRefused) {
  const struct {
    const char* name;
    const char* seen;
  } rows[] = {{"table-8-4", "an empty sheet"},
              {"table-20-4", "an empty sheet"},
              {"ruled", "nothing but ruled lines"},
              {"clean", "an even surface"},
              {"corner", "the picture has no strokes"}};
  const std::vector<std::uint8_t> nothing(static_cast<std::size_t>(kSide * kSide));
  for (const auto& row : rows) {
    SCOPED_TRACE(row.name);
    for (NamedScene& named : named_scenes()) {
      if (named.name != row.name) continue;
      named.scene.has_digit = false;
      for (std::uint64_t k = 0; k < 2; ++k) {
        const Photo photo = photograph(nothing, in_turn(named.scene, k), 1, k);
        expect_contains(error_of(ErrorCode::invalid_argument, [&] { digit_form(photo.picture); }),
                        row.seen);
      }
    }
  }
}

TEST(Digit, PicturesWithoutStrokesAreRefused) {
  Picture even(64, 64, 1), slope(200, 100, 1), noise(300, 300, 1);
  for (std::size_t i = 0; i < slope.pixels.size(); ++i) {
    slope.pixels[i] = static_cast<std::uint8_t>(i % 200);
  }
  for (std::size_t i = 0; i < noise.pixels.size(); ++i) {
    noise.pixels[i] = static_cast<std::uint8_t>(120 + (i * 2654435761U >> 7) % 16);
  }
  for (const Picture& picture : {even, slope, noise, Picture(1, 1, 1), Picture(1, 50, 3)}) {
    expect_contains(error_of(ErrorCode::invalid_argument, [&] { digit_form(picture); }),
                    "the picture has no strokes");
  }
}

TEST(Digit, MnistsOwnStayAsTheyAre) {
  Dataset test;
  try {
    test = load_dataset("mnist").test;
  } catch (const Error& error) {
    GTEST_SKIP() << error.what();
  }
  int same = 0;
  double difference = 0;
  for (std::int64_t i = 0; i < 400; ++i) {
    Picture picture(kSide, kSide, 1);
    std::ranges::copy(test.bytes(i), picture.pixels.begin());
    const DigitForm form = digit_form(picture);
    int largest = 0;
    for (std::size_t k = 0; k < form.image.size(); ++k) {
      const int d = std::abs(form.image[k] - picture.pixels[k]);
      largest = std::max(largest, d);
      difference += d;
    }
    same += largest <= 5;
  }
  EXPECT_GE(same, 380);
  EXPECT_LT(difference / 400 / (kSide * kSide), 1.0);
}

// Photographs keep what was photographed: the form is nearer to its own digit than to 9 others.
TEST(Digit, PhotographsComeBackAsTheDigitsTheyWere) {
  Dataset test;
  try {
    test = load_dataset("mnist").test;
  } catch (const Error& error) {
    GTEST_SKIP() << error.what();
  }
  int right = 0;
  constexpr int kCount = 20, kOthers = 10;
  for (int k = 0; k < kCount; ++k) {
    const Photo photo = photograph(test.bytes(k), 7, static_cast<std::uint64_t>(k));
    const DigitForm form =
        digit_form(decode_picture(encode_jpeg(photo.picture, photo.quality), ""));
    EXPECT_EQ(form.dark_on_light, k % 2 == 0);
    std::vector<double> distance;
    for (int other = k; other < k + kOthers; ++other) {
      double sum = 0;
      const auto bytes = test.bytes(other);
      for (std::size_t i = 0; i < bytes.size(); ++i) {
        sum += std::pow(static_cast<double>(bytes[i]) - form.image[i], 2);
      }
      distance.push_back(sum);
    }
    right += std::ranges::min_element(distance) == distance.begin();
  }
  EXPECT_GE(right, kCount - 2);
}

}  // namespace
}  // namespace glia
