// What Glia uses of C++20's library and Emscripten's may lack. That of Debian 12 (3.1.6, libc++ 13)
// has no algorithms on ranges and no bit_cast, and before libc++ 20 none reads numbers with a
// point. Included first, and there alone.
#pragma once
#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <string>

// Sizes are 64 bits in Glia and 32 in memory of 32 bits.
#pragma clang diagnostic ignored "-Wshorten-64-to-32"

namespace std {

#if _LIBCPP_VERSION < 15000
template <typename To, typename From>
constexpr To bit_cast(const From& from) noexcept {
  return __builtin_bit_cast(To, from);
}

namespace ranges {

// name(range, predicate or order, projection)
#define GLIA_ALGORITHM(name)                                                                \
  template <typename Range, typename Fn = std::less<>, typename Projection = std::identity> \
  auto name(Range&& range, Fn fn = {}, Projection projection = {}) {                        \
    return std::name(std::begin(range), std::end(range), [&](const auto&... x) -> bool {    \
      return std::invoke(fn, std::invoke(projection, x)...);                                \
    });                                                                                     \
  }
GLIA_ALGORITHM(all_of)
GLIA_ALGORITHM(any_of)
GLIA_ALGORITHM(find_if)
GLIA_ALGORITHM(max_element)
GLIA_ALGORITHM(min_element)
GLIA_ALGORITHM(none_of)
GLIA_ALGORITHM(sort)
GLIA_ALGORITHM(stable_sort)
#undef GLIA_ALGORITHM

// name(range, what else)
#define GLIA_ALGORITHM(name)                                       \
  template <typename Range, typename... Rest>                      \
  auto name(Range&& range, Rest... rest) {                         \
    return std::name(std::begin(range), std::end(range), rest...); \
  }
GLIA_ALGORITHM(binary_search)
GLIA_ALGORITHM(copy)
GLIA_ALGORITHM(count)
GLIA_ALGORITHM(fill)
GLIA_ALGORITHM(lower_bound)
GLIA_ALGORITHM(replace_copy)
GLIA_ALGORITHM(replace_if)
GLIA_ALGORITHM(reverse)
GLIA_ALGORITHM(transform)
#undef GLIA_ALGORITHM

template <typename Range, typename T, typename Projection = std::identity>
auto find(Range&& range, const T& value, Projection projection = {}) {
  return ranges::find_if(
      range, [&](const auto& x) { return x == value; }, projection);
}
template <typename Range, typename Iterator>
void nth_element(Range&& range, Iterator nth) {
  std::nth_element(std::begin(range), nth, std::end(range));
}
template <typename A, typename B, typename Fn = std::equal_to<>>
bool equal(const A& a, const B& b, Fn fn = {}) {
  return std::equal(std::begin(a), std::end(a), std::begin(b), std::end(b), fn);
}
template <typename Range>
auto minmax(const Range& range) {
  const auto [low, high] = std::minmax_element(std::begin(range), std::end(range));
  return std::pair(*low, *high);
}
template <typename Iterator>
struct Rest {
  Iterator first, last;
  Iterator begin() const { return first; }
  Iterator end() const { return last; }
};
template <typename Range>
auto unique(Range&& range) {
  return Rest<decltype(range.begin())>{std::unique(range.begin(), range.end()), range.end()};
}

}  // namespace ranges
#endif

#if _LIBCPP_VERSION < 200000
template <typename Number, typename Read>
from_chars_result read_number(const char* first, const char* last, Number& value, Read read) {
  string text(first, last);
  text.resize(min(text.find_first_not_of("0123456789.eE+-"), text.size()));
  char* rest = nullptr;
  const bool number = first != last && (*first == '-' || *first == '.' || isdigit(*first) != 0);
  const Number found = number ? read(text.c_str(), &rest) : 0;
  if (rest == nullptr || rest == text.c_str()) return {first, errc::invalid_argument};
  const from_chars_result result{first + (rest - text.c_str()), errc()};
  if (!isfinite(found)) return {result.ptr, errc::result_out_of_range};
  value = found;
  return result;
}
inline from_chars_result from_chars(const char* first, const char* last, double& value) {
  return read_number(first, last, value, strtod);
}
inline from_chars_result from_chars(const char* first, const char* last, float& value) {
  return read_number(first, last, value, strtof);
}
#endif

}  // namespace std
