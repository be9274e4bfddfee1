// Stands in for gunzip.cpp, jpeg.cpp and png.cpp in a build without their libraries.
#include "data/codecs.h"
#include "data/gunzip.h"
#include "glia/error.h"

namespace glia {
namespace {

[[noreturn]] void missing(const std::string& what) {
  throw Error(ErrorCode::unsupported,
              what +
                  ": this build knows no PNG, JPEG or gzip: build it again with zlib, libspng "
                  "and libjpeg-turbo");
}

}  // namespace

Picture decode_png(std::span<const std::uint8_t> /*bytes*/, const std::string& name) {
  missing("PNG '" + name + "'");
}
std::vector<std::uint8_t> encode_png(const Picture& /*picture*/) { missing("PNG"); }
Picture decode_jpeg(std::span<const std::uint8_t> /*bytes*/, const std::string& name) {
  missing("JPEG '" + name + "'");
}
SmallPicture decode_small_jpeg(std::span<const std::uint8_t> /*bytes*/, const std::string& name,
                               int /*least*/) {
  missing("JPEG '" + name + "'");
}
struct Gunzip::Stream {};
Gunzip::Gunzip(std::span<const std::uint8_t> /*bytes*/, std::string what) { missing(what); }
Gunzip::~Gunzip() = default;
std::size_t Gunzip::read(std::span<std::uint8_t> /*out*/) { return 0; }

}  // namespace glia
