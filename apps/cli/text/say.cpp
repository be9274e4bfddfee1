#include "text/say.h"

#include <algorithm>
#include <type_traits>
#include <vector>

#include "text/catalogue.h"
#include "text/language.h"

namespace glia::cli {
namespace {

// Of a word that has no such form, or is not in the catalogue, itself is said.
class Words : public Holes {
 public:
  std::optional<std::string> said(std::string_view hole, std::string_view form) const override {
    const Trimmed word(hole);
    const auto russian = russian_of(word.text, form);
    if (!russian) return retold(hole);
    return std::string(word.before) + std::string(*russian) + std::string(word.after);
  }
};

// "{1:.2f}" of a template: which argument, and how it is written.
struct Field {
  std::size_t argument;
  std::string_view how;  // ":.2f"
};

Field field_of(std::string_view inside, std::size_t& next) {
  const std::size_t colon = std::min(inside.find(':'), inside.size());
  const std::string_view number = inside.substr(0, colon);
  const std::size_t argument =
      number.empty() ? next++ : static_cast<std::size_t>(number.front() - '0');
  return {argument, inside.substr(colon)};
}

std::string text_of(const Field& field, fmt::format_args args) {
  const std::string text = fmt::vformat(fmt::format("{{{}{}}}", field.argument, field.how), args);
  const bool fraction = fmt::visit_format_arg(
      [](const auto& value) { return std::is_floating_point_v<std::decay_t<decltype(value)>>; },
      args.get(static_cast<int>(field.argument)));
  return fraction ? russian_number(text) : text;
}

}  // namespace

std::string said(fmt::string_view english, fmt::format_args args) {
  if (spoken() == Language::english) return fmt::vformat(english, args);
  const std::string_view whole(english.data(), english.size());
  std::vector<std::string> texts;  // of each argument
  std::string plain;               // what is said where there is no Russian
  std::size_t next = 0;
  for (std::string_view rest = whole; !rest.empty();) {
    const std::size_t open = std::min(rest.find('{'), rest.size());
    plain += rest.substr(0, open);
    if (open == rest.size()) break;
    const std::size_t close = rest.find('}', open);
    const Field field = field_of(rest.substr(open + 1, close - open - 1), next);
    texts.resize(std::max(texts.size(), field.argument + 1));
    texts[field.argument] = text_of(field, args);
    plain += texts[field.argument];
    rest.remove_prefix(close + 1);
  }
  const Trimmed parts(whole);
  const auto russian = russian_of(parts.text);
  if (!russian) return plain;
  return std::string(parts.before) + filled(*russian, texts, Words()).value_or(plain) +
         std::string(parts.after);
}

std::string say_number(const std::string& english) {
  return spoken() == Language::english ? english : russian_number(english);
}

std::string say_text(std::string_view english) {
  if (spoken() == Language::english) return std::string(english);
  const Trimmed parts(english);
  const auto russian = russian_of(parts.text);
  if (!russian) return std::string(english);
  return std::string(parts.before) + std::string(*russian) + std::string(parts.after);
}

}  // namespace glia::cli
