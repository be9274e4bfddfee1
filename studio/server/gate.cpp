#include "server/gate.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <random>
#include <utility>

namespace glia::studio {
namespace {

bool is_letter(char c) { return std::isalnum(static_cast<unsigned char>(c)) && c > 0; }

constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kTypes{{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".json", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".txt", "text/plain; charset=utf-8"},
    {".wasm", "application/wasm"},
}};

}  // namespace

std::vector<std::string> allowed_hosts(const std::string& address, unsigned short port) {
  std::vector<std::string> names{address.find(':') == address.npos ? address : "[" + address + "]"};
  if (address == "127.0.0.1" || address == "::1") names = {"127.0.0.1", "localhost", "[::1]"};
  std::vector<std::string> hosts;
  for (const std::string& name : names) {
    hosts.push_back(name + ":" + std::to_string(port));
    if (port == 80) hosts.push_back(name);
  }
  return hosts;
}

bool host_is_allowed(std::string_view host, const std::vector<std::string>& allowed) {
  return std::ranges::find(allowed, host) != allowed.end();
}

bool origin_is_own(std::string_view origin, std::string_view host) {
  constexpr std::string_view kScheme = "http://";
  return origin.starts_with(kScheme) && origin.substr(kScheme.size()) == host;
}

std::string cookie_name(unsigned short port) { return "glia-" + std::to_string(port); }

std::vector<std::string_view> cookie_values(std::string_view header, std::string_view name) {
  std::vector<std::string_view> values;
  while (!header.empty()) {
    std::string_view pair = header.substr(0, header.find(';'));
    header.remove_prefix(std::min(pair.size() + 1, header.size()));
    while (pair.starts_with(' ')) pair.remove_prefix(1);
    while (pair.ends_with(' ')) pair.remove_suffix(1);
    if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=') {
      values.push_back(pair.substr(name.size() + 1));
    }
  }
  return values;
}

bool same_secret(std::string_view a, std::string_view b) {
  unsigned difference = a.size() == b.size() ? 0 : 1;
  for (std::size_t i = 0; i < b.size(); ++i) {
    difference |= static_cast<unsigned>((i < a.size() ? a[i] : 0) ^ b[i]);
  }
  return difference == 0;
}

std::string Target::parameter(std::string_view name) const {
  std::string_view rest = query;
  while (!rest.empty()) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
    const std::size_t equals = pair.find('=');
    if (equals != pair.npos && pair.substr(0, equals) == name) {
      return std::string(pair.substr(equals + 1));
    }
  }
  return "";
}

std::optional<Target> parse_target(std::string_view target) {
  if (target.empty() || target.front() != '/' || target.size() > 2000) return std::nullopt;
  const std::size_t question = std::min(target.find('?'), target.size());
  Target parsed{std::string(target.substr(0, question)), ""};
  if (question < target.size()) parsed.query = target.substr(question + 1);
  return parsed;
}

bool is_plain_path(std::string_view path) {
  if (!path.starts_with('/')) return false;
  while (!path.empty()) {
    path.remove_prefix(1);  // the slash
    const std::string_view part = path.substr(0, path.find('/'));
    if (part.empty() || part.front() == '.') return false;
    if (!std::ranges::all_of(
            part, [](char c) { return is_letter(c) || c == '.' || c == '-' || c == '_'; })) {
      return false;
    }
    path.remove_prefix(part.size());
  }
  return true;
}

bool is_visitor_key(std::string_view key) {
  return key.size() >= 8 && key.size() <= 64 &&
         std::ranges::all_of(key, [](char c) { return is_letter(c) || c == '-' || c == '_'; });
}

std::string random_word(std::size_t letters) {
  constexpr std::string_view kLetters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::random_device source;
  std::string word;
  for (std::size_t i = 0; i < letters; ++i) word += kLetters[source() % kLetters.size()];
  return word;
}

std::string_view content_type(std::string_view path) {
  for (const auto& [ending, type] : kTypes) {
    if (path.ends_with(ending)) return type;
  }
  return {};
}

}  // namespace glia::studio
