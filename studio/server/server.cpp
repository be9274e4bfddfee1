// HTTP and WebSocket. The only file here that reads Beast's headers, which take long.
#include "server/server.h"

#include <poll.h>

#include <atomic>
#include <boost/asio.hpp>
#include <boost/beast.hpp>
#include <set>
#include <variant>

#include "core/companions.h"
#include "glia/error.h"
#include "server/gate.h"
#include "server/pages.h"

namespace glia::studio {
namespace {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using tcp = net::ip::tcp;
using Request = http::request<http::empty_body>;
using Reply = http::response<http::string_body>;

constexpr std::uint32_t kMostHeader = 8192;  // bytes of a request
constexpr std::size_t kMostFrame = 4 << 20;  // bytes of a page's frame
constexpr std::size_t kMostUnanswered = 4;   // frames of a page at once
constexpr std::size_t kRoom = 256 << 10;     // bytes that may wait before events are held
constexpr std::size_t kFull = 4 << 20;       // …before a page's frames are no longer read
constexpr auto kRequestTime = std::chrono::seconds(15);
constexpr auto kLastWords = std::chrono::seconds(2);  // of whoever was refused
constexpr std::size_t kMostIgnored = 1 << 20;
constexpr auto kIdleTime = std::chrono::seconds(60);  // without a sign of life from a page
constexpr auto kWatchEvery = std::chrono::milliseconds(250);
constexpr auto kTidyEvery = std::chrono::seconds(5);
constexpr std::size_t kTokenLetters = 22;  // 132 bits

std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }

class Socket;

// What all connections share.
struct Shared {
  Shared(const DataSplit& data, const Server::Options& options)
      : pages(options.web),
        visitors(data, options.visitors, options.session),
        most_connections(options.connections) {}

  Pages pages;
  Visitors visitors;
  std::vector<std::string> hosts;
  std::string token = random_word(kTokenLetters);
  std::size_t most_connections;
  std::size_t connections = 0;
  // Sockets that are open: one that waits for its visitor is held by nothing else.
  std::set<std::shared_ptr<Socket>> open;
};

// Counts a connection for as long as it lives.
class Seat {
 public:
  explicit Seat(Shared& shared) : shared_(&shared) { ++shared.connections; }
  ~Seat() { --shared_->connections; }
  Seat(const Seat&) = delete;
  Seat& operator=(const Seat&) = delete;

 private:
  Shared* shared_;
};

// Whether the other side has closed, even if there is more to read.
bool hung_up(tcp::socket& socket) {
  pollfd asked{.fd = socket.native_handle(), .events = POLLRDHUP, .revents = 0};
  return ::poll(&asked, 1, 0) != 0;
}

using Bytes = std::variant<std::string, std::vector<std::uint8_t>>;

// What a visitor's thread holds of a socket: nothing that keeps it alive.
class Wire : public Outlet {
 public:
  Wire(net::io_context& context, std::weak_ptr<Socket> socket)
      : context_(context), socket_(std::move(socket)) {}

  void send_text(std::string frame) override { send(std::move(frame)); }
  void send_binary(std::vector<std::uint8_t> frame) override { send(std::move(frame)); }
  bool has_room() const override { return waiting_ < kRoom; }
  void handled(bool understood) override;
  void close(End why) override;

  bool full() const { return waiting_ >= kFull; }
  void sent(std::size_t bytes) { waiting_ -= bytes; }

 private:
  void send(Bytes frame);

  net::io_context& context_;
  std::weak_ptr<Socket> socket_;
  std::atomic<std::size_t> waiting_{0};  // bytes
};

// One page's WebSocket.
class Socket : public std::enable_shared_from_this<Socket> {
 public:
  Socket(net::io_context& context, beast::tcp_stream stream, Shared& shared,
         std::unique_ptr<Seat> seat)
      : context_(context), stream_(std::move(stream)), shared_(shared), seat_(std::move(seat)) {}

  void begin(const Request& request, std::shared_ptr<Visitor> visitor) {
    visitor_ = std::move(visitor);
    shared_.open.insert(shared_from_this());
    beast::get_lowest_layer(stream_).expires_never();
    beast::get_lowest_layer(stream_).socket().set_option(tcp::no_delay(true));
    stream_.set_option(websocket::stream_base::timeout{
        .handshake_timeout = kRequestTime, .idle_timeout = kIdleTime, .keep_alive_pings = true});
    stream_.read_message_max(kMostFrame);
    stream_.auto_fragment(false);
    stream_.async_accept(request, [self = shared_from_this()](beast::error_code error) {
      if (error) return self->end();
      self->wire_ = std::make_shared<Wire>(self->context_, self);
      self->visitor_->come(self->wire_);
      self->read();
    });
  }

  void write(Bytes frame) {
    if (ended_) return;
    queue_.push_back(std::move(frame));
    if (queue_.size() == 1) write_next();
  }

  void handled(bool understood) {
    if (ended_) return;
    --unanswered_;
    if (!understood) return close(websocket::close_code::bad_payload, "expected a JSON object");
    read();
  }

  void close(websocket::close_code code, const char* why) {
    if (ended_) return;
    leave();
    stream_.async_close(websocket::close_reason(code, why),
                        [self = shared_from_this()](beast::error_code) {});
  }

  // The visitor stays, for a page that comes back.
  void leave() {
    ended_ = true;
    if (visitor_ && wire_) visitor_->go(wire_.get());
    visitor_.reset();
    watch_.cancel();
    shared_.open.erase(shared_from_this());
  }

 private:
  void read() {
    if (ended_ || reading_) return;
    if (unanswered_ >= kMostUnanswered || wire_->full()) return watch();
    reading_ = true;
    stream_.async_read(buffer_, [self = shared_from_this()](beast::error_code error, std::size_t) {
      self->reading_ = false;
      if (error) return self->end();
      if (self->ended_) return;
      if (!self->stream_.got_text()) {
        return self->close(websocket::close_code::unknown_data, "expected text");
      }
      ++self->unanswered_;
      self->visitor_->say(beast::buffers_to_string(self->buffer_.data()), self->wire_.get());
      self->buffer_.clear();
      self->buffer_.shrink_to_fit();
      self->read();
    });
  }

  // Who does not read does not see that the other side has left.
  void watch() {
    if (watching_) return;
    watching_ = true;
    watch_.expires_after(kWatchEvery);
    watch_.async_wait([self = shared_from_this()](beast::error_code error) {
      self->watching_ = false;
      if (error || self->ended_ || self->reading_) return;
      if (hung_up(beast::get_lowest_layer(self->stream_).socket())) return self->end();
      self->watch();
    });
  }

  void write_next() {
    const Bytes& frame = queue_.front();
    const auto done = [self = shared_from_this()](beast::error_code error, std::size_t) {
      if (error) return self->end();
      self->wire_->sent(size_of(self->queue_.front()));
      self->queue_.pop_front();
      if (!self->queue_.empty() && !self->ended_) self->write_next();
      self->read();  // there may be room again
    };
    if (const auto* text = std::get_if<std::string>(&frame)) {
      stream_.text(true);
      stream_.async_write(net::buffer(*text), done);
    } else {
      stream_.binary(true);
      stream_.async_write(net::buffer(std::get<std::vector<std::uint8_t>>(frame)), done);
    }
  }

  void end() {
    if (!ended_) leave();
    beast::error_code ignored;
    beast::get_lowest_layer(stream_).socket().close(ignored);
  }

 public:
  static std::size_t size_of(const Bytes& frame) {
    return std::visit([](const auto& bytes) { return bytes.size(); }, frame);
  }

 private:
  net::io_context& context_;
  websocket::stream<beast::tcp_stream> stream_;
  Shared& shared_;
  std::unique_ptr<Seat> seat_;
  net::steady_timer watch_{context_};
  beast::flat_buffer buffer_;
  std::deque<Bytes> queue_;
  std::shared_ptr<Visitor> visitor_;
  std::shared_ptr<Wire> wire_;
  std::size_t unanswered_ = 0;
  bool reading_ = false, watching_ = false, ended_ = false;
};

void Wire::send(Bytes frame) {
  waiting_ += Socket::size_of(frame);
  net::post(context_, [socket = socket_, frame = std::move(frame)]() mutable {
    if (const auto there = socket.lock()) there->write(std::move(frame));
  });
}

void Wire::handled(bool understood) {
  net::post(context_, [socket = socket_, understood] {
    if (const auto there = socket.lock()) there->handled(understood);
  });
}

void Wire::close(End why) {
  net::post(context_, [socket = socket_, why] {
    if (const auto there = socket.lock()) {
      there->close(static_cast<websocket::close_code>(why),
                   why == End::taken_over ? "another page took over" : "the session failed");
    }
  });
}

// One HTTP connection, until it becomes a Socket.
class Http : public std::enable_shared_from_this<Http> {
 public:
  Http(net::io_context& context, tcp::socket socket, Shared& shared)
      : context_(context),
        stream_(std::move(socket)),
        shared_(shared),
        seat_(std::make_unique<Seat>(shared)) {}

  void read() {
    parser_.emplace();
    parser_->header_limit(kMostHeader);
    parser_->body_limit(0);
    stream_.expires_after(kRequestTime);
    http::async_read(
        stream_, buffer_, *parser_,
        [self = shared_from_this()](beast::error_code error, std::size_t) { self->answer(error); });
  }

 private:
  void answer(beast::error_code error) {
    if (error == http::error::header_limit || error == http::error::buffer_overflow) {
      return refuse(http::status::request_header_fields_too_large, "the request is too long");
    }
    if (error == http::error::body_limit) {
      return refuse(http::status::payload_too_large, "nothing is taken here");
    }
    if (error.category() == make_error_code(http::error::bad_method).category() &&
        error != http::error::end_of_stream && error != http::error::partial_message) {
      return refuse(http::status::bad_request, "this is no HTTP request");
    }
    if (error) return;  // gone, or too slow
    const Request& request = parser_->get();
    const auto hosts = request.equal_range(http::field::host);
    const std::string_view host = view(request[http::field::host]);
    if (std::distance(hosts.first, hosts.second) != 1 || !host_is_allowed(host, shared_.hosts)) {
      return refuse(http::status::forbidden, "this name is not mine (Host)");
    }
    const std::optional<Target> target = parse_target(view(request.target()));
    if (!target) return refuse(http::status::bad_request, "this is no path");
    const bool upgrade = websocket::is_upgrade(request);
    if (target->path == "/socket") return upgrade ? open(*target) : say_why_not(*target);
    if (upgrade) return refuse(http::status::not_found, "sockets are at /socket");
    if (request.method() != http::verb::get && request.method() != http::verb::head) {
      return refuse(http::status::method_not_allowed, "only GET and HEAD");
    }
    serve(*target);
  }

  // A browser does not tell its page why a socket was refused; the page asks again without one.
  void say_why_not(const Target& target) {
    if (!same_secret(target.parameter("token"), shared_.token)) return refuse_stranger();
    if (shared_.visitors.full(target.parameter("visitor"))) return refuse_more();
    refuse(http::status::upgrade_required, "this is a WebSocket");
  }

  void refuse_stranger() { refuse(http::status::unauthorized, "the token is missing or wrong"); }
  void refuse_more() { refuse(http::status::service_unavailable, "too many visitors"); }

  void open(const Target& target) {
    const Request& request = parser_->get();
    const auto origins = request.equal_range(http::field::origin);
    if (std::distance(origins.first, origins.second) != 1 ||
        !origin_is_own(view(request[http::field::origin]), view(request[http::field::host]))) {
      return refuse(http::status::forbidden, "the page is not mine (Origin)");
    }
    if (!same_secret(target.parameter("token"), shared_.token)) {
      return refuse_stranger();
    }
    std::string key = target.parameter("visitor");
    if (key.empty()) key = random_word(kTokenLetters);
    if (!is_visitor_key(key)) {
      return refuse(http::status::bad_request, "visitor: 8 to 64 letters, digits, - or _");
    }
    std::shared_ptr<Visitor> visitor;
    try {
      visitor = shared_.visitors.find(key);
    } catch (const std::exception&) {  // memory or threads
    }
    if (!visitor) return refuse_more();
    std::make_shared<Socket>(context_, std::move(stream_), shared_, std::move(seat_))
        ->begin(request, std::move(visitor));
  }

  void serve(const Target& target) {
    const auto page = shared_.pages.find(target.path);
    if (!page) return refuse(http::status::not_found, "there is no such page");
    const Request& request = parser_->get();
    Reply reply{http::status::ok, request.version()};
    reply.set(http::field::content_type, page->type);
    reply.set(http::field::cache_control,
              page->lasting ? "public, max-age=31536000, immutable" : "no-cache");
    reply.set(http::field::vary, "Accept-Encoding");
    const bool gzip =
        !page->gzip.empty() &&
        view(request[http::field::accept_encoding]).find("gzip") != std::string_view::npos;
    if (gzip) reply.set(http::field::content_encoding, "gzip");
    reply.body() = gzip ? page->gzip : page->bytes;
    send(std::move(reply), request.keep_alive());
  }

  void refuse(http::status status, std::string_view why) {
    Reply reply{status, 11};
    reply.set(http::field::content_type, "text/plain; charset=utf-8");
    reply.set(http::field::cache_control, "no-store");
    reply.body() = std::string(why) + "\n";
    send(std::move(reply), false);
  }

  void send(Reply reply, bool keep) {
    const Request& request = parser_->get();
    const std::string host(view(request[http::field::host]));
    // Nothing comes from elsewhere, nothing goes elsewhere. `host` is one of ours when a page is
    // served; a refusal shows no page.
    const bool known = host_is_allowed(host, shared_.hosts);
    reply.set("Content-Security-Policy",
              "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
              "script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; font-src 'self'; "
              "img-src 'self' blob: data:; worker-src 'self'; manifest-src 'self'; "
              "connect-src 'self'" +
                  (known ? " ws://" + host : std::string()));
    reply.set("X-Content-Type-Options", "nosniff");
    reply.set("X-Frame-Options", "DENY");
    reply.set("Referrer-Policy", "no-referrer");
    reply.set("Cross-Origin-Opener-Policy", "same-origin");
    reply.set("Cross-Origin-Resource-Policy", "same-origin");
    reply.set("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
    reply.keep_alive(keep);
    const std::size_t length = reply.body().size();
    if (request.method() == http::verb::head) reply.body().clear();
    reply.content_length(length);
    reply_ = std::make_unique<Reply>(std::move(reply));
    serializer_ = std::make_unique<http::response_serializer<http::string_body>>(*reply_);
    const bool head = request.method() == http::verb::head;
    const auto done = [self = shared_from_this(), keep](beast::error_code error, std::size_t) {
      self->serializer_.reset();
      self->reply_.reset();
      if (!error && keep) return self->read();
      beast::error_code ignored;
      self->stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
      self->stream_.expires_after(kLastWords);
      self->buffer_.clear();
      self->hear_out(kMostIgnored);
    };
    stream_.expires_after(kRequestTime);
    if (head) {
      serializer_->split(true);
      http::async_write_header(stream_, *serializer_, done);
    } else {
      http::async_write(stream_, *serializer_, done);
    }
  }

  // A connection that is closed with something unread is reset, and what we said would be lost.
  void hear_out(std::size_t most) {
    stream_.async_read_some(
        buffer_.prepare(std::min<std::size_t>(most, kMostHeader)),
        [self = shared_from_this(), most](beast::error_code error, std::size_t bytes) {
          if (!error && bytes < most) self->hear_out(most - bytes);
        });
  }

  net::io_context& context_;
  beast::tcp_stream stream_;
  Shared& shared_;
  std::unique_ptr<Seat> seat_;
  beast::flat_buffer buffer_{2 * kMostHeader};
  std::optional<http::request_parser<http::empty_body>> parser_;
  std::unique_ptr<Reply> reply_;
  std::unique_ptr<http::response_serializer<http::string_body>> serializer_;
};

}  // namespace

namespace {
const DataSplit& checked(const DataSplit& data) {
  check_data(data);
  return data;
}
}  // namespace

struct Server::Impl {
  Impl(const DataSplit& data, const Options& o)
      : options(o), shared(checked(data), o), acceptor(context), signals(context), tidy(context) {
    if (options.session.companions) check_companions(*options.session.companions, data);
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
    // From here on, so that whoever has read the address can end the server.
    signals.add(SIGINT);
    signals.add(SIGTERM);
    signals.async_wait([this](beast::error_code, int) { context.stop(); });
  }

  ~Impl() { shared.open.clear(); }

  void accept() {
    acceptor.async_accept([this](beast::error_code error, tcp::socket socket) {
      if (error == net::error::operation_aborted) return;
      // Beyond the limit a connection is closed at once.
      if (!error && shared.connections < shared.most_connections) {
        std::make_shared<Http>(context, std::move(socket), shared)->read();
      }
      accept();
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
  net::steady_timer tidy;
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
  impl_->context.run();
}

bool Server::end_within(std::chrono::milliseconds time) {
  while (!impl_->shared.open.empty()) (*impl_->shared.open.begin())->leave();
  return impl_->shared.visitors.end_within(time);
}

}  // namespace glia::studio
