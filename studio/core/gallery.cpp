// Looking at many examples: what is taken for what, and their pictures.
#include <algorithm>

#include "core/impl.h"
#include "glia/error.h"

namespace glia::studio {
namespace {

constexpr std::int64_t kMostImages = 64;

void send_images(Studio::Impl& s, const Ask& ask, const Dataset& data,
                 const std::vector<std::int64_t>& indexes) {
  const auto [width, height] = *image_size(data.shape());
  std::vector<std::uint8_t> pixels;
  std::vector<float> values(static_cast<std::size_t>(data.shape().elements()));
  for (const std::int64_t index : indexes) {
    data.input(index, values.data());
    for (const float value : values) {
      pixels.push_back(static_cast<std::uint8_t>(std::clamp(value * 255 + 0.5F, 0.0F, 255.0F)));
    }
  }
  const auto planes = static_cast<std::uint32_t>(data.shape().elements() / (width * height));
  const auto count = static_cast<std::uint32_t>(indexes.size());
  const auto h = static_cast<std::uint32_t>(height), w = static_cast<std::uint32_t>(width);
  if (planes == 1) {
    s.bulk(ask, {count, h, w}, std::span<const std::uint8_t>(pixels));
  } else {
    s.bulk(ask, {count, planes, h, w}, std::span<const std::uint8_t>(pixels));
  }
}

Json confusion(Studio::Impl& s, const Fields&, const Ask&) {
  const Evaluation& found = s.listened.evaluation();
  return {{"matrix", found.confusion},
          {"cost", maybe(cost_of(found))},
          {"accuracy", maybe(accuracy_of(found))},
          {"step", s.shown.step()}};
}

Json gallery(Studio::Impl& s, const Fields& fields, const Ask& ask) {
  const Dataset& test = s.data().test;
  const int classes = test.classes();
  const std::int64_t label = fields.whole("label", 0, classes - 1, -1);
  const std::int64_t answer = fields.whole("answer", 0, classes - 1, -1);
  const bool wrong = fields.flag("wrong", false);
  const std::int64_t offset = fields.whole("offset", 0, test.size(), 0);
  const std::int64_t count = fields.whole("count", 1, kMostImages, kMostImages);
  const std::vector<float>& outputs = s.listened.outputs();
  std::vector<std::int64_t> shown;
  Json items = Json::array();
  std::int64_t total = 0;
  for (std::int64_t i = 0; i < test.size(); ++i) {
    const int said = s.listened.answer(i);
    if ((label >= 0 && test.label(i) != label) || (answer >= 0 && said != answer) ||
        (wrong && said == test.label(i))) {
      continue;
    }
    if (total >= offset && total < offset + count) {
      shown.push_back(i);
      const bool none = said < 0;  // an output is not finite
      items.push_back(
          {{"index", i},
           {"label", test.label(i)},
           {"answer", none ? Json() : Json(said)},
           {"activation",
            none ? Json() : Json(outputs[static_cast<std::size_t>(i * classes + said)])}});
    }
    ++total;
  }
  send_images(s, ask, test, shown);
  return {{"items", items}, {"total", total}};
}

Json images(Studio::Impl& s, const Fields& fields, const Ask& ask) {
  constexpr std::array<std::string_view, 2> kSets{"test", "train"};
  const Dataset& data =
      fields.choice("set", kSets) == "test" ? s.data().test : s.timeline.training_data().train;
  const std::vector<std::int64_t> indexes =
      fields.wholes("indexes", 1, kMostImages, 0, data.size() - 1);
  std::vector<int> labels;
  for (const std::int64_t index : indexes) labels.push_back(data.label(index));
  send_images(s, ask, data, indexes);
  return {{"labels", labels}};
}

}  // namespace

void add_gallery(Commands& commands) {
  commands["confusion"] = {confusion, {}};
  commands["gallery"] = {gallery, {"label", "answer", "wrong", "offset", "count"}, Subject::digits};
  commands["images"] = {images, {"set", "indexes"}, Subject::digits};
}

}  // namespace glia::studio
