#include "base/normal_form.h"

#include <algorithm>
#include <cstdlib>
#include <memory>

#ifdef GLIA_HAS_UTF8PROC
#include <utf8proc.h>
#endif

namespace glia {

std::string normal_form(std::string_view text) {
#ifdef GLIA_HAS_UTF8PROC
  const bool ascii =
      std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (ascii) return std::string(text);
  utf8proc_uint8_t* composed = nullptr;
  const utf8proc_ssize_t length =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                   static_cast<utf8proc_ssize_t>(text.size()), &composed,
                   static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(composed, &std::free);
  if (length >= 0) {
    return {reinterpret_cast<const char*>(composed), static_cast<std::size_t>(length)};
  }
#endif
  return std::string(text);
}

}  // namespace glia
