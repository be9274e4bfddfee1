// Messages of the library, which speaks English only, are recognised by the catalogue's templates.
#include <algorithm>
#include <map>
#include <vector>

#include "text/catalogue.h"
#include "text/language.h"
#include "text/say.h"

namespace glia::cli {
namespace {

constexpr std::size_t kMostRetold = 4096;  // of a message: what is longer is somebody's file

// A template cut at its holes.
struct Pattern {
  std::vector<std::string_view> literals;  // one more than there are holes
  std::string_view russian;
  std::size_t length = 0;  // of all literals

  explicit Pattern(const Text& text) : russian(text.russian) {
    std::string_view rest = text.english;
    for (std::size_t hole = rest.find("{}"); hole != rest.npos; hole = rest.find("{}")) {
      add(rest.substr(0, hole));
      rest.remove_prefix(hole + 2);
    }
    add(rest);
  }

 private:
  void add(std::string_view literal) {
    literals.push_back(literal);
    length += literal.size();
  }
};

// The most telling first.
const std::vector<Pattern>& patterns() {
  static const std::vector<Pattern> all = [] {
    std::vector<Pattern> made;
    for (const Text& text : retold_messages()) {
      if (text.form.empty() && text.english.find("{}") != text.english.npos)
        made.emplace_back(text);
    }
    std::ranges::stable_sort(made, std::ranges::greater{}, &Pattern::length);
    return made;
  }();
  return all;
}

class Retelling : public Holes {
 public:
  // What `hole` says, all of it; none where one of its parts is not known.
  std::optional<std::string> said(std::string_view hole, std::string_view form) const override {
    const Trimmed parts(hole);
    if (std::ranges::none_of(parts.text, is_letter)) return std::string(hole);
    std::optional<std::string> russian;
    if (const auto known = russian_of(parts.text, form)) {
      russian = *known;
    } else if (form.empty()) {
      russian = recognised(parts.text);
    }
    if (!russian) return std::nullopt;
    return std::string(parts.before) + *russian + std::string(parts.after);
  }

 private:
  static constexpr int kMostTries = 200'000;  // names in a message are a stranger's

  static bool is_letter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

  std::optional<std::string> recognised(std::string_view text) const {
    const auto [found, is_new] = found_.try_emplace(std::string(text));
    std::optional<std::string>& russian = found->second;
    if (!is_new) return russian;
    for (const Pattern& pattern : patterns()) {
      std::vector<std::string> holes;
      if (tries_ < kMostTries && fits(pattern, text, holes, russian)) break;
    }
    return russian;
  }

  // Whether `text` goes on as the pattern does behind `holes`, in any way in which all is known.
  bool fits(const Pattern& pattern, std::string_view text, std::vector<std::string>& holes,
            std::optional<std::string>& found) const {
    const std::string_view before = pattern.literals[holes.size()];
    if (++tries_ > kMostTries || !text.starts_with(before)) return false;
    text.remove_prefix(before.size());
    if (holes.size() + 1 == pattern.literals.size()) {
      if (text.empty()) found = filled(pattern.russian, holes, *this);
      return found.has_value();
    }
    const std::string_view behind = pattern.literals[holes.size() + 1];
    const bool last = holes.size() + 2 == pattern.literals.size();
    if (last && (text.size() < behind.size() || !text.ends_with(behind))) return false;
    for (std::size_t end = last ? text.size() - behind.size() : text.find(behind);
         end <= text.size(); end = text.find(behind, end + 1)) {
      holes.emplace_back(text.substr(0, end));
      if (fits(pattern, text.substr(end), holes, found)) return true;
      holes.pop_back();
    }
    return false;
  }

  mutable std::map<std::string, std::optional<std::string>> found_;  // of parts of the message
  mutable int tries_ = 0;
};

}  // namespace

std::string retold(std::string_view message) {
  if (spoken() == Language::english || message.size() > kMostRetold) return std::string(message);
  return Retelling().said(message, "").value_or(std::string(message));
}

}  // namespace glia::cli
