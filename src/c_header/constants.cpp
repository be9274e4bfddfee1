#include "c_header/constants.h"

#include <array>
#include <cstdio>

namespace glia::headers {
namespace {

constexpr std::size_t kColumns = 98;

std::string number_of(float number) { return float_text(number); }
template <typename T>
std::string number_of(T number) {
  // −2^31 is no literal of C.
  return number == INT32_MIN ? "(-2147483647 - 1)" : std::to_string(number);
}

}  // namespace

template <typename T>
std::string Constants::write(const char* type, const std::string& name,
                             const std::vector<T>& numbers) {
  const std::string full = prefix_ + name;
  text_ += std::string("static const ") + type + " " + full + "[" + std::to_string(numbers.size()) +
           "] = {";
  std::string line = " ";
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const std::string number = number_of(numbers[i]) + (i + 1 < numbers.size() ? "," : "");
    if (line.size() + 1 + number.size() > kColumns) {
      text_ += "\n" + line;
      line = " ";
    }
    line += " " + number;
  }
  text_ += "\n" + line + "};\n";
  bytes_ += static_cast<std::int64_t>(numbers.size() * sizeof(T));
  return full;
}

std::string Constants::add(const std::string& name, const std::vector<float>& numbers) {
  return write("float", name, numbers);
}
std::string Constants::add(const std::string& name, const std::vector<std::int32_t>& numbers) {
  return write("int32_t", name, numbers);
}
std::string Constants::add(const std::string& name, const std::vector<std::int8_t>& numbers) {
  return write("int8_t", name, numbers);
}
std::string Constants::add(const std::string& name, const std::vector<std::uint8_t>& numbers) {
  return write("uint8_t", name, numbers);
}

std::string float_text(float number) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.9g", double{number});
  std::string word = text.data();
  if (word.find_first_of(".e") == word.npos) word += ".0";
  return word + "f";
}

// Bytes beyond ASCII as octal, three digits, so that what follows is no part of them.
std::string string_text(const std::string& text) {
  std::string word = "\"";
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    if (byte >= 0x20 && byte < 0x7f && letter != '"' && letter != '\\' && letter != '?') {
      word += letter;
      continue;
    }
    std::array<char, 8> octal{};
    std::snprintf(octal.data(), octal.size(), "\\%03o", unsigned{byte});
    word += octal.data();
  }
  return word + "\"";
}

}  // namespace glia::headers
