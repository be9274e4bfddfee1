#include "terminal/csv.h"

#include "glia/harmless.h"

namespace glia::cli {

std::string csv_field(const std::string& text) {
  const std::string shown = harmless(text);
  if (shown.find_first_of(",\"") == shown.npos) return shown;
  std::string quoted = "\"";
  for (const char c : shown) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

}  // namespace glia::cli
