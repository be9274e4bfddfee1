#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "cli.h"
#include "glia/model.h"
#include "glia/picture_set.h"

namespace CLI {
class App;
}

namespace glia::cli {

// How the pictures of a folder are prepared, where a person may choose.
struct PictureAsk {
  std::optional<std::int64_t> size;
  bool grey = false;
  int threads = 0;  // 0: all

  bool any() const noexcept { return size || grey; }
  // --picture-size N, --grey
  static void add_options(CLI::App& app, std::optional<std::int64_t>& size, bool& grey);
};

// Reads a "folder:DIR", with its progress on a terminal. With a `model` the pictures are prepared
// as it sees them, and if it did not learn from a folder, all test unless the folder is divided.
PictureSet open_pictures(const std::string& name, const Model* model, const PictureAsk& ask);

// `glia data info` for a folder of pictures.
int info_of_pictures(const std::string& name, const PictureAsk& ask, const Common& common);

// How pictures become the input of a network: as those that it learnt from; without that digits, or
// by the size of its input; none when it takes no pictures.
std::optional<PictureForm> form_of(const Model& model);

std::string described(const PictureForm& form);  // "32×32 pixels, RGB"

}  // namespace glia::cli
