#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "server/visitors.h"

namespace glia::studio {

// The page and its sockets on one port. docs/protocol.md says what is refused.
class Server {
 public:
  struct Options {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;  // 0: any that is free
    std::string web;         // folder of the built page
    std::size_t connections = 64;
    Visitors::Limits visitors;
    Studio::Options studio;
  };
  // Listens from here on. Throws Error when the address or port cannot be had.
  Server(const DataSplit& data, const Options& options);
  ~Server();

  std::string url() const;  // with the token
  void run();               // until Ctrl-C or SIGTERM
  // After run(): ends all visitors. False when one of their threads was not over by then; the
  // destructor waits for it.
  bool end_within(std::chrono::milliseconds time);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace glia::studio
