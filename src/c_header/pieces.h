#pragma once
#include <set>
#include <string>

namespace glia::headers {

// The C functions that the steps call, of which a header has those that it needs. '@' stands for
// the header's prefix.
class Pieces {
 public:
  // Of what there are several kinds of numbers: "dense uint8_t".
  void need(const std::string& piece) { needed_.insert(piece); }
  std::string text(int widest_row) const;

 private:
  std::set<std::string> needed_;
};

}  // namespace glia::headers
