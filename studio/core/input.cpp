// What goes into the network: drawn, chosen, photographed or nonsense.
#include "core/input.h"

#include <algorithm>

#include "base/rng.h"
#include "core/decoded.h"
#include "core/impl.h"
#include "core/plane/inputs.h"
#include "core/plane/points.h"
#include "data/drawn_digit.h"
#include "glia/digit.h"
#include "glia/error.h"
#include "glia/picture_form.h"

namespace glia::studio {

std::vector<float> values_of(std::span<const std::uint8_t> pixels) {
  std::vector<float> values;
  for (const std::uint8_t pixel : pixels) {
    values.push_back(static_cast<float>(pixel) * (1.0F / 255.0F));
  }
  return values;
}

std::vector<std::uint8_t> bytes_of(std::span<const float> values) {
  std::vector<std::uint8_t> bytes;
  for (const float value : values) {
    bytes.push_back(static_cast<std::uint8_t>(std::clamp(value * 255 + 0.5F, 0.0F, 255.0F)));
  }
  return bytes;
}

void Input::take(std::span<const std::uint8_t> pixels) {
  take_nothing();
  values_ = values_of(pixels);
}

void Input::take(const Dataset& pictures, std::int64_t index) {
  take_nothing();
  values_.resize(static_cast<std::size_t>(pictures.shape().elements()));
  pictures.input(index, values_.data());
}

void Input::take(const Point& point, const std::vector<std::string>& inputs) {
  take_nothing();
  point_ = point;
  add_inputs(inputs, double{point.x}, double{point.y}, values_);
}

void Input::take(const Row& row, const Rows& rows) {
  std::vector<float> values = inputs_of(rows, row);
  take_nothing();
  row_ = row;
  values_ = std::move(values);
}

void Input::take_nothing() {
  values_.clear();
  label_.clear();
  index_.reset();
  point_.reset();
  row_.clear();
  ++version_;
}

void Input::set_label(Label label) {
  label_ = std::move(label);
  ++version_;
}

void Input::expect() const {
  if (!empty()) return;
  throw Error(ErrorCode::invalid_argument, "nothing goes into the network yet; choose an input");
}

namespace {

void expect_digits(const Studio::Impl& s, const Fields& fields, std::string_view name) {
  if (s.data().train.shape().elements() != kFormSide * kFormSide) {
    fields.fail(name, "a set of pictures of 28×28 to be drawn for");
  }
}

Json draw(Studio::Impl& s, const Fields& fields, const Ask& ask) {
  expect_digits(s, fields, "strokes");
  const XRay ray = x_ray(drawing_in(fields, "strokes"), form_steps(fields));
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
  const Picture picture = picture_in(fields, "picture");
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
  const Dataset& test = s.data().test;
  for (std::int64_t i = 0; i < test.size(); ++i) {
    if (!s.listened.is_right(i)) wrong.push_back(i);
  }
  return wrong;
}

constexpr std::array<std::string_view, 9> kWays{"strokes", "test",  "mistake", "noise", "picture",
                                                "pixels",  "point", "row",     "none"};
constexpr std::array<std::string_view, 4> kWaysOfPoints{"test", "mistake", "point", "none"};
constexpr std::array<std::string_view, 4> kWaysOfRows{"test", "mistake", "row", "none"};

// Exactly one way for an input to come, that this task knows; or only what it is.
void expect_one_way(const Studio::Impl& s, const Fields& fields) {
  const auto has = [&](std::string_view way) { return fields.has(way); };
  const std::ptrdiff_t asked = std::count_if(kWays.begin(), kWays.end(), has);
  const auto all_of = [&](const auto& ways) {
    return std::count_if(ways.begin(), ways.end(), has) == asked;
  };
  if (s.task().points) {
    if (!all_of(kWaysOfPoints)) {
      fields.fail("point", "one of point, test, mistake and none on the plane");
    }
  } else if (s.task().rows) {
    if (!all_of(kWaysOfRows)) fields.fail("row", "one of row, test, mistake and none of a table");
  } else if (fields.has("point") || fields.has("row")) {
    const std::string name = fields.has("point") ? "point" : "row";
    fields.fail(name, name + "s to choose from; these are pictures");
  }
  if (asked == 1 || (asked == 0 && fields.has("label"))) return;
  fields.fail("test", s.task().points ? "one of point, test, mistake and none"
                      : s.task().rows ? "one of row, test, mistake and none"
                                      : "one of strokes, test, mistake, noise, picture, pixels and "
                                        "none");
}

// What a person may choose from: all digits, also where what is shown comes from a time of fewer.
const Dataset& examples(const Studio::Impl& s) {
  return s.task().points ? s.data().test : s.all_data->data->test;
}

void take_example(Studio::Impl& s, std::int64_t index) {
  if (s.task().points) {
    s.input.take(tested_point(*s.task().points, index), s.task().points->inputs);
  } else if (s.task().rows) {
    s.input.take(tested_row(*s.task().rows, index), *s.task().rows);
  } else {
    s.input.take(examples(s), index);
  }
  s.input.set_label(s.task().label(examples(s), index));
  s.input.set_index(index);
}

std::int64_t mistake(Studio::Impl& s, std::int64_t k) {
  if (s.task().regression()) {
    throw Error(ErrorCode::unsupported,
                "input: values are never quite right, so none is a mistake");
  }
  const std::vector<std::int64_t> wrong = mistakes(s);
  if (wrong.empty()) {
    throw Error(ErrorCode::not_found, "input: the network makes no mistakes on the test set");
  }
  return wrong[static_cast<std::size_t>(k % static_cast<std::int64_t>(wrong.size()))];
}

std::vector<std::uint8_t> pixels_of(const Fields& fields, std::size_t count) {
  std::vector<std::uint8_t> pixels;
  if (fields.has("pixels")) {
    for (const std::int64_t value : fields.wholes("pixels", count, count, 0, 255)) {
      pixels.push_back(static_cast<std::uint8_t>(value));
    }
    return pixels;
  }
  Rng random(
      random_key(static_cast<std::uint64_t>(fields.whole("noise", 0, UINT32_MAX)), "studio noise"));
  for (std::size_t i = 0; i < count; ++i) {
    pixels.push_back(static_cast<std::uint8_t>(random.below(256)));
  }
  return pixels;
}

Point point_in(const Fields& fields) {
  const std::vector<double> at = fields.numbers("point", 2, 2, -kPlaneRange, kPlaneRange);
  return {static_cast<float>(at[0]), static_cast<float>(at[1])};
}

// What comes in another way than drawn or photographed.
void take(Studio::Impl& s, const Fields& fields) {
  const Dataset& test = examples(s);
  if (fields.has("test")) take_example(s, fields.whole("test", 0, test.size() - 1));
  if (fields.has("mistake")) take_example(s, mistake(s, fields.whole("mistake", 0, INT64_MAX)));
  if (fields.has("point")) s.input.take(point_in(fields), s.task().points->inputs);
  if (fields.has("row")) {
    s.input.take(row_in(fields, "row", *s.task().rows), *s.task().rows);
  }
  if (fields.has("noise") || fields.has("pixels")) {
    s.input.take(pixels_of(fields, static_cast<std::size_t>(test.shape().elements())));
  }
  if (fields.has("none")) {
    if (!fields.flag("none")) fields.fail("none", "true");
    s.input.take_nothing();
  }
}

Json input(Studio::Impl& s, const Fields& fields, const Ask& ask) {
  expect_one_way(s, fields);
  Json xray;
  if (fields.has("strokes")) xray = draw(s, fields, ask);
  if (fields.has("picture")) xray = photograph(s, fields, ask);
  const bool sent = !xray.is_null();
  if (!sent) take(s, fields);
  if (fields.has("label"))
    s.input.set_label(label_in(fields, s.task()));  // what a person says it is
  Json answer{{"label", s.task().label_json(s.input.label())},
              {"index", maybe(s.input.index())},
              {"xray", xray}};
  s.channels.hurry();  // follow the pen at once
  if (s.task().points) {
    const std::optional<Point> point = s.input.point();
    answer["point"] = point ? Json{point->x, point->y} : Json();
  } else if (s.task().rows) {
    answer["row"] = s.input.empty() ? Json() : to_json(s.input.row());
  } else if (!sent && !s.input.empty()) {
    const Shape& shape = s.data().test.shape();
    const auto [width, height] = *image_size(shape);
    s.bulk(ask,
           {static_cast<std::uint32_t>(shape.elements() / (width * height)),
            static_cast<std::uint32_t>(height), static_cast<std::uint32_t>(width)},
           std::span<const std::uint8_t>(bytes_of(s.input.values())));
  }
  return answer;
}

}  // namespace

Label label_in(const Fields& fields, const Task& task) {
  const double farthest = task.farthest_label();
  const auto count = static_cast<std::size_t>(task.outputs());
  if (task.several_classes()) return fields.numbers("label", count, count, 0, 1);
  if (!task.regression()) {
    return {static_cast<double>(fields.whole("label", 0, std::ssize(task.classes()) - 1))};
  }
  if (count > 1) return fields.numbers("label", count, count, -farthest, farthest);
  return {fields.number("label", -farthest, farthest)};
}

FormSteps form_steps(const Fields& fields) {
  if (!fields.has("steps")) return {};
  const Fields steps = fields.object("steps", {"box", "scale", "stroke", "mass"});
  return {.box = steps.flag("box", true),
          .scale = steps.flag("scale", true),
          .stroke = steps.flag("stroke", true),
          .mass = steps.flag("mass", true)};
}

void add_input(Commands& commands) {
  commands["input"] = {input,
                       {"strokes", "steps", "test", "mistake", "noise", "picture", "pixels",
                        "point", "row", "none", "label"}};
}

}  // namespace glia::studio
