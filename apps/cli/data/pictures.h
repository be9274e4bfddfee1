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

// How data are read, where a person may choose: how the pictures of a folder are prepared, what
// becomes of damaged files there, and which way the pictures of IDX files lie.
struct PictureAsk {
  std::optional<std::int64_t> size;
  bool grey = false;
  int threads = 0;  // 0: all
  bool skip_damaged = false;
  bool transpose = false;

  Damaged damaged() const noexcept { return skip_damaged ? Damaged::left_out : Damaged::refused; }
  // Throws UsageError where `name` is no set of the kind that an option is for.
  void check(const std::string& name) const;
  // --picture-size N, --grey
  static void add_options(CLI::App& app, std::optional<std::int64_t>& size, bool& grey);
  // --skip-damaged, --transpose
  static void add_reading(CLI::App& app, bool& skip_damaged, bool& transpose);
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
