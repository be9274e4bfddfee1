#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "glia/data.h"
#include "glia/export.h"
#include "glia/picture_form.h"

namespace GLIA_EXPORT glia {

// Labelled pictures out of a folder.
struct PictureSet {
  struct Item {
    std::string file = {};
    int width = 0, height = 0;  // before it was prepared
  };
  DataSplit split = {};                                      // `form` says how they were prepared
  std::vector<Item> train = {}, validation = {}, test = {};  // one a sample of the split's
};

struct PictureOptions {
  int size = 32;
  std::optional<bool> grey = {};         // else RGB, unless every picture is grey
  std::optional<PictureForm> form = {};  // in place of both
  // For a network that has learnt: there may be pictures of one class alone. Where the folder is
  // not divided and too small to be, all of them test; so they do if they are `unseen`, if the
  // network can have learnt from none of them.
  bool testing = false, unseen = false;
  int threads = 1;  // never changes the result
  Damaged damaged = Damaged::refused;
  // Told from the calling thread now and then how many of them are read; must not throw.
  std::function<void(std::int64_t read, std::int64_t all)> progress;
};

// A folder with a sub-folder of PNGs and JPEGs for each class; the classes are sorted by name. Of
// every class of at least three pictures a tenth tests and a tenth validates, at least one each,
// chosen by their files' names alone, so that neither order nor machine matters. A folder with
// sub-folders `train` or `training`, and beside it `val`, `valid`, `validation` or `dev`, or `test`
// or `testing`, that hold the classes is taken as divided, and so is one with those to test on
// alone: where nothing validates a tenth of each class to learn from does, where nothing tests the
// set has no test. The pictures to learn from are mixed, also by their names.
//
// What is a picture is told by how a file begins. Other files, hidden ones and folders within
// classes are passed over; split.note says how many and which. Throws Error that names the files
// which cannot be read.
PictureSet load_pictures(const std::string& folder, const PictureOptions& options = {});

// Whether a file begins like a picture, or is called like one. Never throws.
bool is_picture(const std::string& file);

}  // namespace glia
