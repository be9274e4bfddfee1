#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace glia::studio {

// RFC 4648, with padding: how bytes travel inside JSON.
std::string to_base64(std::span<const std::uint8_t> bytes);
std::vector<std::uint8_t> from_base64(std::string_view text);  // strict; throws Error{format}

}  // namespace glia::studio
