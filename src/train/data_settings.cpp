// The settings that are about data.
#include <array>

#include "glia/source.h"
#include "train/describe_setting.h"

namespace glia {
namespace {

constexpr double kSizes[] = {100, 1000, 10000, 0};  // that a form may offer
constexpr std::string_view kTable = "table:";

// "mnist, fashion-mnist, fsdd, folder:DIR with pictures or speech:FOLDER"
std::string_view data_words() {
  static const std::string words = [] {
    std::string text;
    const std::vector<const Source*>& all = all_sources();
    for (std::size_t i = 0; i < all.size(); ++i) {
      text += i == 0 ? "" : i + 1 == all.size() ? " or " : ", ";
      text += all[i]->words().help;
    }
    return text;
  }();
  return words;
}

}  // namespace

std::vector<Setting> settings_of_data() {
  static constexpr std::array<std::string_view, 2> kTargets{"classes", "numbers"};
  return {
      described("data", {.form = "NAME", .change = Change::network, .help = data_words()},
                FIELD(data)),
      described("train_size",
                {.low = 0,
                 .high = kLargest,
                 .offers = kSizes,
                 .zero = "all",
                 .live = true,
                 .help = "Learn from only the first N, to see overfitting"},
                FIELD(train_size)),
      described("validation",
                {.low = 0,
                 .high = 0.9,
                 .zero = "none",
                 .help = "Part of the training set held back to validate on"},
                FIELD(validation)),
      learnt("augment",
             {.form = "LIST",
              .live = true,
              .help = "Change examples at random. Pictures: shift=1,rotate=10,scale=0.1,shear=10,"
                      "flip=1,elastic=3; recordings: shift=30,speed=0.1,noise=20,time_mask=8,"
                      "band_mask=6"},
             FIELD(augment)),
      described(
          "hold_out_speaker",
          {.form = "NAME", .help = "Of recordings: learn from the others, validate on this one"},
          FIELD(hold_out_speaker)),
      described("picture_size",
                {.low = 0,
                 .high = PictureForm::kMost,
                 .zero = "32",
                 .change = Change::network,
                 .help = "Of folder:DIR: pixels a side that a network sees"},
                FIELD(picture_size)),
      described("grey",
                {.change = Change::network,
                 .help = "Of folder:DIR: without colours (else RGB, unless all are grey)"},
                FIELD(grey)),
      described("skip_damaged",
                {.help = "Of folder:DIR and speech:FOLDER: leave out what cannot be read (else it "
                         "is refused)"},
                FIELD(skip_damaged)),
      described("transpose",
                {.help = "Of IDX files: each picture's rows are its columns, as EMNIST has them"},
                FIELD(transpose)),
      described("target",
                {.form = "COLUMNS",
                 .change = Change::network,
                 .help = "Of table:FILE: the column to tell, or several of numbers, with commas "
                         "between them",
                 .of_data = kTable},
                FIELD(target)),
      described("ignore",
                {.form = "COLUMNS",
                 .change = Change::network,
                 .help = "Of table:FILE: columns that are not looked at",
                 .of_data = kTable},
                FIELD(ignore)),
      described("target_kind",
                {.choices = kTargets,
                 .change = Change::network,
                 .help = "Of table:FILE: whether the target names classes or measures",
                 .of_data = kTable},
                FIELD(target_kind)),
      described("scaling",
                {.choices = scaling_names(),
                 .change = Change::network,
                 .help = "Of table:FILE: how a column's numbers are made alike",
                 .of_data = kTable},
                FIELD(scaling)),
      described("missing",
                {.choices = missing_names(),
                 .change = Change::network,
                 .help = "Of table:FILE: what stands for a number that is missing",
                 .of_data = kTable},
                FIELD(missing)),
      described("test",
                {.low = 0,
                 .high = 1,
                 .open_high = true,
                 .zero = "none",
                 .change = Change::network,
                 .help = "Of table:FILE: part of the rows to test on",
                 .of_data = kTable},
                FIELD(test)),
      described("division",
                {.choices = division_names(),
                 .change = Change::network,
                 .help = "Of table:FILE: which rows test: of each class alike, those with a value, "
                         "the last in time, or whole groups",
                 .of_data = kTable},
                FIELD(division)),
      described(
          "divided_by",
          {.form = "COLUMN",
           .change = Change::network,
           .help = "Of table:FILE: the column of that value, time or group, which the network "
                   "does not see",
           .of_data = kTable},
          FIELD(divided_by)),
      described("tested",
                {.form = "VALUE",
                 .change = Change::network,
                 .help = "Of table:FILE: the value of rows that test (--division value)",
                 .of_data = kTable},
                FIELD(tested)),
      described("test_table",
                {.form = "FILE",
                 .change = Change::network,
                 .help = "Of table:FILE: another file, whose rows test",
                 .of_data = kTable},
                FIELD(test_table)),
      described("shuffle_labels",
                {.live = true, .help = "Learn nonsense, to see what memory looks like"},
                FIELD(shuffle_labels)),
      described("sample_weights",
                {.form = "COLUMN",
                 .change = Change::network,
                 .help = "Of table:FILE: the column that says how much each row counts",
                 .of_data = kTable},
                FIELD(sample_weights)),
      described(
          "class_weights",
          {.form = "LIST",
           .help = "How much examples of a class count: 'balanced', a rare class as much as a "
                   "frequent one, or by name: 'cat=2,dog=1'"},
          FIELD(class_weights)),
  };
}

}  // namespace glia
