// Stands in for fetch_idx.cpp and folder.cpp in a browser: its page hands over what is to be read.
#include "data/sources/absent_source.h"
#include "data/sources/idx_source.h"
#include "data/sources/sources.h"
#include "glia/error.h"

namespace glia {
namespace {

[[noreturn]] void no_files(const std::string& name) {
  throw Error(ErrorCode::unsupported, "'" + name + "': nothing has files here");
}

class NoFolder final : public AbsentSource {
 public:
  using AbsentSource::AbsentSource;

 private:
  [[noreturn]] void fail(const std::string& name) const override { no_files(name); }
};

}  // namespace

std::string IdxSource::fetch(const std::string& name, const std::string& /*dir*/,
                             const Say& /*say*/, const std::string& /*from*/) const {
  no_files(name);
}

const Source& sources::folder() {
  static const NoFolder source("folder:", Sense::sees,
                               {.place = "folder:DIR",
                                .help = "folder:DIR with pictures",
                                .model = "photos",
                                .many = "pictures"});
  return source;
}

}  // namespace glia
