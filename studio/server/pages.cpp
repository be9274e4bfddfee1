#include "server/pages.h"

#include <zlib.h>

#include <fstream>
#include <sstream>

#include "server/gate.h"

namespace glia::studio {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kMostBytes = 32 << 20;
constexpr std::size_t kMostKept = 200;

std::string gzipped(const std::string& bytes) {
  z_stream stream{};
  constexpr int kGzip = 15 + 16;
  if (deflateInit2(&stream, 9, Z_DEFLATED, kGzip, 9, Z_DEFAULT_STRATEGY) != Z_OK) return "";
  std::string out(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const bool done = deflate(&stream, Z_FINISH) == Z_STREAM_END;
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return done && out.size() < bytes.size() ? out : "";
}

}  // namespace

std::shared_ptr<const Pages::Page> Pages::find(const std::string& path) {
  const std::string name = path == "/" ? "/index.html" : path;
  const std::string_view type = content_type(name);
  if (type.empty() || !is_plain_path(name)) return nullptr;
  std::error_code error;
  // A link may not lead out either.
  const fs::path root = fs::canonical(folder_, error);
  if (error) return nullptr;
  const fs::path file = fs::canonical(root / name.substr(1), error);
  if (error || !fs::is_regular_file(file, error)) return nullptr;
  const fs::path inside = file.lexically_relative(root);
  if (inside.empty() || *inside.begin() == "..") return nullptr;
  const auto written = fs::last_write_time(file, error);
  if (const auto found = kept_.find(name);
      found != kept_.end() && found->second.written == written) {
    return found->second.page;
  }
  if (error || fs::file_size(file, error) > kMostBytes || error) return nullptr;
  std::ifstream in(file, std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  if (!in) return nullptr;
  auto page = std::make_shared<Page>();
  page->bytes = bytes.str();
  page->type = type;
  page->lasting = name.starts_with("/assets/");
  if (!name.ends_with(".woff2") && !name.ends_with(".png")) page->gzip = gzipped(page->bytes);
  if (kept_.size() >= kMostKept) kept_.clear();
  kept_[name] = {written, page};
  return page;
}

}  // namespace glia::studio
