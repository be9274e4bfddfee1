#pragma once
#include <chrono>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "glia/inspect.h"

namespace glia::cli {

// What a stream can show.
struct Screen {
  enum class Colors { none, ansi256, truecolor };

  bool terminal = false;
  int width = 80;
  Colors colors = Colors::none;

  // `color`: "auto", "always" or "never". NO_COLOR, TERM and COLORTERM are honoured.
  static Screen of(std::FILE* stream, const std::string& color);

  std::string paint(std::string_view text, Rgb color) const;
  std::string bold(std::string_view text) const;
  std::string dim(std::string_view text) const;
  std::string foreground(Rgb color) const;  // escape sequences, empty without colours
  std::string background(Rgb color) const;
  std::string reset() const;
};

inline constexpr Rgb kTrainColor{255, 178, 74};
inline constexpr Rgb kTestColor{122, 172, 240};
inline constexpr Rgb kGood{120, 200, 140};
inline constexpr Rgb kQuiet{110, 120, 135};

// Columns that UTF-8 text takes, escape sequences not counted.
int columns(std::string_view text) noexcept;
std::string pad_right(std::string text, int width);
std::string pad_left(std::string text, int width);
// Broken between words into lines of at most `width` columns; a longer word has one to itself.
std::vector<std::string> in_lines(std::string_view text, int width);

std::string grouped(std::int64_t number);               // "13,002"
std::string signed_number(double value, int decimals);  // "+0.70", "−1.20"
std::string plain_number(double value, int decimals);   // "0.70", "−1.20"
std::string short_number(double value, int digits);     // of 4: "0.9555", "42120", "1.5e-07"
std::string percent(double fraction);                   // "96.04 %"
std::string rate(double per_second);                    // "1.21 M"
std::string duration(double seconds);                   // "4 s", "2 min 05 s"

// One line that is drawn over itself, at most ten times a second, on a terminal only.
class StatusLine {
 public:
  explicit StatusLine(std::FILE* stream, Screen screen) : stream_(stream), screen_(screen) {}
  ~StatusLine() { clear(); }
  StatusLine(const StatusLine&) = delete;
  StatusLine& operator=(const StatusLine&) = delete;

  bool due();  // it is time to draw again
  // Fields in order of importance last to first: those that do not fit are left out from the end.
  void draw(const std::vector<std::string>& fields);
  void clear();
  const Screen& screen() const noexcept { return screen_; }

 private:
  std::FILE* stream_;
  Screen screen_;
  bool shown_ = false;
  std::chrono::steady_clock::time_point next_{};
};

}  // namespace glia::cli
