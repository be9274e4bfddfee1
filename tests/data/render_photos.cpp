// Writes test digits of MNIST as photographs: render_photos FOLDER [COUNT [SEED [DATA_DIR]]].
// The k-th is the test image round(k·10000/COUNT); its label is in its name: 0042_label7.jpg.
#include <cstdio>
#include <filesystem>
#include <string>

#include "base/atomic_file.h"
#include "glia/data.h"
#include "glia/error.h"
#include "photo.h"

int main(int argc, char** argv) {
  try {
    if (argc < 2) {
      std::fprintf(stderr, "usage: render_photos FOLDER [COUNT [SEED [DATA_DIR]]]\n");
      return 2;
    }
    const std::filesystem::path folder = argv[1];
    const long count = argc > 2 ? std::stol(argv[2]) : 500;
    const unsigned long seed = argc > 3 ? std::stoul(argv[3]) : 1;
    const glia::Dataset test = glia::load_dataset("mnist", argc > 4 ? argv[4] : "").test;
    std::filesystem::create_directories(folder);
    for (long k = 0; k < count; ++k) {
      const std::int64_t sample = k * test.size() / count;
      const glia::Photo photo =
          glia::photograph(test.bytes(sample), seed, static_cast<std::uint64_t>(k));
      char name[64];
      std::snprintf(name, sizeof name, "%04ld_label%d.jpg", k, test.label(sample));
      glia::write_file_atomically((folder / name).string(),
                                  glia::encode_jpeg(photo.picture, photo.quality));
    }
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "render_photos: %s\n", error.what());
    return 1;
  }
}
