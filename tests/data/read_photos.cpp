// How many digits a network reads from photographs, for each kind of surroundings, as a table in
// Markdown: read_photos MODEL [COUNT [SEED [DATA_DIR [FOLDER [SCENE]]]]]. FOLDER gets those that
// were not read, with their label and the answer in the name. SCENE is the beginning of a name
// there, and asks for no others.
#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <string>

#include "base/atomic_file.h"
#include "glia/data.h"
#include "glia/digit.h"
#include "glia/error.h"
#include "glia/inspect.h"
#include "glia/model.h"
#include "glia/session.h"
#include "scene.h"

namespace {

using namespace glia;

constexpr int kRefused = -1;

class Reader {
 public:
  explicit Reader(const Model& model) : session_(engine_, model.graph, {.batch = 1}) {
    session_.load(model.state);
  }

  int read(const Picture& picture) {
    try {
      const DigitForm form = digit_form(picture);
      std::array<float, DigitForm::kSide * DigitForm::kSide> input{};
      for (std::size_t i = 0; i < input.size(); ++i) {
        input[i] = static_cast<float>(form.image[i]) / 255.0F;
      }
      const std::vector<float> outputs = session_.forward(input);
      return static_cast<int>(std::ranges::max_element(outputs) - outputs.begin());
    } catch (const Error&) {
      return kRefused;
    }
  }

 private:
  Engine engine_{1};
  Session session_;
};

struct Count {
  int all = 0, right = 0, refused = 0;

  void add(int answer, int label) {
    ++all;
    right += answer == label;
    refused += answer == kRefused;
  }
  double percent(int n) const { return 100.0 * n / std::max(all, 1); }
};

void print_row(const std::string& name, const Count& count) {
  std::printf("| %s | %.0f | %.0f |\n", name.c_str(), count.percent(count.right),
              count.percent(count.refused));
  std::fflush(stdout);
}

void print_head(const char* what) {
  std::printf("\n| %s | read right, %% | refused, %% |\n|---|---|---|\n", what);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (argc < 2) {
      std::fprintf(stderr, "usage: read_photos MODEL [COUNT [SEED [DATA_DIR [FOLDER [SCENE]]]]]\n");
      return 2;
    }
    Reader reader(load_model(argv[1]));
    const long count = argc > 2 ? std::stol(argv[2]) : 6 * kTurns;
    const unsigned long seed = argc > 3 ? std::stoul(argv[3]) : 1;
    const Dataset test = load_dataset("mnist", argc > 4 ? argv[4] : "").test;
    const std::filesystem::path folder = argc > 5 ? argv[5] : "";
    if (!folder.empty()) std::filesystem::create_directories(folder);

    std::vector<NamedScene> scenes = named_scenes();
    std::erase_if(scenes, [&](const NamedScene& named) {
      return argc > 6 && !named.name.starts_with(argv[6]);
    });

    std::array<Count, 2> polarity;
    std::array<Count, 3> light, share;
    print_head("around the digit");
    for (const NamedScene& named : scenes) {
      Count row;
      for (long k = 0; k < count; ++k) {
        const auto number = static_cast<std::uint64_t>(k);
        const std::int64_t sample = k * test.size() / count;
        const Scene scene = in_turn(named.scene, number);
        const Photo photo = photograph(test.bytes(sample), scene, seed, number);
        const auto jpeg = encode_jpeg(photo.picture, photo.quality);
        const int label = test.label(sample), answer = reader.read(decode_picture(jpeg, "a photo"));
        row.add(answer, label);
        polarity[number % 2].add(answer, label);
        light[number / 2 % 3].add(answer, label);
        share[number / 6 % 3].add(answer, label);
        if (folder.empty() || answer == label) continue;
        char name[64];
        std::snprintf(name, sizeof name, "-%04ld-label%d-said%d.jpg", k, label, answer);
        write_file_atomically((folder / (named.name + name)).string(), jpeg);
      }
      print_row(named.text, row);
    }
    print_head("all of them");
    for (std::size_t i = 0; i < 2; ++i)
      print_row(i ? "light on dark" : "dark on light", polarity[i]);
    for (std::size_t i = 0; i < 3; ++i) {
      print_row(std::array{"even light", "light from one side", "dim light"}[i], light[i]);
    }
    for (std::size_t i = 0; i < 3; ++i) {
      print_row("the digit has " + std::string(std::array{"15", "30", "60"}[i]) +
                    " % of the sheet's side",
                share[i]);
    }
    print_head("nothing is written there");
    for (NamedScene& named : scenes) {
      const Around around = named.scene.around;
      if (around >= Around::frame) continue;
      Count row;
      named.scene.has_digit = false;
      for (long k = 0; k < std::max(count / 3, 1L); ++k) {
        const auto number = static_cast<std::uint64_t>(k);
        const Photo photo = photograph(test.bytes(0), in_turn(named.scene, number), seed, number);
        const auto jpeg = encode_jpeg(photo.picture, photo.quality);
        const int answer = reader.read(decode_picture(jpeg, "a photo"));
        row.add(answer, kRefused);
        if (folder.empty() || answer == kRefused) continue;
        char name[64];
        std::snprintf(name, sizeof name, "-empty-%04ld-said%d.jpg", k, answer);
        write_file_atomically((folder / (named.name + name)).string(), jpeg);
      }
      print_row(named.text, row);
    }
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "read_photos: %s\n", error.what());
    return 1;
  }
}
