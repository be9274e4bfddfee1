// The server itself. The only file that reads Beast's headers, which take long.
#include "server/server.h"

#include "core/extra_networks.h"
#include "glia/error.h"
#include "server/http.h"

namespace glia::studio {
namespace {

constexpr auto kTidyEvery = std::chrono::seconds(5);
constexpr auto kBreath = std::chrono::milliseconds(20);  // when there is no socket to be had

const DataSplit& checked(const DataSplit& data) {
  check_data(data);
  return data;
}
}  // namespace

struct Server::Impl {
  Impl(const DataSplit& data, const Options& o)
      : options(o),
        shared(checked(data), o),
        acceptor(context),
        signals(context),
        tidy(context),
        breath(context) {
    if (options.studio.extra_networks) check_extra_networks(*options.studio.extra_networks, data);
    beast::error_code error;
    const auto fail = [&] {
      if (error) {
        throw Error(ErrorCode::io, "cannot listen on " + options.address + ", port " +
                                       std::to_string(options.port) + ": " + error.message());
      }
    };
    const auto address = net::ip::make_address(options.address, error);
    fail();
    const tcp::endpoint endpoint(address, options.port);
    acceptor.open(endpoint.protocol(), error);
    fail();
    acceptor.set_option(net::socket_base::reuse_address(true), error);
    acceptor.bind(endpoint, error);
    fail();
    acceptor.listen(net::socket_base::max_listen_connections, error);
    fail();
    options.port = acceptor.local_endpoint().port();
    shared.hosts = allowed_hosts(options.address, options.port);
    shared.cookie = cookie_name(options.port);
    // From here on, so that whoever has read the address can end the server.
    signals.add(SIGINT);
    signals.add(SIGTERM);
    signals.async_wait([this](beast::error_code, int) { context.stop(); });
  }

  ~Impl() { shared.open.clear(); }

  void accept() {
    acceptor.async_accept([this](beast::error_code error, tcp::socket socket) {
      if (error == net::error::operation_aborted) return;
      if (!error) {
        std::make_shared<Http>(context, std::move(socket), shared)->begin();
        return accept();
      }
      // No descriptors are left, most likely.
      shared.places.make_room();
      breath.expires_after(kBreath);
      breath.async_wait([this](beast::error_code stopped) {
        if (!stopped) accept();
      });
    });
  }

  void tidy_up() {
    tidy.expires_after(kTidyEvery);
    tidy.async_wait([this](beast::error_code error) {
      if (error) return;
      shared.visitors.tidy();
      tidy_up();
    });
  }

  Options options;
  Shared shared;  // outlives every connection that waits in the context
  net::io_context context{1};
  tcp::acceptor acceptor;
  net::signal_set signals;
  net::steady_timer tidy, breath;
};

Server::Server(const DataSplit& data, const Options& options)
    : impl_(std::make_unique<Impl>(data, options)) {}
Server::~Server() = default;

std::string Server::url() const {
  return "http://" + impl_->shared.hosts.front() + "/?token=" + impl_->shared.token;
}

void Server::run() {
  impl_->accept();
  impl_->tidy_up();
  for (;;) {
    try {
      impl_->context.run();
      return;
    } catch (const std::bad_alloc&) {  // one connection's; the others go on
    }
  }
}

bool Server::end_within(std::chrono::milliseconds time) {
  while (!impl_->shared.open.empty()) (*impl_->shared.open.begin())->leave();
  return impl_->shared.visitors.end_within(time);
}

}  // namespace glia::studio
