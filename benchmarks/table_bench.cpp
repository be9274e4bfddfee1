// How long a table takes to be read, and how much memory: table_bench FILE [TARGET] tells one line
// of JSON, with a TARGET also of making examples of it.
#include <glia/error.h>
#include <glia/table_set.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdio>

namespace {

double seconds() {
  using Clock = std::chrono::steady_clock;
  return std::chrono::duration<double>(Clock::now().time_since_epoch()).count();
}

double peak_megabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

}  // namespace

int main(int count, char** words) try {
  if (count < 2 || count > 3) {
    std::fprintf(stderr, "table_bench FILE [TARGET]\n");
    return 2;
  }
  const double begun = seconds(), before = peak_megabytes();
  const glia::Table table = glia::read_table(words[1]);
  const double read = seconds() - begun, peak = peak_megabytes() - before;
  const double numbers =
      4.0 * static_cast<double>(table.rows) * static_cast<double>(table.columns.size()) / (1 << 20);
  std::printf(
      "{\"rows\": %lld, \"columns\": %zu, \"numbers_mb\": %.1f, \"seconds\": %.3f, "
      "\"peak_mb\": %.1f",
      static_cast<long long>(table.rows), table.columns.size(), numbers, read, peak);
  if (count == 3) {
    const glia::DataSplit split = glia::learn_table(table, {.target = {words[2]}});
    std::printf(", \"examples_seconds\": %.3f, \"examples_peak_mb\": %.1f, \"classes\": %zu",
                seconds() - begun - read, peak_megabytes() - before, split.classes.size());
  }
  std::printf("}\n");
  return 0;
} catch (const glia::Error& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 1;
}
