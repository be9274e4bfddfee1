#include "glia/communicator.h"

#include <exception>

#include "glia/error.h"

namespace glia {

void Communicator::begin_gather(int /*number*/, std::byte* all,
                                std::span<const std::int64_t> counts) noexcept {
  gather(all, counts);
}

void Communicator::begin_exchange(int /*number*/, const std::byte* to,
                                  std::span<const std::int64_t> send, std::byte* from,
                                  std::span<const std::int64_t> receive) noexcept {
  exchange(to, send, from, receive);
}

bool Communicator::arrived(int /*number*/) noexcept { return true; }

void Communicator::finish(int /*number*/) noexcept {}

std::vector<std::string> texts_of_all(Communicator& others, const std::string& mine) {
  const auto ranks = static_cast<std::size_t>(others.size());
  const auto rank = static_cast<std::size_t>(others.rank());
  std::vector<std::int64_t> sizes(ranks);
  sizes[rank] = std::ssize(mine);
  others.gather(reinterpret_cast<std::byte*>(sizes.data()),
                std::vector<std::int64_t>(ranks, sizeof(std::int64_t)));
  std::size_t before = 0, all = 0;
  for (std::size_t r = 0; r < ranks; ++r) {
    if (r == rank) before = all;
    all += static_cast<std::size_t>(sizes[r]);
  }
  std::string joined(all, '\0');
  joined.replace(before, mine.size(), mine);
  others.gather(reinterpret_cast<std::byte*>(joined.data()), sizes);
  std::vector<std::string> texts;
  std::size_t at = 0;
  for (const std::int64_t size : sizes) {
    texts.push_back(joined.substr(at, static_cast<std::size_t>(size)));
    at += static_cast<std::size_t>(size);
  }
  return texts;
}

void together(Communicator& others, const std::function<void()>& fn) {
  std::exception_ptr thrown;
  std::string wrong;
  try {
    fn();
  } catch (const std::exception& error) {
    thrown = std::current_exception();
    wrong = error.what();
  }
  const std::vector<std::string> all = texts_of_all(others, wrong);
  for (std::size_t rank = 0; rank < all.size(); ++rank) {
    if (all[rank].empty()) continue;
    if (thrown && wrong == all[rank]) std::rethrow_exception(thrown);
    throw Error(ErrorCode::io, "rank " + std::to_string(rank) + ": " + all[rank]);
  }
}

}  // namespace glia
