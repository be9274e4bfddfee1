#include "io/safetensors.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <system_error>
#include <vector>

#include "base/atomic_file.h"
#include "base/digest.h"
#include "base/read_file.h"
#include "glia/error.h"
#include "io/json.h"

namespace glia::io {
namespace {

static_assert(std::endian::native == std::endian::little, "the format is little-endian");

constexpr std::uint64_t kLengthBytes = 8;
constexpr std::uint64_t kMaxHeader = 100'000'000;
constexpr std::size_t kMaxName = 1000;
constexpr const char* kMetadata = "__metadata__";

// Both are in a file of ours or neither is: a change that hides one of them betrays itself by the
// other.
constexpr const char* kDigestKey = "glia.digest";
constexpr const char* kFormatKey = "glia.format";
constexpr const char* kFormat = "2";  // 1 had neither
constexpr std::string_view kNoDigits = "0000000000000000";

struct Entry {
  std::string name;
  std::string type;  // "F32"
  Shape shape;
  std::uint64_t begin = 0, end = 0;  // bytes
};

// Of one number; 0: of a type that is not read.
std::uint64_t bytes_of(std::string_view type) {
  return type == "F32" ? 4 : type == "F16" || type == "BF16" ? 2 : type == "F64" ? 8 : 0;
}

float from_half(std::uint16_t half) {
  const int exponent = half >> 10 & 31, fraction = half & 1023;
  const float sign = half >> 15 != 0 ? -1.0F : 1.0F;
  if (exponent == 31) {
    return fraction == 0 ? sign * std::numeric_limits<float>::infinity()
                         : std::numeric_limits<float>::quiet_NaN();
  }
  return sign * (exponent == 0 ? std::ldexp(static_cast<float>(fraction), -24)
                               : std::ldexp(static_cast<float>(1024 + fraction), exponent - 25));
}

// The numbers of a tensor as they lie in the file, as floats.
std::vector<float> as_floats(const Entry& entry, std::span<const std::uint8_t> bytes) {
  const auto number = [&]<typename T>(std::size_t i, T value) {
    std::memcpy(&value, bytes.data() + i * sizeof(T), sizeof(T));
    return value;
  };
  std::vector<float> values(static_cast<std::size_t>(entry.shape.elements()));
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (entry.type == "F16") {
      values[i] = from_half(number(i, std::uint16_t{}));
    } else if (entry.type == "BF16") {
      values[i] = std::bit_cast<float>(std::uint32_t{number(i, std::uint16_t{})} << 16);
    } else {
      const double wide = number(i, double{});
      values[i] = static_cast<float>(wide);
      if (std::isinf(values[i]) && !std::isinf(wide)) {
        fail("tensor " + in_quotes(entry.name) + ": number " + std::to_string(i) +
             " is too large for a float32");
      }
    }
  }
  return values;
}

Shape shape_at(const Json& value, const std::string& where) {
  std::vector<std::int64_t> sizes;
  if (array_at(value, where).size() > Shape::kMaxRank) {
    fail(where + ": expected at most 8 sizes, got " + std::to_string(value.size()));
  }
  for (const Json& size : value) {
    sizes.push_back(int64_at(size, where));
    if (sizes.back() < 0) fail(where + ": expected sizes of 0 or more, got " + size.dump());
  }
  try {
    return Shape(sizes);
  } catch (const Error& error) {
    fail(where + ": " + error.what());
  }
}

Entry entry_at(const std::string& name, const Json& value) {
  const std::string where = "tensor " + in_quotes(name);
  if (name.empty() || name.size() > kMaxName) {
    fail(where + ": expected a name of 1 to 1000 bytes, got " + std::to_string(name.size()));
  }
  check_text(name, where);
  check_fields(value, where, {"dtype", "shape", "data_offsets"});
  Entry entry{.name = name,
              .type = string_at(value["dtype"], where + ", dtype"),
              .shape = shape_at(value["shape"], where + ", shape")};
  const Json& offsets = array_at(value["data_offsets"], where + ", data_offsets");
  if (offsets.size() != 2) {
    fail(where + ", data_offsets: expected two, got " + std::to_string(offsets.size()));
  }
  entry.begin = uint64_at(offsets[0], where + ", data_offsets");
  entry.end = uint64_at(offsets[1], where + ", data_offsets");
  const auto elements = static_cast<std::uint64_t>(entry.shape.elements());
  const std::uint64_t each = bytes_of(entry.type);
  if (each == 0 && entry.end >= entry.begin) return entry;  // to be refused when all is known
  if (each == 0 || entry.end < entry.begin || (entry.end - entry.begin) / each != elements ||
      (entry.end - entry.begin) % each != 0) {
    fail(where + ": its data_offsets [" + std::to_string(entry.begin) + ", " +
         std::to_string(entry.end) + "] do not fit its shape " + entry.shape.str() + " of " +
         entry.type);
  }
  return entry;
}

// Where in a header its digest's digits stand, when there is one such place.
std::optional<std::size_t> place_of_digits(std::string_view header) {
  const std::string before = std::string("\"") + kDigestKey + "\":\"";
  const std::size_t at = header.find(before);
  if (at == std::string_view::npos || header.find(before, at + 1) != std::string_view::npos) {
    return {};
  }
  const std::size_t place = at + before.size(), after = place + kNoDigits.size();
  if (after >= header.size() || header[after] != '"') return {};
  return place;
}

struct Header {
  std::map<std::string, std::string> metadata;
  std::vector<Entry> entries;  // by offset: together they are the data, without gap or overlap
};

Header parse_header(std::string_view text, std::uint64_t data_bytes, const Accept& accept,
                    OtherTypes others) {
  if (!text.starts_with('{')) fail("its header does not start with '{'");
  Header header;
  parse_members(text, [&](const std::string& name, Json& value) {
    if (name != kMetadata) {
      header.entries.push_back(entry_at(name, value));
      return;
    }
    object_at(value, kMetadata);
    for (auto& [key, entry] : value.items()) {
      string_at(entry, std::string(kMetadata) + " " + in_quotes(key));
      header.metadata[key] = std::move(entry.get_ref<std::string&>());
    }
  });
  if (accept) accept(header.metadata);
  for (const Entry& entry : header.entries) {
    if (bytes_of(entry.type) > 0 || others == OtherTypes::unread) continue;
    throw Error(ErrorCode::format, "tensor " + in_quotes(entry.name) +
                                       ": expected numbers of the type F32, F16, BF16 or F64, "
                                       "got " +
                                       in_quotes(entry.type) +
                                       "; a network's numbers are of one of these");
  }
  std::ranges::sort(header.entries, {}, [](const Entry& e) { return std::pair(e.begin, e.end); });
  std::uint64_t at = 0;
  for (const Entry& entry : header.entries) {
    if (entry.begin != at) {
      fail("tensor " + in_quotes(entry.name) + ": its data begins at byte " +
           std::to_string(entry.begin) + ", expected " + std::to_string(at) +
           (entry.begin < at ? ": it overlaps another" : ": there is a gap before it"));
    }
    at = entry.end;
  }
  if (at != data_bytes) {
    fail("its tensors take " + std::to_string(at) + " bytes, and the file has " +
         std::to_string(data_bytes) +
         (at > data_bytes ? ": it is cut short" : ": something follows them"));
  }
  return header;
}

// The digest of a file whose header has been read, and what it is compared with.
class Check {
 public:
  // Takes its two texts out of `metadata`. Throws Error{format} when there is only one.
  Check(std::map<std::string, std::string>& metadata, const std::string& header) {
    const auto digest = metadata.extract(kDigestKey), format = metadata.extract(kFormatKey);
    if (digest.empty() && format.empty()) return;  // another program's, or of format 1
    if (digest.empty() || format.empty()) {
      damaged(std::string("its metadata have '") + (digest.empty() ? kFormatKey : kDigestKey) +
              "' without '" + (digest.empty() ? kDigestKey : kFormatKey) + "'");
    }
    format_ = format.mapped();
    written_ = digest.mapped();
    const std::optional<std::size_t> place = place_of_digits(header);
    if (!place || header.compare(*place, kNoDigits.size(), written_) != 0) {
      damaged("its check sum " + in_quotes(written_) + " is none");
    }
    const std::uint64_t length = header.size();
    const std::size_t after = *place + kNoDigits.size();
    digest_.emplace();
    digest_->add(&length, kLengthBytes);
    digest_->add(header.data(), *place);
    digest_->add(kNoDigits.data(), kNoDigits.size());
    digest_->add(header.data() + after, header.size() - after);
  }

  void add(const void* data, std::size_t bytes) noexcept {
    if (digest_) digest_->add(data, bytes);
  }

  // After all of the data. Throws Error unless the file is as it was written.
  void finish() const {
    if (!digest_) return;
    if (const std::string found = digits_of(digest_->value()); found != written_) {
      damaged("its check sum is " + in_quotes(written_) + ", and what is in it gives '" + found +
              "'");
    }
    if (format_ != kFormat) {
      throw Error(ErrorCode::unsupported, "expected format 2, got " + in_quotes(format_) +
                                              "; it needs another version of Glia");
    }
  }

 private:
  [[noreturn]] static void damaged(const std::string& what) {
    fail(what +
         ": it was damaged after it was saved, so take another copy (or another program "
         "changed it: then that has to leave out '" +
         kDigestKey + "' and '" + kFormatKey + "')");
  }

  std::string format_, written_;
  std::optional<Digest> digest_;
};

void read_exactly(const Read& read, void* to, std::uint64_t bytes) {
  if (!read(to, bytes)) throw Error(ErrorCode::io, "reading stopped before the end of the file");
}

}  // namespace

SafeTensors read_safetensors(const Read& read, std::uint64_t bytes, const Accept& accept,
                             OtherTypes others) {
  if (bytes < kLengthBytes) {
    fail("a safetensors file has at least 8 bytes, this one has " + std::to_string(bytes));
  }
  std::uint64_t length = 0;
  read_exactly(read, &length, kLengthBytes);
  const std::uint64_t rest = bytes - kLengthBytes;
  if (length > kMaxHeader || length > rest) {
    fail("its header would be " + std::to_string(length) + " bytes long, and " +
         (length > rest ? std::to_string(rest) + " are left in the file"
                        : std::string("100000000 is the most")) +
         ": it is cut short or no safetensors file");
  }
  std::string text(length, '\0');
  read_exactly(read, text.data(), length);

  Header header = parse_header(text, rest - length, accept, others);
  Check check(header.metadata, text);
  text = {};
  SafeTensors contents;
  contents.metadata = std::move(header.metadata);
  for (const Entry& entry : header.entries) {
    if (entry.type != "F32") {
      std::vector<std::uint8_t> other(static_cast<std::size_t>(entry.end - entry.begin));
      read_exactly(read, other.data(), other.size());
      check.add(other.data(), other.size());
      if (bytes_of(entry.type) == 0) {
        contents.others[entry.name] = entry.type;
      } else {
        contents.tensors[entry.name] = {entry.shape, as_floats(entry, other)};
      }
      continue;
    }
    Tensor& tensor = contents.tensors[entry.name];
    tensor.shape = entry.shape;
    tensor.values.resize(static_cast<std::size_t>(entry.shape.elements()));
    read_exactly(read, tensor.values.data(), entry.end - entry.begin);
    check.add(tensor.values.data(), entry.end - entry.begin);
  }
  check.finish();
  return contents;
}

SafeTensors decode_safetensors(std::span<const std::uint8_t> bytes, const Accept& accept) {
  std::span<const std::uint8_t> rest = bytes;
  const auto next = [&rest](void* to, std::uint64_t count) {
    if (count > rest.size()) return false;
    std::copy_n(rest.begin(), count, static_cast<std::uint8_t*>(to));
    rest = rest.subspan(static_cast<std::size_t>(count));
    return true;
  };
  return read_safetensors(next, bytes.size(), accept);
}

SafeTensors read_safetensors(const std::string& path, const Accept& accept, OtherTypes others) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (status.type() == std::filesystem::file_type::not_found) {
    throw Error(ErrorCode::not_found, "cannot load '" + path + "': there is no such file");
  }
  if (!error && !std::filesystem::is_regular_file(status)) {
    throw Error(ErrorCode::io, "cannot load '" + path + "': it is not a file", not_a_file(path));
  }
  const std::uint64_t bytes = error ? 0 : std::filesystem::file_size(path, error);
  errno = 0;
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(
      error ? nullptr : std::fopen(path.c_str(), "rbe"), std::fclose);
  if (!file) {
    const std::string reason = error ? error.message() : std::generic_category().message(errno);
    throw Error(ErrorCode::io, "cannot load '" + path + "': " + reason);
  }
  try {
    const auto next = [&file](void* to, std::uint64_t count) {
      return std::fread(to, 1, count, file.get()) == count;
    };
    return read_safetensors(next, bytes, accept, others);
  } catch (const Error& e) {
    throw Error(e.code(), "cannot load '" + path + "': " + e.what());
  }
}

namespace {

// Length and JSON with the digest of all; `parts` get the tensors' bytes, which follow it.
std::vector<std::uint8_t> header_of(const SafeTensors& contents,
                                    std::vector<std::span<const std::uint8_t>>& parts) {
  nlohmann::ordered_json header = nlohmann::ordered_json::object();
  // As far apart as can be, so that no block of damage hides both and leaves a whole model.
  nlohmann::ordered_json& metadata = header[kMetadata];
  metadata[kFormatKey] = kFormat;
  for (const auto& [key, text] : contents.metadata) {
    if (key != kFormatKey && key != kDigestKey) metadata[key] = text;
  }
  metadata[kDigestKey] = kNoDigits;
  std::uint64_t at = 0;
  for (const auto& [name, tensor] : contents.tensors) {
    if (name == kMetadata || name.empty() ||
        static_cast<std::int64_t>(tensor.values.size()) != tensor.shape.elements()) {
      throw Error(ErrorCode::invalid_argument,
                  "tensor " + in_quotes(name) +
                      ": expected a name of its own and as many numbers as its shape " +
                      tensor.shape.str() + " says, got " + std::to_string(tensor.values.size()));
    }
    const std::span<const std::uint8_t> bytes(
        reinterpret_cast<const std::uint8_t*>(tensor.values.data()),
        tensor.values.size() * sizeof(float));
    header[name] = {{"dtype", "F32"},
                    {"shape", tensor.shape.sizes()},
                    {"data_offsets", {at, at + bytes.size()}}};
    parts.push_back(bytes);
    at += bytes.size();
  }
  std::string text = dump_json(header);
  text.resize((text.size() + 7) / 8 * 8, ' ');
  if (text.size() > kMaxHeader) {
    throw Error(ErrorCode::invalid_argument, "its header would be longer than 100 MB");
  }
  const std::uint64_t length = text.size();
  std::vector<std::uint8_t> bytes(kLengthBytes + text.size());
  std::memcpy(bytes.data(), &length, kLengthBytes);
  std::memcpy(bytes.data() + kLengthBytes, text.data(), text.size());

  const std::optional<std::size_t> place = place_of_digits(text);
  if (!place) {
    throw Error(ErrorCode::invalid_argument,
                std::string("metadata: '") + kDigestKey + "' cannot be a part of another name");
  }
  Digest digest;
  digest.add(bytes.data(), bytes.size());
  for (const auto& part : parts) digest.add(part.data(), part.size());
  const std::string digits = digits_of(digest.value());
  std::memcpy(bytes.data() + kLengthBytes + *place, digits.data(), digits.size());
  return bytes;
}

}  // namespace

std::vector<std::uint8_t> encode_safetensors(const SafeTensors& contents) {
  std::vector<std::span<const std::uint8_t>> parts;
  std::vector<std::uint8_t> bytes = header_of(contents, parts);
  for (const auto& part : parts) bytes.insert(bytes.end(), part.begin(), part.end());
  return bytes;
}

void write_safetensors(const SafeTensors& contents, const std::string& path) {
  std::vector<std::span<const std::uint8_t>> parts(1);
  std::vector<std::uint8_t> header;
  try {
    header = header_of(contents, parts);
  } catch (const Error& error) {
    throw Error(error, "cannot save '" + path + "': " + error.what());
  }
  parts[0] = header;
  write_file_atomically(path, parts);
}

}  // namespace glia::io
