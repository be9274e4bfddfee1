#include "glia/picture.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>
#include <vector>

#include "data/codecs.h"
#include "expect_error.h"
#include "little_memory.h"
#include "photo.h"
#include "temp_dir.h"

namespace glia {
namespace {

using Bytes = std::vector<std::uint8_t>;

Picture gradient(int width, int height, int channels) {
  Picture picture(width, height, channels);
  for (std::size_t i = 0; i < picture.pixels.size(); ++i) {
    picture.pixels[i] = static_cast<std::uint8_t>(i * 7 + i / 31);
  }
  return picture;
}

Bytes jpeg(const Picture& picture, bool progressive = false) {
  return encode_jpeg(picture, 95, progressive);
}

// A PNG that declares this size and holds nothing more.
Bytes png_header(std::uint32_t width, std::uint32_t height) {
  Bytes out{0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R'};
  const auto word = [&](std::uint32_t value) {
    for (const int shift : {24, 16, 8, 0}) out.push_back(static_cast<std::uint8_t>(value >> shift));
  };
  word(width);
  word(height);
  out.insert(out.end(), {8, 0, 0, 0, 0});
  word(static_cast<std::uint32_t>(crc32(0, out.data() + 12, 17)));
  return out;
}

// A PNG of one row whose pixels lie in `row` as `depth` and `colour_type` say.
Bytes png_row(std::uint8_t width, std::uint8_t depth, std::uint8_t colour_type, Bytes row,
              const Bytes& palette = {}) {
  Bytes out{0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  const auto word = [&](std::size_t value) {
    for (const int shift : {24, 16, 8, 0}) out.push_back(static_cast<std::uint8_t>(value >> shift));
  };
  const auto chunk = [&](const std::string& kind, const Bytes& data) {
    word(data.size());
    out.insert(out.end(), kind.begin(), kind.end());
    out.insert(out.end(), data.begin(), data.end());
    word(crc32(0, out.data() + out.size() - data.size() - 4,
               static_cast<unsigned>(data.size() + 4)));
  };
  chunk("IHDR", {0, 0, 0, width, 0, 0, 0, 1, depth, colour_type, 0, 0, 0});
  if (!palette.empty()) chunk("PLTE", palette);
  row.insert(row.begin(), 0);  // no filter
  Bytes packed(100);
  uLongf size = packed.size();
  compress(packed.data(), &size, row.data(), row.size());
  packed.resize(size);
  chunk("IDAT", packed);
  chunk("IEND", {});
  return out;
}

TEST(Picture, EveryKindOfPngBecomesEightBits) {
  const auto pixels = [](const Bytes& png) { return decode_picture(png, "png").pixels; };
  EXPECT_EQ(pixels(png_row(2, 16, 0, {0x12, 0x34, 0xff, 0xff})), (Bytes{0x12, 0xff}));
  EXPECT_EQ(pixels(png_row(1, 16, 2, {1, 0, 2, 0, 3, 0})), (Bytes{1, 2, 3}));
  EXPECT_EQ(pixels(png_row(4, 2, 0, {0b00011011})), (Bytes{0, 85, 170, 255}));
  EXPECT_EQ(pixels(png_row(2, 8, 3, {1, 0}, {9, 8, 7, 200, 100, 50})),
            (Bytes{200, 100, 50, 9, 8, 7}));
}

TEST(Picture, PrintersInksBecomeRedGreenBlue) {
  Picture inks(16, 16, 4);
  for (std::size_t i = 0; i < inks.pixels.size(); i += 4) {
    const Bytes orange{255, 128, 0, 200};  // no cyan, half magenta, all yellow, some black
    std::copy_n(orange.begin(), 4, inks.pixels.begin() + static_cast<std::ptrdiff_t>(i));
  }
  const Picture back = decode_picture(jpeg(inks), "inks");
  ASSERT_EQ(back.channels, 3);
  const Bytes wanted{200, 100, 0};
  for (std::size_t i = 0; i < back.pixels.size(); ++i) {
    EXPECT_NEAR(back.pixels[i], wanted[i % 3], 3);
  }
}

TEST(Picture, PngKeepsEveryPixel) {
  const TempDir folder;
  for (int channels = 1; channels <= 4; ++channels) {
    const Picture picture = gradient(19, 11, channels);
    write_png(picture, folder.file("no_ending"));
    const Picture back = read_picture(folder.file("no_ending"));
    EXPECT_EQ(back.width, 19);
    EXPECT_EQ(back.height, 11);
    EXPECT_EQ(back.channels, channels);
    EXPECT_EQ(back.pixels, picture.pixels);
  }
}

TEST(Picture, JpegIsReadByContent) {
  const TempDir folder;
  for (const int channels : {1, 3}) {
    for (const bool progressive : {false, true}) {
      Picture picture(40, 30, channels);
      for (std::uint8_t& x : picture.pixels) x = 100;
      const Picture back = read_picture(folder.write("a.png", jpeg(picture, progressive)));
      EXPECT_EQ(back.channels, channels);
      ASSERT_EQ(back.pixels.size(), picture.pixels.size());
      for (const std::uint8_t x : back.pixels) EXPECT_NEAR(x, 100, 2);
    }
  }
}

// But for the last checksum, behind which nothing lies.
TEST(Picture, CutOffFilesAreRefused) {
  for (const Bytes& whole : {encode_png(gradient(40, 30, 3)), jpeg(gradient(40, 30, 3)),
                             jpeg(gradient(9, 9, 1), true)}) {
    for (std::size_t n = 0; n + 4 < whole.size(); ++n) {
      SCOPED_TRACE(std::to_string(n) + " of " + std::to_string(whole.size()));
      const Bytes part(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(n));
      error_of(ErrorCode::format, [&] { decode_picture(part, "cut"); });
    }
  }
}

TEST(Picture, DamagedFilesNeverCrash) {
  for (const Bytes& whole : {encode_png(gradient(40, 30, 3)), jpeg(gradient(40, 30, 3)),
                             jpeg(gradient(40, 30, 1), true), jpeg(gradient(40, 30, 4))}) {
    for (std::size_t i = 0; i < whole.size(); ++i) {
      Bytes damaged = whole;
      damaged[i] ^= static_cast<std::uint8_t>(1 + i % 255);
      try {
        const Picture picture = decode_picture(damaged, "damaged");
        EXPECT_FALSE(picture.pixels.empty());
        EXPECT_FALSE(decode_small(damaged, "damaged", 9).picture.pixels.empty());
      } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::format);
      }
    }
  }
}

TEST(Picture, RefusesSizesBeyondItsLimitsBeforeItAllocates) {
  for (const auto& [width, height] : {std::pair{20000U, 10U}, {10U, 20000U}, {16384U, 16384U}}) {
    const Bytes bytes = png_header(width, height);
    expect_contains(error_of(ErrorCode::format, [&] { decode_picture(bytes, "big"); }),
                    "'big': expected 1 to 16384 pixels a side");
  }
}

TEST(Picture, TakesNoMemoryForPixelsThatCannotBeThere) {
  const Bytes bytes = png_header(7000, 7000);
  EXPECT_TRUE(takes_little_memory([&] {
    expect_contains(error_of(ErrorCode::format, [&] { decode_picture(bytes, "big"); }),
                    "the file is cut off");
  }));
}

TEST(Picture, SaysWhatElseAFileIs) {
  const TempDir folder;
  expect_contains(error_of(ErrorCode::format,
                           [&] {
                             read_picture(folder.write("t", Bytes{'G', 'I', 'F'}));
                           }),
                  "expected a PNG or a JPEG, got something else");
  expect_contains(error_of(ErrorCode::format, [&] { read_picture(folder.write("t", Bytes{})); }),
                  "got an empty file");
  expect_contains(error_of(ErrorCode::not_found, [&] { read_picture(folder.file("none")); }),
                  "No such file");
  expect_contains(error_of(ErrorCode::io, [&] { read_picture(folder.path()); }), "directory");
}

TEST(Picture, OneThatDoesNotFitItsSizeIsNotWritten) {
  Picture picture(4, 4, 1);
  picture.pixels.pop_back();
  error_of(ErrorCode::invalid_argument, [&] { encode_png(picture); });
  error_of(ErrorCode::format, [] { Picture(0, 5, 1); });
  error_of(ErrorCode::invalid_argument, [] { Picture(5, 5, 5); });
}

// A camera that was held on its side says so; 1 2 3 / 4 5 6 is what lies in the file.
TEST(Picture, IsTurnedUprightAsTheCameraSays) {
  Picture stored(3, 2, 1);
  stored.pixels = {1, 2, 3, 4, 5, 6};
  const std::vector<Bytes> upright{{1, 2, 3, 4, 5, 6}, {3, 2, 1, 6, 5, 4}, {6, 5, 4, 3, 2, 1},
                                   {4, 5, 6, 1, 2, 3}, {1, 4, 2, 5, 3, 6}, {4, 1, 5, 2, 6, 3},
                                   {6, 3, 5, 2, 4, 1}, {3, 6, 2, 5, 1, 4}};
  for (int orientation = 1; orientation <= 8; ++orientation) {
    const Picture turned = turned_upright(stored, orientation);
    EXPECT_EQ(turned.pixels, upright[static_cast<std::size_t>(orientation - 1)]) << orientation;
    EXPECT_EQ(turned.width, orientation <= 4 ? 3 : 2);
    for (const bool big : {false, true}) {
      const auto o = static_cast<std::uint8_t>(orientation);
      const Bytes tiff =
          big ? Bytes{'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, o}
              : Bytes{'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, o, 0};
      EXPECT_EQ(exif_orientation(tiff), orientation);
      for (std::size_t n = 0; n < tiff.size(); ++n) {
        const int cut = exif_orientation(std::span(tiff).first(n));
        EXPECT_TRUE(cut == 0 || cut == orientation);
      }
    }
  }
}

}  // namespace
}  // namespace glia
