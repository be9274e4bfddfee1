#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace glia::cli {

struct Common;

// Options whose values are read strictly and whose mistakes are explained: "--rate: expected a
// number above 0, got 'nan'".
void add_whole(CLI::App& app, const std::string& name, std::optional<std::int64_t>& value,
               std::int64_t least, const std::string& help);
struct Range {
  double least;
  double most;
  bool open_below = false;  // least itself is not allowed
};
void add_number(CLI::App& app, const std::string& name, std::optional<double>& value, Range range,
                const std::string& help);
void add_choice(CLI::App& app, const std::string& name, std::optional<std::string>& value,
                const std::vector<std::string>& choices, const std::string& help);
// --json, --threads, --simd, --color.
void add_common(CLI::App& app, Common& common);

// The same, for words that are not options: throw UsageError naming `what`.
double parse_number(const std::string& what, const std::string& text);
std::int64_t parse_whole(const std::string& what, const std::string& text);

}  // namespace glia::cli
