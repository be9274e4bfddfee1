#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "glia/digit.h"
#include "glia/export.h"
#include "glia/features.h"
#include "glia/picture_form.h"
#include "glia/shape.h"
#include "glia/table_form.h"

namespace GLIA_EXPORT glia {

// How an example becomes what a network takes, as preparing the data has learnt it: a picture's
// form, a recording's features, or what is done to a table's columns. A model file holds it, so
// that every example goes the same way as those that the network learnt from. Empty where these
// came as numbers.
class InputForm {
 public:
  InputForm() = default;
  InputForm(const PictureForm& form) : form_(form) {}       // NOLINT: it is one
  InputForm(const Features& features) : form_(features) {}  // NOLINT: it is one

  InputForm(const TableForm& form) : form_(form) {}  // NOLINT: it is one

  explicit operator bool() const noexcept { return form_.index() > 0; }
  const PictureForm* picture() const& noexcept { return std::get_if<PictureForm>(&form_); }
  const PictureForm* picture() const&& = delete;
  const Features* sound() const& noexcept { return std::get_if<Features>(&form_); }  // it hears
  const Features* sound() const&& = delete;
  const TableForm* table() const& noexcept { return std::get_if<TableForm>(&form_); }
  const TableForm* table() const&& = delete;
  friend bool operator==(const InputForm&, const InputForm&) = default;

  // Whether a file is of the kind that this makes inputs of, by how it begins or what it is called.
  // Never throws; nothing is of no form.
  bool takes(const std::string& file) const;

 private:
  std::variant<std::monostate, PictureForm, Features, TableForm> form_;
};

// One example as the network takes it.
struct Example {
  std::vector<float> input = {};            // of the form's shape
  std::optional<std::int64_t> length = {};  // of a recording: how many of its frames hold sound
  std::vector<Beside> beside = {};          // of a digit: what was left out
};
// Throw Error: what reading a picture or a recording throws, invalid_argument without a form.
Example read_example(const std::string& file, const InputForm& form);
Example decode_example(std::span<const std::uint8_t> bytes, const std::string& name,
                       const InputForm& form);

}  // namespace glia
