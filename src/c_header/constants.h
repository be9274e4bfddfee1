#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace glia::headers {

// The arrays of a header, as text, and what they take.
class Constants {
 public:
  explicit Constants(std::string prefix) : prefix_(std::move(prefix)) {}

  // Adds one and returns its name.
  std::string add(const std::string& name, const std::vector<float>& numbers);
  std::string add(const std::string& name, const std::vector<std::int32_t>& numbers);
  std::string add(const std::string& name, const std::vector<std::int8_t>& numbers);
  std::string add(const std::string& name, const std::vector<std::uint8_t>& numbers);

  const std::string& text() const { return text_; }
  std::int64_t bytes() const { return bytes_; }

 private:
  template <typename T>
  std::string write(const char* type, const std::string& name, const std::vector<T>& numbers);

  std::string prefix_, text_;
  std::int64_t bytes_ = 0;
};

std::string float_text(float number);              // "0.25f"
std::string string_text(const std::string& text);  // "\"a\""

}  // namespace glia::headers
