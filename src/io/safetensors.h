#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "glia/state.h"

namespace glia::io {

// What a .safetensors file holds: named tensors, float32 here, and texts by name.
//
//   8 bytes    length of the header, little-endian
//   header     JSON: {"__metadata__":{name:text,…},
//                     name:{"dtype":"F32","shape":[…],"data_offsets":[begin,end]},…}, then spaces
//   data       the tensors without gap or overlap; offsets count from here
//
// What we write has two more texts, which readers check and keep to themselves: "glia.format":"2"
// and "glia.digest", 16 hexadecimal digits: the XXH64 of the file in which they are zeros. A file
// with neither is another program's or an old one; one with either is whole or refused.
struct SafeTensors {
  std::map<std::string, std::string> metadata;
  std::map<std::string, Tensor, std::less<>> tensors;
  std::map<std::string, std::string, std::less<>> others;  // of other types, unread: the type
};

// Strict: a file is read whole and right, or refused with an Error; it never takes more memory
// than a file of that size deserves. F16 and BF16 are widened, F64 are rounded to the nearest
// float; one that is larger than all floats is refused, and so are numbers of other types unless
// they are to be left unread.
// `accept` may throw when it sees the metadata, before anything is said of the tensors.
using Metadata = std::map<std::string, std::string>;
using Accept = std::function<void(const Metadata&)>;
enum class OtherTypes { refused, unread };
SafeTensors read_safetensors(const std::string& path, const Accept& accept = {},
                             OtherTypes others = OtherTypes::refused);
SafeTensors decode_safetensors(std::span<const std::uint8_t> bytes, const Accept& accept = {});
// Of exactly that many `bytes`, in order; `read` gives the next ones, false when it cannot.
using Read = std::function<bool(void* to, std::uint64_t bytes)>;
SafeTensors read_safetensors(const Read& read, std::uint64_t bytes, const Accept& accept = {},
                             OtherTypes others = OtherTypes::refused);

std::vector<std::uint8_t> encode_safetensors(const SafeTensors& contents);
// Atomically; the data starts at a multiple of 8. Throws Error.
void write_safetensors(const SafeTensors& contents, const std::string& path);

}  // namespace glia::io
