#include "glia/picture_form.h"

#include <algorithm>

#include "base/read_file.h"
#include "data/codecs.h"
#include "data/plane.h"
#include "glia/digit.h"
#include "glia/error.h"

namespace glia {
namespace {

// The largest square in the middle, over white: of grey pictures one plane, of others three.
struct Square {
  const Picture& picture;
  int side = std::min(picture.width, picture.height);
  int left = (picture.width - side) / 2, top = (picture.height - side) / 2;
  int planes = picture.channels < 3 ? 1 : 3;

  void row(int y, int plane, float* out) const noexcept {
    const std::uint8_t* p = picture.at(left, top + y);
    const bool alpha = picture.channels % 2 == 0;
    for (int x = 0; x < side; ++x, p += picture.channels) {
      const auto value = static_cast<float>(p[plane]);
      const float opacity = alpha ? static_cast<float>(p[picture.channels - 1]) / 255.0F : 1.0F;
      out[x] = 255.0F + opacity * (value - 255.0F);
    }
  }
};

// Row by row, since a photograph is large and what is wanted small.
Plane shrunk(const Square& square, int plane, int size) {
  const std::vector<Overlap> cells = overlaps(0, square.side, size, square.side);
  std::vector<float> row(static_cast<std::size_t>(square.side));
  std::vector<float> across(static_cast<std::size_t>(size));
  Plane out(size, size);
  int first = 0;  // of the rows of cells that reach down to y
  for (int y = 0; y < square.side; ++y) {
    square.row(y, plane, row.data());
    for (int x = 0; x < size; ++x) {
      const Overlap& cell = cells[static_cast<std::size_t>(x)];
      const float* p = row.data() + cell.first;
      float sum = 0;
      for (const float weight : cell.weights) sum += weight * *p++;
      across[static_cast<std::size_t>(x)] = sum;
    }
    for (int v = first; v < size; ++v) {
      const Overlap& cell = cells[static_cast<std::size_t>(v)];
      const int into = y - cell.first;
      if (into < 0) break;
      if (into + 1 >= static_cast<int>(cell.weights.size())) first = v + 1;
      if (into >= static_cast<int>(cell.weights.size())) continue;
      const float weight = cell.weights[static_cast<std::size_t>(into)];
      for (int x = 0; x < size; ++x) out(x, v) += weight * across[static_cast<std::size_t>(x)];
    }
  }
  return out;
}

Plane enlarged(const Square& square, int plane, int size) {
  Plane in(square.side, square.side);
  for (int y = 0; y < square.side; ++y) square.row(y, plane, &in(0, y));
  return bilinear(in, size, size);
}

}  // namespace

void PictureForm::check() const {
  if (digit && *this != of_digits()) {
    throw Error(ErrorCode::invalid_argument, "pictures of digits are 28 pixels a side, and grey");
  }
  if (size >= kLeast && size <= kMost) return;
  throw Error(ErrorCode::invalid_argument, "size of pictures: expected " + std::to_string(kLeast) +
                                               " to " + std::to_string(kMost) +
                                               " pixels a side, got " + std::to_string(size));
}

std::string in_words(const PictureForm& form) {
  const std::string side = std::to_string(form.size);
  return side + "×" + side + " pixels, " + (form.grey ? "grey" : "RGB");
}

std::vector<std::uint8_t> prepared(const Picture& picture, const PictureForm& form) {
  form.check();
  if (form.digit) {
    const DigitForm digit = digit_form(picture);
    return {digit.image.begin(), digit.image.end()};
  }
  const Square square{picture};
  std::vector<std::uint8_t> bytes;
  for (int c = 0; c < square.planes; ++c) {
    const Plane plane =
        square.side >= form.size ? shrunk(square, c, form.size) : enlarged(square, c, form.size);
    for (const float v : plane.values) {
      bytes.push_back(static_cast<std::uint8_t>(std::clamp(v + 0.5F, 0.0F, 255.0F)));
    }
  }
  const std::size_t pixels = bytes.size() / static_cast<std::size_t>(square.planes);
  if (form.grey && square.planes == 3) {
    for (std::size_t i = 0; i < pixels; ++i) {
      bytes[i] = grey_of(bytes[i], bytes[pixels + i], bytes[2 * pixels + i]);
    }
    bytes.resize(pixels);
  } else if (!form.grey && square.planes == 1) {
    bytes.resize(3 * pixels);
    std::copy_n(bytes.begin(), pixels, bytes.begin() + static_cast<std::ptrdiff_t>(pixels));
    std::copy_n(bytes.begin(), pixels, bytes.begin() + static_cast<std::ptrdiff_t>(2 * pixels));
  }
  return bytes;
}

PreparedPicture read_prepared(const std::string& path, const PictureForm& form) {
  form.check();
  if (form.digit) {
    const Picture picture = read_picture(path);
    try {
      return {prepared(picture, form), picture.width, picture.height};
    } catch (const Error& error) {
      throw Error(error, "'" + path + "': " + error.what());
    }
  }
  const SmallPicture small = decode_small(read_file(path, kMaxPictureBytes), path, 4 * form.size);
  return {prepared(small.picture, form), small.width, small.height};
}

}  // namespace glia
