#include "text/catalogue.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace glia::cli {
namespace {

#define TEXT(english, russian) {english, russian},
#define FORM(form, english, russian) {english, russian, form},

constexpr Text kOwn[] = {
#include "text/ru/help.def"
#include "text/ru/pictures.def"
#include "text/ru/results.def"
};

constexpr Text kMessages[] = {
#include "text/ru/data.def"
#include "text/ru/files.def"
#include "text/ru/networks.def"
#include "text/ru/onnx.def"
#include "text/ru/refusals.def"
#include "text/ru/tables.def"
#include "text/ru/weights.def"
#include "text/ru/words.def"
};

#undef TEXT
#undef FORM

using Key = std::pair<std::string_view, std::string_view>;  // form, English

const std::map<Key, std::string_view>& index() {
  static const std::map<Key, std::string_view> all = [] {
    std::map<Key, std::string_view> made;
    for (const std::span<const Text> texts : {own_texts(), retold_messages()}) {
      for (const Text& text : texts) made.emplace(Key{text.form, text.english}, text.russian);
    }
    return made;
  }();
  return all;
}

bool is_number(std::string_view text) {
  return text.find_first_not_of("-+.,e0123456789") == text.npos;
}

// "0.5" or "0,5", but not "1,005" of an English sentence.
bool is_fraction(std::string_view number) {
  constexpr std::size_t kThousand = 4;  // a comma and three digits
  const std::size_t mark = number.find_last_of(".,");
  if (mark == number.npos) return false;
  return number[mark] == '.' || number.size() - mark != kThousand || number.front() == '0';
}

// Which of three forms a word has after this number: 1 эпоха, 2 эпохи, 5 эпох. After a fraction it
// is the second: 0,5 эпохи.
std::size_t form_after(std::string_view number) {
  if (is_fraction(number)) return 1;
  std::string digits;
  std::ranges::copy_if(number, std::back_inserter(digits),
                       [](char c) { return c >= '0' && c <= '9'; });
  const int last = digits.empty() ? 0 : digits.back() - '0';
  const bool teen = digits.size() > 1 && digits[digits.size() - 2] == '1';
  if (teen || last == 0 || last > 4) return 2;
  return last == 1 ? 0 : 1;
}

// The k-th of "|a|b|c".
std::string_view choice(std::string_view choices, std::size_t k) {
  for (; k > 0; --k) choices = choices.substr(choices.find('|', 1));
  return choices.substr(1, choices.find('|', 1) - 1);
}

// "a, b, … (13 in all)" or "none", in which all but the names is said; none of another sentence.
std::optional<std::string> listed(const std::string& names, const Holes& holes) {
  if (names.find("; ") != names.npos) return std::nullopt;
  const std::size_t end = names == "none" ? 0 : std::min(names.rfind("… ("), names.size());
  const std::string rest = names.substr(end);
  return names.substr(0, end) + holes.said(rest, "").value_or(rest);
}

// What a hole such as "0!чего" stands for.
std::optional<std::string> hole(std::string_view field, std::span<const std::string> texts,
                                const Holes& holes) {
  const std::size_t index = static_cast<std::size_t>(field.front() - '0');
  const std::string& text = texts[index];
  const std::string_view how = field.substr(1);
  if (how.empty()) return text;
  if (how.front() == '|') return std::string(choice(how, form_after(text)));
  if (how.front() == '#') {
    return is_number(text) ? std::optional(russian_number(text)) : std::nullopt;
  }
  if (how.front() == ',') return listed(text, holes);
  if (how.front() == ')') return text.find(')') == text.npos ? std::optional(text) : std::nullopt;
  return holes.said(text, how.substr(1));
}

}  // namespace

std::span<const Text> own_texts() noexcept { return kOwn; }
std::span<const Text> retold_messages() noexcept { return kMessages; }

std::optional<std::string_view> russian_of(std::string_view english, std::string_view form) {
  const auto found = index().find(Key{form, Trimmed(english).text});
  return found == index().end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::string> filled(std::string_view russian, std::span<const std::string> texts,
                                  const Holes& holes) {
  std::string out;
  while (true) {
    const std::size_t open = russian.find('{');
    out += russian.substr(0, open);
    if (open == russian.npos) return out;
    const std::size_t close = russian.find('}', open);
    const auto said = hole(russian.substr(open + 1, close - open - 1), texts, holes);
    if (!said) return std::nullopt;
    out += *said;
    russian.remove_prefix(close + 1);
  }
}

std::string russian_number(std::string_view english) {
  std::string out;
  for (const char c : english) {
    out += c == ',' ? std::string("\u00A0") : c == '.' ? "," : std::string(1, c);
  }
  return out;
}

Trimmed::Trimmed(std::string_view whole) noexcept {
  constexpr std::string_view kSpaces = " \n";
  const std::size_t begin = std::min(whole.find_first_not_of(kSpaces), whole.size());
  const std::size_t end = std::max(whole.find_last_not_of(kSpaces) + 1, begin);
  before = whole.substr(0, begin);
  text = whole.substr(begin, end - begin);
  after = whole.substr(end);
}

}  // namespace glia::cli
