#pragma once
#include "core/base64.h"
#include "core/table/rows.h"
#include "support.h"

// What specifications of tables share: flats in a town, and a page that has opened them.
namespace glia::studio {

inline std::string base64(const std::string& text) {
  return to_base64(std::vector<std::uint8_t>(text.begin(), text.end()));
}

// A flat's size, its street, where every ninth is not known, and what it costs or how dear it is.
inline std::string flats(bool classes) {
  std::string text = classes ? "size,street,dear\n" : "size,street,price\n";
  for (int i = 0; i < 90; ++i) {
    const int size = 20 + i;
    const char* const street = i % 9 == 0 ? "" : i % 3 == 0 ? "quay" : "yard";
    const int price = 1000 + 10 * size + (i % 3 == 0 ? 300 : 0);
    text += std::to_string(size) + ',' + street + ',' +
            (classes ? price > 1700 ? "yes" : "no" : std::to_string(price)) + '\n';
  }
  return text;
}

struct TablePage : Page {
  explicit TablePage(bool classes = true) : TablePage(flats(classes)) {}
  // Learns these columns, or the one that is likely.
  explicit TablePage(const std::string& text, Json targets = {}) {
    seen_ = ask("table", {{"base64", base64(text)}, {"name", "flats.csv"}});
    if (targets.is_null()) targets = list({seen_.value("likely", "")});
    answer_ = ask("table", {{"target", targets}});
  }
  Json hello() const { return last("hello"); }
  Json learnt(int steps) {
    this->steps(steps);
    return ask("evaluate", {{"set", "test"}});
  }
  Json seen_, answer_;
};

class TableStudio : public testing::Test {
 protected:
  void SetUp() override {
    if (!reads_tables()) GTEST_SKIP() << "without libcsv";
  }
};

}  // namespace glia::studio
