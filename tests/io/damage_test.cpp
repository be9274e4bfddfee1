// What a disk, a cable or another program does to a file that Glia wrote.
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <iomanip>
#include <sstream>

#include "base/digest.h"
#include "expect_error.h"
#include "glia/checkpoint.h"
#include "io/model_file.h"
#include "io/models.h"
#include "io/old_format.h"
#include "io/safetensors.h"
#include "temp_dir.h"

namespace glia {
namespace {

Model tiny_model() {
  Model model;
  model.graph = parse_net("3-2-2");
  model.state = State(model.graph, 5);
  model.classes = {"кот", "dog"};
  model.history = {{"data", "pets"}};
  return model;
}

std::string model_bytes() {
  const std::vector<std::uint8_t> bytes = encode_model(tiny_model());
  return {bytes.begin(), bytes.end()};
}

std::string checkpoint_bytes() {
  const TempDir dir;
  Checkpoint checkpoint;
  checkpoint.model = tiny_model();
  checkpoint.journal = {{7, 0, {Edit::Kind::set, "output.bias", 1, 0.5}}};
  checkpoint.snapshot.state = checkpoint.model.state;
  checkpoint.snapshot.optimizer["velocity:output.bias"] = {1.5F, -0.0F};
  checkpoint.snapshot.step = 8;
  return read_bytes(save_checkpoint(checkpoint, dir.path()));
}

io::SafeTensors parse(const std::string& bytes) { return io::decode_safetensors(as_bytes(bytes)); }

bool same_contents(const io::SafeTensors& a, const io::SafeTensors& b) {
  const auto same = [](const auto& one, const auto& other) {
    const Tensor &x = one.second, &y = other.second;
    return one.first == other.first && x.shape == y.shape && x.values.size() == y.values.size() &&
           std::equal(x.values.begin(), x.values.end(), y.values.begin(), [](float p, float q) {
             return std::bit_cast<std::uint32_t>(p) == std::bit_cast<std::uint32_t>(q);
           });
  };
  return a.metadata == b.metadata && a.tensors.size() == b.tensors.size() &&
         std::equal(a.tensors.begin(), a.tensors.end(), b.tensors.begin(), same);
}

// Each damage is tried alone; says those with which the file is read as another one.
class Damage {
 public:
  explicit Damage(std::string good) : bytes_(std::move(good)), contents_(parse(bytes_)) {}

  void expect_noticed(const std::string& what) {
    ++tried_;
    try {
      if (same_contents(parse(bytes_), contents_)) return;
      ADD_FAILURE() << what << " is not noticed";
    } catch (const Error& error) {
      EXPECT_TRUE(error.code() == ErrorCode::format || error.code() == ErrorCode::unsupported)
          << what << ": " << error.what();
    }
  }

  std::string& bytes() noexcept { return bytes_; }
  std::size_t tried() const noexcept { return tried_; }

 private:
  std::string bytes_;
  io::SafeTensors contents_;
  std::size_t tried_ = 0;
};

void try_every_bit(std::string good) {
  Damage damage(std::move(good));
  for (std::size_t i = 0; i < damage.bytes().size() && !testing::Test::HasFailure(); ++i) {
    char& byte = damage.bytes()[i];
    const char before = byte;
    for (int bit = 0; bit < 8; ++bit) {
      byte = static_cast<char>(before ^ (1 << bit));
      damage.expect_noticed("bit " + std::to_string(bit) + " of byte " + std::to_string(i));
    }
    byte = before;
  }
  EXPECT_EQ(damage.tried(), 8 * damage.bytes().size());
}

void try_every_byte(std::string good) {
  Damage damage(std::move(good));
  for (std::size_t i = 0; i < damage.bytes().size() && !testing::Test::HasFailure(); ++i) {
    char& byte = damage.bytes()[i];
    const char before = byte;
    for (const char other : std::string_view("\0\xff \t\"\\,:{}[]019afFglx_-.", 24)) {
      byte = other;
      damage.expect_noticed("byte " + std::to_string(i) + " as '" + other + "'");
    }
    byte = before;
  }
}

// Also with a byte too few or too many anywhere, and with a block of zeros or letters.
void try_every_cut(const std::string& good) {
  Damage damage(good);
  std::string& bytes = damage.bytes();
  for (std::size_t i = 0; i < good.size() && !testing::Test::HasFailure(); ++i) {
    const auto tried = [&](const char* what) {
      damage.expect_noticed(what + std::to_string(i));
      bytes = good;
    };
    bytes.resize(i);
    tried("a cut at ");
    bytes.erase(i, 1);
    tried("the loss of byte ");
    bytes.insert(i, 1, good[i]);
    tried("the doubling of byte ");
    for (const std::size_t block : {2, 16, 64}) {
      for (const char with : {'\0', 'x', ' ', '\xff'}) {
        std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(i),
                    std::min(block, good.size() - i), with);
        tried("a block at ");
      }
    }
  }
}

TEST(Damage, OfAnyBitOfAModelIsNoticed) { try_every_bit(model_bytes()); }
TEST(Damage, OfAnyByteOfAModelIsNoticed) { try_every_byte(model_bytes()); }
TEST(Damage, ByCutsAndBlocksOfAModelIsNoticed) { try_every_cut(model_bytes()); }
TEST(Damage, OfAnyBitOfACheckpointIsNoticed) { try_every_bit(checkpoint_bytes()); }
TEST(Damage, OfAnyByteOfACheckpointIsNoticed) { try_every_byte(checkpoint_bytes()); }
TEST(Damage, ByCutsAndBlocksOfACheckpointIsNoticed) { try_every_cut(checkpoint_bytes()); }

TEST(Damage, SaysWhatIsWrongAndWhatToDo) {
  std::string bytes = model_bytes();
  bytes.back() = static_cast<char>(bytes.back() ^ 1);
  EXPECT_ERROR(parse(bytes), ErrorCode::format, "its check sum is '");
  EXPECT_ERROR(parse(bytes), ErrorCode::format, "take another copy");
  const std::vector<std::uint8_t> raw(bytes.begin(), bytes.end());
  EXPECT_ERROR(decode_model(raw, "the name"), ErrorCode::format, "cannot load 'the name': its");
}

TEST(OldFiles, WithoutACheckSumAreRead) {
  for (const std::string& file : {model_bytes(), checkpoint_bytes()}) {
    const std::string old = without_digest(without_format(file));
    EXPECT_EQ(old.find("glia.digest"), std::string::npos);
    EXPECT_TRUE(same_contents(parse(old), parse(file)));
  }
}

TEST(OldFiles, AreToldFromNewOnesThatLostTheirCheckSum) {
  EXPECT_ERROR(parse(without_digest(model_bytes())), ErrorCode::format,
               "'glia.format' without 'glia.digest'");
  EXPECT_ERROR(parse(without_format(model_bytes())), ErrorCode::format,
               "'glia.digest' without 'glia.format'");
}

TEST(NewFiles, KeepTheirCheckSumToThemselves) {
  io::SafeTensors contents = parse(model_bytes());
  EXPECT_FALSE(contents.metadata.contains("glia.digest"));
  EXPECT_FALSE(contents.metadata.contains("glia.format"));
  contents.metadata["glia.format"] = "1";
  contents.metadata["glia.digest"] = "mine";
  const std::vector<std::uint8_t> bytes = io::encode_safetensors(contents);
  EXPECT_EQ(std::string(bytes.begin(), bytes.end()), model_bytes());
}

TEST(NewFiles, OfAFormatToComeAreToldFromDamagedOnes) {
  std::string bytes = model_bytes();
  const std::string format = R"("glia.format":"2")";
  bytes.replace(bytes.find(format) + format.size() - 2, 1, "3");
  EXPECT_ERROR(parse(bytes), ErrorCode::format, "its check sum is");
  const std::string key = R"("glia.digest":")";
  const std::size_t place = bytes.find(key) + key.size();
  bytes.replace(place, 16, std::string(16, '0'));
  Digest digest;
  digest.add(bytes.data(), bytes.size());
  std::ostringstream digits;
  digits << std::hex << std::setfill('0') << std::setw(16) << digest.value();
  bytes.replace(place, 16, digits.str());
  EXPECT_ERROR(parse(bytes), ErrorCode::unsupported, "expected format 2, got '3'");
}

TEST(NewFiles, AreNotWrittenWithANameThatHidesTheCheckSum) {
  io::SafeTensors contents = parse(model_bytes());
  contents.metadata["a\"glia.digest"] = "0";
  EXPECT_ERROR(io::encode_safetensors(contents), ErrorCode::invalid_argument, "'glia.digest'");
}

}  // namespace
}  // namespace glia
