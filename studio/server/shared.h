#pragma once
// What all connections share. Read by server.cpp alone: Beast's headers take long.
#include <boost/asio.hpp>
#include <boost/beast.hpp>
#include <chrono>
#include <set>
#include <string>
#include <vector>

#include "server/gate.h"
#include "server/pages.h"
#include "server/places.h"
#include "server/server.h"
#include "server/visitors.h"

namespace glia::studio {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using tcp = net::ip::tcp;
using Request = http::request<http::empty_body>;

inline constexpr std::size_t kMostStrangers = 128;  // connections without the token
inline constexpr auto kStrangerTime =
    std::chrono::seconds(4);  // …and how long a request of theirs takes
inline constexpr auto kRequestTime = std::chrono::seconds(15);
inline constexpr std::size_t kTokenLetters = 22;  // 132 bits

inline std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }

class Socket;

// What all connections share.
struct Shared {
  Shared(const DataSplit& data, const Server::Options& options)
      : pages(options.web),
        visitors(data, options.visitors, options.studio),
        places(kMostStrangers, options.connections) {}

  Pages pages;
  Visitors visitors;
  std::vector<std::string> hosts;
  std::string token = random_word(kTokenLetters);
  std::string cookie;  // the name of the one that holds the token
  Places places;
  bool exhausted = false;  // there was no memory or thread for the visitor who came last
  // Sockets that are open: one that waits for its visitor is held by nothing else.
  std::set<std::shared_ptr<Socket>> open;
};

}  // namespace glia::studio
