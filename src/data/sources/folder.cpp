// "folder:DIR": a person's own pictures, a folder of them for each class.
#include <algorithm>

#include "data/sources/describe.h"
#include "data/sources/sources.h"
#include "glia/picture_set.h"

namespace glia::sources {
namespace {

// The pictures from the smallest to the largest.
struct Sides {
  std::vector<PictureSet::Item> items;

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
  std::string size(double part) const {
    return std::to_string(at(part).width) + "×" + std::to_string(at(part).height);
  }
  std::vector<std::int64_t> both(double part) const { return {at(part).width, at(part).height}; }
};

class Folder final : public Source {
 public:
  std::string_view name() const override { return "folder:"; }
  Words words() const override {
    return {.place = "folder:DIR",
            .help = "folder:DIR with pictures",
            .model = "photos",
            .many = "pictures"};
  }
  Sense sense() const override { return Sense::sees; }
  bool takes(Choice choice) const override {
    return choice == Choice::damaged || choice == Choice::picture_form;
  }
  int likes(const std::string& /*folder*/) const override { return 1; }

  DataSplit load(const std::string& asked, const Reading& reading) const override {
    return read(asked, reading).split;
  }

  Description describe(const std::string& asked, const Reading& reading) const override {
    const PictureSet set = read(asked, reading);
    const Sides sides(set);
    Description told = description_of_files(asked, set.split);
    const PictureForm& form = *set.split.form.picture();
    told.shape = form.shape();
    told.facts = {{"sizes", std::vector<Description::Fact>{{"smallest", sides.both(0)},
                                                           {"median", sides.both(0.5)},
                                                           {"largest", sides.both(1)}}}};
    told.sentences = {{grouped_digits(std::ssize(sides.items)) + " pictures of " +
                       std::to_string(set.split.classes.size()) + " classes, each seen as " +
                       told.shape.str() + " (" + in_words(form) + ")"},
                      {"from " + sides.size(0) + " to " + sides.size(1) +
                       " pixels, half of them no larger than " + sides.size(0.5)}};
    return told;
  }

 private:
  PictureSet read(const std::string& asked, const Reading& reading) const {
    PictureOptions options;
    options.threads = reading.threads;
    options.size = reading.picture_size.value_or(options.size);
    if (reading.grey) options.grey = true;
    if (const PictureForm* form = reading.form.picture()) options.form = *form;
    options.testing = reading.testing;
    options.unseen = reading.unseen;
    options.damaged = reading.damaged;
    options.progress = reading.progress;
    return load_pictures(asked.substr(name().size()), options);
  }
};

}  // namespace

const Source& folder() {
  static const Folder source;
  return source;
}

}  // namespace glia::sources
