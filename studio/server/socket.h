#pragma once
// One page's WebSocket, and what its visitor holds of it.
#include <poll.h>

#include <atomic>
#include <deque>
#include <memory>
#include <variant>

#include "server/shared.h"

namespace glia::studio {

inline constexpr std::size_t kMostFrame = 4 << 20;  // bytes of a page's frame
inline constexpr std::size_t kMostUnanswered = 4;   // frames of a page at once
inline constexpr std::size_t kRoom = 256 << 10;     // bytes that may wait before events are held
inline constexpr std::size_t kFull = 4 << 20;       // …before a page's frames are no longer read
inline constexpr auto kIdleTime = std::chrono::seconds(60);  // without a sign of life from a page
inline constexpr auto kWatchEvery = std::chrono::milliseconds(250);

// Whether the other side has closed, even if there is more to read.
inline bool hung_up(tcp::socket& socket) {
  pollfd asked{.fd = socket.native_handle(), .events = POLLRDHUP, .revents = 0};
  return ::poll(&asked, 1, 0) != 0;
}

using Bytes = std::variant<std::string, std::vector<std::uint8_t>>;

// What a visitor's thread holds of a socket: nothing that keeps it alive.
class Wire : public Outlet {
 public:
  Wire(net::io_context& context, std::weak_ptr<Socket> socket)
      : context_(context), socket_(std::move(socket)) {}

  void text(std::string frame) override { send(std::move(frame)); }
  void binary(std::vector<std::uint8_t> frame) override { send(std::move(frame)); }
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
         std::unique_ptr<Places::Place> place)
      : context_(context), stream_(std::move(stream)), shared_(shared), place_(std::move(place)) {}

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
  std::unique_ptr<Places::Place> place_;
  net::steady_timer watch_{context_};
  beast::flat_buffer buffer_;
  std::deque<Bytes> queue_;
  std::shared_ptr<Visitor> visitor_;
  std::shared_ptr<Wire> wire_;
  std::size_t unanswered_ = 0;
  bool reading_ = false, watching_ = false, ended_ = false;
};

inline void Wire::send(Bytes frame) {
  waiting_ += Socket::size_of(frame);
  net::post(context_, [socket = socket_, frame = std::move(frame)]() mutable {
    if (const auto there = socket.lock()) there->write(std::move(frame));
  });
}

inline void Wire::handled(bool understood) {
  net::post(context_, [socket = socket_, understood] {
    if (const auto there = socket.lock()) there->handled(understood);
  });
}

inline void Wire::close(End why) {
  net::post(context_, [socket = socket_, why] {
    if (const auto there = socket.lock()) {
      there->close(static_cast<websocket::close_code>(why),
                   why == End::taken_over ? "another page took over" : "the session failed");
    }
  });
}

}  // namespace glia::studio
