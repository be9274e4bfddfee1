#include "data/reading.h"

#include <fmt/format.h>

#include <algorithm>

#include "data/sets.h"
#include "glia/inspect.h"
#include "glia/source.h"
#include "options/options.h"
#include "text/say.h"
#include "views/answers.h"

namespace glia::cli {

void ReadingOptions::add_options(CLI::App& app, std::optional<std::int64_t>& size, bool& grey) {
  const std::string of = folders_that_take(Choice::picture_form);
  add_whole(app, "--picture-size", size, PictureForm::kLeast,
            say("Of {}: pixels a side that a network sees (32)", of));
  add_flag(app, "--grey", grey, help_of("grey"));
}

void ReadingOptions::add_reading(CLI::App& app, bool& skip_damaged, bool& transpose) {
  add_flag(app, "--skip-damaged", skip_damaged, help_of("skip_damaged"));
  add_flag(app, "--transpose", transpose, help_of("transpose"));
}

void ReadingOptions::check(const std::string& name) const {
  const Source* source = find_source(name);
  const auto takes = [&](Choice choice) { return source && source->takes(choice); };
  if ((size || grey) && !takes(Choice::picture_form)) {
    throw UsageError(
        fmt::format("--picture-size and --grey are for {}; {} comes in a form of its own",
                    folders_that_take(Choice::picture_form), name));
  }
  if (skip_damaged && !takes(Choice::damaged)) {
    throw UsageError(fmt::format("--skip-damaged is for {}; the files of {} hold all of it",
                                 folders_that_take(Choice::damaged), name));
  }
  if (transpose && source && !takes(Choice::axes)) {
    throw UsageError(
        fmt::format("--transpose is for sets of IDX files, such as mnist; {} is none", name));
  }
}

InputForm form_of(const Model& model) {
  if (model.form) return model.form;
  const Shape& input = model.graph.input_shape();
  const auto fits = [&](const PictureForm& form) {
    return form.shape().elements() == input.elements();
  };
  if (const Source* source = find_source(learnt_from(model))) {
    const InputForm form = source->form();
    if (form.picture() && fits(*form.picture())) return form;
  }
  if (fits(PictureForm::of_digits())) return PictureForm::of_digits();
  const auto size = image_size(input);
  if (!size || size->width != size->height || size->width < PictureForm::kLeast ||
      size->width > PictureForm::kMost) {
    return {};
  }
  const PictureForm form{size->width, input.elements() == size->width * size->height};
  return fits(form) ? InputForm(form) : InputForm();
}

InputForm form_to_read(const Model& model) {
  const InputForm form = form_of(model);
  return form ? form : InputForm(PictureForm::of_digits());
}

}  // namespace glia::cli
