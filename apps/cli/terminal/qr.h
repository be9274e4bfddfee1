#pragma once
#include <string>

namespace glia::cli {

// A text as a QR code in half blocks, to be read off a terminal by a phone; empty where this build
// has no libqrencode.
std::string qr_code(const std::string& text);

}  // namespace glia::cli
