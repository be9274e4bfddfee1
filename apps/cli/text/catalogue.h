#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace glia::cli {

// A text of ru/*.def: an English template with holes {} and what is said for it. In a Russian one
//   {0}          is the first hole as it is,
//   {0!}         the same, said in Russian too,
//   {0!чего}     in the form that answers this question: a FORM of the catalogue,
//   {0|раз|раза|раз}  a word that goes with this number, which does not stand there by itself,
//   {0#}         a number, and nothing but one, of an English sentence: 12,345.6 as 12 345,6,
//   {0)}         what stands between brackets, and has none in it,
//   {0,}         names, which stay: "a, b", of many "a, b, … (13 in all)", of none "none".
struct Text {
  std::string_view english, russian;
  std::string_view form = "";
};

std::span<const Text> own_texts() noexcept;        // what commands say
std::span<const Text> retold_messages() noexcept;  // errors and notes, recognised by their wording

// What stands for this English text, spaces around it aside; none where the catalogue has it not.
std::optional<std::string_view> russian_of(std::string_view english, std::string_view form = "");

// How a hole is said in Russian: none where nobody knows.
class Holes {
 public:
  virtual ~Holes() = default;
  virtual std::optional<std::string> said(std::string_view hole, std::string_view form) const = 0;
};

// The Russian template with these texts in its holes; none where one of them cannot be said.
std::optional<std::string> filled(std::string_view russian, std::span<const std::string> texts,
                                  const Holes& holes);

// "13,002" and "0.5" as Russian has them.
std::string russian_number(std::string_view english);

// `text` around which there are no spaces, and what was there.
struct Trimmed {
  std::string_view before, text, after;
  explicit Trimmed(std::string_view whole) noexcept;
};

}  // namespace glia::cli
