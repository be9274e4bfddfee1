// glia_page_files OUT SIZE…: what a page without a server loads. MNIST, packed, so many digits a
// file and the rest in the last, train-0.gdp, …, test-0.gdp, …; and the first network, taught by
// it. glia_page_files OUT MODEL FOLDER: a word of each class, words.gwp, from the recordings that
// the model was not taught by.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

#include "core/extra_networks.h"
#include "core/taught.h"
#include "glia/data.h"
#include "glia/error.h"
#include "glia/model.h"
#include "glia/session.h"
#include "glia/speech.h"
#include "page/digits.h"
#include "page/words.h"

namespace glia::studio {
namespace {

studio::Digits some(const Dataset& data, std::int64_t from, std::int64_t to) {
  studio::Digits digits;
  for (std::int64_t i = from; i < to; ++i) {
    const auto image = data.bytes(i);
    digits.pixels.insert(digits.pixels.end(), image.begin(), image.end());
    digits.labels.push_back(static_cast<std::uint8_t>(data.label(i)));
  }
  return digits;
}

void write(const std::string& name, const std::vector<std::uint8_t>& bytes) {
  std::ofstream file(name, std::ios::binary);
  file.write(reinterpret_cast<const char*>(bytes.data()),
             static_cast<std::streamsize>(bytes.size()));
  if (!file.flush()) throw Error(ErrorCode::io, "'" + name + "' cannot be written");
}

void write(const Dataset& data, const std::string& path, const std::vector<std::int64_t>& sizes) {
  std::int64_t from = 0;
  for (std::size_t part = 0; from < data.size(); ++part) {
    const std::int64_t to =
        std::min(data.size(), part < sizes.size() ? from + sizes[part] : data.size());
    const std::vector<std::uint8_t> packed = studio::pack(some(data, from, to));
    const std::string name = path + "-" + std::to_string(part) + ".gdp";
    write(name, packed);
    std::printf("%s: %lld digits, %zu bytes\n", name.c_str(), static_cast<long long>(to - from),
                packed.size());
    from = to;
  }
}

void write_words(const std::string& out, const std::string& model, const std::string& folder) {
  const Model ears = load_model(model);
  const SpeechSet set = load_recordings(folder, *ears.form.sound());
  write(out + "/words.gwp",
        pack(studio::Words{.recordings = studio::one_of_each(split_recordings(set).test, ears),
                           .synthetic = set.synthetic}));
}

void write_digits(const std::string& out, const std::vector<std::int64_t>& sizes) {
  const DataSplit data = load_dataset("mnist");
  save_model(studio::teach_first_network(usual_threads(), data), out + "/taught.safetensors");
  write(data.train, out + "/train", sizes);
  write(data.test, out + "/test", sizes);
}

}  // namespace
}  // namespace glia::studio

int main(int count, char** words) {
  if (count < 2) {
    std::fputs("glia_page_files OUT SIZE… | OUT MODEL FOLDER\n", stderr);
    return 2;
  }
  try {
    const std::string out = words[1];
    std::vector<std::int64_t> sizes;
    for (int i = 2; i < count && std::atoll(words[i]) > 0; ++i)
      sizes.push_back(std::atoll(words[i]));
    if (count == 4 && sizes.empty()) {
      glia::studio::write_words(out, words[2], words[3]);
    } else {
      glia::studio::write_digits(out, sizes);
    }
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
