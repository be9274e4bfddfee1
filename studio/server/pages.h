#pragma once
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace glia::studio {

// The files of the built page. One thread.
class Pages {
 public:
  explicit Pages(std::string folder) : folder_(std::move(folder)) {}

  struct Page {
    std::string bytes;
    std::string gzip;  // empty when that is not shorter
    std::string type;
    bool lasting = false;  // its name changes when it does
  };
  // Null when there is no such file, when it is outside of the folder or of no known type.
  std::shared_ptr<const Page> find(const std::string& path);

 private:
  struct Kept {
    std::filesystem::file_time_type written;
    std::shared_ptr<const Page> page;
  };
  std::string folder_;
  std::map<std::string, Kept> kept_;
};

}  // namespace glia::studio
