#include "glia/input_form.h"

#include "base/read_file.h"
#include "data/byte_scale.h"
#include "data/codecs.h"
#include "data/sound_bytes.h"
#include "glia/error.h"
#include "glia/picture_set.h"
#include "glia/speech.h"

namespace glia {
namespace {

Example of_pixels(std::span<const std::uint8_t> pixels) {
  Example example;
  for (const std::uint8_t byte : pixels) {
    example.input.push_back(static_cast<float>(byte) * kByteScale);
  }
  return example;
}

Example of_picture(std::span<const std::uint8_t> bytes, const std::string& name,
                   const PictureForm& form) {
  form.check();
  if (!form.digit)
    return of_pixels(prepared(decode_small(bytes, name, 4 * form.size).picture, form));
  const DigitForm digit = digit_form(decode_picture(bytes, name));
  Example example = of_pixels(digit.image);
  example.beside = digit.beside;
  return example;
}

Example of_sound(const Recording& recording, const Features& features) {
  Example example;
  example.input = log_mel(recording, features, &example.length.emplace());
  return example;
}

[[noreturn]] void no_form(const std::string& name) {
  throw Error(ErrorCode::invalid_argument,
              "'" + name + "': nothing says how it becomes what the network takes");
}

}  // namespace

bool InputForm::takes(const std::string& file) const {
  if (picture() != nullptr) return is_picture(file);
  return sound() != nullptr && is_recording(file);
}

Example read_example(const std::string& file, const InputForm& form) {
  if (const PictureForm* picture = form.picture()) {
    return of_picture(read_file(file, kMaxPictureBytes), file, *picture);
  }
  if (form.sound() == nullptr) no_form(file);
  return of_sound(read_recording(file), *form.sound());
}

Example decode_example(std::span<const std::uint8_t> bytes, const std::string& name,
                       const InputForm& form) {
  if (const PictureForm* picture = form.picture()) return of_picture(bytes, name, *picture);
  if (form.sound() == nullptr) no_form(name);
  return of_sound(decode_recording(bytes, name), *form.sound());
}

}  // namespace glia
