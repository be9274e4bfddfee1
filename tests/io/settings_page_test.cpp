// The reference page of settings says what the engine has. GLIA_MAKE_FIXTURES=1 brings its tables
// up to date; in Russian what a setting means is written by hand.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

#include "glia/settings.h"

namespace glia {
namespace {

constexpr const char* kBegin = "<!-- settings -->\n";
constexpr const char* kEnd = "<!-- end of settings -->\n";

std::string read(const std::string& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string plain(double number) {
  std::ostringstream out;
  out.precision(10);
  out << number;
  return out.str();
}

std::string values(const Setting& setting) {
  if (!setting.choices.empty()) {
    std::string text;
    for (const std::string_view choice : setting.choices) {
      text += (text.empty() ? "`" : ", `") + std::string(choice) + "`";
    }
    return text;
  }
  if (setting.type == Setting::Type::flag) return "";
  if (setting.type == Setting::Type::text) return std::string(setting.form);
  const bool open = setting.high > 1e9;
  return (setting.type == Setting::Type::whole ? "N in " : "") +
         std::string(setting.open_low ? "(" : "[") + plain(setting.low) + ", " +
         (open ? "∞" : plain(setting.high)) + (setting.open_high || open ? ")" : "]");
}

// What stands before the words, the same in every language.
std::string facts(const Setting& setting) {
  std::string option = "--" + std::string(setting.name);
  std::replace(option.begin(), option.end(), '_', '-');
  std::string usual = usual_in_words(setting);
  if (!setting.zero.empty()) usual = usual.substr(0, usual.find(": " + std::string(setting.zero)));
  if (setting.type == Setting::Type::flag) usual.clear();
  return "| `" + option + "` | " + values(setting) + " | " + usual + " | ";
}

std::string in_english(const Setting& setting) {
  std::string text(setting.help);
  if (!setting.zero.empty()) text += " (0: " + std::string(setting.zero) + ")";
  return text;
}

class Page : public testing::TestWithParam<const char*> {};

TEST_P(Page, HasEverySetting) {
  const std::string language = GetParam();
  const std::string path = std::string(GLIA_SOURCE_DIR) + "/docs/" + language + "/settings.md";
  const std::string page = read(path);
  const auto begin = page.find(kBegin), end = page.find(kEnd);
  ASSERT_TRUE(begin != page.npos && end != page.npos) << path;

  std::map<std::string, std::string> words;  // by option, as the page has them
  std::istringstream lines(page.substr(begin, end - begin));
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("| `--")) continue;
    const auto last = line.rfind(" | ", line.size() - 3);
    words[line.substr(2, line.find(" |") - 2)] = line.substr(last + 3, line.size() - last - 5);
  }
  std::string table = language == "en" ? "| option | values | usual | what it does |\n"
                                       : "| параметр | значения | обычно | что делает |\n";
  table += "|---|---|---|---|\n";
  for (const Setting& setting : all_settings()) {
    const std::string start = facts(setting);
    std::string said =
        language == "en" ? in_english(setting) : words[start.substr(2, start.find(" |") - 2)];
    EXPECT_FALSE(said.empty()) << setting.name << " has no words in " << path;
    table += start + said + " |\n";
  }
  const std::string wanted = page.substr(0, begin) + kBegin + table + page.substr(end);
  if (std::getenv("GLIA_MAKE_FIXTURES") != nullptr) {
    std::ofstream(path) << wanted;
    return;
  }
  EXPECT_EQ(page, wanted);
}
INSTANTIATE_TEST_SUITE_P(Settings, Page, testing::Values("en", "ru"));

}  // namespace
}  // namespace glia
