// A visitor's own pictures: a network learns them, is asked about them and is saved.
#include "core/own.h"

#include <algorithm>
#include <set>

#include "core/base64.h"
#include "core/decoded.h"
#include "core/depth.h"
#include "core/impl.h"
#include "glia/error.h"

namespace glia::studio {

std::vector<OwnPictures::Place> OwnPictures::tests() const {
  std::vector<Place> places;
  for (std::int64_t c = 0; c < std::ssize(classes); ++c) {
    const std::int64_t all = classes[static_cast<std::size_t>(c)].pictures();
    if (all < kTestsEvery) places.push_back({c, all - 1});
    for (std::int64_t i = kTestsEvery - 1; i < all; i += kTestsEvery) places.push_back({c, i});
  }
  return places;
}

namespace {

Dataset pictures_at(const OwnPictures& pictures, const std::vector<OwnPictures::Place>& places,
                    const std::string& name) {
  constexpr std::int64_t kEach = OwnPictures::kSide * OwnPictures::kSide;
  std::vector<std::uint8_t> pixels, labels;
  for (const auto& [in_class, picture] : places) {
    const auto& from = pictures.classes[static_cast<std::size_t>(in_class)].pixels;
    const auto first = from.begin() + picture * kEach;
    pixels.insert(pixels.end(), first, first + kEach);
    labels.push_back(static_cast<std::uint8_t>(in_class));
  }
  return Dataset::images(Shape{1, OwnPictures::kSide, OwnPictures::kSide}, std::move(pixels),
                         std::move(labels), static_cast<int>(pictures.classes.size()), name);
}

}  // namespace

TaskPtr OwnPictures::task() const {
  const std::vector<Place> kept = tests();
  std::set<std::pair<std::int64_t, std::int64_t>> of_test;
  for (const Place& place : kept) of_test.emplace(place.in_class, place.picture);
  // One of each class in turn, so that the first of them are of all classes.
  std::vector<Place> learnt;
  std::int64_t most = 0;
  for (const Class& each : classes) most = std::max(most, each.pictures());
  for (std::int64_t i = 0; i < most; ++i) {
    for (std::int64_t c = 0; c < std::ssize(classes); ++c) {
      if (i >= classes[static_cast<std::size_t>(c)].pictures() || of_test.contains({c, i}))
        continue;
      learnt.push_back({c, i});
    }
  }
  auto data = std::make_shared<DataSplit>();
  data->train = pictures_at(*this, learnt, "own train");
  data->test = pictures_at(*this, kept, "own test");
  for (const Class& each : classes) data->classes.push_back(each.name);
  return std::make_shared<const Task>(Task{std::move(data)});
}

Own::Own(Engine& engine, const OwnPictures& pictures, TaskPtr task, const Settings& settings,
         std::int64_t epochs, const std::function<void()>& between)
    : task_(std::move(task)),
      form_(pictures.form),
      race_(engine, {{settings, task_}}, epochs, false, between),
      inspector_(engine, between) {}

Json Own::event() const {
  const Json race = race_.event();
  Json event = race["runners"][0];
  event["event"] = "own";
  event["epochs"] = race["epochs"];
  event["done"] = race["done"];
  return event;
}

Model Own::model() const {
  Model model = race_.model(0);
  model.classes = task_->data->classes;
  model.form = form_;
  return model;
}

namespace {

constexpr std::size_t kLeastOwnClasses = 2, kMostOwnClasses = 10;
constexpr std::int64_t kLeastOwnPictures = 2, kMostOwnPictures = 200;  // of a class
constexpr std::size_t kMostOwnName = 60;                               // bytes
constexpr std::int64_t kMostOwnEpochs = 1000;
constexpr int kOwnWindow = 5;  // pixels, as `glia predict --why` covers them
constexpr std::int64_t kOwnPixels = OwnPictures::kSide * OwnPictures::kSide;

PictureForm form_of(const Fields& fields) {
  constexpr std::array<std::string_view, 2> kKinds{"drawing", "photograph"};
  if (fields.choice("kind", kKinds) == "drawing") return PictureForm::of_digits();
  return {.size = OwnPictures::kSide, .grey = true};
}

// So many pictures as bytes in base64.
std::vector<std::uint8_t> own_pixels(const Fields& fields, std::string_view name,
                                     std::int64_t least, std::int64_t most) {
  const auto longest = static_cast<std::size_t>((most * kOwnPixels + 2) / 3 * 4);
  std::vector<std::uint8_t> pixels = from_base64(fields.text(name, longest));
  const std::int64_t bytes = std::ssize(pixels);
  if (bytes % kOwnPixels == 0 && bytes >= least * kOwnPixels && bytes <= most * kOwnPixels) {
    return pixels;
  }
  const std::string count =
      least == most ? std::to_string(most) : std::to_string(least) + " to " + std::to_string(most);
  fields.fail(name, count + (most == 1 ? " picture" : " pictures") + " of 28×28 bytes in base64");
}

OwnPictures own_pictures(const Fields& fields) {
  OwnPictures pictures;
  pictures.form = form_of(fields);
  for (const Fields& each : fields.objects("classes", kLeastOwnClasses, kMostOwnClasses,
                                           std::array<std::string_view, 2>{"name", "pictures"})) {
    const std::string name = each.text("name", kMostOwnName);
    if (name.empty()) each.fail("name", "a name for each class");
    const auto same = [&](const OwnPictures::Class& other) { return other.name == name; };
    if (std::ranges::any_of(pictures.classes, same)) {
      each.fail("name", "a name that no other class has");
    }
    pictures.classes.push_back(
        {name, own_pixels(each, "pictures", kLeastOwnPictures, kMostOwnPictures)});
  }
  return pictures;
}

Json own(Studio::Impl& s, const Fields& fields, const Ask&) {
  if (fields.flag("stop", false)) {
    if (s.own) {
      s.own->stop();
      s.outbox.text(s.own->event());
    }
    return Json::object();
  }
  const OwnPictures pictures = own_pictures(fields);
  const TaskPtr task = pictures.task();
  const std::int64_t epochs = fields.whole("epochs", 1, kMostOwnEpochs);
  Settings settings =
      changed_in_words(first_settings(), fields.object("recipe", fields_in_words()), *task);
  settings.recipe.batch = std::min(settings.recipe.batch, task->data->train.size());
  s.own = std::make_unique<Own>(*s.engine, pictures, task, settings, epochs, [&s] { s.look_up(); });
  s.news.own();
  Json tests = Json::array();
  for (const auto& [in_class, picture] : pictures.tests()) tests.push_back({in_class, picture});
  return {{"recipe", to_json(settings)},
          {"parameters", s.own->model().graph.parameters()},
          {"tests", tests}};
}

Own& learnt_own(Studio::Impl& s, const std::string& what) {
  if (s.own) return *s.own;
  throw Error(ErrorCode::invalid_argument, what + ": no pictures of one's own are learnt yet");
}

// What it says of each picture that is kept for the test.
Json own_exam(Studio::Impl& s, const Fields&, const Ask& ask) {
  Own& own = learnt_own(s, "own_exam");
  const std::vector<float> outputs = own.exam();
  const auto classes = static_cast<std::uint32_t>(own.model().classes.size());
  s.bulk(ask, {static_cast<std::uint32_t>(outputs.size()) / classes, classes},
         std::span<const float>(outputs));
  return Json::object();
}

// What it says of a picture, and what in it an answer hangs on.
Json own_why(Studio::Impl& s, const Fields& fields, const Ask& ask) {
  Own& own = learnt_own(s, "own_why");
  const std::vector<float> picture = values_of(own_pixels(fields, "pixels", 1, 1));
  const Model model = own.model();
  const std::vector<float> outputs = own.outputs(picture);
  const std::int64_t of =
      fields.whole("output", 0, std::ssize(outputs) - 1, std::max(0, brightest(outputs)));
  const Saliency slopes = saliency(*s.engine, model, picture, of);
  const Occlusion covered = occlusion(*s.engine, model, picture,
                                      {OwnPictures::kSide, OwnPictures::kSide}, kOwnWindow, of);
  std::vector<float> maps(slopes.products.begin(), slopes.products.end());
  maps.insert(maps.end(), covered.drops.begin(), covered.drops.end());
  s.bulk(ask, {2, OwnPictures::kSide, OwnPictures::kSide}, std::span<const float>(maps));
  return {{"outputs", outputs},
          {"output", of},
          {"of", activation_in(model.cost).empty() ? "activation" : "z"},
          {"window", kOwnWindow}};
}

Json own_save(Studio::Impl& s, const Fields&, const Ask&) {
  return {{"base64", to_base64(encode_model(learnt_own(s, "own_save").model()))}};
}

// A drawing or a picture as such a network sees it; the current example stays.
Json form(Studio::Impl& s, const Fields& fields, const Ask& ask) {
  if (fields.has("strokes") == fields.has("picture")) {
    fields.fail("strokes", "one of strokes and picture");
  }
  std::vector<std::uint8_t> pixels;
  if (fields.has("strokes")) {
    const FormImage seen = x_ray(drawing_in(fields, "strokes"), {}).stages.back();
    pixels.assign(seen.begin(), seen.end());
  } else {
    pixels = prepared(picture_in(fields, "picture"), form_of(fields));
  }
  s.bulk(ask, {OwnPictures::kSide, OwnPictures::kSide}, std::span<const std::uint8_t>(pixels));
  return Json::object();
}

}  // namespace

void add_own(Commands& commands) {
  commands["own"] = {own, {"classes", "kind", "recipe", "epochs", "stop"}, Subject::digits};
  commands["own_exam"] = {own_exam, {}, Subject::digits};
  commands["own_why"] = {own_why, {"pixels", "output"}, Subject::digits};
  commands["own_save"] = {own_save, {}, Subject::digits};
  commands["form"] = {form, {"strokes", "picture", "kind"}, Subject::digits};
}

}  // namespace glia::studio
