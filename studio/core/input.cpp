// What goes into the network: drawn, chosen, photographed or nonsense.
#include "core/input.h"

#include <algorithm>

#include "base/rng.h"
#include "core/base64.h"
#include "core/impl.h"
#include "data/drawn_digit.h"
#include "glia/digit.h"
#include "glia/error.h"
#include "glia/picture_form.h"

namespace glia::studio {

void Input::take(std::span<const std::uint8_t> pixels) {
  take_nothing();
  for (const std::uint8_t pixel : pixels) {
    values_.push_back(static_cast<float>(pixel) * (1.0F / 255.0F));
  }
}

void Input::take(const Dataset& data, std::int64_t index) {
  values_.resize(static_cast<std::size_t>(data.shape().elements()));
  data.input(index, values_.data());
  label_ = data.label(index);
  index_ = index;
  ++version_;
}

void Input::take_nothing() {
  values_.clear();
  label_.reset();
  index_.reset();
  ++version_;
}

void Input::set_label(int label) {
  label_ = label;
  ++version_;
}

void Input::expect() const {
  if (!empty()) return;
  throw Error(ErrorCode::invalid_argument, "nothing goes into the network yet; choose an input");
}

std::vector<std::uint8_t> Input::bytes() const {
  std::vector<std::uint8_t> bytes;
  for (const float value : values_) {
    bytes.push_back(static_cast<std::uint8_t>(std::clamp(value * 255 + 0.5F, 0.0F, 255.0F)));
  }
  return bytes;
}

std::vector<float> Input::wanted(int classes) const {
  std::vector<float> wanted(static_cast<std::size_t>(classes));
  if (label_) wanted[static_cast<std::size_t>(*label_)] = 1;
  return wanted;
}

namespace {

constexpr std::size_t kMostLines = 500, kMostNumbers = 20'000;
constexpr std::size_t kMostPicture = 4'000'000;  // bytes, as base64

void expect_digits(const Studio::Impl& s, const Fields& fields, std::string_view name) {
  if (s.data.train.shape().elements() != kFormSide * kFormSide) {
    fields.fail(name, "a set of pictures of 28×28 to be drawn for");
  }
}

Json draw(Studio::Impl& s, const Fields& fields, const Ask& ask) {
  expect_digits(s, fields, "strokes");
  const Fields strokes = fields.object("strokes", {"lines", "width", "side"});
  Drawing drawing;
  drawing.side = strokes.number("side", 1, 100'000);
  drawing.width = strokes.number("width", 1e-3 * drawing.side, drawing.side);
  std::size_t numbers = 0;
  for (const Json& line : strokes.list("lines", 1, kMostLines)) {
    numbers += line.size();
    if (!line.is_array() || line.size() % 2 != 0 || numbers > kMostNumbers) {
      strokes.fail("lines", "lists of x, y, x, y, …, at most 20000 numbers in all");
    }
    drawing.lines.emplace_back();
    for (const Json& value : line) {
      drawing.lines.back().push_back(
          number_in(value, "input: 'lines'", -10 * drawing.side, 10 * drawing.side));
    }
  }
  const XRay ray = x_ray(drawing, form_steps(fields));
  s.input.take(ray.stages.back());
  std::vector<std::uint8_t> stages;
  for (const FormImage& stage : ray.stages) stages.insert(stages.end(), stage.begin(), stage.end());
  s.bulk(ask, {5, kFormSide, kFormSide}, std::span<const std::uint8_t>(stages));
  return {{"box", {ray.left, ray.top, ray.width, ray.height}},
          {"scale", ray.scale},
          {"strokeWidth", ray.stroke_width},
          {"thickened", ray.thickened},
          {"shift", {ray.shift_x, ray.shift_y}}};
}

Json photograph(Studio::Impl& s, const Fields& fields, const Ask& ask) {
  expect_digits(s, fields, "picture");
  const std::vector<std::uint8_t> file = from_base64(fields.text("picture", kMostPicture));
  const Picture picture = decode_picture(file, "the picture");
  const DigitForm form = digit_form(picture);
  s.input.take(form.image);
  std::vector<std::uint8_t> stages = prepared(picture, {.size = kFormSide, .grey = true});
  stages.insert(stages.end(), form.image.begin(), form.image.end());
  s.bulk(ask, {2, kFormSide, kFormSide}, std::span<const std::uint8_t>(stages));
  Json beside = Json::array();
  for (const Beside what : form.beside) beside.push_back(name_of(what));
  return {{"box", {form.box.left, form.box.top, form.box.width, form.box.height}},
          {"beside", beside},
          {"scale", form.scale},
          {"strokeWidth", form.stroke_width},
          {"thickened", form.thickened},
          {"shift", {form.shift_x, form.shift_y}},
          {"picture", {picture.width, picture.height}}};
}

std::vector<std::int64_t> mistakes(Studio::Impl& s) {
  std::vector<std::int64_t> wrong;
  for (std::int64_t i = 0; i < s.data.test.size(); ++i) {
    if (s.listened.answer(i) != s.data.test.label(i)) wrong.push_back(i);
  }
  return wrong;
}

Json input(Studio::Impl& s, const Fields& fields, const Ask& ask) {
  const int asked = fields.has("strokes") + fields.has("test") + fields.has("mistake") +
                    fields.has("noise") + fields.has("picture") + fields.has("pixels") +
                    fields.has("none") + fields.has("label");
  const bool only_label = fields.has("label") && asked == 1;
  if (asked - fields.has("label") != 1 && !only_label) {
    fields.fail("test", "one of strokes, test, mistake, noise, picture, pixels and none");
  }
  const std::int64_t count = s.data.test.shape().elements();
  Json xray;
  bool sent = false;
  if (fields.has("strokes")) {
    xray = draw(s, fields, ask);
    sent = true;
  } else if (fields.has("picture")) {
    xray = photograph(s, fields, ask);
    sent = true;
  } else if (fields.has("test")) {
    s.input.take(s.data.test, fields.whole("test", 0, s.data.test.size() - 1));
  } else if (fields.has("mistake")) {
    const std::int64_t k = fields.whole("mistake", 0, INT64_MAX);
    const std::vector<std::int64_t> wrong = mistakes(s);
    if (wrong.empty()) {
      throw Error(ErrorCode::not_found, "input: the network makes no mistakes on the test set");
    }
    s.input.take(s.data.test,
                 wrong[static_cast<std::size_t>(k % static_cast<std::int64_t>(wrong.size()))]);
  } else if (fields.has("noise")) {
    Rng random(random_key(static_cast<std::uint64_t>(fields.whole("noise", 0, UINT32_MAX)),
                          "studio noise"));
    std::vector<std::uint8_t> pixels(static_cast<std::size_t>(count));
    for (std::uint8_t& pixel : pixels) pixel = static_cast<std::uint8_t>(random.below(256));
    s.input.take(pixels);
  } else if (fields.has("pixels")) {
    std::vector<std::uint8_t> pixels;
    const auto size = static_cast<std::size_t>(count);
    for (const std::int64_t value : fields.wholes("pixels", size, size, 0, 255)) {
      pixels.push_back(static_cast<std::uint8_t>(value));
    }
    s.input.take(pixels);
  } else if (fields.has("none")) {
    if (!fields.flag("none")) fields.fail("none", "true");
    s.input.take_nothing();
  }
  if (fields.has("label")) {  // what a person says it is
    s.input.set_label(static_cast<int>(fields.whole("label", 0, s.data.test.classes() - 1)));
  }
  const auto [width, height] = *image_size(s.data.test.shape());
  if (!sent && !s.input.empty()) {
    const auto planes = static_cast<std::uint32_t>(count / (width * height));
    s.bulk(ask, {planes, static_cast<std::uint32_t>(height), static_cast<std::uint32_t>(width)},
           std::span<const std::uint8_t>(s.input.bytes()));
  }
  s.channels.hurry();  // follow the pen at once
  return {{"label", maybe(s.input.label())}, {"index", maybe(s.input.index())}, {"xray", xray}};
}

}  // namespace

FormSteps form_steps(const Fields& fields) {
  if (!fields.has("steps")) return {};
  const Fields steps = fields.object("steps", {"box", "scale", "stroke", "mass"});
  return {.box = steps.flag("box", true),
          .scale = steps.flag("scale", true),
          .stroke = steps.flag("stroke", true),
          .mass = steps.flag("mass", true)};
}

void add_input(Commands& commands) {
  commands["input"] = {
      input,
      {"strokes", "steps", "test", "mistake", "noise", "picture", "pixels", "none", "label"}};
}

}  // namespace glia::studio
