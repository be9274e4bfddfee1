#include "data/pictures.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <nlohmann/json.hpp>

#include "data/sets.h"
#include "glia/inspect.h"
#include "glia/speech.h"
#include "glia/threads.h"
#include "options/options.h"
#include "terminal/chart.h"
#include "terminal/print.h"

namespace glia::cli {
namespace {

using Json = nlohmann::ordered_json;
using Clock = std::chrono::steady_clock;

constexpr auto kPatience = std::chrono::seconds(1);  // until progress is shown

struct Sides {
  std::vector<PictureSet::Item> items;  // from the smallest to the largest

  explicit Sides(const PictureSet& set) {
    for (const auto* part : {&set.train, &set.validation, &set.test}) {
      items.insert(items.end(), part->begin(), part->end());
    }
    std::ranges::stable_sort(items, {}, [](const PictureSet::Item& item) {
      return std::int64_t{item.width} * item.height;
    });
  }
  const PictureSet::Item& at(double part) const {
    return items[static_cast<std::size_t>(part * static_cast<double>(items.size() - 1))];
  }
};

std::string size_of(const PictureSet::Item& item) {
  return fmt::format("{}×{}", item.width, item.height);
}

}  // namespace

void PictureAsk::add_options(CLI::App& app, std::optional<std::int64_t>& size, bool& grey) {
  add_whole(app, "--picture-size", size, PictureForm::kLeast,
            "Of folder:DIR: pixels a side that a network sees (32)");
  add_flag(app, "--grey", grey, "Of folder:DIR: without colours (else RGB, unless all are grey)");
}

void PictureAsk::add_reading(CLI::App& app, bool& skip_damaged, bool& transpose) {
  add_flag(app, "--skip-damaged", skip_damaged,
           "Of folder:DIR and speech:FOLDER: leave out what cannot be read (else it is refused)");
  add_flag(app, "--transpose", transpose,
           "Of IDX files: each picture's rows are its columns, as EMNIST has them");
}

void PictureAsk::check(const std::string& name) const {
  const bool pictures = is_picture_folder(name), sounds = is_speech(name);
  if ((size || grey) && !pictures) {
    throw UsageError(fmt::format(
        "--picture-size and --grey are for folder:DIR; {} comes in a form of its own", name));
  }
  if (skip_damaged && !pictures && !sounds) {
    throw UsageError(fmt::format(
        "--skip-damaged is for folder:DIR and speech:FOLDER; the files of {} hold all of it",
        name));
  }
  if (transpose && (pictures || sounds)) {
    throw UsageError(
        fmt::format("--transpose is for sets of IDX files, such as mnist; {} is none", name));
  }
}

std::string described(const PictureForm& form) {
  return fmt::format("{0}×{0} pixels, {1}", form.size, form.grey ? "grey" : "RGB");
}

std::optional<PictureForm> form_of(const Model& model) {
  if (model.form || model.features) return model.form;
  const Shape& input = model.graph.input_shape();
  const PictureForm digits = PictureForm::of_digits();
  if (input.elements() == digits.shape().elements()) return digits;
  const auto size = image_size(input);
  if (!size || size->width != size->height || size->width < PictureForm::kLeast ||
      size->width > PictureForm::kMost) {
    return std::nullopt;
  }
  const PictureForm form{size->width, input.elements() == size->width * size->height};
  return form.shape().elements() == input.elements() ? std::optional(form) : std::nullopt;
}

PictureSet open_pictures(const std::string& name, const Model* model, const PictureAsk& ask) {
  PictureOptions options;
  options.threads = ask.threads > 0 ? ask.threads : hardware_threads();
  options.size = static_cast<int>(
      std::min<std::int64_t>(ask.size.value_or(options.size), std::numeric_limits<int>::max()));
  if (ask.grey) options.grey = true;
  options.damaged = ask.damaged();
  if (model) {
    options.form = form_of(*model);
    options.testing = true;
    options.unseen = !model->form;
  }
  StatusLine line(stderr, Screen::of(stderr, "auto"));
  const auto begin = Clock::now();
  options.progress = [&](std::int64_t read, std::int64_t all) {
    if (Clock::now() - begin < kPatience || !line.due()) return;
    const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    line.draw({fmt::format("reading pictures: {} of {}", grouped(read), grouped(all)),
               rate(static_cast<double>(read) / seconds) + " a second"});
  };
  return load_pictures(picture_folder(name), options);
}

int info_of_pictures(const std::string& name, const PictureAsk& ask, const Common& common) {
  const PictureSet set = open_pictures(name, nullptr, ask);
  const DataSplit& split = set.split;
  const auto train = label_counts(split.train), validation = label_counts(split.validation),
             test = label_counts(split.test);
  const Sides sides(set);
  const Shape shape = split.form->shape();
  if (common.json) {
    const auto both = [&](double part) {
      return Json::array({sides.at(part).width, sides.at(part).height});
    };
    print_json(Json{{"name", name},
                    {"shape", shape.sizes()},
                    {"classes", split.classes},
                    {"train", train},
                    {"validation", validation},
                    {"test", test},
                    {"sizes", {{"smallest", both(0)}, {"median", both(0.5)}, {"largest", both(1)}}},
                    {"note", split.note},
                    {"left_out", as_json(split.left_out)},
                    {"digest", fmt::format("{:016x}", split.train.digest())}});
    return kOk;
  }
  const Screen screen = Screen::of(stdout, common.color);
  print("  {}: {} pictures of {} classes, each seen as {} ({})\n", screen.bold(name),
        grouped(std::ssize(sides.items)), split.classes.size(), shape.str(),
        described(*split.form));
  print("  from {} to {} pixels, half of them no larger than {}\n", size_of(sides.at(0)),
        size_of(sides.at(1)), size_of(sides.at(0.5)));
  if (!split.note.empty()) print("  {}\n", split.note);
  print("\n");
  std::vector<std::vector<std::string>> rows{{"class", "learning", "validation", "testing"}};
  const auto count = [](const std::vector<std::int64_t>& counts, std::size_t c) {
    return grouped(c < counts.size() ? counts[c] : 0);
  };
  for (std::size_t c = 0; c < split.classes.size(); ++c) {
    rows.push_back({split.classes[c], count(train, c), count(validation, c), count(test, c)});
  }
  print(table(rows, screen));
  return kOk;
}

}  // namespace glia::cli
