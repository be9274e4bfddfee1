#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "glia/export.h"
#include "glia/picture.h"
#include "glia/shape.h"

namespace GLIA_EXPORT glia {

// How a picture of any size becomes what a network sees, [channels][size][size]. A model file holds
// it, so that the network always sees as it did when it learnt.
//
//   1. What is transparent shows white.
//   2. The largest square in the middle becomes size × size pixels: each is the mean of what it
//      covers. A square that is smaller is enlarged, with straight lines between pixel centres.
//   3. RGB, or grey: 0.30 red + 0.59 green + 0.11 blue.
struct PictureForm {
  static constexpr int kLeast = 4, kMost = 1024;

  int size = 32;
  bool grey = false;
  // In place of these steps: as MNIST holds its digits (see digit.h), 28 × 28 and grey.
  bool digit = false;

  static PictureForm of_digits() { return {28, true, true}; }
  Shape shape() const { return {grey ? 1 : 3, size, size}; }
  void check() const;  // throws Error, naming the field
  friend bool operator==(const PictureForm&, const PictureForm&) = default;
};
std::string in_words(const PictureForm& form);  // "32×32 pixels, RGB"

std::vector<std::uint8_t> prepared(const Picture& picture, const PictureForm& form);

struct PreparedPicture {
  std::vector<std::uint8_t> pixels = {};  // form.shape()
  int width = 0, height = 0;              // of the file, upright
};
// read_picture() and prepared() in one; unless it is a digit, of a large JPEG only a half, a
// quarter or an eighth of the pixels each way are ever made, still at least four times as many as
// are wanted.
PreparedPicture read_prepared(const std::string& path, const PictureForm& form);

}  // namespace glia
