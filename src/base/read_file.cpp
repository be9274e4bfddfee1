#include "base/read_file.h"

#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

#include "glia/error.h"

namespace glia {

std::vector<std::uint8_t> read_file(const std::string& path, std::int64_t limit) {
  const auto fail = [&](int reason) {
    throw Error(reason == ENOENT ? ErrorCode::not_found : ErrorCode::io,
                "cannot read '" + path + "': " + std::generic_category().message(reason));
  };
  const auto close = [](std::FILE* f) { std::fclose(f); };
  const std::unique_ptr<std::FILE, decltype(close)> file(std::fopen(path.c_str(), "rbe"), close);
  if (!file) fail(errno);

  constexpr std::size_t kStep = std::size_t{1} << 20;
  std::vector<std::uint8_t> bytes;
  for (;;) {
    const std::size_t have = bytes.size();
    bytes.resize(have + kStep);
    const std::size_t got = std::fread(bytes.data() + have, 1, kStep, file.get());
    bytes.resize(have + got);
    if (static_cast<std::int64_t>(bytes.size()) > limit) {
      throw Error(ErrorCode::format, "'" + path + "': expected a file of at most " +
                                         std::to_string(limit) + " bytes, got a longer one");
    }
    if (got < kStep) {
      if (std::ferror(file.get()) != 0) fail(errno);
      return bytes;
    }
  }
}

}  // namespace glia
