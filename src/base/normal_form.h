#pragma once
#include <string>
#include <string_view>

namespace glia {

// The text in Unicode's normal form C: "й" of one character, whether a file system wrote it so or,
// as macOS does, as "и" with a breve. As it is where it is no UTF-8, or utf8proc was not there to
// build with.
std::string normal_form(std::string_view text);

}  // namespace glia
