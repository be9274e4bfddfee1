#include "page/digits.h"

#include <algorithm>
#include <array>
#include <limits>
#include <string>

#include "glia/error.h"

namespace glia::studio {
namespace {

constexpr std::array<std::uint8_t, 4> kMagic{'G', 'D', 'P', '1'};
constexpr std::size_t kHeader = 8;  // the magic, then how many digits, little-endian

// The probability that a decision is a no, in 2^16ths: the mean of one that learns fast and one
// that learns slowly.
struct Chance {
  std::uint16_t fast = 1 << 15, slow = 1 << 15;
  std::uint32_t no() const noexcept {  // 2^-12ths, neither never nor always
    return std::clamp((std::uint32_t{fast} + slow) >> 5, 8U, 4088U);
  }
  void learn(bool yes) noexcept {
    const auto move = [&](std::uint16_t& chance, int rate) {
      chance = static_cast<std::uint16_t>(yes ? chance - (chance >> rate)
                                              : chance + ((0xFFFF - chance) >> rate));
    };
    move(fast, 4);
    move(slow, 7);
  }
};

class Encoder {
 public:
  bool decide(Chance& chance, bool yes) {
    const std::uint32_t bound = (range_ >> 12) * chance.no();
    if (yes) {
      low_ += bound;
      range_ -= bound;
    } else {
      range_ = bound;
    }
    while (range_ < (1U << 24)) {
      range_ <<= 8;
      shift();
    }
    chance.learn(yes);
    return yes;
  }
  std::vector<std::uint8_t> finish() && {
    for (int i = 0; i < 5; ++i) shift();
    return std::move(bytes_);
  }

 private:
  void shift() {
    if (low_ < 0xFF000000U || low_ > 0xFFFFFFFFU) {
      const auto carry = static_cast<std::uint8_t>(low_ >> 32);
      for (; pending_ > 0; --pending_) {
        bytes_.push_back(static_cast<std::uint8_t>(cached_ + carry));
        cached_ = 0xFF;
      }
      cached_ = static_cast<std::uint8_t>(low_ >> 24);
    }
    ++pending_;
    low_ = (low_ & 0x00FFFFFFU) << 8;
  }

  std::uint64_t low_ = 0;
  std::uint32_t range_ = std::numeric_limits<std::uint32_t>::max();
  std::uint8_t cached_ = 0;
  std::size_t pending_ = 0;
  std::vector<std::uint8_t> bytes_;
};

class Decoder {
 public:
  explicit Decoder(std::span<const std::uint8_t> bytes) : bytes_(bytes) {
    for (int i = 0; i < 4; ++i) code_ = (code_ << 8) | next();
  }
  bool decide(Chance& chance, bool /*unknown*/) {
    const std::uint32_t bound = (range_ >> 12) * chance.no();
    const bool yes = code_ >= bound;
    if (yes) {
      code_ -= bound;
      range_ -= bound;
    } else {
      range_ = bound;
    }
    while (range_ < (1U << 24)) {
      range_ <<= 8;
      code_ = (code_ << 8) | next();
    }
    chance.learn(yes);
    return yes;
  }
  bool ended_in_time() const noexcept { return at_ <= bytes_.size(); }

 private:
  std::uint8_t next() noexcept { return at_ < bytes_.size() ? bytes_[at_++] : (++at_, 0); }

  std::span<const std::uint8_t> bytes_;
  std::size_t at_ = 0;
  std::uint32_t code_ = 0, range_ = std::numeric_limits<std::uint32_t>::max();
};

// How dark, in six classes and in four.
constexpr std::size_t six(int pixel) noexcept {
  return pixel == 0 ? 0 : pixel < 64 ? 1 : pixel < 160 ? 2 : pixel < 240 ? 3 : pixel < 252 ? 4 : 5;
}
constexpr std::size_t four(int pixel) noexcept {
  return pixel == 0 ? 0 : pixel < 128 ? 1 : pixel < 250 ? 2 : 3;
}

// The decisions that tell one picture after another. A Coder decides, or reads what was decided.
class Pictures {
 public:
  template <typename Coder>
  void go_through(Coder& coder, std::uint8_t* picture) {
    for (int y = 0; y < Digits::kSide; ++y) {
      std::uint8_t* row = picture + y * Digits::kSide;
      const auto inked = [](const std::uint8_t* r) {
        return std::any_of(r, r + Digits::kSide, [](std::uint8_t p) { return p > 0; });
      };
      const bool above = y > 0 && inked(row - Digits::kSide);
      if (!coder.decide(ink_[static_cast<std::size_t>(2 * y) + above], inked(row))) {
        std::fill(row, row + Digits::kSide, std::uint8_t{0});
        continue;
      }
      for (int x = 0; x < Digits::kSide; ++x) go_through_pixel(coder, picture, x, y);
    }
  }
  template <typename Coder>
  int go_through_label(Coder& coder, int label) {
    return tree(coder, labels_.data(), 4, label);
  }

 private:
  template <typename Coder>
  static int tree(Coder& coder, Chance* chances, int bits, int value) {
    std::size_t node = 1;
    for (int bit = bits - 1; bit >= 0; --bit) {
      node = 2 * node + coder.decide(chances[node], (value >> bit & 1) != 0);
    }
    return static_cast<int>(node) - (1 << bits);
  }

  template <typename Coder>
  void go_through_pixel(Coder& coder, std::uint8_t* picture, int x, int y) {
    const auto at = [&](int right, int down) -> int {
      const int column = x + right, row = y + down;
      if (column < 0 || column >= Digits::kSide || row < 0) return 0;
      return picture[row * Digits::kSide + column];
    };
    const int west = at(-1, 0), north = at(0, -1), northeast = at(1, -1), northwest = at(-1, -1);
    std::uint8_t& pixel = picture[y * Digits::kSide + x];
    std::size_t around = six(west) * 6 + six(north);
    std::size_t wide = around;
    for (const int p : {northeast, northwest, at(-2, 0), at(0, -2), at(2, -1)}) {
      wide = wide * 4 + four(p);
    }
    if (coder.decide(white_[wide], pixel == 0)) {
      pixel = 0;
      return;
    }
    around = around * 6 + six(northeast);
    // What most pixels of a stroke are.
    constexpr std::array<std::uint8_t, 4> kUsual{253, 254, 252, 255};
    Chance* usual = &usual_[(around * 6 + six(northwest)) * kUsual.size()];
    for (std::size_t i = 0; i < kUsual.size(); ++i) {
      if (coder.decide(usual[i], pixel == kUsual[i])) {
        pixel = kUsual[i];
        return;
      }
    }
    const int high = tree(coder, &high_[around * 16], 4, pixel >> 4);
    const std::size_t few = four(west) * 4 + four(north);
    const int low =
        tree(coder, &low_[(few * 16 + static_cast<std::size_t>(high)) * 16], 4, pixel & 15);
    pixel = static_cast<std::uint8_t>(16 * high + low);
  }

  std::vector<Chance> ink_ = std::vector<Chance>(2 * Digits::kSide);
  std::vector<Chance> labels_ = std::vector<Chance>(16);
  std::vector<Chance> white_ = std::vector<Chance>(36 << 10);
  std::vector<Chance> usual_ = std::vector<Chance>(6 * 6 * 6 * 6 * 4);
  std::vector<Chance> high_ = std::vector<Chance>(6 * 6 * 6 * 16);
  std::vector<Chance> low_ = std::vector<Chance>(16 * 16 * 16);
};

[[noreturn]] void fail(const std::string& what) {
  throw Error(ErrorCode::format, "packed digits: " + what + "; make the page again");
}

}  // namespace

std::vector<std::uint8_t> pack(const Digits& digits) {
  std::vector<std::uint8_t> packed(kMagic.begin(), kMagic.end());
  const auto count = static_cast<std::uint32_t>(digits.labels.size());
  for (int i = 0; i < 4; ++i) packed.push_back(static_cast<std::uint8_t>(count >> (8 * i)));
  Encoder encoder;
  Pictures pictures;
  std::vector<std::uint8_t> pixels = digits.pixels;
  for (std::size_t i = 0; i < count; ++i) {
    pictures.go_through_label(encoder, digits.labels[i]);
    pictures.go_through(encoder, &pixels[i * Digits::kPixels]);
  }
  const std::vector<std::uint8_t> coded = std::move(encoder).finish();
  packed.insert(packed.end(), coded.begin(), coded.end());
  return packed;
}

struct Unpacker::Impl {
  explicit Impl(std::vector<std::uint8_t> bytes)
      : packed(std::move(bytes)), decoder(std::span(packed).subspan(kHeader)) {}
  std::vector<std::uint8_t> packed;
  Decoder decoder;
  Pictures pictures;
  Digits digits;
  std::size_t done = 0;
};

Unpacker::Unpacker(std::vector<std::uint8_t> packed) {
  constexpr std::uint32_t kMost = 100'000;
  if (packed.size() < kHeader || !std::equal(kMagic.begin(), kMagic.end(), packed.begin())) {
    fail("expected them to begin with 'GDP1'");
  }
  std::uint32_t count = 0;
  for (std::size_t i = 0; i < 4; ++i) count |= std::uint32_t{packed[4 + i]} << (8 * i);
  if (count > kMost) fail("expected at most 100000, got " + std::to_string(count));
  impl_ = std::make_unique<Impl>(std::move(packed));
  impl_->digits.pixels.resize(count * static_cast<std::size_t>(Digits::kPixels));
  impl_->digits.labels.resize(count);
}
Unpacker::~Unpacker() = default;
Unpacker::Unpacker(Unpacker&&) noexcept = default;
Unpacker& Unpacker::operator=(Unpacker&&) noexcept = default;

bool Unpacker::step(std::int64_t most) {
  Digits& digits = impl_->digits;
  const std::size_t count = digits.labels.size();
  for (std::size_t& i = impl_->done; i < count && most > 0; ++i, --most) {
    digits.labels[i] =
        static_cast<std::uint8_t>(impl_->pictures.go_through_label(impl_->decoder, 0));
    impl_->pictures.go_through(impl_->decoder, &digits.pixels[i * Digits::kPixels]);
    if (!impl_->decoder.ended_in_time()) {
      fail("they end after " + std::to_string(i) + " of " + std::to_string(count));
    }
  }
  return impl_->done < count;
}

const Digits& Unpacker::digits() const noexcept { return impl_->digits; }

Digits unpack(std::span<const std::uint8_t> packed) {
  Unpacker all({packed.begin(), packed.end()});
  while (all.step(std::numeric_limits<std::int64_t>::max())) {
  }
  return all.digits();
}

}  // namespace glia::studio
