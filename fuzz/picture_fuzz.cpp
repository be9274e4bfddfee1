// Any bytes are a PNG or a JPEG, or an Error.
#include "data/codecs.h"
#include "data/photo.h"
#include "fuzz.h"
#include "glia/error.h"

namespace {

using namespace glia;

template <typename Read>
void expect_whole(Read&& read) {
  try {
    const Picture picture = read();
    fuzz::expect(std::int64_t{picture.width} * picture.height * picture.channels ==
                     std::ssize(picture.pixels),
                 "as many pixels as it says");
  } catch (const Error&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::span bytes(data, size);
  expect_whole([&] { return decode_picture(bytes, "picture"); });
  expect_whole([&] { return decode_small(bytes, "picture", 8).picture; });
  exif_orientation(bytes);
  return 0;
}

std::vector<fuzz::Bytes> glia::fuzz::seeds() {
  std::vector<Bytes> all;
  for (const int channels : {1, 2, 3, 4}) {
    Picture picture(9, 17, channels);
    for (std::size_t i = 0; i < picture.pixels.size(); ++i) {
      picture.pixels[i] = static_cast<std::uint8_t>(i * i);
    }
    all.push_back(encode_png(picture));
    if (channels == 2) continue;
    all.push_back(encode_jpeg(picture, 60));
    all.push_back(encode_jpeg(picture, 60, true));
  }
  return all;
}
