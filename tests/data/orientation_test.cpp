#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>
#include <string>
#include <vector>

#include "data/codecs.h"
#include "photo.h"

namespace glia {
namespace {

using Bytes = std::vector<std::uint8_t>;

void add(Bytes& out, std::string_view text) { out.insert(out.end(), text.begin(), text.end()); }

// The number in as many bytes, in this order.
void add(Bytes& out, std::size_t value, int width, bool big) {
  for (int i = 0; i < width; ++i) {
    out.push_back(static_cast<std::uint8_t>(value >> 8 * (big ? width - 1 - i : i)));
  }
}

struct Type {
  int number = 3, width = 2;  // SHORT
};

// One entry behind another; what does not fit in four bytes lies behind both.
Bytes tiff(bool big, std::size_t value, Type type = {}) {
  Bytes out;
  add(out, big ? "MM" : "II");
  add(out, 42, 2, big);
  add(out, 8, 4, big);
  add(out, 2, 2, big);
  for (const std::size_t tag : {0x0100, 0x0112}) {
    add(out, tag, 2, big);
    add(out, static_cast<std::size_t>(type.number), 2, big);
    add(out, 1, 4, big);
    if (type.width == 8) {
      add(out, 8 + 2 + 24, 4, big);
    } else {
      add(out, value, type.width, big);
      add(out, 0, 4 - type.width, big);
    }
  }
  if (type.width == 8) {
    add(out, value * 3, 4, big);
    add(out, 3, 4, big);
  }
  return out;
}

std::string xmp(const std::string& said) {
  return "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:Description xmlns:tiff='t' " + said +
         "</rdf:Description></x:xmpmeta>";
}

std::string raw_profile(const std::string& name, const Bytes& bytes) {
  std::string out = "\n" + name + "\n     " + std::to_string(bytes.size());
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i % 36 == 0) out += '\n';
    out += "0123456789abcdef"[bytes[i] >> 4];
    out += "0123456789abcdef"[bytes[i] & 15];
  }
  return out + "\n";
}

Bytes chunk(const std::string& kind, const Bytes& data) {
  Bytes out;
  add(out, data.size(), 4, true);
  add(out, kind);
  out.insert(out.end(), data.begin(), data.end());
  add(out, crc32(0, out.data() + 4, static_cast<unsigned>(out.size() - 4)), 4, true);
  return out;
}

Bytes packed(const std::string& text) {
  uLongf size = compressBound(text.size());
  Bytes out(size);
  compress(out.data(), &size, reinterpret_cast<const Bytef*>(text.data()), text.size());
  out.resize(size);
  return out;
}

// The three forms of text in a PNG; iTXt packed and not.
std::vector<Bytes> text_chunks(const std::string& keyword, const std::string& text) {
  const Bytes small = packed(text);
  Bytes plain, zipped, wide, wide_zipped;
  for (Bytes* each : {&plain, &zipped, &wide, &wide_zipped}) {
    add(*each, keyword);
    each->push_back(0);
  }
  add(plain, text);
  zipped.push_back(0);
  zipped.insert(zipped.end(), small.begin(), small.end());
  add(wide, std::string_view("\0\0\0\0", 4));
  add(wide, text);
  add(wide_zipped, std::string_view("\1\0\0\0", 4));
  wide_zipped.insert(wide_zipped.end(), small.begin(), small.end());
  return {chunk("tEXt", plain), chunk("zTXt", zipped), chunk("iTXt", wide),
          chunk("iTXt", wide_zipped)};
}

// 1 2 3 / 4 5 6 is what lies in the file.
Picture stored() {
  Picture picture(3, 2, 1);
  picture.pixels = {1, 2, 3, 4, 5, 6};
  return picture;
}

enum class Place { before, after };  // the pixels
Bytes png(const std::vector<Bytes>& chunks, Place place) {
  Bytes out = encode_png(stored());
  auto at = place == Place::before ? out.begin() + 8 + 25 : out.end() - 12;
  for (const Bytes& each : chunks) {
    at = out.insert(at, each.begin(), each.end()) + std::ssize(each);
  }
  return out;
}

void expect_turned(const std::vector<Bytes>& chunks, int orientation = 6) {
  for (const Place place : {Place::before, Place::after}) {
    SCOPED_TRACE(place == Place::before ? "before the pixels" : "after the pixels");
    const Picture wanted = turned_upright(stored(), orientation);
    const Picture got = decode_picture(png(chunks, place), "a.png");
    EXPECT_EQ(got.width, wanted.width);
    EXPECT_EQ(got.pixels, wanted.pixels);
    const SmallPicture small = decode_small(png(chunks, place), "a.png", 1);
    EXPECT_EQ(small.width, wanted.width);
    EXPECT_EQ(small.height, wanted.height);
  }
}

// A JPEG of 32×16 that is white at its left, with these markers; turned by 6 it is white above.
bool turned_by_6(const std::vector<Bytes>& app1) {
  Picture picture(32, 16, 1);
  for (int y = 0; y < 16; ++y) std::fill_n(picture.at(0, y), 16, std::uint8_t{255});
  Bytes out = encode_jpeg(picture, 95);
  auto at = out.begin() + 2;
  for (const Bytes& each : app1) {
    Bytes marker{0xff, 0xe1};
    add(marker, each.size() + 2, 2, true);
    marker.insert(marker.end(), each.begin(), each.end());
    at = out.insert(at, marker.begin(), marker.end()) + std::ssize(marker);
  }
  const Picture got = decode_picture(out, "a.jpg");
  return got.width == 16 && *got.at(8, 4) > 200 && *got.at(8, 28) < 50;
}

Bytes with_prefix(std::string_view prefix, const Bytes& bytes) {
  Bytes out;
  add(out, prefix);
  out.insert(out.end(), bytes.begin(), bytes.end());
  return out;
}

Bytes bytes_of(const std::string& text) { return {text.begin(), text.end()}; }

constexpr std::string_view kExif{"Exif\0\0", 6};
constexpr std::string_view kXmp{"http://ns.adobe.com/xap/1.0/\0", 29};
const std::string kXmp6 = xmp("tiff:Orientation=\"6\">");

TEST(Orientation, AnyTypeThatHoldsItsNumberIsRead) {
  for (const bool big : {false, true}) {
    for (const Type type : {Type{1, 1}, Type{3, 2}, Type{4, 4}, Type{5, 8}, Type{6, 1}, Type{7, 1},
                            Type{8, 2}, Type{9, 4}, Type{10, 8}}) {
      SCOPED_TRACE(std::to_string(type.number) + (big ? " MM" : " II"));
      for (std::size_t value = 1; value <= 8; ++value) {
        EXPECT_EQ(exif_orientation(tiff(big, value, type)), static_cast<int>(value));
      }
      EXPECT_EQ(exif_orientation(tiff(big, 0, type)), 0);
      EXPECT_EQ(exif_orientation(tiff(big, 9, type)), 0);
      EXPECT_TRUE(turned_by_6({with_prefix(kExif, tiff(big, 6, type))}));
    }
    for (const Type type : {Type{0, 2}, Type{2, 1}, Type{200, 2}}) {
      EXPECT_EQ(exif_orientation(tiff(big, 6, type)), 0) << type.number;
    }
  }
}

TEST(Orientation, OfAPngIsReadBeforeAndAfterItsPixels) {
  for (int orientation = 1; orientation <= 8; ++orientation) {
    for (const bool big : {false, true}) {
      expect_turned({chunk("eXIf", tiff(big, static_cast<std::size_t>(orientation)))}, orientation);
    }
  }
  expect_turned({chunk("eXIf", with_prefix(kExif, tiff(true, 6)))});
}

TEST(Orientation, OfAPngIsReadFromItsTexts) {
  const Bytes exif = with_prefix(kExif, tiff(true, 6));
  for (const auto& [keyword, text] : std::vector<std::pair<std::string, std::string>>{
           {"Raw profile type exif", raw_profile("exif", exif)},
           {"Raw profile type exif", raw_profile("exif", tiff(false, 6))},
           {"Raw profile type APP1", raw_profile("app1", exif)},
           {"Raw profile type APP1", raw_profile("app1", with_prefix(kXmp, bytes_of(kXmp6)))},
           {"Raw profile type xmp", raw_profile("xmp", bytes_of(kXmp6))},
           {"XML:com.adobe.xmp", kXmp6},
           {"XML:com.adobe.xmp", xmp("tiff:Orientation = '6'>")},
           {"XML:com.adobe.xmp", xmp("><tiff:Orientation>\n6</tiff:Orientation>")}}) {
    for (const Bytes& each : text_chunks(keyword, text)) {
      SCOPED_TRACE(keyword + " in " + std::string(each.begin() + 4, each.begin() + 8));
      expect_turned({each});
    }
  }
  for (const Bytes& each : text_chunks("Comment", kXmp6)) expect_turned({each}, 1);
}

TEST(Orientation, OfAJpegIsReadFromXmpWhereNoExifTells) {
  const Bytes from_xmp = with_prefix(kXmp, bytes_of(kXmp6));
  EXPECT_FALSE(turned_by_6({}));
  EXPECT_TRUE(turned_by_6({from_xmp}));
  EXPECT_TRUE(turned_by_6({with_prefix(kExif, tiff(true, 0)), from_xmp}));
  EXPECT_TRUE(turned_by_6({with_prefix(kExif, tiff(true, 77)), with_prefix(kExif, tiff(true, 6))}));
  EXPECT_FALSE(turned_by_6({from_xmp, with_prefix(kExif, tiff(true, 1))}));
}

TEST(Orientation, ExifGoesBeforeXmp) {
  const Bytes text = text_chunks("XML:com.adobe.xmp", kXmp6)[2];
  expect_turned({text, chunk("eXIf", tiff(true, 3))}, 3);
  expect_turned({text, chunk("eXIf", tiff(true, 0))}, 6);
}

TEST(Orientation, DamagedOnesArePassedOver) {
  for (const Bytes& bad : {Bytes{}, Bytes{'M'}, bytes_of("MM"), bytes_of("Exif"), Bytes(6),
                           with_prefix(kExif, {}), bytes_of("no TIFF at all")}) {
    EXPECT_EQ(exif_orientation(bad), 0);
    expect_turned({chunk("eXIf", bad)}, 1);
    EXPECT_FALSE(turned_by_6({with_prefix(kExif, bad)}));
    for (const Bytes& each : text_chunks("Raw profile type exif", raw_profile("exif", bad))) {
      expect_turned({each}, 1);
    }
  }
  for (const std::string bad :
       {"", "\n", "\nexif", "\nexif\n 9999999999999999999\n4d", "\nexif\n 8\nzz", "\nexif\n1\n4"}) {
    for (const Bytes& each : text_chunks("Raw profile type exif", bad)) expect_turned({each}, 1);
  }
  for (const std::string bad :
       {"tiff:Orientation", "tiff:Orientation=", "tiff:Orientation=\"", "tiff:Orientation=\"6",
        "tiff:Orientation=\"66\"", "tiff:Orientation=\"0\"", "tiff:Orientation>"}) {
    expect_turned({text_chunks("XML:com.adobe.xmp", bad)[2]}, 1);
  }
}

TEST(Orientation, NoBytesLeadBeyondTheEnd) {
  for (const bool big : {false, true}) {
    for (const Type type : {Type{}, Type{4, 4}, Type{5, 8}}) {
      const Bytes whole = tiff(big, 6, type);
      for (std::size_t n = 0; n < whole.size(); ++n) {
        const Bytes part(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(n));
        const int cut = exif_orientation(part);
        EXPECT_TRUE(cut == 0 || cut == 6) << n;
      }
      for (std::size_t i = 0; i < whole.size(); ++i) {
        for (const int value : {0, 1, 0x7f, 0x80, 0xff}) {
          Bytes damaged = whole;
          damaged[i] = static_cast<std::uint8_t>(value);
          const int got = exif_orientation(damaged);
          EXPECT_TRUE(got >= 0 && got <= 8);
        }
      }
    }
  }
}

}  // namespace
}  // namespace glia
