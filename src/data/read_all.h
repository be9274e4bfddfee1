#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "data/damaged_files.h"
#include "glia/picture_form.h"

namespace glia {

struct PicturesRead {
  std::vector<std::uint8_t> bytes;         // [files][form.shape()]
  std::vector<std::pair<int, int>> sides;  // width and height of each file
};

// Prepares all the files, shared out among threads. Of those that cannot be read, which are then in
// `damaged`, the bytes are zeros.
PicturesRead read_all(const std::vector<std::string>& files, const PictureForm& form, int threads,
                      const std::function<void(std::int64_t, std::int64_t)>& progress,
                      DamagedFiles& damaged);

}  // namespace glia
