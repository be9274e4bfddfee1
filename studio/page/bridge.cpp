// The studio's core inside a page: what its worker calls, and what it is called back with. Strings
// and bytes lie in this module's memory; docs/protocol.md says what they mean.
#include <emscripten.h>

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/extra_networks.h"
#include "core/studio.h"
#include "glia/error.h"
#include "glia/model.h"
#include "glia/source.h"
#include "page/digits.h"
#include "page/words.h"

// clang-format off
EM_JS(void, tell_text, (const char* text, int size), {
  Module.text(UTF8ToString(text, size));
});
EM_JS(void, tell_bytes, (const std::uint8_t* bytes, int size), {
  Module.bytes(HEAPU8.slice(bytes, bytes + size).buffer);
});
EM_JS(void, tell_whole, (), { Module.whole(); });
EM_JS(void, tell_failure, (const char* text), { Module.failed(UTF8ToString(text)); });
// clang-format on

namespace glia::studio {
namespace {

constexpr std::size_t kBytes = std::size_t{192} << 20;  // of the past

// Whoever is told takes it at once, and the page says what it has seen of the tensors.
class ToPage : public Sink {
 public:
  void text(std::string frame) override { tell_text(frame.data(), static_cast<int>(frame.size())); }
  void binary(std::vector<std::uint8_t> frame) override {
    tell_bytes(frame.data(), static_cast<int>(frame.size()));
  }
  bool has_room() const override { return true; }
};

// The digits that have come so far, as the files of the set.
class Files {
 public:
  void add(bool test, const Digits& digits) {
    Part& part = parts_[test ? 1 : 0];
    part.pixels.insert(part.pixels.end(), digits.pixels.begin(), digits.pixels.end());
    part.labels.insert(part.labels.end(), digits.labels.begin(), digits.labels.end());
  }
  DataSplit decoded() const {
    return source_of("mnist").decode({idx("train-images-idx3-ubyte", parts_[0].pixels, true),
                                      idx("train-labels-idx1-ubyte", parts_[0].labels, false),
                                      idx("t10k-images-idx3-ubyte", parts_[1].pixels, true),
                                      idx("t10k-labels-idx1-ubyte", parts_[1].labels, false)},
                                     {});
  }

 private:
  using Bytes = std::vector<std::uint8_t>;
  static FileBytes idx(const char* name, const Bytes& values, bool pictures) {
    FileBytes file{.name = name, .bytes = {0, 0, 8, static_cast<std::uint8_t>(pictures ? 3 : 1)}};
    const auto size = [&](std::uint64_t n) {
      for (int shift = 24; shift >= 0; shift -= 8) {
        file.bytes.push_back(static_cast<std::uint8_t>(n >> shift));
      }
    };
    size(values.size() / (pictures ? Digits::kPixels : 1));
    if (pictures) {
      size(Digits::kSide);
      size(Digits::kSide);
    }
    file.bytes.insert(file.bytes.end(), values.begin(), values.end());
    return file;
  }
  Digits parts_[2];
  using Part = Digits;
};

// All that one page has.
class Page {
 public:
  void take(std::string name, std::vector<std::uint8_t> bytes) {
    if (name.starts_with("train") || name.starts_with("test")) {
      coming_.push_back({name.starts_with("test"), Unpacker(std::move(bytes))});
    } else if (name.starts_with("words")) {
      Words words = unpack_words(bytes);
      extra_->recordings = std::move(words.recordings);
      extra_->synthetic = words.synthetic;
    } else {
      Model model = decode_model(bytes, name);
      auto& place = name.starts_with("taught")   ? extra_->taught
                    : name.starts_with("speech") ? extra_->speech
                                                 : extra_->cnn;
      place = std::move(model);
    }
  }
  void open() {
    while (unpack_some()) {
    }
    first_ = files_.decoded();
    studio_ = std::make_unique<Studio>(
        engine_, first_, Studio::Options{.limits = {.bytes = kBytes}, .extra_networks = extra_});
    studio_->attach(sink_);
  }
  void close_files() { whole_ = true; }
  // Some of the digits that have come and are still packed; with the last, the studio gets all.
  // False when there is nothing more to do.
  bool unpack_some() {
    constexpr std::int64_t kAtOnce = 100;
    if (!coming_.empty()) {
      auto& [test, packed] = coming_.front();
      if (packed.step(kAtOnce)) return true;
      files_.add(test, packed.digits());
      coming_.pop_front();
    }
    if (coming_.empty() && whole_) {
      whole_ = false;
      all_ = files_.decoded();
      files_ = {};
      studio_->bring(all_);
      tell_whole();
    }
    return !coming_.empty();
  }
  Studio* studio() { return studio_.get(); }

 private:
  Engine engine_{1};
  ToPage sink_;
  Files files_;
  struct Coming {
    bool test;
    Unpacker packed;
  };
  std::deque<Coming> coming_;
  bool whole_ = false;  // no more will come
  std::shared_ptr<ExtraNetworks> extra_ = std::make_shared<ExtraNetworks>();
  DataSplit first_, all_;  // what there is to begin with, and the whole set
  std::unique_ptr<Studio> studio_;
};

Page& page() {
  static Page only;
  return only;
}

// False when it failed, and the page was told why.
template <typename Action>
bool told(Action&& action) {
  try {
    action();
    return true;
  } catch (const std::exception& error) {
    tell_failure(error.what());
  }
  return false;
}

}  // namespace
}  // namespace glia::studio

using namespace glia::studio;

extern "C" {

// A file that the page brought: packed digits, "train-0.gdp", "test-0.gdp", …; a model,
// "taught.safetensors", "cnn.safetensors" or "speech.safetensors"; or "words.gwp", to be heard.
EMSCRIPTEN_KEEPALIVE bool glia_take(const char* name, const std::uint8_t* bytes, int size) {
  return told([&] { page().take(name, {bytes, bytes + size}); });
}
// The studio begins, with what has come so far. A hello follows.
EMSCRIPTEN_KEEPALIVE bool glia_open() {
  return told([] { page().open(); });
}
// All files have come.
EMSCRIPTEN_KEEPALIVE bool glia_whole() {
  return told([] { page().close_files(); });
}
// One command.
EMSCRIPTEN_KEEPALIVE bool glia_handle(const char* text, int size) {
  return told([&] { page().studio()->handle({text, static_cast<std::size_t>(size)}); });
}
// Works for about so many seconds. Returns in how many it wants to be called again; below 0: not
// until the page has said something.
EMSCRIPTEN_KEEPALIVE double glia_work(double seconds) {
  double rest = -1;
  told([&] {
    page().studio()->work(seconds);
    rest = page().studio()->rest().value_or(-1);
    if (page().unpack_some()) rest = 0;
  });
  return rest;
}
}
