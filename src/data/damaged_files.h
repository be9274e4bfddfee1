#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "glia/data.h"
#include "glia/error.h"

namespace glia {

// The files of a set that could not be read, by their place in the list of all, so that neither
// messages nor results depend on threads.
class DamagedFiles {
 public:
  // Reads the file at place `i` by `read`; remembers what it throws. From any thread.
  void reading(std::size_t i, const std::string& file, const std::function<void()>& read);

  bool has(std::size_t i) const { return found_.contains(i); }
  // Throws an Error that names the files, unless damaged ones are to be left out and all of these
  // are damaged and not, say, forbidden.
  void judge(Damaged damaged, const std::vector<std::string>& files, const std::string& many) const;
  std::vector<LeftOut> left_out(const std::vector<std::string>& files) const;

 private:
  std::mutex mutex_;
  std::map<std::size_t, Error> found_;
};

// Throws Error unless each of the classes has an example left.
void check_classes_left(const std::vector<std::string>& classes, const std::vector<bool>& left,
                        const std::string& many);

// "passed over: …; left out: 2 damaged pictures (…)": what is said of a set.
std::string with_left_out(std::string note, const std::vector<LeftOut>& left_out,
                          const std::string& one, const std::string& many);

}  // namespace glia
