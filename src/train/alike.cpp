#include "train/alike.h"

#include "glia/error.h"

namespace glia {

void expect_alike(Communicator& others, const std::vector<Alike>& things) {
  std::string mine;
  for (const Alike& thing : things) mine += thing.what + "\t" + thing.here + "\n";
  const std::vector<std::string> all = texts_of_all(others, mine);
  const auto part = [](const std::string& text, std::size_t from, char end) {
    return text.substr(from, text.find(end, from) - from);
  };
  for (std::size_t rank = 1; rank < all.size(); ++rank) {
    if (all[rank] == all[0]) continue;
    std::size_t at = 0;  // of the first line that is not the same
    while (part(all[0], at, '\n') == part(all[rank], at, '\n')) at = all[0].find('\n', at) + 1;
    const std::string what = part(all[0], at, '\t');
    const std::size_t value = at + what.size() + 1;
    throw Error(ErrorCode::invalid_argument,
                "rank " + std::to_string(rank) + " is not as rank 0: its " + what + " is " +
                    part(all[rank], value, '\n') + ", that of rank 0 is " +
                    part(all[0], value, '\n') +
                    "; all must learn the same from the same data, with the same Glia");
  }
}

}  // namespace glia
