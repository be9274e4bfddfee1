#pragma once
// One HTTP connection: pages, refusals, and the way to a Socket.
#include <memory>
#include <optional>
#include <string>

#include "core/fields.h"
#include "server/socket.h"

namespace glia::studio {

using Reply = http::response<http::span_body<const char>>;

inline constexpr std::uint32_t kMostHeader = 8192;  // bytes of a request
inline constexpr std::size_t kFirstBytes = 512;
inline constexpr auto kLastWords = std::chrono::seconds(2);  // of whoever was refused
inline constexpr std::size_t kMostIgnored = 1 << 20;

// One HTTP connection, until it becomes a Socket.
class Http : public std::enable_shared_from_this<Http> {
 public:
  Http(net::io_context& context, tcp::socket socket, Shared& shared)
      : context_(context),
        stream_(std::move(socket)),
        shared_(shared),
        place_(shared.places.enter([this] { close(); })) {}

  void begin() {
    stream_.expires_after(kStrangerTime);
    // One that says nothing takes no more than this.
    stream_.async_read_some(
        buffer_.prepare(kFirstBytes),
        [self = shared_from_this()](beast::error_code error, std::size_t bytes) {
          if (error) return;
          self->place_->spoke();
          self->buffer_.commit(bytes);
          self->read();
        });
  }

 private:
  // Of a stranger all of the first request has to come by the deadline that began with begin().
  void read() {
    parser_.emplace();
    parser_->header_limit(kMostHeader);
    parser_->body_limit(0);
    http::async_read(
        stream_, buffer_, *parser_,
        [self = shared_from_this()](beast::error_code error, std::size_t) { self->answer(error); });
  }

  void close() {
    beast::error_code ignored;
    stream_.socket().close(ignored);
  }

  auto patience() const { return place_->known() ? kRequestTime : kStrangerTime; }

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
    const Pass cookie = pass_of_cookies();
    // A socket is let in by its cookie alone.
    const bool in_address = !upgrade && same_secret(target->parameter("token"), shared_.token);
    if ((in_address || cookie == Pass::right) && !place_->admit()) {
      return refuse(http::status::service_unavailable, "too many connections");
    }
    if (target->path == "/socket") {
      return upgrade ? open(*target, cookie) : say_why_not(*target, cookie);
    }
    if (upgrade) return refuse(http::status::not_found, "sockets are at /socket");
    if (request.method() != http::verb::get && request.method() != http::verb::head) {
      return refuse(http::status::method_not_allowed, "only GET and HEAD");
    }
    serve(*target, in_address);
  }

  enum class Pass { none, wrong, right };
  Pass pass_of_cookies() const {
    const Request& request = parser_->get();
    Pass pass = Pass::none;
    const auto [begin, end] = request.equal_range(http::field::cookie);
    for (auto header = begin; header != end; ++header) {
      for (const std::string_view value : cookie_values(view(header->value()), shared_.cookie)) {
        if (same_secret(value, shared_.token)) return Pass::right;
        pass = Pass::wrong;
      }
    }
    return pass;
  }

  // A browser does not tell its page why a socket was refused; the page asks again without one.
  // Given the token in the address it learns whether that or the cookie is what is wrong.
  void say_why_not(const Target& target, Pass cookie) {
    const std::string token = target.parameter("token");
    if (!token.empty() && !same_secret(token, shared_.token)) return refuse_stranger(Pass::wrong);
    if (cookie != Pass::right) {
      if (token.empty()) return refuse_stranger(cookie);
      return refuse(http::status::unauthorized, "cookie_missing", "the cookie did not come back");
    }
    if (shared_.visitors.full(target.parameter("visitor"))) return refuse_more();
    if (shared_.exhausted) return refuse_exhausted();
    refuse(http::status::upgrade_required, "this is a WebSocket");
  }

  void refuse_stranger(Pass pass) {
    if (pass == Pass::wrong) {
      return refuse(http::status::unauthorized, "token_wrong", "this is not the token");
    }
    refuse(http::status::unauthorized, "token_missing",
           "the token is missing; open the address that glia studio printed");
  }
  void refuse_more() { refuse(http::status::service_unavailable, "full", "all places are taken"); }
  void refuse_exhausted() {
    refuse(http::status::service_unavailable, "exhausted",
           "this machine has no thread or no memory for another visitor");
  }

  void open(const Target& target, Pass cookie) {
    const Request& request = parser_->get();
    const auto origins = request.equal_range(http::field::origin);
    if (std::distance(origins.first, origins.second) != 1 ||
        !origin_is_own(view(request[http::field::origin]), view(request[http::field::host]))) {
      return refuse(http::status::forbidden, "the page is not mine (Origin)");
    }
    if (cookie != Pass::right) return refuse_stranger(cookie);
    std::string key = target.parameter("visitor");
    if (key.empty()) key = random_word(kTokenLetters);
    if (!is_visitor_key(key)) {
      return refuse(http::status::bad_request, "visitor: 8 to 64 letters, digits, - or _");
    }
    std::shared_ptr<Visitor> visitor;
    try {
      visitor = shared_.visitors.find(key);
      shared_.exhausted = false;
    } catch (const std::exception&) {
      shared_.exhausted = true;
      return refuse_exhausted();
    }
    if (!visitor) return refuse_more();
    std::make_shared<Socket>(context_, std::move(stream_), shared_, std::move(place_))
        ->begin(request, std::move(visitor));
  }

  void serve(const Target& target, bool enters) {
    const auto page = shared_.pages.find(target.path);
    if (!page) return refuse(http::status::not_found, "there is no such page");
    const Request& request = parser_->get();
    Reply reply{http::status::ok, request.version()};
    reply.set(http::field::content_type, page->type);
    if (enters) {
      reply.set(http::field::set_cookie,
                shared_.cookie + "=" + shared_.token + "; Path=/; HttpOnly; SameSite=Strict");
    }
    reply.set(http::field::cache_control, enters          ? "no-store"
                                          : page->lasting ? "public, max-age=31536000, immutable"
                                                          : "no-cache");
    reply.set(http::field::vary, "Accept-Encoding");
    const bool gzip =
        !page->gzip.empty() &&
        view(request[http::field::accept_encoding]).find("gzip") != std::string_view::npos;
    if (gzip) reply.set(http::field::content_encoding, "gzip");
    const std::string& bytes = gzip ? page->gzip : page->bytes;
    reply.body() = {bytes.data(), bytes.size()};
    page_ = page;
    send(std::move(reply), request.keep_alive());
  }

  void refuse(http::status status, std::string_view why) {
    said_ = std::string(why) + "\n";
    refuse_as(status, "text/plain; charset=utf-8");
  }
  // What a page reads.
  void refuse(http::status status, std::string_view code, std::string_view why) {
    said_ = text_of({{"error", {{"code", code}, {"text", why}}}}) + "\n";
    refuse_as(status, "application/json");
  }
  void refuse_as(http::status status, std::string_view type) {
    Reply reply{status, 11};
    reply.set(http::field::content_type, beast::string_view(type.data(), type.size()));
    reply.set(http::field::cache_control, "no-store");
    reply.body() = {said_.data(), said_.size()};
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
    reply.set("Permissions-Policy", "camera=(), microphone=(self), geolocation=()");
    reply.keep_alive(keep);
    const std::size_t length = reply.body().size();
    reply.content_length(length);
    reply_ = std::make_unique<Reply>(std::move(reply));
    serializer_ = std::make_unique<http::response_serializer<Reply::body_type>>(*reply_);
    const bool head = request.method() == http::verb::head;
    const auto done = [self = shared_from_this(), keep](beast::error_code error, std::size_t) {
      self->serializer_.reset();
      self->reply_.reset();
      self->page_.reset();
      if (!error && keep) {
        self->stream_.expires_after(self->patience());
        return self->read();
      }
      beast::error_code ignored;
      self->stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
      self->stream_.expires_after(kLastWords);
      self->buffer_.clear();
      self->hear_out(kMostIgnored);
    };
    stream_.expires_after(patience());
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
  std::unique_ptr<Places::Place> place_;
  beast::flat_buffer buffer_{2 * kMostHeader};
  std::optional<http::request_parser<http::empty_body>> parser_;
  std::string said_;                         // what reply_ says,
  std::shared_ptr<const Pages::Page> page_;  // or whose bytes
  std::unique_ptr<Reply> reply_;
  std::unique_ptr<http::response_serializer<Reply::body_type>> serializer_;
};

}  // namespace glia::studio
