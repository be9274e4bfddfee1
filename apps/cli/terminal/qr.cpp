#include "terminal/qr.h"

#ifdef GLIA_HAS_QR
#include <qrencode.h>

#include <memory>
#endif

namespace glia::cli {

#ifdef GLIA_HAS_QR

std::string qr_code(const std::string& text) {
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
      QRcode_encodeString(text.c_str(), 0, QR_ECLEVEL_L, QR_MODE_8, 1), QRcode_free);
  if (!code) return "";
  constexpr int kMargin = 2;  // light modules around it
  const auto dark = [&](int x, int y) {
    const bool inside = x >= 0 && y >= 0 && x < code->width && y < code->width;
    return inside && (code->data[y * code->width + x] & 1) != 0;
  };
  // Black on white whatever the terminal's colours are; two rows a line.
  std::string lines;
  for (int y = -kMargin; y < code->width + kMargin; y += 2) {
    lines += "  \033[30;107m";
    for (int x = -kMargin; x < code->width + kMargin; ++x) {
      const bool upper = dark(x, y), lower = dark(x, y + 1);
      lines += upper && lower ? "█" : upper ? "▀" : lower ? "▄" : " ";
    }
    lines += "\033[0m\n";
  }
  return lines;
}

#else

std::string qr_code(const std::string&) { return ""; }

#endif

}  // namespace glia::cli
