#include "data/augmentations.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <vector>

#include "base/nearest.h"
#include "base/number_text.h"
#include "glia/error.h"

namespace glia {
namespace {

[[noreturn]] void refuse(const std::string& text) {
  throw Error(ErrorCode::invalid_argument, "augmentation: " + text);
}

void check(const Augmentation& row, double value, const std::string& given) {
  if (value >= 0 && value <= row.most && (!row.whole || value == std::floor(value))) return;
  refuse("expected " + std::string(row.name) + "=0 to " + number_text(row.most) + " (" +
         (row.whole ? "whole " : "") + std::string(row.unit) + "), got '" + given + "'");
}

std::string names_of(std::span<const Augmentation> rows) {
  std::string text;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    text += (i == 0 ? "" : i + 1 == rows.size() ? " or " : ", ") + std::string(rows[i].name);
  }
  return text;
}

bool asks_for(const Augment& augment, Augmentation::Of of) noexcept {
  bool found = false;
  each_augmentation(
      [&](const Augmentation& row) { found |= row.of == of && augment.*(row.value) > 0; });
  return found;
}

}  // namespace

bool Augment::of_pictures() const noexcept { return asks_for(*this, Augmentation::Of::pictures); }
bool Augment::of_recordings() const noexcept {
  return asks_for(*this, Augmentation::Of::recordings);
}
bool Augment::any() const noexcept {
  return of_pictures() || of_recordings() || asks_for(*this, Augmentation::Of::both);
}

void Augment::check() const {
  each_augmentation([&](const Augmentation& row) {
    const double value = this->*(row.value);
    glia::check(row, value, number_text(value));
  });
}

Augment parse_augment(const std::string& text) {
  Augment augment;
  for (std::string_view rest = text; !rest.empty();) {
    const std::string item(rest.substr(0, rest.find(',')));
    rest.remove_prefix(std::min(item.size() + 1, rest.size()));
    const std::size_t equals = std::min(item.find('='), item.size());
    const std::string name = item.substr(0, equals);
    const Augmentation* found = nullptr;
    std::vector<std::string> names;
    each_augmentation([&](const Augmentation& row) {
      names.emplace_back(row.name);
      if (row.name == name) found = &row;
    });
    if (!found) {
      refuse("expected " + names_of(picture_augmentations()) + " for pictures, shift, " +
             names_of(recording_augmentations()) + " for recordings, got '" + name + "'." +
             suggest(name, names));
    }
    const std::string given = equals < item.size() ? item.substr(equals + 1) : "";
    const double value = parsed_number(given).value_or(std::nan(""));
    check(*found, value, given);
    augment.*(found->value) = value;
  }
  return augment;
}

std::string to_text(const Augment& augment) {
  std::string text;
  each_augmentation([&](const Augmentation& row) {
    const double value = augment.*(row.value);
    if (value == 0) return;
    if (!text.empty()) text += ',';
    text += std::string(row.name) + '=' + number_text(value);
  });
  return text;
}

}  // namespace glia
