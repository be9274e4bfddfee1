#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace glia::studio {

// Who may come in: questions about one request, answered without sockets.

// "127.0.0.1:8080" and whatever else a page may be reached by, exactly as a browser says it.
std::vector<std::string> allowed_hosts(const std::string& address, unsigned short port);
// Whether the Host header is one of those.
bool host_is_allowed(std::string_view host, const std::vector<std::string>& allowed);
// Whether a page of the same origin asks.
bool origin_is_own(std::string_view origin, std::string_view host);
// Cookies belong to a name whatever the port, so that two studios on one machine need two.
std::string cookie_name(unsigned short port);
// The values of the cookies of that name in a Cookie header.
std::vector<std::string_view> cookie_values(std::string_view header, std::string_view name);
// In time that does not depend on where they differ.
bool same_secret(std::string_view a, std::string_view b);

// A request's target, taken apart. Throws nothing: what is strange has no value.
struct Target {
  std::string path;  // "/assets/index.js"
  std::string query;
  std::string parameter(std::string_view name) const;  // empty when it is not there
};
std::optional<Target> parse_target(std::string_view target);
// Whether every part of the path is a plain name: letters, digits, '.', '-', '_', not hidden.
bool is_plain_path(std::string_view path);
bool is_visitor_key(std::string_view key);  // 8 to 64 letters, digits, '-' or '_'

std::string random_word(std::size_t letters);          // from the system's source of randomness
std::string_view content_type(std::string_view path);  // empty: nothing that is served

}  // namespace glia::studio
